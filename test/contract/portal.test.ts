import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inboundOperations } from '../../generated/inbound/operations';
import { outboundOperations } from '../../generated/outbound/operations';
import { FAULT_NUMBERS } from '../../src/app/inbound-sandbox/faults';
import { readConfig } from '../../src/config/config';
import { SANDBOX_KEYS } from '../../src/demo/keys';
import { MAGIC } from '../../src/demo/magic';
import { inWords } from '../../src/app/docs/partners';
import { partners } from '../../src/partner-sandbox/partners';
import { readChangeLog, readContract, readFileContracts, readSdks } from '../../src/contract/documents';
import { request, startTestService, type TestService } from '../support/service';

let service: TestService;
const pages = new Map<string, string>();

/** All pages that `/docs` leads to, by path; every link of theirs leads somewhere. */
beforeAll(async () => {
  service = await startTestService();
  const waiting = ['/docs'];
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
    if (pages.has(path)) continue;
    const { status, text, headers } = await request(`${service.url}${path}`);
    expect([path, status]).toEqual([path, 200]);
    if (!headers.get('content-type')?.startsWith('text/html')) continue;
    pages.set(path, text);
    for (const [, target] of text.matchAll(/<a [^>]*href="([^"#]+)"/g)) {
      const link = new URL(target!, `${service.url}${path}`);
      expect([path, link.origin]).toEqual([path, service.url]);
      waiting.push(link.pathname);
    }
  }
});

afterAll(() => service?.close());

const ESCAPES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
};
const unescaped = (text: string): string => text.replace(/&(amp|lt|gt|quot|#39);/g, (entity) => ESCAPES[entity]!);
const page = (path: string): string => unescaped(pages.get(path) ?? `no page ${path}`);
const section = (path: string, heading: string): string =>
  page(path)
    .split('<h2>')
    .find((part) => part.startsWith(`${heading}</h2>`)) ?? '';

describe('the partner portal (issue 12, item 1)', () => {
  test('has a page of every partner that a contract names, linked from the first one', () => {
    const partners = [...pages.keys()].flatMap((path) => /^\/docs\/partners\/(.+)$/.exec(path)?.[1] ?? []);
    expect(partners.sort()).toEqual(
      [
        ...['cas', 'ces', 'datahive', 'email', 'lta', 'mha', 'plus', 'printing-vendor', 'repccs', 'slift', 'sms'],
        'vhub',
      ].sort(),
    );
    for (const partner of partners) expect(pages.get('/docs')).toContain(`href="docs/partners/${partner}"`);
  });

  test.each([
    ...Object.entries(inboundOperations)
      .filter(([, { partner }]) => partner !== 'STAFF')
      .map(([id, { partner, ...facts }]) => [id, partner, facts] as const),
    ...Object.entries(outboundOperations).map(([id, { system, ...facts }]) => [id, system, facts] as const),
  ])('%s stands on the page of %s with its key, path and limits', (id, partner, { path, keyHeader, maxBodyBytes }) => {
    const text = page(`/docs/partners/${partner.toLowerCase()}`);
    expect(text).toContain(`href="../operations/${id}"`);
    expect(text).toContain(path);
    expect(section(`/docs/partners/${partner.toLowerCase()}`, 'Keys')).toContain(keyHeader);
    if (maxBodyBytes > 0) expect(text).toContain(`${maxBodyBytes.toLocaleString('en')} bytes a body`);
  });

  test.each(readFileContracts().map((file) => [file.name, file] as const))(
    'the file %s stands on the page of whoever sends or gets it',
    (name, { sender, recipient }) => {
      const other = (sender === 'OCMS' ? recipient : sender).toLowerCase().replace(' ', '-');
      expect(section(`/docs/partners/${other}`, 'Files')).toContain(`href="../${name}"`);
    },
  );

  test('jobs stand on the pages of those they deal with, with their times', () => {
    expect(section('/docs/partners/ces', 'Schedule')).toMatch(/gen_ces_tagged_vehicle<\/code> every day at 05:30/);
    expect(section('/docs/partners/ces', 'Schedule')).toContain('send_unqualified_an_list');
    expect(section('/docs/partners/vhub', 'Schedule')).toMatch(/vhub_violation_ack<\/code> every hour/);
    expect(section('/docs/partners/sms', 'Schedule')).toMatch(/process_advisory_notices<\/code> every 5 minutes/);
    expect(section('/docs/partners/plus', 'Schedule')).toBe('');
  });

  test('limits of calls, both ways, stand on the page of each as they are set', async () => {
    expect(section('/docs/partners/cas', 'Limits')).toContain('No rate limit is set here.');
    expect(section('/docs/partners/vhub', 'Limits')).toBe('');
    const { systems } = readConfig({});
    const limited = await startTestService({
      config: {
        rateLimits: new Map([['CAS', 600]]),
        systems: { ...systems, CAS: { ...systems.CAS!, timeoutMs: 12_500, attempts: 7 } },
      },
    });
    const [cas, plus] = await Promise.all(
      ['cas', 'plus'].map(async (partner) => (await request(`${limited.url}/docs/partners/${partner}`)).text),
    );
    expect(cas).toContain('600 requests a minute.');
    expect(cas).not.toContain('No rate limit');
    expect(cas).toContain('OCMS waits 12.5 seconds for an answer and tries 7 times at most.');
    expect(plus).toContain('No rate limit is set here.');
    expect(plus).not.toContain('OCMS waits');
    await limited.close();
  });

  test.each(['CAS', 'PLUS', 'REPCCS', 'CES'])(
    'the page of %s says where its calls are tried, with which keys, and what answers to which values',
    (partner) => {
      const text = section(`/docs/partners/${partner.toLowerCase()}`, 'Sandbox');
      expect(text).toContain('http://127.0.0.1:3010');
      const keys = [...SANDBOX_KEYS].filter(([, owner]) => owner === partner);
      expect(keys).toHaveLength(2);
      for (const [key] of keys) expect(text).toContain(key);
      const told = [...MAGIC.find((each) => each.partner === partner)!.magic, ...FAULT_NUMBERS];
      for (const { value, does } of told) expect(text).toContain(`<code>${value}</code> ${does}`);
      for (const [key, owner] of SANDBOX_KEYS) if (owner !== partner) expect(text).not.toContain(key);
    },
  );

  test.each(Object.values(outboundOperations).map(({ system }) => system))(
    'the page of %s says where it is played, with which key',
    (system) => {
      const text = section(`/docs/partners/${system.toLowerCase()}`, 'Partner sandbox');
      expect(text).toContain('http://127.0.0.1:3002');
      expect(text).toContain(`sandbox-${system.toLowerCase()}-key`);
    },
  );

  test('in production no page tells of a sandbox that nobody named, nor of any key', async () => {
    const production = await startTestService({
      config: { demoKeys: false, sandbox: undefined },
      server: { plays: undefined },
    });
    for (const partner of ['cas', 'plus', 'repccs', 'ces', 'vhub']) {
      const { text } = await request(`${production.url}/docs/partners/${partner}`);
      expect(text).not.toMatch(/sandbox|127\.0\.0\.1|<h2>Demo data|demo-key/i);
    }
    for (const contract of ['cas-getPaymentStatus', 'vhub-updateViolation']) {
      const { text, headers } = await request(`${production.url}/docs/${contract}`);
      expect(text).not.toMatch(/sandbox|127\.0\.0\.1|tried/i);
      expect(headers.get('content-security-policy')).toContain("connect-src 'self';");
    }
    await production.close();
  });

  describe('SDKs', () => {
    const CLIENTS = Object.values(inboundOperations).flatMap(({ contract, partner }) =>
      partner === 'STAFF' ? [] : [[partner, contract] as const],
    );
    const STUBS = [
      ...new Map(
        Object.values(outboundOperations).map(({ system, contract }) => [contract, [system, contract] as const]),
      ).values(),
    ];
    const versionOf = (contract: string): string =>
      (JSON.parse(readContract(contract, 'json')) as { info: { version: string } }).info.version;
    /** The parts that are opened, by the words before. */
    const parts = (partner: string): Map<string, string> =>
      new Map(
        [
          ...section(`/docs/partners/${partner.toLowerCase()}`, 'SDKs').matchAll(
            /<summary>(.*?)<\/summary>(.*?)<\/details>/gs,
          ),
        ].map(([, title, text]) => [title!.replaceAll(/<[^>]*>/g, ''), text!]),
      );

    test.each(CLIENTS)(
      '%s finds a client of %s in each language: its version, how it is installed, its first call',
      (partner, contract) => {
        const version = versionOf(contract);
        const name = `ocms-${partner.toLowerCase()}`;
        const found = parts(partner);
        const call =
          partner === 'CAS' ? /getPaymentStatus/i : partner === 'PLUS' ? /queryNoticeInfo/i : /createNotice/i;
        for (const [title, installed, key] of [
          [`Java (11 or newer): ${name} ${version}`, `<artifactId>${name}</artifactId>`, 'header('],
          [`C# (.NET 8): Ocms.${partner[0]}${partner.slice(1).toLowerCase()} ${version}`, 'dotnet add', 'ApiKeyHeader'],
          [`Python (3.9 or newer): ${name} ${version}`, 'pip install', 'api_key'],
          [`TypeScript (Node.js 18 or newer, browsers): ${name} ${version}`, 'npm install', 'apiKey'],
        ] as const) {
          expect([title, found.get(title)]).toEqual([title, expect.stringContaining(installed)]);
          expect(found.get(title)).toContain(key);
          expect(found.get(title)!.replaceAll('_', '')).toMatch(call);
        }
      },
    );

    test.each(STUBS)(
      '%s finds a stub of %s in each framework, with its version and how it becomes a server',
      (system, contract) => {
        const all = [...parts(system)].filter(
          ([title]) => /server /i.test(title) && title.endsWith(` ${versionOf(contract)}`),
        );
        expect(all.map(([title]) => title)).toEqual(
          expect.arrayContaining([expect.stringMatching(/^Spring Boot/), expect.stringMatching(/^ASP\.NET Core/)]),
        );
        for (const [, text] of all) expect(text).toMatch(/dotnet run|mvn spring-boot:run/);
      },
    );

    test.each([...CLIENTS, ...STUBS])(
      '%s is led to %s in both forms of OpenAPI, and told where the archives are; nothing leads to one that is not there',
      (partner, contract) => {
        const text = section(`/docs/partners/${partner.toLowerCase()}`, 'SDKs');
        for (const form of ['yaml', 'openapi-3.0.json'])
          expect(text).toContain(`href="../../contracts/${contract}.${form}"`);
        expect(text).toContain('ocms-sdks-VERSION.zip');
        expect(text).not.toMatch(/href="[^"]*\.zip"/);
      },
    );

    test('whoever only gets files finds none', () => {
      expect(section('/docs/partners/printing-vendor', 'SDKs')).toContain('None: only files go here.');
    });

    describe('with a folder of archives', () => {
      const ofCas = [`ocms-cas-${versionOf('cas-getPaymentStatus')}-java.zip`, 'ocms-cas-0.0.1-python.zip', 'else.zip'];
      const ofPlus = readSdks().flatMap(({ contracts, archive }) =>
        contracts.includes('plus-queryNoticeInfo') ? [archive] : [],
      );
      let folder: string;
      let offering: TestService;
      beforeAll(async () => {
        folder = mkdtempSync(join(tmpdir(), 'ocms-sdks-'));
        for (const name of [...ofCas, ...ofPlus]) writeFileSync(join(folder, name), `PK of ${name}`);
        offering = await startTestService({ config: { sdksFolder: folder } });
      });
      afterAll(async () => {
        await offering?.close();
        rmSync(folder, { recursive: true });
      });
      const downloads = async (partner: string): Promise<{ text: string; links: string[] }> => {
        const { text } = await request(`${offering.url}/docs/partners/${partner}`);
        return { text, links: [...text.matchAll(/href="([^"]*\.zip)" download/g)].map(([, href]) => href!) };
      };

      test('those of the contracts’ versions are there to download, as they are, with their sums', async () => {
        const [cas, plus] = await Promise.all([downloads('cas'), downloads('plus')]);
        expect(cas.links).toEqual([`../sdks/${ofCas[0]}`]);
        expect(plus.links.sort()).toEqual(ofPlus.map((name) => `../sdks/${name}`).sort());
        for (const { links, text } of [cas, plus])
          for (const link of links) {
            const got = await request(new URL(link, `${offering.url}/docs/partners/cas`).href);
            expect([got.status, got.headers.get('content-type')]).toEqual([200, 'application/zip']);
            expect(got.text).toBe(`PK of ${link.split('/').pop()}`);
            expect(text).toContain(createHash('sha256').update(got.text).digest('hex'));
          }
      });

      test('of those that are not there the page says who has them, and the log which they are', async () => {
        expect((await downloads('cas')).text).toContain('ocms-sdks-VERSION.zip');
        expect((await downloads('plus')).text).not.toContain('ocms-sdks-VERSION.zip');
        const [warning] = offering.log.filter((line) => line.includes('"sdks-missing"'));
        expect(warning).toContain('ocms-cas-');
        expect(warning).not.toContain('ocms-plus-');
      });

      test.each([...ofCas.slice(1), '..%2fsdks', ''])('nothing else of it is there: %s', async (name) => {
        expect((await request(`${offering.url}/docs/sdks/${name}`)).status).toBe(404);
      });

      test('one that is deleted later is answered as before: no page leads nowhere', async () => {
        rmSync(join(folder, ofPlus[0]!));
        expect((await request(`${offering.url}/docs/sdks/${ofPlus[0]}`)).text).toBe(`PK of ${ofPlus[0]}`);
      });
    });

    test('a folder that is not there keeps the service from nothing', async () => {
      const started = await startTestService({ config: { sdksFolder: join(tmpdir(), 'ocms-no-such-folder') } });
      const { text } = await request(`${started.url}/docs/partners/cas`);
      expect(text).toContain('ocms-sdks-VERSION.zip');
      expect(started.log.filter((line) => line.includes('"sdks-missing"'))).toHaveLength(1);
      await started.close();
    });

    test('the service whose configuration names none warns of none', () => {
      expect(service.log.filter((line) => line.includes('sdks-missing'))).toEqual([]);
    });
  });

  test('magic values stand on the pages of those whom the sandbox plays', () => {
    for (const { system, magic } of partners.filter((partner) => partner.magic.length > 0))
      for (const { value, does } of magic)
        expect(section(`/docs/partners/${system.toLowerCase()}`, 'Magic values')).toContain(
          `<code>${value}</code> ${does}`,
        );
    expect(partners.flatMap(({ magic }) => magic)).not.toHaveLength(0);
    expect(section('/docs/partners/plus', 'Magic values')).toBe('');
  });

  test.each([
    ['0 0 5 * * *', 'every day at 05:00'],
    ['0 0 * * * *', 'every hour'],
    ['0 15 * * * *', 'every hour, 15 minutes past'],
    ['0 */5 * * * *', 'every 5 minutes'],
    ['0 * * * * *', 'every minute'],
    ['0 0 5 1 * *', '0 0 5 1 * *'],
    [undefined, 'not scheduled'],
  ])('%s is said as: %s', (schedule, said) => expect(inWords(schedule)).toBe(said));

  test('every change of a contract stands on its partner’s page, those of all inbound ones on each', () => {
    const changes = readChangeLog();
    expect(changes.length).toBeGreaterThan(30);
    expect(section('/docs/partners/lta', 'Change log')).toContain(
      changes.find(({ contracts }) => contracts.includes('lta-ownerParticulars'))!.change,
    );
    const forAll = changes.find(({ contracts }) => contracts.includes('all inbound'))!;
    for (const partner of ['cas', 'plus', 'repccs', 'ces'])
      expect(section(`/docs/partners/${partner}`, 'Change log')).toContain(forAll.change);
    expect(section('/docs/partners/lta', 'Change log')).not.toContain(forAll.change);
  });

  test.each([...Object.entries(inboundOperations), ...Object.entries(outboundOperations)])(
    '%s has a page with a sample in each language and every status it answers',
    (id, { path, method, statuses, keyHeader }) => {
      const text = page(`/docs/operations/${id}`);
      const found = [
        ...text.matchAll(/<summary>(curl|Java|C#|Python|TypeScript)<\/summary>\s*<pre[^>]*><code>(.*?)<\/code>/gs),
      ];
      for (const language of ['curl', 'Java', 'C#', 'Python', 'TypeScript']) {
        const sample = found.find(([, name]) => name === language)?.[2] ?? '';
        expect(sample).toContain(path.split('{')[0]);
        expect(sample).toContain(keyHeader);
        expect(sample).toMatch(new RegExp(method, 'i'));
        expect(sample).not.toMatch(/\{[a-z]\w*\}\/|undefined|\[object/);
      }
      for (const status of statuses) expect(text).toContain(`<h3>${status}</h3>`);
    },
  );

  test('the catalogue has the codes of the contracts, with who answers them', () => {
    const ocms = section('/docs/errors', 'What OCMS answers');
    for (const code of ['OCMS-2026', 'OCMS-4000', 'OCMS-4001', 'OCMS-4003', 'OCMS-4013', 'OCMS-4029', 'OCMS-5000'])
      expect(ocms).toContain(`<code>${code}</code>`);
    const row = ocms.split('<tr').find((part) => part.includes('OCMS-2026'));
    expect(row).toMatch(/href="cesWebhook-create-notice"/);
    expect(row).not.toMatch(/href="cas-getPaymentStatus"/);
    expect(section('/docs/errors', 'What OCMS understands of other systems')).toContain('INVALID_NUMBER');
  });

  describe('the search', () => {
    /** What stands under a name. */
    const entry = (term: string): string =>
      page('/docs/search')
        .split('<li>')
        .find((part) => part.includes(`<b>${term}</b>`)) ?? '';

    test('has every partner, contract, operation and file, with where it is read of', () => {
      for (const { name, fields } of readFileContracts().flatMap(({ name, records }) =>
        records.map(({ fields }) => ({ name, fields })),
      )) {
        expect(entry(name)).toContain(`href="${name}"`);
        for (const field of fields) expect(entry(field.name)).toContain(`href="${name}#${field.name}"`);
      }
      for (const [id, { contract, path }] of Object.entries({ ...inboundOperations, ...outboundOperations })) {
        expect(entry(id)).toContain(`href="operations/${id}"`);
        expect(entry(id)).toContain(path);
        expect(page('/docs/search')).toContain(`href="${contract}"`);
      }
      expect(entry('CAS')).toContain('href="partners/cas"');
    });

    test('has every field, header and parameter of every contract', () => {
      const names = new Set<string>();
      const collect = (node: unknown, within = ''): void => {
        if (node === null || typeof node !== 'object' || within === 'examples') return;
        const { name, in: place } = node as { name?: unknown; in?: unknown };
        if (typeof name === 'string' && typeof place === 'string') names.add(name);
        for (const [key, value] of Object.entries(node)) {
          if (within === 'properties' || within === 'headers') names.add(key);
          collect(value, within === 'properties' ? '' : key);
        }
      };
      for (const { contract } of Object.values({ ...inboundOperations, ...outboundOperations }))
        collect(JSON.parse(readContract(contract, 'json')));
      expect(names.size).toBeGreaterThan(200);
      expect([...names].filter((name) => entry(name) === '')).toEqual([]);
    });

    test.each([
      ['OCMS-4009', 'a value of appCode', 'cas-updateCourtNotices'],
      ['OCMS-4013', 'Payload Too Large', 'errors#OCMS-4013'],
      ['INVALID_NUMBER', '', 'errors#INVALID_NUMBER'],
      ['ocms-cas', 'Python (3.9 or newer)', 'partners/cas#sdks'],
      ['suspensionType', 'TS temporarily suspended', 'cas-updateCourtNotices'],
      ['gen_ces_tagged_vehicle', 'every day at 05:30', 'partners/ces'],
    ])('says of %s what it is: %s', (term, words, href) => {
      expect(entry(term)).toContain(words);
      expect(entry(term)).toContain(`href="${href}"`);
    });

    test('has every magic value of both sandboxes, with the partner who may send it', () => {
      const told = MAGIC.map(({ partner, magic }) => ({
        partner: partner,
        magic: [...magic, ...FAULT_NUMBERS],
      }));
      for (const { partner, magic } of [...told, ...partners.map((each) => ({ ...each, partner: each.system }))])
        for (const { value, does } of magic) {
          expect(entry(value)).toContain(does);
          expect(entry(value)).toContain(`href="partners/${partner.toLowerCase()}"`);
        }
    });

    test('its references lead to a place on a page', () => {
      const places = [...page('/docs/search').matchAll(/href="([^"#]*)#([^"]*)"/g)];
      expect(places.length).toBeGreaterThan(30);
      for (const [, path, anchor] of places)
        expect([path, page(new URL(path || 'search', 'http://docs/docs/').pathname)]).toEqual([
          path,
          expect.stringContaining(` id="${anchor}"`),
        ]);
    });
  });

  test('no page has a script in it, or loads from elsewhere; each has a language, a title, one heading and a main part', () => {
    for (const [path, text] of pages) {
      expect([
        path,
        /<script(?![^>]*\ssrc=")|\sstyle=|\son[a-z]+="|(src|href)="(https?:)?\/\//.exec(text)?.[0],
      ]).toEqual([path, undefined]);
      // The renderer makes its page itself.
      if (text.includes('swagger-ui')) continue;
      expect([path, /<html lang="en">/.test(text), /<title>[^<]+</.test(text)]).toEqual([path, true, true]);
      expect([path, text.match(/<h1/g)?.length, text.match(/<main/g)?.length]).toEqual([path, 1, 1]);
      expect(text).toContain('href="#content"');
      const ids = [...text.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
      expect([path, ids.filter((id, at) => ids.indexOf(id) !== at)]).toEqual([path, []]);
    }
  });
});
