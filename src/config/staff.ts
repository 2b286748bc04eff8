import { z } from 'zod';
import { SANDBOX_ISSUER } from './partner-sandbox';
import { defineSection } from './section';
import { url, wholeNumber } from './values';

/** Of the sandbox's issuer, as it signs in demo officers. */
export const SANDBOX_AUDIENCE = 'ocms-staff-api';

const claim = z.string().regex(/^[A-Za-z0-9_.:/-]{1,100}$/, 'takes the name of a claim');
const TOGETHER = ['OCMS_STAFF_ISSUER', 'OCMS_STAFF_AUDIENCE', 'OCMS_STAFF_JWKS_URL'] as const;

/** Who signs staff in: an OpenID Connect issuer, whose access tokens open the staff API. */
export const staffSection = defineSection({
  variables: ({ production }) => {
    const address = production ? url('https:') : url('http:', 'https:');
    return {
      OCMS_STAFF_ISSUER: address.optional(),
      OCMS_STAFF_AUDIENCE: z.string().min(1).max(200).optional(),
      OCMS_STAFF_JWKS_URL: address.optional(),
      OCMS_STAFF_ID_CLAIM: claim.optional(),
      OCMS_STAFF_ROLES_CLAIM: claim.optional(),
      OCMS_STAFF_CLOCK_TOLERANCE_S: wholeNumber(0, 300).optional(),
      OCMS_CONSOLE_CLIENT_ID: z.string().min(1).max(200).optional(),
      OCMS_CONSOLE_SCOPE: z.string().min(1).max(500).optional(),
    };
  },
  settings(values, { production, port }) {
    const sandbox = `http://127.0.0.1:${port + SANDBOX_ISSUER}`;
    const issuer = values.OCMS_STAFF_ISSUER ?? (production ? undefined : sandbox);
    const audience = values.OCMS_STAFF_AUDIENCE ?? (production ? undefined : SANDBOX_AUDIENCE);
    const jwksUrl = values.OCMS_STAFF_JWKS_URL ?? (production ? undefined : `${sandbox}/jwks`);
    return {
      /** Undefined where nobody signs staff in: their API opens for nobody. */
      staff:
        issuer && audience && jwksUrl
          ? {
              issuer,
              audience,
              jwksUrl,
              /** The claim whose value stands for the officer in audit columns. */
              idClaim: values.OCMS_STAFF_ID_CLAIM ?? 'sub',
              /** The claim that lists roles. */
              rolesClaim: values.OCMS_STAFF_ROLES_CLAIM ?? 'roles',
              clockToleranceS: values.OCMS_STAFF_CLOCK_TOLERANCE_S ?? 30,
              /** What the console is at the issuer, and what it asks for. */
              console: {
                clientId: values.OCMS_CONSOLE_CLIENT_ID ?? 'ocms-console',
                scope: values.OCMS_CONSOLE_SCOPE ?? 'openid profile',
              },
            }
          : undefined,
    };
  },
  /** One of the three alone would take tokens for what they are not. */
  problems: (given) => {
    const set = TOGETHER.filter((name) => given[name] !== undefined);
    return set.length === 0
      ? []
      : TOGETHER.filter((name) => given[name] === undefined).map((name) => `${name} is required with ${set[0]}`);
  },
});
