import { request, startTestService, type TestService } from '../support/service';

const STAFF = {
  issuer: 'https://login.agency.example/tenant/v2.0',
  audience: 'ocms',
  jwksUrl: 'https://login.agency.example/keys',
  idClaim: 'sub',
  rolesClaim: 'roles',
  clockToleranceS: 30,
  console: { clientId: 'console-of-ocms', scope: 'openid api://ocms/staff' },
};

let service: TestService;
afterEach(() => service.close());

/** Whatever a module of the console imports, it too, by its address. */
async function modulesFrom(url: string, found = new Set<string>()): Promise<Set<string>> {
  if (found.has(url)) return found;
  const { status, headers, text } = await request(url);
  expect({ url, status, type: headers.get('content-type') }).toEqual({
    url,
    status: 200,
    type: 'text/javascript; charset=utf-8',
  });
  found.add(url);
  for (const [, from] of text.matchAll(/^\s*(?:import|export)\b[^'"\n]*\bfrom\s*["']([^"']+)["']/gm))
    await modulesFrom(new URL(from!, url).href, found);
  for (const [, from] of text.matchAll(/(?<=^|;|\})import[^'"]{0,200}from"([^"]+)"/g))
    await modulesFrom(new URL(from!, url).href, found);
  return found;
}

test('the console’s page loads from here alone, and may ask only the service and the issuer', async () => {
  service = await startTestService({ config: { staff: STAFF } });
  const { status, headers, text } = await request(`${service.url}/console`);
  expect(status).toBe(200);
  expect(headers.get('content-security-policy')).toBe(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self' https://login.agency.example; " +
      "base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
  );
  const [, script] = /<script type="module" src="([^"]+)"/.exec(text)!;
  const [, sheet] = /<link rel="stylesheet" href="([^"]+)"/.exec(text)!;
  expect((await request(`${service.url}/${sheet}`)).status).toBe(200);
  const modules = [...(await modulesFrom(`${service.url}/${script}`))].map((each) => each.replace(/.*\/assets\//, ''));
  expect(modules.sort()).toEqual([
    ...['api.js', 'console.js', 'lib/hooks.js', 'lib/htm.js', 'lib/oauth.js', 'lib/preact.js'],
    ...['parts.js', 'session.js', 'views-jobs.js', 'views-notice-form.js', 'views-notices.js', 'views-office.js'],
    ...['views-operations.js', 'views-reference.js'],
  ]);
  expect((await request(`${service.url}/console`, { method: 'POST' })).status).toBe(405);
});

test('it signs in as the settings say', async () => {
  service = await startTestService({ config: { staff: STAFF } });
  expect((await request(`${service.url}/console/sign-in.json`)).body).toEqual({
    issuer: 'https://login.agency.example/tenant/v2.0',
    clientId: 'console-of-ocms',
    scope: 'openid api://ocms/staff',
  });
});

test('where nobody signs staff in there is none', async () => {
  service = await startTestService({ config: { staff: undefined } });
  expect((await request(`${service.url}/console`)).status).toBe(404);
});
