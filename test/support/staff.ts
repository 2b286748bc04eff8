import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Config } from '../../src/config/config';

/** Whom tokens are of, unless a test says otherwise. */
export const OFFICER = { sub: 'officer1', roles: ['officer'] };
export const SUPERVISOR = { sub: 'supervisor1', roles: ['supervisor'] };
/** Signed in, and without any of the roles. */
export const VISITOR = { sub: 'visitor1', roles: ['visitor'] };

const AUDIENCE = 'ocms-staff-api';
const loadJose = () => import('jose');

export interface TokenOptions {
  header?: Record<string, unknown>;
  /** Signed by a key that the issuer does not publish. */
  forged?: boolean;
}

/** An issuer on this machine that signs whatever a test asks for. */
export interface StaffIssuer {
  readonly settings: NonNullable<Config['staff']>;
  /** A token of these claims; those of the protocol are right unless they are among them. Undefined leaves one out. */
  token(claims?: Record<string, unknown>, options?: TokenOptions): Promise<string>;
  /** Whether its keys can be had. */
  reachable: boolean;
  close(): Promise<void>;
}

export async function startStaffIssuer(): Promise<StaffIssuer> {
  const jose = await loadJose();
  const [own, other] = await Promise.all([
    jose.generateKeyPair('ES256', { extractable: true }),
    jose.generateKeyPair('ES256', { extractable: true }),
  ]);
  const jwk = { ...(await jose.exportJWK(own.publicKey)), kid: 'k1', alg: 'ES256', use: 'sig' };
  const server = createServer((_request, response) => {
    response.statusCode = issuer.reachable ? 200 : 503;
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify({ keys: [jwk] }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const issuer: StaffIssuer = {
    settings: {
      issuer: url,
      audience: AUDIENCE,
      jwksUrl: `${url}/jwks`,
      idClaim: 'sub',
      rolesClaim: 'roles',
      clockToleranceS: 5,
      console: { clientId: 'ocms-console', scope: 'openid' },
    },
    token(claims = OFFICER, { header, forged = false } = {}) {
      const inAnHour = Math.floor(Date.now() / 1_000) + 3_600;
      const all = { iss: url, aud: AUDIENCE, exp: inAnHour, ...claims };
      return new jose.SignJWT(JSON.parse(JSON.stringify(all)) as Record<string, unknown>)
        .setProtectedHeader({ alg: 'ES256', kid: 'k1', typ: 'at+jwt', ...header })
        .sign(forged ? other.privateKey : own.privateKey);
    },
    reachable: true,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return issuer;
}

/** The same claims, not signed at all. */
export function unsigned(token: string): string {
  const [, payload] = token.split('.');
  return `${Buffer.from(JSON.stringify({ alg: 'none', kid: 'k1' })).toString('base64url')}.${payload}.`;
}
