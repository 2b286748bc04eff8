// The service that outside judges call: all of it, on fresh databases with the demo's data.
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import path from 'node:path';
import { SignJWT, exportJWK, generateKeyPair } from 'jose';

const built = createRequire(import.meta.url);
const AUDIENCE = 'ocms-staff-api';

/**
 * @param {string} folder where its databases go
 * @returns {Promise<{ url: string, keys: Record<string, string>, close(): Promise<void> }>} `keys`: by partner; of STAFF
 *   the token of somebody who has every role
 */
export async function judgedService(folder) {
  const { readConfig } = built('../../dist/src/config/config.js');
  const { createContext } = built('../../dist/src/app/context.js');
  const { startServer } = built('../../dist/src/app/server.js');
  const { migrate } = built('../../dist/src/db/migrate.js');
  const { loadDemoData } = built('../../dist/src/demo/load.js');
  const { DEMO_KEYS } = built('../../dist/src/demo/keys.js');
  const { createLogger } = built('../../dist/src/platform/logging.js');

  const issuer = await startIssuer();
  const context = createContext(
    {
      ...readConfig({ OCMS_MIRROR_NUDGE_MS: '0' }),
      ...{ port: 0, adminPort: 0, responseCheck: 1, shutdownTimeoutMs: 50, staff: issuer.settings },
      intranetDb: { kind: 'sqlite', path: path.join(folder, 'intranet.db') },
      internetDb: { kind: 'sqlite', path: path.join(folder, 'internet.db') },
    },
    { logger: createLogger({ level: 'silent' }) },
  );
  await migrate(context.intranet);
  await migrate(context.internet);
  await loadDemoData(context, { notices: 200 });
  const server = await startServer(context);
  return {
    url: server.url,
    keys: { ...DEMO_KEYS, STAFF: await issuer.token() },
    async close() {
      await server.stop();
      await context.close();
      issuer.close();
    },
  };
}

/** Signs for a member of staff who has every role. */
async function startIssuer() {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const jwk = { ...(await exportJWK(publicKey)), kid: 'k1', alg: 'ES256', use: 'sig' };
  const server = createServer((_, response) => {
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify({ keys: [jwk] }));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${server.address().port}`;
  return {
    settings: {
      ...{ issuer: url, audience: AUDIENCE, jwksUrl: `${url}/jwks`, idClaim: 'sub', rolesClaim: 'roles' },
      ...{ clockToleranceS: 5, console: { clientId: 'ocms-console', scope: 'openid' } },
    },
    token: () =>
      new SignJWT({ sub: 'supervisor1', roles: ['officer', 'supervisor'] })
        .setProtectedHeader({ alg: 'ES256', kid: 'k1', typ: 'at+jwt' })
        .setIssuer(url)
        .setAudience(AUDIENCE)
        .setExpirationTime('2h')
        .sign(privateKey),
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
