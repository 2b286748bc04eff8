// Who is signed in: OpenID Connect's authorization code flow with PKCE. The access token lives as long as the tab.
import * as oauth from './lib/oauth.js';

const KEPT = 'ocms-session';
const ASKED = 'ocms-sign-in';
const here = () => new URL('console', document.baseURI).href.split('#')[0];

let server;
let settings;

async function issuer() {
  settings ??= await fetch('console/sign-in.json').then((response) => response.json());
  if (!server) {
    const url = new URL(settings.issuer);
    // The sandbox's issuer is http on this machine; any other is https.
    const options = url.protocol === 'http:' ? { [oauth.allowInsecureRequests]: true } : {};
    const response = await oauth.discoveryRequest(url, options);
    server = { ...(await oauth.processDiscoveryResponse(url, response)), options };
  }
  return { server, client: { client_id: settings.clientId }, options: server.options };
}

/** @returns `{ token, id, name, until }`, or undefined where nobody is signed in. */
export function session() {
  const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? 'null');
  if (kept && kept.until > Date.now()) return kept;
  sessionStorage.removeItem(KEPT);
  return undefined;
}

/** Leaves for the issuer; it comes back to the page one was at. */
export async function signIn() {
  const { server } = await issuer();
  const asked = {
    verifier: oauth.generateRandomCodeVerifier(),
    state: oauth.generateRandomState(),
    nonce: oauth.generateRandomNonce(),
    hash: location.hash,
  };
  sessionStorage.setItem(ASKED, JSON.stringify(asked));
  const to = new URL(server.authorization_endpoint);
  for (const [name, value] of Object.entries({
    response_type: 'code',
    client_id: settings.clientId,
    redirect_uri: here(),
    scope: settings.scope,
    state: asked.state,
    nonce: asked.nonce,
    code_challenge: await oauth.calculatePKCECodeChallenge(asked.verifier),
    code_challenge_method: 'S256',
  }))
    to.searchParams.set(name, value);
  location.assign(to);
}

/**
 * Takes what the issuer sent back with, if the page was opened by it.
 *
 * @throws Error where the issuer refused, or the answer is not the one asked for.
 */
export async function comeBack() {
  const address = new URL(location.href);
  if (!address.searchParams.has('code') && !address.searchParams.has('error')) return;
  const asked = JSON.parse(sessionStorage.getItem(ASKED) ?? 'null');
  sessionStorage.removeItem(ASKED);
  history.replaceState(null, '', `${here()}${asked?.hash ?? ''}`);
  if (!asked) return;
  const { server, client, options } = await issuer();
  const parameters = oauth.validateAuthResponse(server, client, address, asked.state);
  const response = await oauth.authorizationCodeGrantRequest(
    server,
    client,
    oauth.None(),
    parameters,
    here(),
    asked.verifier,
    options,
  );
  const answer = await oauth.processAuthorizationCodeResponse(server, client, response, {
    expectedNonce: asked.nonce,
    requireIdToken: true,
  });
  const { name, sub } = oauth.getValidatedIdTokenClaims(answer);
  sessionStorage.setItem(
    KEPT,
    JSON.stringify({
      token: answer.access_token,
      id: sub,
      name: name ?? sub,
      until: Date.now() + (answer.expires_in ?? 300) * 1_000,
    }),
  );
}

export async function signOut() {
  sessionStorage.removeItem(KEPT);
  const { server } = await issuer();
  if (!server.end_session_endpoint) return location.reload();
  const to = new URL(server.end_session_endpoint);
  to.searchParams.set('client_id', settings.clientId);
  to.searchParams.set('post_logout_redirect_uri', here());
  return location.assign(to);
}
