import type { Config } from '../../config/config';

/** Where it is (RFC 9116 §3). */
export const SECURITY_TXT = '/.well-known/security.txt';

export type Security = NonNullable<Config['security']>;

/** Whom to tell of a weakness: RFC 9116 §2.5. */
export function securityTxt({ contact, expires, policy }: Security, publicAddress?: string): string {
  return [
    ...contact.map((uri) => `Contact: ${uri}`),
    `Expires: ${expires.toISOString().replace('.000Z', 'Z')}`,
    // §2.5.2: of the web, https only.
    ...(publicAddress?.startsWith('https:') ? [`Canonical: ${publicAddress}${SECURITY_TXT}`] : []),
    ...(policy === undefined ? [] : [`Policy: ${policy}`]),
    'Preferred-Languages: en',
    '',
  ].join('\n');
}

/** What it says after its date may be wrong, so it is not said any more (RFC 9116 §5.3). */
export const isExpired = ({ expires }: Security, now: Date): boolean => expires <= now;

const WARNED_BEFORE_MS = 30 * 24 * 60 * 60 * 1_000;

/** What is to be done about its date; undefined while nothing is. */
export function expiryAdvice(security: Security, now: Date): string | undefined {
  const then = 'set OCMS_SECURITY_EXPIRES, less than a year ahead, once somebody has looked whether it is still right';
  if (isExpired(security, now)) return `security.txt has expired and is not served any more: ${then}`;
  if (security.expires.getTime() - now.getTime() < WARNED_BEFORE_MS)
    return `security.txt expires within 30 days: ${then}`;
  return undefined;
}
