import { AppError } from './errors';
import type { Principal } from './principal';

/** Whose access tokens are taken, and what in them says who somebody is. */
export interface IssuerSettings {
  /** As tokens have it in `iss`, letter by letter. */
  issuer: string;
  /** As tokens for this API have it in `aud`. */
  audience: string;
  /** Where the issuer publishes its keys (RFC 7517). */
  jwksUrl: string;
  idClaim: string;
  rolesClaim: string;
  /** By how much the issuer's clock may differ, in seconds. */
  clockToleranceS: number;
}

/** Public keys only: a token cannot have been signed with what everybody can read, nor with nothing. */
const ALGORITHMS = ['RS256', 'PS256', 'ES256', 'EdDSA'];
/** How long the keys are used before they are fetched anew, and how soon after that for a token of an unknown key. */
const KEYS_KEPT_MS = 10 * 60_000;
const KEYS_COOLDOWN_MS = 30_000;
const KEYS_TIMEOUT_MS = 5_000;
/** As wide as audit columns. */
const ID = /^[\x21-\x7e]{1,50}$/;

// It is an ES module, and the service is made of CommonJS ones.
const loadJose = () => import('jose');
type Jose = Awaited<ReturnType<typeof loadJose>>;

/**
 * Reads an issuer's access tokens (RFC 9068, and those of issuers that keep to it but for `typ`).
 *
 * @param partner whose principal a valid token's owner is
 * @returns tells whose token it is; undefined for one that is not valid. It throws AppError `unavailable` where that
 *   cannot be told because the issuer's keys cannot be had.
 */
export async function accessTokens(
  partner: string,
  { issuer, audience, jwksUrl, idClaim, rolesClaim, clockToleranceS }: IssuerSettings,
  { cooldownMs = KEYS_COOLDOWN_MS } = {},
): Promise<(token: string) => Promise<Principal | undefined>> {
  const jose = await loadJose();
  const keys = jose.createRemoteJWKSet(new URL(jwksUrl), {
    cacheMaxAge: KEYS_KEPT_MS,
    cooldownDuration: cooldownMs,
    timeoutDuration: KEYS_TIMEOUT_MS,
  });
  return async (token) => {
    try {
      const { payload } = await jose.jwtVerify(token, keys, {
        issuer,
        audience,
        algorithms: ALGORITHMS,
        clockTolerance: clockToleranceS,
        requiredClaims: ['exp', idClaim],
      });
      const id = payload[idClaim];
      if (typeof id !== 'string' || !ID.test(id)) return undefined;
      return { partner, id, roles: rolesIn(payload[rolesClaim]) };
    } catch (error) {
      if (isOfToken(error, jose)) return undefined;
      throw new AppError('unavailable', "the keys of the staff's issuer cannot be had", { cause: error });
    }
  };
}

/** A list, or names with spaces between them, as `scope` has them. */
function rolesIn(claim: unknown): readonly string[] {
  const listed: unknown = typeof claim === 'string' ? claim.split(' ') : claim;
  return Array.isArray(listed) ? listed.filter((role): role is string => typeof role === 'string') : [];
}

/** Whether the token is what is wrong, and not the keys or the way to them. */
function isOfToken(error: unknown, { errors }: Jose): boolean {
  return [
    errors.JWSInvalid,
    errors.JWTInvalid,
    errors.JWTExpired,
    errors.JWTClaimValidationFailed,
    errors.JWSSignatureVerificationFailed,
    errors.JOSEAlgNotAllowed,
    errors.JOSENotSupported,
    errors.JWKSNoMatchingKey,
    errors.JWKSMultipleMatchingKeys,
  ].some((ofToken) => error instanceof ofToken);
}
