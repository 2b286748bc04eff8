/**
 * Masks what must never reach a log, wherever it stands in a text: NRIC and FIN numbers, Singapore mobile
 * numbers, e-mail addresses and API keys. The last line of defence: logs are made of allowed fields first.
 */
export function scrub(text: string): string {
  const masked = text.replace(SENSITIVE, '***');
  // The pattern for addresses is slow, and most texts have none.
  return masked.includes('@') ? masked.replace(EMAIL, '***') : masked;
}

/** Whether a text holds something {@link scrub} would mask. */
export function isSensitive(text: string): boolean {
  return text.search(SENSITIVE) !== -1 || text.search(EMAIL) !== -1;
}

const NRIC = String.raw`(?<![A-Za-z0-9])[STFGM]\d{7}[A-Z](?![A-Za-z0-9])`;
const MOBILE = String.raw`(?<![A-Za-z0-9])(?<!\d\.)(?:\+?65[ -]?)?[89]\d{3}[ -]?\d{4}(?![A-Za-z0-9]|\.\d)`;
const EMAIL = /[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+/g;
const API_KEY = String.raw`ocms_[a-z0-9]+_[A-Za-z0-9_-]{16,}`;
const SENSITIVE = new RegExp([NRIC, MOBILE, API_KEY].join('|'), 'gi');
