import { createHash } from 'node:crypto';

/**
 * Masks what must never reach a log, wherever it stands in a text: NRIC and FIN numbers, Singapore mobile
 * numbers, e-mail addresses and API keys. The last line of defence: logs are made of allowed fields first.
 */
export function scrub(text: string): string {
  const masked = text.replace(SENSITIVE, '***');
  // The pattern for addresses is slow, and most texts have none.
  return masked.includes('@') ? masked.replace(EMAIL, '***') : masked;
}

/** The same of a finished line of the log, where the ids of requests stay: what may be one is decided when it comes. */
export function scrubLine(line: string): string {
  return line
    .split(REQUEST_ID)
    .map((part, index) => (index % 2 === 1 ? part : scrub(part)))
    .join('');
}

/**
 * Free text of a caller's, which is no field of the documents' with a form, as a log may have it: where it may hold
 * personal data, be it glued to letters or in groups, the first half of its SHA-256.
 */
export function loggable(text: string): string {
  const compact = text.normalize('NFKC').replaceAll(/[^A-Za-z0-9@]/g, '');
  return LOOSE.test(compact) || isSensitive(text)
    ? `sha256:${createHash('sha256').update(text).digest('hex').slice(0, 32)}`
    : text;
}

/** Whether a text holds something {@link scrub} would mask. */
export function isSensitive(text: string): boolean {
  return text.search(SENSITIVE) !== -1 || text.search(EMAIL) !== -1;
}

const REQUEST_ID = /("requestId":"[A-Za-z0-9._-]{8,64}")/;
const LOOSE = /[STFGM]\d{7}[A-Z]|[89]\d{7}|@/i;

const NRIC = String.raw`(?<![A-Za-z0-9])[STFGM]\d{7}[A-Z](?![A-Za-z0-9])`;
const MOBILE = String.raw`(?<![A-Za-z0-9])(?<!\d\.)(?:\+?65[ -]?)?[89]\d{3}[ -]?\d{4}(?![A-Za-z0-9]|\.\d)`;
const EMAIL = /[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+/g;
const API_KEY = String.raw`ocms_[a-z0-9]+_[A-Za-z0-9_-]{16,}`;
const SENSITIVE = new RegExp([NRIC, MOBILE, API_KEY].join('|'), 'gi');
