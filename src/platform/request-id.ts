import { randomUUID } from 'node:crypto';

const SANE = /^[A-Za-z0-9._-]{8,64}$/;
/** As a whole an identity number or a telephone number; a key anywhere. A part that looks like one is chance. */
const DOUBTFUL = /^[STFGM]\d{7}[A-Z]$|^(?:65)?[-_. ]?[89]\d{3}[-_. ]?\d{4}$|ocms_[a-z0-9]+_/i;

/**
 * The caller's `X-Request-Id` if it is one (8 to 64 letters, digits, dots, underscores, hyphens, and no personal number,
 * telephone number or key; decisions §3), else a new one.
 */
export function requestId(offered: string | undefined): string {
  if (offered !== undefined && SANE.test(offered) && !DOUBTFUL.test(offered)) return offered;
  return randomUUID().replaceAll('-', '');
}
