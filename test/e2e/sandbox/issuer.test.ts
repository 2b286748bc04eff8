import { createHash, randomBytes } from 'node:crypto';
import { accessTokens } from '../../../src/platform/access-tokens';
import { type RunningIssuer, startIssuer } from '../../../src/partner-sandbox/issuer/issuer';
import { PEOPLE } from '../../../src/partner-sandbox/issuer/people';

/*
 * The sandbox's issuer as a browser and a console meet it: the authorization code flow with PKCE (RFC 6749 §4.1, RFC 7636).
 */

const CLIENT = 'ocms-console';
const BACK = 'http://127.0.0.1:3000/console';

interface Discovery {
  issuer: string;
  authorization_endpoint: string;
  token_endpoint: string;
  jwks_uri: string;
}

let issuer: RunningIssuer;
let discovery: Discovery;
beforeAll(async () => {
  issuer = await startIssuer({});
  discovery = (await (await fetch(`${issuer.url}/.well-known/openid-configuration`)).json()) as Discovery;
});
afterAll(() => issuer.close());

const verifier = randomBytes(32).toString('base64url');
const asked = (more: Record<string, string> = {}): Record<string, string> => ({
  response_type: 'code',
  client_id: CLIENT,
  redirect_uri: BACK,
  scope: 'openid profile',
  state: 's-1',
  nonce: 'n-1',
  code_challenge: createHash('sha256').update(verifier).digest('base64url'),
  code_challenge_method: 'S256',
  ...more,
});

const signInPage = (more?: Record<string, string>) =>
  fetch(`${discovery.authorization_endpoint}?${new URLSearchParams(asked(more)).toString()}`);

/** What the page's button sends. */
async function pick(person: string, more?: Record<string, string>): Promise<URL> {
  const response = await fetch(discovery.authorization_endpoint, {
    method: 'POST',
    body: new URLSearchParams({ ...asked(more), person }),
    redirect: 'manual',
  });
  expect(response.status).toBe(303);
  return new URL(response.headers.get('location')!);
}

async function exchange(code: string, more: Record<string, string> = {}) {
  const response = await fetch(discovery.token_endpoint, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code,
      client_id: CLIENT,
      redirect_uri: BACK,
      code_verifier: verifier,
      ...more,
    }),
  });
  return { response, body: (await response.json()) as Record<string, string> };
}

const reader = () =>
  accessTokens(
    'STAFF',
    {
      issuer: discovery.issuer,
      audience: 'ocms-staff-api',
      jwksUrl: discovery.jwks_uri,
      idClaim: 'sub',
      rolesClaim: 'roles',
      clockToleranceS: 0,
    },
    { cooldownMs: 0 },
  );

test.each(PEOPLE.map((person) => [person.id, person] as const))('%s signs in and gets a token', async (id, person) => {
  const page = await (await signInPage()).text();
  expect(page).toContain(person.name);
  expect(page).toContain(`value="${id}"`);
  const back = await pick(id);
  expect(back.origin + back.pathname).toBe(BACK);
  expect(Object.fromEntries(back.searchParams)).toMatchObject({ state: 's-1', iss: discovery.issuer });
  const { response, body } = await exchange(back.searchParams.get('code')!);
  expect(response.headers.get('access-control-allow-origin')).toBe('*');
  expect(await (await reader())(body.access_token!)).toEqual({ partner: 'STAFF', id, roles: person.roles });
  const claims = JSON.parse(Buffer.from(body.id_token!.split('.')[1]!, 'base64url').toString()) as object;
  expect(claims).toMatchObject({ iss: discovery.issuer, aud: CLIENT, sub: id, name: person.name, nonce: 'n-1' });
  // It is the console's, and opens nothing here.
  expect(await (await reader())(body.id_token!)).toBeUndefined();
});

test('a code works once, for the client, the address and the verifier it was asked with', async () => {
  const once = (await pick('officer1')).searchParams.get('code')!;
  expect((await exchange(once)).response.status).toBe(200);
  const refused = [
    await exchange(once),
    await exchange((await pick('officer1')).searchParams.get('code')!, { client_id: 'another' }),
    await exchange((await pick('officer1')).searchParams.get('code')!, { redirect_uri: 'http://127.0.0.1:9/' }),
    await exchange((await pick('officer1')).searchParams.get('code')!, { code_verifier: 'x'.repeat(43) }),
  ];
  for (const { response, body } of refused) expect([response.status, body.error]).toEqual([400, 'invalid_grant']);
});

test.each([
  { redirect_uri: 'https://evil.example/' },
  { redirect_uri: 'javascript:alert(1)' },
  { code_challenge_method: 'plain' },
  { code_challenge: '' },
  { response_type: 'token' },
  { client_id: '' },
])('a sign-in is refused, and leads nowhere, with %j', async (more) => {
  const response = await signInPage(more);
  expect([response.status, response.headers.get('location')]).toEqual([400, null]);
});

test('what a caller sends does not become part of the page', async () => {
  expect(await (await signInPage({ state: '"><script>alert(1)</script>' })).text()).not.toContain('<script>');
});

test('a command line gets a token of a demo person, of nobody else', async () => {
  const ask = (client_id: string) =>
    fetch(discovery.token_endpoint, {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'client_credentials', client_id }),
    });
  const { access_token: token } = (await (await ask('supervisor1')).json()) as { access_token: string };
  expect(await (await reader())(token)).toMatchObject({ id: 'supervisor1', roles: ['officer', 'supervisor'] });
  expect((await ask('nobody')).status).toBe(400);
});

test('its key can be changed: tokens of the one before it are still taken, older ones not', async () => {
  const read = await reader();
  const first = await issuer.accessToken('officer1');
  expect(await read(first)).toBeDefined();
  expect((await fetch(`${issuer.url}/rotate`, { method: 'POST' })).status).toBe(204);
  expect(await read(await issuer.accessToken('officer1'))).toBeDefined();
  expect(await read(first)).toBeDefined();
  await issuer.rotate();
  expect(await read(await issuer.accessToken('officer1'))).toBeDefined();
  expect(await read(first)).toBeUndefined();
});
