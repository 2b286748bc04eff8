import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { SANDBOX_HTTP } from '../../../src/config/partner-sandbox';
import { DEMO_KEYS } from '../../../src/demo/keys';
import { patience } from '../../support/patience';
import { freePort, ocms, type RunningProcess, start } from '../../support/process';
import { accessibilityProblems, describeInBrowser, launch, openPage, type WatchedPage } from './browser';

jest.setTimeout(patience(60_000));

const VIEWS = [
  ...['Jobs', 'Alerts', 'Reviews', 'Internet zone', 'Partners', 'Drift', 'Notices', 'Parameters', 'Reference data'],
  ...['Reports', 'Audit'],
];
const READY = /"event":"started"/;
const WAIT = { timeout: patience(15_000) };

describeInBrowser('the console on the staff API', () => {
  let folder: string;
  let service: RunningProcess;
  let env: Record<string, string>;
  let url: string;
  let browser: Browser;
  const pages: WatchedPage[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'ocms-console-'));
    const port = await freePort();
    env = { PORT: String(port), OCMS_DATA_DIR: folder };
    service = start(env);
    url = `http://127.0.0.1:${port}`;
    [browser] = await Promise.all([launch(), service.said(READY)]);
    // What differs from a contract is written down once a minute: the last test looks for it.
    await fetch(`${url}/v1/ocms/cas-getPaymentStatus`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Ocp-Apim-Subscription-Key': DEMO_KEYS.CAS! },
      body: JSON.stringify({ noticeNumbers: ['500400058A'], batchLabel: 'S1234567D' }),
    });
  });
  afterEach(async () => {
    for (const { problems, close } of pages.splice(0)) {
      await close();
      expect(problems).toEqual([]);
    }
  });
  afterAll(async () => {
    await browser.close();
    await service.ended('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  /** The console's page with somebody signed in, through the issuer's own page. */
  const signedIn = async (person: string, options: BrowserContextOptions = {}, hash = ''): Promise<Page> => {
    const watched = await openPage(browser, options);
    pages.push(watched);
    const { page } = watched;
    await page.goto(`${url}/console${hash}`);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.locator(`button[value=${person}]`).click();
    await page.getByRole('navigation', { name: 'Main' }).waitFor(WAIT);
    return page;
  };
  const show = async (page: Page, view: string): Promise<void> => {
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: view, exact: true }).click();
    await page.getByRole('heading', { level: 1, name: view }).waitFor(WAIT);
    const loading = page.getByText('Loading …');
    while ((await loading.count()) > 0) await loading.first().waitFor({ ...WAIT, state: 'detached' });
  };

  it.each<[string, BrowserContextOptions]>([
    ['light, on a desk', { colorScheme: 'light' }],
    ['dark, on a desk', { colorScheme: 'dark' }],
    ['light, on a phone', { colorScheme: 'light', viewport: { width: 360, height: 760 } }],
  ])('every view can be used by everybody: %s', async (_where, options) => {
    const page = await signedIn('supervisor1', options);
    for (const view of VIEWS) {
      await show(page, view);
      expect({ view, problems: await accessibilityProblems(page) }).toEqual({ view, problems: [] });
      // Nothing but tables, which scroll by themselves, is wider than the screen.
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    }
  });

  it('is used by keyboard: the first stop skips to the content, and a view’s heading has the focus', async () => {
    const page = await signedIn('officer1');
    await page.reload();
    await page.getByRole('navigation', { name: 'Main' }).waitFor(WAIT);
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to content');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.tagName')).toBe('H1');
    await page.getByRole('link', { name: 'Alerts' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Alerts' }).waitFor(WAIT);
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Alerts');
  });

  it('a supervisor has a job run; the run and who asked for it are seen', async () => {
    const page = await signedIn('supervisor1', {}, '#/jobs/refresh_vip_vehicle');
    await page.getByRole('button', { name: 'Run now' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Run now' }).click();
    await page.getByRole('dialog').waitFor({ ...WAIT, state: 'hidden' });
    await page.getByRole('cell', { name: 'succeeded manual' }).first().waitFor(WAIT);
    await page.getByRole('cell', { name: 'received 150' }).first().waitFor(WAIT);
    await show(page, 'Audit');
    await page.getByRole('row', { name: 'supervisor1 start job refresh_vip_vehicle' }).first().waitFor(WAIT);
  });

  it('of two who change a parameter at once one wins, and the other is told; nothing is overwritten', async () => {
    const [first, second] = [await signedIn('supervisor1'), await signedIn('supervisor1')];
    for (const page of [first, second]) {
      await show(page, 'Parameters');
      await page.getByRole('row', { name: 'FOR NPA' }).getByRole('button', { name: 'Change' }).click();
      await page.getByLabel('New value').waitFor(WAIT);
    }
    const save = async (page: Page, value: string): Promise<void> => {
      await page.getByLabel('New value').fill(value);
      await page.getByRole('button', { name: 'Save' }).click();
    };
    await save(first, '21');
    await first.getByRole('cell', { name: '21', exact: true }).waitFor(WAIT);
    await save(second, '28');
    await second.getByText('Somebody else has changed it meanwhile').waitFor(WAIT);
    await second.reload();
    await show(second, 'Parameters');
    await second.getByRole('cell', { name: '21', exact: true }).waitFor(WAIT);
    await show(second, 'Audit');
    await second.getByRole('row', { name: 'set parameter FOR NPA' }).first().waitFor(WAIT);
  });

  it('a supervisor adds and ends reference data; what is wrong is told with its field, and an id is shown masked', async () => {
    const page = await signedIn('supervisor1', {}, '#/reference');
    const addresses: string[] = [];
    page.on('request', (sent) => addresses.push(sent.url()));
    const dialog = page.getByRole('dialog');
    const closed = () => dialog.waitFor({ ...WAIT, state: 'hidden' });
    await page.getByRole('button', { name: 'Add a rule code' }).click();
    await dialog.getByLabel('Rule code').fill('39001');
    await dialog.getByLabel('Description').fill('=SUM(A1)');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('/body/description').waitFor(WAIT);
    expect(await accessibilityProblems(page)).toEqual([]);
    await dialog.getByLabel('Description').fill('Parking on a footway');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await closed();
    const code = page.getByRole('row', { name: '39001 Parking on a footway' });
    await code.getByRole('button', { name: 'Change or end' }).click();
    await dialog.getByLabel('Last day of offence').fill('2026-01-31');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await closed();
    await code.getByText('2026-01-31').waitFor(WAIT);
    await page.getByLabel('Shown').selectOption('ENDED');
    await page.getByRole('button', { name: 'Show', exact: true }).click();
    await page.getByRole('row', { name: '39001' }).getByText('ended').waitFor(WAIT);

    await page.getByRole('link', { name: 'Exemptions' }).click();
    await page.getByRole('button', { name: 'Add an exemption' }).click();
    await dialog.getByLabel('Rule code').fill('39001');
    await dialog.getByLabel('Only of this amount').fill('80.00');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await closed();
    await page.getByRole('row', { name: '39001 amount S$80.00' }).waitFor(WAIT);
    expect(await accessibilityProblems(page)).toEqual([]);

    await page.getByRole('link', { name: 'Letter only' }).click();
    await page.getByRole('button', { name: 'Add an id' }).click();
    await dialog.getByLabel('NRIC, FIN or UEN').fill('s7654321f');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await closed();
    const excluded = page.getByRole('row', { name: 'S****321F' });
    await excluded.getByText('letter only').waitFor(WAIT);
    expect([await page.content(), ...addresses].join('\n')).not.toMatch(/7654321/);
    expect(await accessibilityProblems(page)).toEqual([]);
    await excluded.getByRole('button', { name: 'End' }).click();
    await dialog.getByRole('button', { name: 'End' }).click();
    await excluded.getByText('ended').waitFor(WAIT);
    await show(page, 'Audit');
    await page.getByRole('row', { name: /supervisor1 end exclusion exclusion .*S\*\*\*\*321F/ }).waitFor(WAIT);
    const officer = await signedIn('officer1', {}, '#/reference/exclusions');
    await officer.getByRole('row', { name: 'S****321F' }).waitFor(WAIT);
    expect(await officer.getByRole('button', { name: 'Add an id' }).count()).toBe(0);
  });

  it('an officer sees what is for officers, and whoever has no role is told so', async () => {
    const officer = await signedIn('officer1', {}, '#/jobs/refresh_vip_vehicle');
    await officer.getByText('Schedule').waitFor(WAIT);
    expect(await officer.getByRole('button', { name: 'Run now' }).count()).toBe(0);
    expect(await officer.getByRole('link', { name: 'Audit' }).count()).toBe(0);
    const visitor = await signedIn('visitor1', {}, '#/alerts');
    await visitor.getByText('Your role does not allow this.').first().waitFor(WAIT);
  });

  it('a notice’s facts and what happened to it, or that there is none', async () => {
    const page = await signedIn('officer1', {}, '#/notices');
    await page.getByLabel('Notice number').fill('500400058a');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Notice 500400058A' }).waitFor(WAIT);
    await page.getByRole('listitem').filter({ hasText: 'Created from' }).waitFor(WAIT);
    await page.getByLabel('Notice number').fill('NONE');
    await page.keyboard.press('Enter');
    await page.getByText('There is no notice NONE.').waitFor(WAIT);
  });

  it('an officer enters a notice, sees what is wrong with it, and then what becomes of it; the search finds it', async () => {
    const page = await signedIn('officer1', {}, '#/notices');
    await page.getByRole('link', { name: 'New notice' }).click();
    await page.locator('#rule-codes option[value="10300"]').waitFor({ ...WAIT, state: 'attached' });
    const enter = async (fields: Record<string, string>): Promise<void> => {
      for (const [label, value] of Object.entries(fields)) await page.getByLabel(label, { exact: true }).fill(value);
      await page.getByRole('button', { name: 'Create notice' }).click();
    };
    const singapore = (hours: number) => new Date(Date.now() + (8 + hours) * 3_600_000).toISOString().slice(0, 16);
    await enter({
      ...{ 'Vehicle number': 'snn 1 z', 'Offence, Singapore time': singapore(48), 'Rule code': '10300' },
      ...{ 'Composition amount, S$': '70.50', 'Car park code': 'A0007', 'Car park name': 'ALIWAL STREET' },
      ...{ 'Notice number': '500400058a' },
    });
    await page.getByText('It must not be more than 24 hours ahead.').waitFor(WAIT);
    expect(await page.evaluate('document.activeElement.id')).toBe('noticeDateAndTime');
    expect(await accessibilityProblems(page)).toEqual([]);
    await enter({ 'Offence, Singapore time': singapore(-1) });
    await page.getByText('This number is taken.').waitFor(WAIT);
    await enter({ 'Notice number': '' });
    await page.getByRole('heading', { name: /^Notice 7[0-9]{8}[A-Y]$/ }).waitFor(WAIT);
    const happened = page.getByRole('listitem');
    await happened.filter({ hasText: 'Created from OCMS by officer1' }).waitFor(WAIT);
    await happened.filter({ hasText: 'Qualified as an advisory notice' }).waitFor(WAIT);
    await page.getByLabel('Notice number').fill('');
    await page.getByLabel('Vehicle number').fill('snn 1 z');
    await page.keyboard.press('Enter');
    await page.getByRole('row', { name: /SNN 1 Z/ }).waitFor(WAIT);
    expect(await page.getByRole('row').count()).toBe(2);
    await page
      .getByRole('row', { name: /SNN 1 Z/ })
      .getByRole('link')
      .click();
    await happened.filter({ hasText: 'Created from OCMS by officer1' }).waitFor(WAIT);
  });

  it('a notice without an owner comes to review; an officer takes it and closes it, and is on record', async () => {
    const hourAgo = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 19);
    const created = await fetch(`${url}/v1/repccsWebhook`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'API-Key': DEMO_KEYS.REPCCS! },
      body: JSON.stringify({
        ...{ transactionId: 'RC-1', subsystemLabel: 'REPCCS', noticeNo: '500400777A', vehicleNo: 'NOOWNER1' },
        ...{ computerRuleCode: 10300, compositionAmount: 70, noticeDateAndTime: hourAgo, offenceNoticeType: 'O' },
        ...{ vehicleCategory: 'C', vehicleRegistrationType: 'S', ppCode: 'A0007', ppName: 'ALIWAL STREET' },
        ...{ creUserId: 'REPCCS', creDate: hourAgo },
      }),
    });
    expect(created.status).toBe(200);
    const page = await signedIn('officer1', {}, '#/reviews');
    const review = page.getByRole('row', { name: '500400777A' });
    await review.getByText('owner not found').waitFor({ timeout: patience(30_000) });
    const sure = async (label: string, reason?: string): Promise<void> => {
      await review.getByRole('button', { name: label }).click();
      if (reason !== undefined) await page.getByRole('dialog').getByRole('textbox').fill(reason);
      await page.getByRole('dialog').getByRole('button', { name: label }).click();
      await page.getByRole('dialog').waitFor({ ...WAIT, state: 'hidden' });
    };
    await sure('Take');
    await review.getByRole('cell', { name: 'officer1' }).waitFor(WAIT);
    await sure('Close', 'Told at the counter.');
    await review.waitFor({ ...WAIT, state: 'detached' });
    const supervisor = await signedIn('supervisor1', {}, '#/audit');
    await supervisor
      .getByRole('row', { name: /officer1 advisory review closed 500400777A .*Told at the counter\./ })
      .waitFor(WAIT);
  });

  it('a report is downloaded, and one without a record says so', async () => {
    const page = await signedIn('officer1', {}, '#/reports');
    await page.getByLabel('From').fill('2026-01-01');
    await page.getByLabel('To').fill('2026-01-31');
    await page.getByRole('button', { name: 'Download' }).click();
    await page.getByText('No records found').waitFor(WAIT);
    await page.getByLabel('Report').selectOption('letter-reconciliation');
    const [download] = await Promise.all([
      page.waitForEvent('download', WAIT),
      page.getByRole('button', { name: 'Download' }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/\.xlsx$/);
    expect((await readFile(await download.path())).subarray(0, 2).toString()).toBe('PK');
  });

  it('asks to sign in again once its token is taken no more, and nothing is left of it', async () => {
    const page = await signedIn('officer1');
    await page.evaluate(
      `sessionStorage.setItem('ocms-session', JSON.stringify({ ...JSON.parse(sessionStorage.getItem('ocms-session')), token: 'no.such.token' }))`,
    );
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Alerts' }).click();
    await page.getByText('You are no longer signed in.').waitFor(WAIT);
    expect(await page.evaluate('sessionStorage.length')).toBe(0);
    const other = await signedIn('officer1');
    await other.getByRole('button', { name: 'Sign out' }).click();
    await other.getByRole('button', { name: 'Sign in' }).waitFor(WAIT);
    expect(await other.evaluate('sessionStorage.length')).toBe(0);
  });

  it('a page that comes back from the issuer with somebody else’s answer signs nobody in', async () => {
    const watched = await openPage(browser);
    pages.push(watched);
    const { page } = watched;
    await page.goto(`${url}/console`);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.locator('button[value=officer1]').waitFor(WAIT);
    await page.goto(`${url}/console?code=stolen&state=other`);
    await page.getByText('Signing in did not work. Try again.').waitFor(WAIT);
    expect(page.url()).toBe(`${url}/console`);
  });

  it(
    'what a partner began to send is seen before it hurts: where and since when, and no value',
    async () => {
      const page = await signedIn('officer1', {}, '#/drift');
      const row = page.getByRole('row', {
        name: /^CAS cas-getPaymentStatus sent by CAS body\.batchLabel is not in the contract 1 /,
      });
      await row.waitFor({ timeout: patience(150_000) });
      expect(await page.content()).not.toContain('S1234567D');
      expect(await accessibilityProblems(page)).toEqual([]);
      const samples = row.getByRole('link', { name: 'cas-getPaymentStatus' });
      expect((await fetch(`${url}/${(await samples.getAttribute('href'))!}`)).status).toBe(200);
    },
    patience(180_000),
  );

  it('what a partner began to answer is seen as well, written down by the process that called it as it ends', async () => {
    const faults = `http://127.0.0.1:${Number(env.PORT) + SANDBOX_HTTP}/_sandbox/faults`;
    const fault = { operation: 'refreshVIPVehicle', fault: 'malformed', as: 'wrong-type' };
    const headers = { 'Content-Type': 'application/json' };
    expect((await fetch(faults, { method: 'POST', headers, body: JSON.stringify(fault) })).status).toBe(201);
    expect(await ocms(['jobs', 'run', 'refresh_vip_vehicle'], env)).toMatchObject({ code: 1 });
    for (const options of [{}, { viewport: { width: 390, height: 844 }, colorScheme: 'dark' as const }]) {
      const page = await signedIn('officer1', options, '#/drift');
      await page
        .getByRole('row', { name: /^CAS refreshVIPVehicle answered by CAS 200\.body\S* is of another type \d/ })
        .waitFor(WAIT);
      expect(await accessibilityProblems(page)).toEqual([]);
    }
  });
});
