import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { inboundOperations } from '../../../generated/inbound/operations';
import { outboundOperations } from '../../../generated/outbound/operations';
import { docsRouter } from '../../../src/app/docs';
import { type InboundSandbox, startInboundSandbox } from '../../../src/app/inbound-sandbox';
import { readConfig } from '../../../src/config/config';
import { readContract, readFileContracts, readSdks } from '../../../src/contract/documents';
import { SANDBOX_KEYS } from '../../../src/demo/keys';
import { described, sandboxKeys } from '../../../src/partner-sandbox/index';
import { createLogger } from '../../../src/platform/logging';
import { checked, checkedWhereDropped, exampleFile } from './checker';
import { patience } from '../../support/patience';
import { type TestSandbox, testSandbox } from '../sandbox/sandbox';
import { startTestService, type TestService } from '../../support/service';
import { accessibilityProblems, describeInBrowser, launch, openPage, type WatchedPage } from '../console/browser';

jest.setTimeout(patience(60_000));

describeInBrowser('the partner portal in a browser (issue 12, item 1)', () => {
  let service: TestService;
  let browser: Browser;
  let sdksFolder: string;
  const archive = readSdks().find(({ contracts }) => contracts.includes('repccsWebhook'))!.archive;

  beforeAll(async () => {
    sdksFolder = mkdtempSync(join(tmpdir(), 'ocms-sdks-'));
    writeFileSync(join(sdksFolder, archive), 'PK');
    [service, browser] = await Promise.all([startTestService({ config: { sdksFolder } }), launch()]);
  });
  afterAll(async () => {
    await browser?.close();
    await service?.close();
    rmSync(sdksFolder, { recursive: true });
  });

  const KINDS = [
    ['the first page', ''],
    ['a partner', '/partners/repccs'],
    ['an operation', '/operations/cas-updateCourtNotices'],
    ['the error codes', '/errors'],
    ['the search', '/search'],
    ['what was found', '/search?q=OCMS-4009'],
    ['a file as CSV', '/printer-letterReturns'],
    ['a file as XML', '/vhub-violation'],
  ] as const;
  const DISPLAYS = [
    ['a desk, light', { viewport: { width: 1280, height: 860 }, colorScheme: 'light' }],
    ['a phone, dark', { viewport: { width: 320, height: 844 }, colorScheme: 'dark' }],
  ] as const;

  describe.each(DISPLAYS)('on %s', (_display, options) => {
    test.each(KINDS)(
      '%s has no accessibility problem (WCAG 2.2 AA), and is no wider than the screen',
      async (_kind, path) => {
        const { page, problems, close } = await openPage(browser, options);
        await page.goto(`${service.url}/docs${path}`);
        // Samples and examples are folded.
        await page.evaluate(`document.querySelectorAll('details').forEach((each) => { each.open = true; })`);
        expect(await accessibilityProblems(page)).toEqual([]);
        expect(await page.evaluate('document.documentElement.scrollWidth - window.innerWidth')).toBe(0);
        expect(problems).toEqual([]);
        await close();
      },
    );
  });

  test('the first key leads past the head to the content, and a sample opens by keyboard, without any script', async () => {
    const { page, close } = await openPage(browser, { javaScriptEnabled: false });
    await page.goto(`${service.url}/docs/operations/cas-getPaymentStatus`);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(page.url()).toMatch(/#content$/);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByText("curl -sS -X POST 'https://").first().waitFor({ state: 'visible' });
    await close();
  });

  test('an SDK is opened and downloaded by keyboard alone, without any script', async () => {
    const { page, problems, close } = await openPage(browser, { javaScriptEnabled: false });
    await page.goto(`${service.url}/docs/partners/repccs#sdks`);
    const summary = page.getByText('Java (11 or newer):');
    await summary.press('Enter');
    await page.getByText('<groupId>ocms</groupId>').waitFor({ state: 'visible' });
    await page.keyboard.press('Tab');
    const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
    expect(download.suggestedFilename()).toBe(archive);
    expect(readFileSync(await download.path(), 'utf8')).toBe('PK');
    expect(problems).toEqual([]);
    await close();
  });

  describe('the search', () => {
    const found = (page: Page): Promise<string[]> => page.locator('#results li > b').allInnerTexts();

    test('leads from the first page to what is looked for, by keyboard alone, asking for nothing', async () => {
      const { page, problems, close } = await openPage(browser);
      await page.goto(`${service.url}/docs`);
      await page.getByRole('searchbox').press('o');
      await page.keyboard.type('cms-4009');
      await page.keyboard.press('Enter');
      await page.waitForURL(/\/docs\/search\?q=ocms-4009$/);
      expect((await found(page))[0]).toBe('OCMS-4009');
      expect(await page.getByRole('status').innerText()).toBe(`${(await found(page)).length} found`);

      const asked: string[] = [];
      page.on('request', (request) => asked.push(request.url()));
      await page.keyboard.press('Escape');
      expect(await found(page)).toEqual([]);
      await page.getByRole('heading', { name: 'A', exact: true }).waitFor({ state: 'visible' });
      await page.keyboard.type('letter return');
      expect(await found(page)).toContain('printer-letterReturns');
      await page.keyboard.press('Escape');
      await page.keyboard.type('notice');
      // What is called so comes before what is called alike, and that before what only mentions it.
      const terms = (await found(page)).map((term) => term.toLowerCase());
      const ranks = terms.map((term) =>
        term === 'notice' ? 0 : term.startsWith('notice') ? 1 : term.includes('notice') ? 2 : 3,
      );
      expect(new Set(ranks).size).toBeGreaterThan(2);
      expect(ranks).toEqual(ranks.toSorted());
      expect(asked).toEqual([]);
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowUp');
      const target = await page.evaluate('document.activeElement.getAttribute("href")');
      await page.keyboard.press('Enter');
      await page.waitForURL(`**/docs/${target as string}`);
      expect(problems).toEqual([]);
      await close();
    });

    test('says where nothing is found', async () => {
      const { page, close } = await openPage(browser);
      await page.goto(`${service.url}/docs/search?q=nothing-is-called-so`);
      expect([await page.getByRole('status').innerText(), await found(page)]).toEqual(['Nothing found', []]);
      await close();
    });

    test('is a list from A to Z without a script', async () => {
      const { page, close } = await openPage(browser, { javaScriptEnabled: false });
      await page.goto(`${service.url}/docs/search`);
      await page.getByRole('navigation', { name: 'Letters' }).getByRole('link', { name: 'V', exact: true }).click();
      expect(page.url()).toMatch(/#letter-V$/);
      await page.locator('b:has-text("vhub-violation")').waitFor({ state: 'visible' });
      await close();
    });
  });

  describe('the reference', () => {
    let sandbox: InboundSandbox;
    let partners: TestSandbox;
    let portal: TestService;
    const asked: string[] = [];

    beforeAll(async () => {
      // Where it is, is known once it runs; whose pages may call it, once those are served.
      const origins: string[] = [];
      const config = readConfig({});
      [sandbox, partners] = await Promise.all([
        startInboundSandbox({ config, logger: createLogger({ level: 'silent' }), port: 0, origins }),
        testSandbox({ origins }),
      ]);
      portal = await startTestService({
        config: { sandbox: { ...config.sandbox!, address: sandbox.url } },
        server: { plays: described(partners.url) },
      });
      origins.push(portal.url);
    });
    afterAll(async () => {
      await portal?.close();
      await Promise.all([sandbox?.close(), partners?.close()]);
    });

    const openReference = async (contract: string, options?: BrowserContextOptions): Promise<WatchedPage> => {
      const opened = await openPage(browser, options);
      opened.page.on('request', (request) => asked.push(new URL(request.url()).origin));
      await opened.page.goto(`${portal.url}/docs/${contract}`);
      await opened.page.locator('.opblock').first().waitFor();
      return opened;
    };
    const giveKey = async (page: Page, key: string): Promise<void> => {
      await page.getByRole('button', { name: 'Authorize' }).click();
      const dialog = page.getByRole('dialog', { name: 'Key' });
      await dialog.locator('input').fill(key);
      await dialog.getByRole('button', { name: 'Authorize' }).click();
      await page.getByRole('button', { name: 'Close' }).last().click();
    };
    const send = async (place: Page | Locator): Promise<{ status: string; body: string }> => {
      await place.getByRole('button', { name: 'Execute' }).click();
      const answer = place.locator('.live-responses-table tbody');
      await answer.locator('pre').first().waitFor();
      return {
        status: (await answer.locator('.response-col_status').innerText()).trim(),
        body: await answer.locator('pre').first().innerText(),
      };
    };

    test.each(
      ['cas-getPaymentStatus', 'plus-queryNoticeInfo', 'cesWebhook-create-notice', 'repccsWebhook'].map((contract) => {
        const partner = Object.values(inboundOperations).find((operation) => operation.contract === contract)!.partner;
        return [contract, [...SANDBOX_KEYS].find(([, owner]) => owner === partner)![0]] as const;
      }),
    )(
      '%s: its first example, sent to the sandbox with a key, is answered there, and nowhere else',
      async (contract, key) => {
        asked.length = 0;
        const { page, problems, close } = await openReference(contract);
        await page.getByRole('button', { name: 'Try it out' }).click();
        expect((await send(page)).status).toBe('401');
        await giveKey(page, key);
        await page.getByRole('button', { name: 'Clear' }).click();
        const { status, body } = await send(page);
        expect([status, JSON.parse(body)]).toEqual(['200', expect.any(Object)]);
        expect(new Set(asked)).toEqual(new Set([portal.url, sandbox.url]));
        expect(problems).toEqual([]);
        // Not kept for whoever comes next.
        expect(await page.evaluate('JSON.stringify([localStorage, sessionStorage, document.cookie])')).not.toContain(
          key,
        );
        await close();
      },
    );

    test.each(
      Object.values(outboundOperations)
        .filter(({ contract }, at, all) => all.findIndex((other) => other.contract === contract) === at)
        .map(({ contract, system, path }) => [contract, system, path] as const),
    )(
      '%s, which OCMS calls: what is tried is answered by the sandbox that plays %s, and is on its record',
      async (contract, system, path) => {
        asked.length = 0;
        await partners.admin('DELETE', '');
        const { page, problems, close } = await openReference(contract);
        const operation = page.locator('.opblock').filter({ hasText: path });
        await operation.getByRole('button', { name: 'Try it out' }).click();
        expect((await send(operation)).status).toBe('401');
        await giveKey(page, sandboxKeys()[system]!);
        await operation.getByRole('button', { name: 'Clear' }).click();
        const { status, body } = await send(operation);
        expect([status, JSON.parse(body)]).toEqual(['200', expect.any(Object)]);
        const received = (await partners.admin('GET', '/received')).body as { path: string; status: number }[];
        expect(received.map((each) => [each.path, each.status])).toEqual([
          [path, 401],
          [path, 200],
        ]);
        expect(new Set(asked)).toEqual(new Set([portal.url, partners.url]));
        expect(problems).toEqual([]);
        await close();
      },
    );

    test.each(DISPLAYS)('on %s it shows where the keyboard is, wherever that is', async (_display, options) => {
      const { page, close } = await openReference('cas-getPaymentStatus', options);
      await page.getByRole('button', { name: 'Try it out' }).click();
      await page.evaluate(`document.activeElement.blur(); window.stops = new Set()`);
      const unseen: string[] = [];
      let stops = 0;
      for (;;) {
        await page.keyboard.press('Tab');
        const [before, element, outline] = await page.evaluate<[boolean, string, string]>(`(() => {
          const { activeElement: at } = document;
          const before = at === document.body || window.stops.has(at);
          window.stops.add(at);
          const { outlineStyle, outlineWidth } = getComputedStyle(at);
          return [before, at.tagName + '.' + at.className, outlineStyle + ' ' + outlineWidth];
        })()`);
        if (before) break;
        stops += 1;
        if (!/^(auto|solid) [1-9]/.test(outline)) unseen.push(`${element}: ${outline}`);
      }
      expect(stops).toBeGreaterThan(40);
      expect(unseen).toEqual([]);
      await close();
    });

    test('staff’s has nothing to try: there is no sandbox for them', async () => {
      const { page, problems, close } = await openReference('staff-portal');
      await page
        .getByRole('button', { name: /\/v1\/staff\/jobs\b/ })
        .first()
        .click();
      await page.getByText('Responses', { exact: true }).waitFor();
      expect(await page.getByRole('button', { name: /Try it out|Authorize/ }).count()).toBe(0);
      expect(problems).toEqual([]);
      await close();
    });

    test.each(DISPLAYS)('on %s it has no accessibility problem, nor while it is tried', async (_display, options) => {
      const { page, problems, close } = await openReference('cas-updateCourtNotices', options);
      const background = await page.evaluate('getComputedStyle(document.body).backgroundColor');
      expect(background).toBe(options.colorScheme === 'dark' ? 'rgb(18, 24, 30)' : 'rgb(255, 255, 255)');
      expect(await page.evaluate(`document.documentElement.classList.contains('dark-mode')`)).toBe(
        options.colorScheme === 'dark',
      );
      await page.getByRole('button', { name: 'Try it out' }).click();
      await page.getByRole('button', { name: 'Authorize' }).click();
      await page.keyboard.press('Escape');
      await send(page);
      // axe looks into stylesheets in ways the page's policy is against.
      expect(problems).toEqual([]);
      expect(await accessibilityProblems(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth - window.innerWidth')).toBe(0);
      await close();
    });
  });

  describe('the reference of a contract of which one operation ends (issue 12, item 3)', () => {
    const CONTRACT = 'datahive-contact';
    const ENDS = { deprecated: true, 'x-deprecated-since': '2026-01-15', 'x-sunset': '2026-07-31' };
    let server: Server;
    let url: string;

    beforeAll(async () => {
      const contract = JSON.parse(readContract(CONTRACT, 'json')) as { paths: Record<string, { post: object }> };
      Object.assign(contract.paths['/v1/datahive/contact']!.post, ENDS);
      const router = docsRouter(
        Object.values(outboundOperations).map((each) => ({ ...each, caller: 'OCMS', callee: each.system })),
        {
          ...{ jobs: [], sdks: [], rateLimits: new Map<string, number>(), calls: {}, demoKeys: {}, sandbox: undefined },
          plays: described('http://127.0.0.1:3002'),
          contractOf: (name, format) =>
            name === CONTRACT && format === 'json' ? JSON.stringify(contract) : readContract(name, format),
        },
      );
      server = createServer(express().use(router)).listen(0, '127.0.0.1');
      await once(server, 'listening');
      url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    });
    afterAll(() => {
      server?.closeAllConnections();
      server?.close();
    });

    test.each(DISPLAYS)(
      'on %s it says which, since when and until when, as that operation’s own page does, without an accessibility problem',
      async (_display, options) => {
        const { page, problems, close } = await openPage(browser, options);
        await page.goto(`${url}/docs/${CONTRACT}`);
        await page.locator('.opblock').nth(1).waitFor();
        const banner = page.getByRole('region', { name: 'What ends' });
        const words =
          'Deprecated since 2026-01-15. Its last day is 2026-07-31, in Singapore; then there is no such path.';
        expect((await banner.innerText()).split(/\n+/)).toEqual(['POST /v1/datahive/contact', words]);
        expect(problems).toEqual([]);
        expect(await accessibilityProblems(page)).toEqual([]);
        expect(await page.evaluate('document.documentElement.scrollWidth - window.innerWidth')).toBe(0);
        await banner.getByRole('link').click();
        await page.waitForURL('**/docs/operations/contact');
        expect(await page.getByText('Deprecated since').innerText()).toBe(words);
        await close();
      },
    );

    test('that of another contract says nothing of an end', async () => {
      const { page, close } = await openPage(browser);
      await page.goto(`${url}/docs/lta-ownerParticulars`);
      await page.locator('.opblock').first().waitFor();
      expect(await page.getByText(/deprecated|last day/i).count()).toBe(0);
      expect(await page.getByRole('region', { name: 'What ends' }).count()).toBe(0);
      await close();
    });
  });

  describe('the checker of files', () => {
    // One page of each contract: loading it takes longer than checking a file.
    const open = new Map<string, Promise<WatchedPage>>();
    const pageOf = (contract: string): Promise<WatchedPage> => {
      if (!open.has(contract))
        open.set(
          contract,
          openPage(browser).then(async (opened) => {
            await opened.page.goto(`${service.url}/docs/${contract}`);
            return opened;
          }),
        );
      return open.get(contract)!;
    };
    afterAll(async () => {
      for (const opened of open.values()) await (await opened).close();
    });

    const RETURNS = 'URA_AN_LETTER_RETURN_20260116_090000.csv';
    const ACKNOWLEDGEMENT = 'URA_VHUB_VIOLATION_ACK_20260115_063000.xml';

    test.each(readFileContracts().flatMap(({ name, examples }) => examples.map((example) => [name, example.name])))(
      '%s: the example %s is as its contract says',
      async (contract, example) => {
        const { page, problems } = await pageOf(contract);
        const { said, rows } = await checked(page, example, exampleFile(example));
        expect(said).toMatch(/^URA_\S+ is as the contract says: [1-9]\d* (row|record)s?\.$/);
        expect([rows, problems]).toEqual([[], []]);
      },
    );

    const csv = exampleFile(RETURNS).toString();
    const xml = exampleFile(ACKNOWLEDGEMENT).toString();
    const HEADER = csv.split('\r\n')[0];
    test.each<[string, string, string, Buffer | string, RegExp[]]>([
      [
        'a name of another form',
        'printer-letterReturns',
        'returns.csv',
        csv,
        [/^\|file name\|is not of its form\|as URA_AN_LETTER_RETURN_\d{8}_\d{6}\.csv$/],
      ],
      [
        'no header',
        'printer-letterReturns',
        RETURNS,
        csv.slice(HEADER!.length + 2),
        [/^1\|\|the header is not NOTICE_NO,/],
      ],
      ['nothing', 'printer-letterReturns', RETURNS, '', [/^1\|\|the header is missing/]],
      [
        'a cell of another form, an empty one, a day that is none',
        'printer-letterReturns',
        RETURNS,
        `${HEADER}\r\n500500123a,,PRINTED,2026-02-30 08:12:00,\r\n`,
        [
          /^2\|NOTICE_NO\|is not of its form\|text; \[0-9A-Z\]\{1,10\}$/,
          /^2\|SUBMISSION_ID\|is empty\|/,
          /^2\|STATUS_DATE\|is no date\|/,
        ],
      ],
      [
        'a column too few',
        'printer-letterReturns',
        RETURNS,
        `${HEADER}\r\nA,B\r\n`,
        [/^2\|\|has 2 columns in place of 5\|$/],
      ],
      [
        'an open quotation mark',
        'printer-letterReturns',
        RETURNS,
        `${HEADER}\r\n"A,B\r\n`,
        [/is no row of a CSV file/],
      ],
      [
        'line feeds alone',
        'printer-letterReturns',
        RETURNS,
        csv.replaceAll('\r', ''),
        [/^1\|\|rows end with a line feed/],
      ],
      [
        'a byte order mark',
        'printer-letterReturns',
        RETURNS,
        `\ufeff${csv}`,
        [/^1\|\|the file begins with a byte order mark/],
      ],
      [
        'what is no UTF-8',
        'printer-letterReturns',
        RETURNS,
        Buffer.concat([Buffer.from(csv), Buffer.from([0x41, 0xe9, 0x0d, 0x0a])]),
        [/^4\|\|is not UTF-8/, /^4\|\|has 1 columns/],
      ],
      [
        'what is no XML',
        'vhub-acknowledgement',
        ACKNOWLEDGEMENT,
        xml.replace('</Result>', ''),
        [/not well-formed XML/],
      ],
      [
        'a document type declaration',
        'vhub-acknowledgement',
        ACKNOWLEDGEMENT,
        xml.replace('<AcknowledgementFile', '<!DOCTYPE AcknowledgementFile>\n<AcknowledgementFile'),
        [/document type declaration/],
      ],
      [
        'a code that is none, in its line',
        'vhub-acknowledgement',
        ACKNOWLEDGEMENT,
        xml.replace(/<ResponseCode>\d/, '<ResponseCode>7'),
        [/^\d+\|ResponseCode\|AcknowledgementFile\/Result(\[1\])?\/ResponseCode is no code of its list\|0, 1$/],
      ],
      [
        'the same notice twice',
        'vhub-acknowledgement',
        ACKNOWLEDGEMENT,
        xml.replace(/(<Result>[^]*?<\/Result>)/, '$1$1'),
        [/was there before/],
      ],
      [
        'an element left out',
        'vhub-acknowledgement',
        ACKNOWLEDGEMENT,
        xml.replace(/<CreationDateTime>\d+<\/CreationDateTime>/, ''),
        [/is not expected here; expected: CreationDateTime/],
      ],
      [
        'an element too many',
        'vhub-acknowledgement',
        ACKNOWLEDGEMENT,
        xml.replace('</Result>', '<Extra/></Result>'),
        [/\/\? is not expected here/],
      ],
      [
        'the name of another file in it',
        'vhub-acknowledgement',
        'URA_VHUB_VIOLATION_ACK_20260115_063001.xml',
        xml,
        [/^\d+\|FileName\|is not the name of the file/],
      ],
    ])('tells of %s', async (_what, contract, name, content, expected) => {
      const { page } = await pageOf(contract);
      const { said, rows } = await checked(page, name, content);
      expect(rows).toEqual(expected.map((words) => expect.stringMatching(words) as string));
      expect(said).toContain(expected.length === 1 ? 'One mistake:' : `${expected.length} mistakes:`);
    });

    test('checks what is dropped like what is chosen; beside the place for it, no file takes the place of the page', async () => {
      const { page, problems, close } = await openPage(browser);
      await page.goto(`${service.url}/docs/vhub-acknowledgement`);
      const right = await checkedWhereDropped(page, ACKNOWLEDGEMENT, xml);
      expect(right).toEqual({ said: expect.stringMatching(/^URA_\S+ is as the contract says: /) as string, rows: [] });
      const wrong = xml.replace(/<ResponseCode>\d/, '<ResponseCode>7');
      const { said, rows } = await checkedWhereDropped(page, ACKNOWLEDGEMENT, wrong);
      expect(said).toContain('One mistake:');
      expect(rows).toEqual([expect.stringMatching(/^\d+\|ResponseCode\|/)]);
      for (const type of ['dragover', 'drop']) {
        const event = `new DragEvent('${type}', { bubbles: true, cancelable: true, dataTransfer: new DataTransfer() })`;
        // False: whoever listens has kept the browser from what it would do.
        expect([type, await page.evaluate(`document.querySelector('h1').dispatchEvent(${event})`)]).toEqual([
          type,
          false,
        ]);
      }
      expect(problems).toEqual([]);
      await close();
    });

    test('tells of the first twenty mistakes, and how many there are', async () => {
      const { page } = await pageOf('printer-letterReturns');
      const { said, rows } = await checked(
        page,
        RETURNS,
        `${HEADER}\r\n${'a,s,PRINTED,2026-01-16 08:12:00,\r\n'.repeat(1_234)}`,
      );
      expect(said).toBe(`${RETURNS} 1,234 mistakes, the first 20 of them here:`);
      expect(rows).toHaveLength(20);
      expect(rows[19]).toMatch(/^21\|NOTICE_NO\|/);
    });

    test.each([
      ['printer-letterReturns', RETURNS],
      ['vhub-acknowledgement', ACKNOWLEDGEMENT],
    ])(
      '%s: nothing leaves the browser: what is asked for are parts of the page, and it works without a network',
      async (contract, name) => {
        const { page, problems, close } = await openPage(browser);
        const asked: string[] = [];
        page.on('request', (request) => {
          asked.push(
            `${request.method()} ${request.url().slice(service.url.length)} ${request.postData() ?? ''}`.trim(),
          );
        });
        await page.goto(`${service.url}/docs/${contract}`);
        const content = exampleFile(name);
        expect((await checked(page, name, content)).rows).toEqual([]);
        for (const request of asked) expect(request).toMatch(/^GET \/docs(\/assets\/[\w./-]+|\/[\w-]+)$/);
        const before = asked.length;
        await page.context().setOffline(true);
        const { rows } = await checked(page, 'other.name', content);
        expect(rows).toEqual([expect.stringContaining('file name')]);
        expect(asked.length).toBe(before);
        // Nor could a script of the page: its policy stands against it.
        await page.context().setOffline(false);
        const sent = await page.evaluate(
          `fetch('/v1/ocms/cas-getPaymentStatus', { method: 'POST', body: 'x' }).then(() => 'sent', () => 'not sent')`,
        );
        expect(sent).toBe('not sent');
        expect(problems[0]).toMatch(/Content Security Policy/);
        await close();
      },
    );

    test('has no accessibility problem while it tells of mistakes', async () => {
      const { page, close } = await openPage(browser, { viewport: { width: 390, height: 844 }, colorScheme: 'dark' });
      await page.goto(`${service.url}/docs/printer-letterReturns`);
      await checked(page, 'returns.csv', `${HEADER}\r\n500500123a,,PRINTED,2026-02-30 08:12:00,\r\n`);
      expect(await accessibilityProblems(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth - window.innerWidth')).toBe(0);
      await close();
    });
  });
});
