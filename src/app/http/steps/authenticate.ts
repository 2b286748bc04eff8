import type { IncomingHttpHeaders } from 'node:http';
import type { RequestHandler, Response } from 'express';
import type { KeyOwner, KeyRing } from '../../../features/api-keys';
import { AppError } from '../../../platform/errors';
import type { Principal } from '../../../platform/principal';
import { factsOf, type OperationFacts } from '../facts';

/** One way for callers to say who they are. */
export interface Authenticator {
  /** @returns who calls; undefined where that is not known. @throws AppError `unavailable` */
  principalOf(
    headers: IncomingHttpHeaders,
    operation: OperationFacts,
  ): Principal | undefined | Promise<Principal | undefined>;
  /** What a 401 says of how to come again (RFC 9110 §11.6.1). */
  readonly challenge?: string;
}

/** By what the contracts call it (`authentication` of the operation map). */
export type Authenticators = Readonly<Record<string, Authenticator | undefined>>;

const principalOfKey = (owner: KeyOwner | undefined): Principal | undefined =>
  owner && { partner: owner.partner, id: owner.keyId };

/** A key in the header that the operation's contract names. */
export function apiKeys(keyRing: KeyRing): Authenticator {
  return {
    principalOf(headers, { keyHeader }) {
      const key = headers[keyHeader.toLowerCase()];
      if (typeof key !== 'string' || key === '') return undefined;
      const owner = keyRing.ownerOf(key);
      return owner instanceof Promise ? owner.then(principalOfKey) : principalOfKey(owner);
    },
  };
}

/** No bearer token is valid: nobody was told who issues them. */
export const noBearerTokens: Authenticator = { principalOf: () => undefined, challenge: 'Bearer' };

/**
 * A bearer token (RFC 6750).
 *
 * @param ownerOf whose token it is; undefined where it is not valid
 */
export function bearerTokens(ownerOf: (token: string) => Promise<Principal | undefined>): Authenticator {
  return {
    async principalOf({ authorization = '' }) {
      const token = /^Bearer +([A-Za-z0-9._~+/-]+=*) *$/i.exec(authorization)?.[1];
      return token === undefined ? undefined : ownerOf(token);
    },
    challenge: 'Bearer',
  };
}

/**
 * Nothing of a request without a valid key, or token, of the operation's own partner is read, nor of one by a member of
 * staff without any of the operation's roles.
 *
 * @throws Error where nobody can authenticate the operation's callers: it must not be served.
 */
export function authenticate(id: string, operation: OperationFacts, authenticators: Authenticators): RequestHandler {
  const authenticator = authenticators[operation.authentication];
  if (!authenticator) throw new Error(`${id}: nothing here authenticates callers by ${operation.authentication}`);
  const { challenge } = authenticator;
  const { roles } = operation;
  const admit = (principal: Principal | undefined, response: Response): void => {
    if (principal?.partner !== operation.partner) {
      throw new AppError(
        'unauthenticated',
        'no valid key',
        challenge === undefined ? {} : { headers: { 'WWW-Authenticate': challenge } },
      );
    }
    const facts = factsOf(response);
    facts.principal = principal;
    facts.partner = principal.partner;
    if (roles.length > 0 && !principal.roles?.some((role) => roles.includes(role))) {
      throw new AppError('forbidden', `not for ${principal.roles?.join(', ') || 'somebody without a role'}`, {
        // RFC 6750 §3.1.
        headers: challenge === undefined ? {} : { 'WWW-Authenticate': `${challenge} error="insufficient_scope"` },
      });
    }
  };
  // Not async: the body is read as it arrives, which costs less than waiting for it once it is there.
  return (request, response, next) => {
    const principal = authenticator.principalOf(request.headers, operation);
    if (principal instanceof Promise) {
      principal.then((known) => admit(known, response)).then(() => next(), next);
      return;
    }
    admit(principal, response);
    next();
  };
}
