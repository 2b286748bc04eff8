import { randomUUID } from 'node:crypto';
import { isSensitive } from './scrub';

const SANE = /^[A-Za-z0-9._-]{8,64}$/;

/**
 * The caller's `X-Request-Id` if it is one (8 to 64 letters, digits, dots, underscores, hyphens, and nothing a
 * log would mask), else a new one.
 */
export function requestId(offered: string | undefined): string {
  if (offered !== undefined && SANE.test(offered) && !isSensitive(offered)) return offered;
  // Without the hyphens, whose groups of digits can look like a telephone number.
  return randomUUID().replaceAll('-', '');
}
