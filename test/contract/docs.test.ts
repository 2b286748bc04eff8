import { readFileSync, readdirSync } from 'node:fs';
import { extname, join } from 'node:path';
import { readFileContracts } from '../../src/contract/documents';
import { request, startTestService, type TestService } from '../support/service';

const PUBLISHED = join(__dirname, '../../generated/contracts');
const names = readdirSync(PUBLISHED)
  .filter((file) => file.endsWith('.yaml'))
  .map((file) => file.slice(0, -'.yaml'.length));

const CONTRACTS = join(__dirname, '../../contracts');
const FILE_TYPES: Readonly<Record<string, RegExp>> = {
  '.xsd': /^application\/xml; charset=utf-8$/,
  '.xml': /^application\/xml; charset=utf-8$/,
  '.json': /^application\/csvm\+json; charset=utf-8$/,
  '.csv': /^text\/csv; charset=utf-8/,
};

let service: TestService;

beforeAll(async () => {
  service = await startTestService();
});

afterAll(() => service?.close());

/** What a browser loads, as the page or stylesheet at `url` says: not the links a reader may follow. */
function loadedBy(url: string, text: string): URL[] {
  const found: string[] = [];
  if (url.endsWith('.css')) {
    for (const [, target] of text.matchAll(/(?:@import\s+|url\()\s*["']?([^"')\s;]+)/g)) found.push(target!);
  } else {
    for (const [tag] of text.matchAll(/<[a-z][^>]*>/gi)) {
      if (/^<a\s/i.test(tag)) continue;
      for (const [, target] of tag.matchAll(/\s(?:src|srcset|href|action|data|poster|data-url)="([^"]*)"/gi))
        found.push(target!);
    }
  }
  return found.filter((target) => !target.startsWith('data:')).map((target) => new URL(target, url));
}

/** The page and whatever it loads, and what that loads in turn. */
async function loadAll(path: string): Promise<Map<string, string>> {
  const answers = new Map<string, string>();
  const waiting = [`${service.url}${path}`];
  for (let url = waiting.shift(); url !== undefined; url = waiting.shift()) {
    if (answers.has(url)) continue;
    const response = await request(url);
    expect([url, response.status]).toEqual([url, 200]);
    answers.set(url, response.text);
    const type = response.headers.get('content-type') ?? '';
    if (/html|css/.test(type)) waiting.push(...loadedBy(url, response.text).map(String));
  }
  return answers;
}

test('there are contracts to publish', () => {
  expect(names).not.toHaveLength(0);
});

describe.each(names)('%s', (name) => {
  test.each([
    ['yaml', 'application/yaml; charset=utf-8'],
    ['json', 'application/json; charset=utf-8'],
  ])('is served as %s, exactly as generated', async (format, type) => {
    const { status, headers, text } = await request(`${service.url}/contracts/${name}.${format}`);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe(type);
    expect(text).toBe(readFileSync(join(PUBLISHED, `${name}.${format}`), 'utf8'));
  });

  test('is listed with its title, version, summary, caller and files', async () => {
    const { text } = await request(`${service.url}/docs`);
    const contract = JSON.parse(readFileSync(join(PUBLISHED, `${name}.json`), 'utf8'));
    const [scheme] = Object.values<any>(contract.components.securitySchemes); // eslint-disable-line @typescript-eslint/no-explicit-any -- any contract
    const entry = text.split('<li>').find((part) => part.includes(`href="docs/${name}"`));
    expect(entry).toContain(`>${contract.info.title}</a>`);
    expect(entry).toContain(`>${contract.info.version}<`);
    expect(entry).toContain(contract.info.summary);
    expect(entry).toContain(
      scheme['x-ocms-partner'] ? `${scheme['x-ocms-partner']} calls OCMS` : `OCMS calls ${scheme['x-ocms-system']}`,
    );
    for (const path of Object.keys(contract.paths)) expect(entry).toContain(path);
    for (const format of ['yaml', 'json']) expect(entry).toContain(`href="contracts/${name}.${format}"`);
  });

  test('is rendered by a page that loads nothing from elsewhere', async () => {
    const loaded = await loadAll(`/docs/${name}`);
    const urls = [...loaded.keys()];
    expect(urls.filter((url) => new URL(url).origin !== service.url)).toEqual([]);
    expect(urls).toContain(`${service.url}/contracts/${name}.json`);
    expect(urls.some((url) => url.endsWith('.js'))).toBe(true);
    expect(urls.some((url) => url.endsWith('.css'))).toBe(true);
  });
});

describe.each(readFileContracts().map((contract) => [contract.name, contract] as const))(
  'the file %s',
  (name, contract) => {
    const { schema, examples, version, summary, sender, recipient, records } = contract;
    const files = [schema, ...examples.map((example) => `examples/${example.name}`)];

    test('is served with its examples, exactly as published', async () => {
      expect(examples).not.toHaveLength(0);
      for (const file of files) {
        const { status, headers, text } = await request(`${service.url}/contracts/${file}`);
        expect([file, status]).toEqual([file, 200]);
        expect(headers.get('content-type')).toMatch(FILE_TYPES[extname(file)]!);
        expect(text).toBe(readFileSync(join(CONTRACTS, 'files', file), 'utf8'));
      }
    });

    test('is listed with its version, summary, sender and files', async () => {
      const { text } = await request(`${service.url}/docs`);
      const entry = text.split('<li>').find((part) => part.includes(`href="docs/${name}"`));
      for (const said of [`>${version}<`, summary.replaceAll("'", '&#39;'), `${sender} sends ${recipient} a file`])
        expect(entry).toContain(said);
      for (const file of files) expect(entry).toContain(`href="contracts/${file}"`);
    });

    test('is shown by a page with every field, all prose and an example, that loads nothing from elsewhere', async () => {
      const loaded = await loadAll(`/docs/${name}`);
      expect([...loaded.keys()].filter((url) => new URL(url).origin !== service.url)).toEqual([]);
      const page = loaded.get(`${service.url}/docs/${name}`)!;
      // It only checks files; all there is to read is there without it.
      expect(page.match(/<script[^>]*>/g)).toEqual(['<script src="assets/checker/checker.js" type="module">']);
      for (const { name: field } of records.flatMap(({ fields }) => fields))
        expect(page).toContain(`<code>${field}</code>`);
      const published = readFileSync(join(CONTRACTS, 'files', schema), 'utf8');
      const unique = [...published.matchAll(/<xs:selector xpath="(\w+)"\/>\s*<xs:field xpath="(\w+)"\/>/g)];
      expect(unique).toHaveLength(schema.endsWith('.xsd') ? 1 : 0);
      expect(page.match(/<p>No two .*<\/p>/g) ?? []).toEqual(
        unique.map(
          ([, element, field]) =>
            `<p>No two <code>${element}</code> of a file have the same <code>${field}</code>.</p>`,
        ),
      );
      for (const heading of ['Who sends what, when', 'Name']) expect(page).toContain(`<h2>${heading}</h2>`);
      const [, firstRow] = readFileSync(join(CONTRACTS, 'files/examples', examples[0]!.name), 'utf8').split('\r\n');
      expect(page).toContain(schema.endsWith('.xsd') ? '&lt;ViolationNo&gt;500500123A&lt;/' : `\n${firstRow}`);
      for (const [, target] of page.matchAll(/<a [^>]*href="([^"]*)"/g)) {
        const link = new URL(target!, `${service.url}/docs/${name}`);
        expect([link.pathname, (await request(String(link))).status]).toEqual([link.pathname, 200]);
      }
    });
  },
);

test('the list loads nothing from elsewhere, needs no script, and its links lead somewhere', async () => {
  const page = `${service.url}/docs`;
  const loaded = await loadAll('/docs');
  expect([...loaded.keys()].filter((url) => new URL(url).origin !== service.url)).toEqual([]);
  const text = loaded.get(page) ?? '';
  expect(text).not.toContain('<script');
  const links = [...text.matchAll(/<a [^>]*href="([^"]*)"/g)].map(([, target]) => new URL(target!, page));
  expect(links.length).toBeGreaterThanOrEqual(names.length * 3);
  for (const link of links) {
    expect([link.pathname, (await request(String(link))).status]).toEqual([link.pathname, 200]);
  }
});

test.each(['/docs', '/docs/search', '/docs/staff-portal', '/docs/vhub-violation'])(
  '%s: the browser may load from this server only, by http as well',
  async (path) => {
    const { headers, text } = await request(`${service.url}${path}`);
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/^default-src 'none';/);
    expect(policy).not.toMatch(/https?:|\*|unsafe|upgrade-insecure-requests/);
    // Which the policy would refuse.
    expect(text).not.toMatch(/<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)/i);
  },
);

test.each(readFileContracts().map(({ name }) => name))(
  '%s: the page that checks files may ask for nothing, its thread neither, which alone may compile WebAssembly',
  async (name) => {
    const policyOf = async (path: string) =>
      (await request(`${service.url}${path}`)).headers.get('content-security-policy') ?? '';
    const page = await policyOf(`/docs/${name}`);
    const thread = await policyOf('/docs/assets/checker/worker.js');
    for (const policy of [page, thread]) {
      expect(policy).toMatch(/^default-src 'none';/);
      expect(policy).not.toContain('connect-src');
    }
    expect(page).not.toContain('wasm');
    expect(thread).toContain("script-src 'self' 'wasm-unsafe-eval'");
  },
);

test.each([
  ['cas-getPaymentStatus', 'http://127.0.0.1:3010'],
  ['vhub-updateViolation', 'http://127.0.0.1:3002'],
])('%s: the page that shows it may also call where it is tried, and nothing else', async (name, sandbox) => {
  const { headers, text } = await request(`${service.url}/docs/${name}`);
  const policy = headers.get('content-security-policy') ?? '';
  expect(policy).toContain(`; connect-src 'self' ${sandbox};`);
  expect(policy.replace(sandbox, '')).not.toMatch(/https?:|\*|unsafe|upgrade-insecure-requests/);
  expect(text).toContain(`data-address="${sandbox}"`);
});

test('other answers keep the policy of the API', async () => {
  const { headers } = await request(`${service.url}/contracts/${names[0]}.json`);
  expect(headers.get('content-security-policy')).toContain("default-src 'self'");
  expect(headers.get('x-request-id')).toMatch(/^[0-9a-f]{32}$/);
});

test('what was said to be cached is not sent again', async () => {
  for (const path of [
    '/docs',
    `/docs/${names[0]}`,
    '/docs/assets/swagger-ui-bundle.js',
    `/contracts/${names[0]}.yaml`,
  ]) {
    const url = `${service.url}${path}`;
    const first = await request(url);
    expect(first.headers.get('cache-control')).toMatch(/^public, max-age=\d+$/);
    const etag = first.headers.get('etag') ?? '';
    // fetch() by itself would ask for no-cache.
    const again = await request(url, { headers: { 'If-None-Match': etag, 'Cache-Control': 'max-age=0' } });
    expect([path, again.status, again.text]).toEqual([path, 304, '']);
  }
});

test('is compressed for those who can read that, and only for them', async () => {
  const url = `${service.url}/docs/assets/swagger-ui-bundle.js`;
  const plain = await request(url, { headers: { 'Accept-Encoding': 'identity' } });
  const zipped = await request(url, { headers: { 'Accept-Encoding': 'gzip' } });
  expect(plain.headers.get('content-encoding')).toBeNull();
  expect(zipped.headers.get('content-encoding')).toBe('gzip');
  expect(zipped.headers.get('vary')).toBe('Accept-Encoding');
  expect(zipped.text).toBe(plain.text);
});

test('/docs/ leads to /docs, below whatever path a gateway puts it', async () => {
  const { status, headers } = await request(`${service.url}/docs/`, { redirect: 'manual' });
  expect([status, headers.get('location')]).toEqual([301, '../docs']);
  expect((await request(`${service.url}/docs/`)).text).toBe((await request(`${service.url}/docs`)).text);
});

const PATHS = [
  '/docs',
  `/docs/${names[0]}`,
  '/docs/assets/page.css',
  `/contracts/${names[0]}.yaml`,
  `/contracts/${names[0]}.json`,
  '/docs/vhub-violation',
  '/contracts/vhub-violation.xsd',
  '/contracts/examples/URA_CES_TAGGED_VEHICLE_20260115_053000.csv',
];

test.each(PATHS)('%s can be read only', async (path) => {
  const head = await request(`${service.url}${path}`, { method: 'HEAD' });
  expect([head.status, head.text]).toEqual([200, '']);
  for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
    const { status, headers, body } = await request(`${service.url}${path}`, { method });
    expect([method, status, headers.get('allow')]).toEqual([method, 405, 'GET, HEAD']);
    expect(body).toEqual({ data: { appCode: 'OCMS-4000', message: 'Bad Request' } });
  }
});

test.each([
  ...['/Docs', '/docs/no-such-contract', `/docs/${names[0]}/`, `/docs/${names[0]?.toUpperCase()}`],
  ...['/docs/assets', '/docs/assets/', '/docs/assets/package.json', '/docs/assets/..%2f..%2fpackage.json'],
  ...['/contracts', '/contracts/no-such-contract.yaml', `/contracts/${names[0]}`, `/contracts/${names[0]}.yml`],
  ...['/contracts/vhub-violation.json', '/contracts/examples', '/contracts/examples/..%2fvhub-violation.xsd'],
])('%s is not there', async (path) => {
  const { status, body } = await request(`${service.url}${path}`);
  expect(status).toBe(404);
  expect(body).toEqual({ data: { appCode: 'OCMS-4000', message: 'Bad Request' } });
});
