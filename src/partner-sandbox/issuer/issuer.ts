import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import express, { type RequestHandler } from 'express';
import { htmlTemplate } from '../../platform/html';
import { signingKeys } from './keys';
import { PEOPLE, type Person } from './people';

/** What access tokens say they are for, unless told otherwise. */
export const STAFF_AUDIENCE = 'ocms-staff-api';

const TOKEN_LIFETIME_S = 3_600;
const CODE_LIFETIME_MS = 60_000;
const CODES_KEPT = 1_000;

export interface RunningIssuer {
  /** `iss` of its tokens; `/.well-known/openid-configuration` is below it. */
  readonly url: string;
  /** An access token of a demo person, as the token endpoint gives it. */
  accessToken(personId: string): Promise<string>;
  /** From now on another key signs; the one before it is still published. */
  rotate(): Promise<void>;
  close(): Promise<void>;
}

/** What a sign-in was asked with; the form carries it along. */
interface SignIn {
  client_id: string;
  redirect_uri: string;
  code_challenge: string;
  state: string;
  nonce: string;
  scope: string;
}

const page = htmlTemplate<object>(join(__dirname, 'sign-in.html'));

/**
 * Plays the issuer that signs staff in: OpenID Connect's authorization code flow with PKCE (RFC 7636), its page a list of
 * demo people. Whoever asks for a redirect must be on this machine.
 *
 * @throws Error with code EADDRINUSE when the port is taken.
 */
export async function startIssuer({
  host = '127.0.0.1',
  port = 0,
  audience = STAFF_AUDIENCE,
}: {
  host?: '127.0.0.1';
  port?: number;
  audience?: string;
}): Promise<RunningIssuer> {
  const keys = await signingKeys();
  const codes = new Map<string, { signIn: SignIn; person: Person; until: number }>();
  const url = (): string => `http://${host}:${(server.address() as AddressInfo).port}`;

  const accessToken = ({ id, name, roles }: Person, clientId: string): Promise<string> =>
    keys.sign({ iss: url(), aud: audience, sub: id, name, roles, client_id: clientId }, TOKEN_LIFETIME_S, 'at+jwt');

  const granted = async (person: Person, clientId: string, more: object = {}): Promise<object> => ({
    access_token: await accessToken(person, clientId),
    token_type: 'Bearer',
    expires_in: TOKEN_LIFETIME_S,
    ...more,
  });

  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', 'simple');
  app.use((_request, response, next) => {
    response.setHeader('Cache-Control', 'no-store');
    next();
  });
  app.use(['/.well-known', '/jwks', '/token'], anyOrigin);

  app.get('/.well-known/openid-configuration', (_request, response) => {
    response.json({
      issuer: url(),
      authorization_endpoint: `${url()}/authorize`,
      token_endpoint: `${url()}/token`,
      jwks_uri: `${url()}/jwks`,
      end_session_endpoint: `${url()}/logout`,
      response_types_supported: ['code'],
      response_modes_supported: ['query'],
      grant_types_supported: ['authorization_code', 'client_credentials'],
      code_challenge_methods_supported: ['S256'],
      token_endpoint_auth_methods_supported: ['none'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['ES256'],
      scopes_supported: ['openid', 'profile'],
      claims_supported: ['sub', 'name', 'roles'],
      authorization_response_iss_parameter_supported: true,
    });
  });
  app.get('/jwks', (_request, response) => void response.json(keys.published()));
  app.post('/rotate', (_request, response, next) => {
    keys.rotate().then(() => response.status(204).end(), next);
  });

  app.get('/', (_request, response) => response.redirect('/.well-known/openid-configuration'));
  app.get('/authorize', (request, response) => {
    const asked = request.query as Record<string, string>;
    const { signIn, problem } = signInOf(asked);
    if (!signIn) return void response.status(400).type('text/plain').send(`${problem}\n`);
    const fields = Object.entries<string>({ ...signIn }).map(([name, value]) => ({ name, value }));
    response.type('html').send(
      page({
        client: signIn.client_id,
        people: PEOPLE.map((person) => ({ ...person, role: person.roles.join(', ') || 'no role', fields })),
      }),
    );
  });
  app.post('/authorize', express.urlencoded({ extended: false }), (request, response) => {
    const asked = request.body as Record<string, string>;
    const { signIn, problem } = signInOf({ response_type: 'code', code_challenge_method: 'S256', ...asked });
    const person = PEOPLE.find(({ id }) => id === asked.person);
    if (!signIn || !person)
      return void response
        .status(400)
        .type('text/plain')
        .send(`${problem ?? 'There is no such person.'}\n`);
    const code = randomBytes(24).toString('base64url');
    codes.set(code, { signIn, person, until: Date.now() + CODE_LIFETIME_MS });
    // The oldest go: whoever never came back for theirs.
    for (const old of [...codes.keys()].slice(0, Math.max(0, codes.size - CODES_KEPT))) codes.delete(old);
    const back = new URL(signIn.redirect_uri);
    back.searchParams.set('code', code);
    if (signIn.state) back.searchParams.set('state', signIn.state);
    back.searchParams.set('iss', url());
    response.redirect(303, back.href);
  });
  app.get('/logout', (request, response) => {
    const { post_logout_redirect_uri: to } = request.query as Record<string, string>;
    // Nobody stays signed in here: there is nothing to end.
    if (to && isOnThisMachine(to)) response.redirect(303, to);
    else response.type('text/plain').send('Signed out.\n');
  });

  app.post('/token', express.urlencoded({ extended: false }), (request, response, next) => {
    const given = (request.body ?? {}) as Record<string, string>;
    const refuse = (error: string, description: string): void =>
      void response.status(400).json({ error, error_description: description });
    const answer = (token: Promise<object>): void => void token.then((body) => response.json(body), next);

    if (given.grant_type === 'client_credentials') {
      const person = PEOPLE.find(({ id }) => id === given.client_id);
      return person ? answer(granted(person, person.id)) : refuse('invalid_client', 'there is no such demo person');
    }
    if (given.grant_type !== 'authorization_code')
      return refuse('unsupported_grant_type', 'takes authorization_code and client_credentials');
    const found = codes.get(given.code ?? '');
    codes.delete(given.code ?? '');
    if (!found || found.until < Date.now()) return refuse('invalid_grant', 'the code is unknown, used or too old');
    const { signIn, person } = found;
    if (given.client_id !== signIn.client_id || given.redirect_uri !== signIn.redirect_uri)
      return refuse('invalid_grant', 'the code was given to another client or address');
    if (!isEqual(challengeOf(given.code_verifier ?? ''), signIn.code_challenge))
      return refuse('invalid_grant', 'the code_verifier is not that of the code_challenge');
    const { client_id: clientId, nonce, scope } = signIn;
    const idClaims = { iss: url(), aud: clientId, sub: person.id, name: person.name, ...(nonce && { nonce }) };
    answer(
      keys
        .sign(idClaims, TOKEN_LIFETIME_S, 'JWT')
        .then((idToken) => granted(person, clientId, { id_token: idToken, scope })),
    );
  });

  const server: Server = createServer(app);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  return {
    url: url(),
    accessToken: (personId) => accessToken(personOf(personId), 'sandbox'),
    rotate: () => keys.rotate(),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The console is served from another port, and its page asks for tokens itself, as public clients do. */
const anyOrigin: RequestHandler = (request, response, next) => {
  response.setHeader('Access-Control-Allow-Origin', '*');
  if (request.method !== 'OPTIONS') return next();
  response.setHeader('Access-Control-Allow-Methods', 'GET, POST');
  response.setHeader('Access-Control-Allow-Headers', 'Content-Type');
  response.status(204).end();
};

function signInOf(asked: Record<string, string>): { signIn?: SignIn; problem?: string } {
  const { client_id = '', redirect_uri = '', code_challenge = '', state = '', nonce = '', scope = 'openid' } = asked;
  if (!/^[\w.-]{1,100}$/.test(client_id)) return { problem: 'client_id is missing.' };
  if (!isOnThisMachine(redirect_uri)) return { problem: 'redirect_uri must be of this machine.' };
  if (asked.response_type !== 'code') return { problem: 'response_type must be code.' };
  if (asked.code_challenge_method !== 'S256' || !/^[\w-]{43}$/.test(code_challenge))
    return { problem: 'A code_challenge is required, and code_challenge_method S256.' };
  return { signIn: { client_id, redirect_uri, code_challenge, state, nonce, scope } };
}

function isOnThisMachine(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  return /^https?:$/.test(protocol) && ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
}

const challengeOf = (verifier: string): string => createHash('sha256').update(verifier).digest('base64url');

function isEqual(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}

function personOf(id: string): Person {
  const person = PEOPLE.find((each) => each.id === id);
  if (!person) throw new Error(`there is no demo person ${id}`);
  return person;
}
