import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Router } from 'express';
import { CSS, HTML, JAVASCRIPT, pagePolicy, type Resource, serve, SVG } from '../resources';

/** How the console has its users signed in. */
export interface ConsoleSignIn {
  /** The OpenID Connect issuer; it lets the console's page ask for tokens from its own address. */
  issuer: string;
  /** The console's name there, a public client. */
  clientId: string;
  /** What it asks for, space-separated. */
  scope: string;
}

const ASSET_MAX_AGE_S = 3_600;
const OWN = ['api.js', 'console.js', 'parts.js', 'session.js'];
const VIEWS = [
  ...['views-jobs.js', 'views-notice-form.js', 'views-notices.js', 'views-office.js'],
  ...['views-operations.js', 'views-reference.js'],
];

/**
 * The staff's console under `/console`: a page on the staff API, with everything it needs from here; only for signing in
 * it asks the issuer.
 */
export function consoleRouter(signIn: ConsoleSignIn): Router {
  const router = Router({ caseSensitive: true, strict: true });
  const { origin } = new URL(signIn.issuer);
  const page: Omit<Resource, 'body'> = {
    type: HTML,
    maxAgeSeconds: 0,
    contentSecurityPolicy: pagePolicy(
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self'",
      `connect-src 'self' ${origin}`,
    ),
  };
  serve(router, '/console', { ...page, body: own('console.html') });
  router.get('/console/', (_request, response) => response.redirect(301, '../console'));
  serve(router, '/console/sign-in.json', {
    type: 'application/json; charset=utf-8',
    body: JSON.stringify(signIn),
    maxAgeSeconds: 0,
  });
  const asset = (name: string, type: string, body: string | Buffer) =>
    serve(router, `/console/assets/${name}`, { type, body, maxAgeSeconds: ASSET_MAX_AGE_S });
  for (const name of [...OWN, ...VIEWS]) asset(name, JAVASCRIPT, own(name));
  asset('console.css', CSS, own('console.css'));
  asset('icon.svg', SVG, readFileSync(join(__dirname, '../docs/assets/icon.svg')));
  for (const [name, body] of Object.entries(libraries())) asset(`lib/${name}`, JAVASCRIPT, body);
  return router;
}

const own = (file: string): Buffer => readFileSync(join(__dirname, 'assets', file));

/** ES modules as they are published; what one imports by name it finds beside it. */
function libraries(): Record<string, string> {
  const read = (resolved: string, file: string): string =>
    readFileSync(join(dirname(require.resolve(resolved)), file), 'utf8').replace(
      /\n\/\/# sourceMappingURL=[^\n]*\s*$/,
      '\n',
    );
  return {
    'preact.js': read('preact/package.json', 'dist/preact.mjs'),
    'hooks.js': read('preact/package.json', 'hooks/dist/hooks.mjs').replace('from"preact"', 'from"./preact.js"'),
    'htm.js': read('htm', 'htm.mjs'),
    'oauth.js': read('oauth4webapi/package.json', 'build/index.js'),
  };
}
