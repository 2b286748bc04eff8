import { inboundOperations } from '../../generated/inbound/operations';
import { readConfig } from '../../src/config/config';
import { request, startTestService, type TestService } from '../support/service';

const CATALOG = '/.well-known/api-catalog';
const SECURITY = '/.well-known/security.txt';
const PUBLIC_ADDRESS = 'https://api.agency.example/ocms';

interface Entry {
  anchor: string;
  [relation: string]: string | { href: string; type: string }[];
}

const EXPIRES = '2027-06-30T00:00:00Z';
const BEFORE = '2027-01-01T00:00:00Z';

/** One to which nothing was told, and one to which everything was. */
let service: TestService;
let configured: TestService;
let now = new Date(BEFORE);

beforeAll(async () => {
  const { publicAddress, security } = readConfig({
    OCMS_PUBLIC_ADDRESS: `${PUBLIC_ADDRESS}/`,
    OCMS_SECURITY_CONTACT: 'mailto:security@agency.example,https://agency.example/report',
    OCMS_SECURITY_EXPIRES: EXPIRES,
    OCMS_SECURITY_POLICY: 'https://agency.example/disclosure',
  });
  service = await startTestService();
  configured = await startTestService({
    config: { publicAddress, security },
    overrides: { clock: { now: () => now } },
  });
});
afterAll(async () => {
  await service?.close();
  await configured?.close();
});
beforeEach(() => {
  now = new Date(BEFORE);
});

describe('the API catalogue (RFC 9727)', () => {
  const entries = async (of: TestService): Promise<Entry[]> =>
    (await request(`${of.url}${CATALOG}`)).body.linkset as Entry[];

  test('is a linkset with the profile of API catalogues (4.2)', async () => {
    const { status, headers } = await request(`${service.url}${CATALOG}`);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe(
      'application/linkset+json; profile="https://www.rfc-editor.org/info/rfc9727"',
    );
  });

  test('HEAD tells where it is, without a body (3.1)', async () => {
    const { status, headers, text } = await request(`${service.url}${CATALOG}`, { method: 'HEAD' });
    expect([status, text]).toEqual([200, '']);
    expect(headers.get('link')).toBe('</.well-known/api-catalog>; rel="api-catalog"');
    expect(headers.get('content-type')).toContain('application/linkset+json');
  });

  test('has every API that partners call once, and no other', async () => {
    const found = (await entries(service)).map(({ anchor }) => new URL(anchor, `${service.url}${CATALOG}`).pathname);
    const paths = Object.values(inboundOperations).map(({ path }) => path as string);
    expect(found).toHaveLength(new Set(Object.values(inboundOperations).map(({ contract }) => contract)).size);
    for (const path of paths) expect(found.filter((anchor) => `${path}/`.startsWith(`${anchor}/`))).toHaveLength(1);
  });

  test('what it links to is there, in the type it says', async () => {
    const wrong: unknown[] = [];
    let links = 0;
    for (const { anchor: _, ...relations } of await entries(service)) {
      expect(Object.keys(relations).sort()).toEqual(['service-desc', 'service-doc', 'status']);
      for (const { href, type } of Object.values(relations).flat() as { href: string; type: string }[]) {
        const response = await request(String(new URL(href, `${service.url}${CATALOG}`)));
        links++;
        if (response.status !== 200 || response.headers.get('content-type')?.split(';')[0] !== type)
          wrong.push([href, response.status, response.headers.get('content-type')]);
      }
    }
    expect(wrong).toEqual([]);
    expect(links).toBeGreaterThan(20);
  });

  test('its addresses are those partners use, where that is configured', async () => {
    const addresses = (await entries(configured)).flatMap(({ anchor, ...relations }) => [
      anchor,
      ...(Object.values(relations).flat() as { href: string }[]).map(({ href }) => href),
    ]);
    expect(addresses.filter((address) => !address.startsWith(`${PUBLIC_ADDRESS}/`))).toEqual([]);
    expect(addresses).toContain(`${PUBLIC_ADDRESS}/v1/ocms/cas-getPaymentStatus`);
    const { headers } = await request(`${configured.url}${CATALOG}`, { method: 'HEAD' });
    expect(headers.get('link')).toBe(`<${PUBLIC_ADDRESS}/.well-known/api-catalog>; rel="api-catalog"`);
  });

  test('is read only', async () => {
    const { status, headers } = await request(`${service.url}${CATALOG}`, { method: 'POST' });
    expect([status, headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });
});

describe('security.txt (RFC 9116)', () => {
  test('is not there where nobody is named', async () => {
    expect((await request(`${service.url}${SECURITY}`)).status).toBe(404);
  });

  describe('where somebody is', () => {
    const warned = async (): Promise<string[]> => (await configured.context.warnings()).map(({ event }) => event);

    test('has the fields of 2.5, in plain text', async () => {
      const { status, headers, text } = await request(`${configured.url}${SECURITY}`);
      expect(status).toBe(200);
      expect(headers.get('content-type')).toBe('text/plain; charset=utf-8');
      expect(text.split('\n')).toEqual([
        'Contact: mailto:security@agency.example',
        'Contact: https://agency.example/report',
        `Expires: ${EXPIRES}`,
        `Canonical: ${PUBLIC_ADDRESS}${SECURITY}`,
        'Policy: https://agency.example/disclosure',
        'Preferred-Languages: en',
        '',
      ]);
      expect(await warned()).not.toContain('security-txt-expires');
    });

    test('30 days before its date readiness warns', async () => {
      now = new Date('2027-06-01T00:00:00Z');
      expect((await request(`${configured.url}${SECURITY}`)).status).toBe(200);
      expect(await warned()).toContain('security-txt-expires');
      const ready = await request(`${configured.adminUrl}/health/ready`);
      expect(ready.status).toBe(200);
      expect(ready.body.warnings).toContainEqual(expect.stringContaining('OCMS_SECURITY_EXPIRES'));
    });

    test('from its date on it is not served, and readiness warns', async () => {
      now = new Date(Date.parse(EXPIRES) - 1);
      expect((await request(`${configured.url}${SECURITY}`)).status).toBe(200);
      now = new Date(EXPIRES);
      expect((await request(`${configured.url}${SECURITY}`)).status).toBe(404);
      expect(await warned()).toContain('security-txt-expires');
    });
  });
});

describe('/status', () => {
  test('says pass, and nothing of the inside', async () => {
    const { status, headers, text } = await request(`${service.url}/status`);
    expect([status, text]).toEqual([200, '{"status":"pass"}']);
    expect(headers.get('content-type')).toBe('application/health+json');
    expect((await request(`${service.url}/status`, { method: 'DELETE' })).status).toBe(405);
  });

  test('says fail with 503 while the service is not ready', async () => {
    await configured.context.intranet.close();
    const { status, headers, text } = await request(`${configured.url}/status`);
    expect([status, text, headers.get('cache-control')]).toEqual([503, '{"status":"fail"}', 'no-store']);
  });
});
