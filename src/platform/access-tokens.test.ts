import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { accessTokens } from './access-tokens';

/*
 * Tokens as an issuer on this machine signs them, and as others would like to have signed them.
 */

const loadJose = () => import('jose');
type Jose = Awaited<ReturnType<typeof loadJose>>;
type Pair = Awaited<ReturnType<Jose['generateKeyPair']>>;

const AUDIENCE = 'ocms-staff-api';
const MINUTE = 60;

let jose: Jose;
let server: Server;
let issuer: string;
/** What the issuer publishes now; undefined while it is away. */
let published: object[] | undefined;
let asked: number;
let pair: Pair;
let other: Pair;
let ownerOf: Awaited<ReturnType<typeof accessTokens>>;

const settings = (port: number) => ({
  issuer,
  audience: AUDIENCE,
  jwksUrl: `http://127.0.0.1:${port}/jwks`,
  idClaim: 'sub',
  rolesClaim: 'roles',
  clockToleranceS: 30,
});

const portOf = (): number => (server.address() as AddressInfo).port;
const nowS = (): number => Math.floor(Date.now() / 1_000);

async function jwkOf(of: Pair, kid: string, alg = 'ES256'): Promise<object> {
  return { ...(await jose.exportJWK(of.publicKey)), kid, alg, use: 'sig' };
}

interface Token {
  claims?: Record<string, unknown>;
  header?: Record<string, unknown>;
  by?: Pair['privateKey'];
}

/** A good token but for what is told. A claim of undefined is left out. */
function token({ claims, header, by = pair.privateKey }: Token = {}): Promise<string> {
  const all = { iss: issuer, aud: AUDIENCE, sub: 'officer1', roles: ['officer'], exp: nowS() + MINUTE, ...claims };
  return new jose.SignJWT(JSON.parse(JSON.stringify(all)) as Record<string, unknown>)
    .setProtectedHeader({ alg: 'ES256', kid: 'k1', typ: 'at+jwt', ...header })
    .sign(by);
}

beforeAll(async () => {
  jose = await loadJose();
  [pair, other] = await Promise.all([
    jose.generateKeyPair('ES256', { extractable: true }),
    jose.generateKeyPair('ES256', { extractable: true }),
  ]);
  server = createServer((_request, response) => {
    asked++;
    response.statusCode = published ? 200 : 503;
    response.setHeader('Content-Type', 'application/json');
    response.end(published ? JSON.stringify({ keys: published }) : '');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  issuer = `http://127.0.0.1:${portOf()}`;
});
beforeEach(async () => {
  published = [await jwkOf(pair, 'k1')];
  asked = 0;
  ownerOf = await accessTokens('STAFF', settings(portOf()));
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

test('a valid token says who and in which roles', async () => {
  expect(await ownerOf(await token())).toEqual({ partner: 'STAFF', id: 'officer1', roles: ['officer'] });
  const many = await token({ claims: { aud: ['another', AUDIENCE], roles: ['officer', 7, 'supervisor'] } });
  expect(await ownerOf(many)).toMatchObject({ roles: ['officer', 'supervisor'] });
  const text = await token({ claims: { roles: 'officer supervisor' } });
  expect(await ownerOf(text)).toMatchObject({ roles: ['officer', 'supervisor'] });
  expect(await ownerOf(await token({ claims: { roles: undefined } }))).toMatchObject({ roles: [] });
  expect(asked).toBe(1);
});

test('the claims are those that are configured', async () => {
  const named = await accessTokens('STAFF', {
    ...settings(portOf()),
    idClaim: 'preferred_username',
    rolesClaim: 'groups',
  });
  const claims = { preferred_username: 'tan.ml', groups: ['supervisor'] };
  expect(await named(await token({ claims }))).toEqual({ partner: 'STAFF', id: 'tan.ml', roles: ['supervisor'] });
  expect(await named(await token())).toBeUndefined();
});

test('clocks may differ by the tolerance, and no more', async () => {
  expect(await ownerOf(await token({ claims: { exp: nowS() - 25 } }))).toBeDefined();
  expect(await ownerOf(await token({ claims: { exp: nowS() - 35 } }))).toBeUndefined();
  expect(await ownerOf(await token({ claims: { nbf: nowS() + 25 } }))).toBeDefined();
  expect(await ownerOf(await token({ claims: { nbf: nowS() + 35 } }))).toBeUndefined();
});

describe('a token opens nothing', () => {
  test.each<[string, Token]>([
    ['of another issuer', { claims: { iss: 'https://login.evil.example' } }],
    ['of an issuer with a slash more', { claims: { iss: 'http://127.0.0.1/' } }],
    ['for another API', { claims: { aud: 'graph' } }],
    ['for no API', { claims: { aud: undefined } }],
    ['that never ends', { claims: { exp: undefined } }],
    ['of nobody', { claims: { sub: undefined } }],
    ['of somebody without a name', { claims: { sub: '' } }],
    ['of somebody whose name audit columns cannot hold', { claims: { sub: 'x'.repeat(51) } }],
    ['of somebody whose name has a space', { claims: { sub: 'officer 1' } }],
    ['of a number', { claims: { sub: 7 } }],
    ['of an unknown key', { header: { kid: 'k9' } }],
  ])('%s', async (_what, how) => {
    expect(await ownerOf(await token(how))).toBeUndefined();
  });

  test('signed with another key under a known id', async () => {
    expect(await ownerOf(await token({ by: other.privateKey }))).toBeUndefined();
  });

  test('not signed at all (alg none), however it is spelt', async () => {
    const [, payload] = (await token()).split('.');
    for (const alg of ['none', 'None', 'NONE', '']) {
      const header = Buffer.from(JSON.stringify({ alg, kid: 'k1' })).toString('base64url');
      expect(await ownerOf(`${header}.${payload}.`)).toBeUndefined();
    }
  });

  test('signed with the public key as a secret (HS256)', async () => {
    const secret = Buffer.from(JSON.stringify(published![0]));
    const forged = await new jose.SignJWT({ iss: issuer, aud: AUDIENCE, sub: 'officer1', exp: nowS() + MINUTE })
      .setProtectedHeader({ alg: 'HS256', kid: 'k1' })
      .sign(secret);
    expect(await ownerOf(forged)).toBeUndefined();
  });

  test('with a part that was changed', async () => {
    const [header, payload, signature] = (await token()).split('.');
    const claims = JSON.parse(Buffer.from(payload!, 'base64url').toString()) as object;
    const promoted = Buffer.from(JSON.stringify({ ...claims, roles: ['supervisor'] })).toString('base64url');
    expect(await ownerOf(`${header}.${promoted}.${signature}`)).toBeUndefined();
  });

  test.each(['', 'x', 'a.b', 'a.b.c', '..', 'e30.e30.e30', 'a.b.c.d.e'])('that is none: %j', async (text) => {
    expect(await ownerOf(text)).toBeUndefined();
  });
});

describe("the issuer's keys", () => {
  test('change: a token of the new one is taken, and of the one that is no more not', async () => {
    expect(await ownerOf(await token())).toBeDefined();
    const fresh = await accessTokens('STAFF', settings(portOf()), { cooldownMs: 0 });
    expect(await fresh(await token())).toBeDefined();
    published = [await jwkOf(other, 'k2')];
    const renewed = await token({ header: { kid: 'k2' }, by: other.privateKey });
    expect(await fresh(renewed)).toBeDefined();
    expect(await fresh(await token())).toBeUndefined();
  });

  test('are not fetched for each token of an unknown one', async () => {
    await ownerOf(await token());
    for (let index = 0; index < 20; index++) await ownerOf(await token({ header: { kid: `made-up-${index}` } }));
    expect(asked).toBe(1);
  });

  test('are away: nobody can tell whether a token is valid, but one that is none is still none', async () => {
    published = undefined;
    await expect(ownerOf(await token())).rejects.toMatchObject({ kind: 'unavailable' });
    expect(await ownerOf('x')).toBeUndefined();
    published = [await jwkOf(pair, 'k1')];
    expect(await ownerOf(await token())).toBeDefined();
    // What was fetched is used on.
    published = undefined;
    expect(await ownerOf(await token())).toBeDefined();
  });

  test('are away altogether', async () => {
    const nobody = await accessTokens('STAFF', { ...settings(portOf()), jwksUrl: 'http://127.0.0.1:1/jwks' });
    await expect(nobody(await token())).rejects.toMatchObject({ kind: 'unavailable' });
  });
});
