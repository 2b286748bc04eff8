import { randomUUID } from 'node:crypto';

const SANE = /^[A-Za-z0-9._-]{8,64}$/;
/** What could be an identity number, a telephone number or a key, wherever it stands: a new id costs nothing. */
const DOUBTFUL = /[STFGM]\d{7}[A-Z]|[89]\d{3}[-_. ]?\d{4}|ocms_/i;

/**
 * The caller's `X-Request-Id` if it is one (8 to 64 letters, digits, dots, underscores, hyphens, and nothing a
 * log would mask), else a new one.
 */
export function requestId(offered: string | undefined): string {
  if (offered !== undefined && SANE.test(offered) && !DOUBTFUL.test(offered)) return offered;
  // Without the hyphens, whose groups of digits can look like a telephone number.
  return randomUUID().replaceAll('-', '');
}
