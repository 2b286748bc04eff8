import { Registry } from 'prom-client';
import { readConfig } from '../../../src/config/config';
import { type InboundSandbox, startInboundSandbox } from '../../../src/app/inbound-sandbox';
import { sandboxKeysOf } from '../../../src/app/inbound-sandbox/described';
import { createPlaces, type Place, type Places } from '../../../src/app/inbound-sandbox/places';
import { SANDBOX_KEYS } from '../../../src/demo/keys';
import { MAGIC } from '../../../src/demo/magic';
import { systemClock } from '../../../src/platform/clock';
import { createLogger } from '../../../src/platform/logging';
import type { Cents } from '../../../src/platform/money';
import { fullRequests } from '../../support/inbound-operations';
import { request } from '../../support/service';

const keysOf = (partner: string): string[] =>
  [...SANDBOX_KEYS].flatMap(([key, owner]) => (owner === partner ? [key] : []));
const [CAS, OTHER_CAS] = keysOf('CAS') as [string, string];
const [PLUS] = keysOf('PLUS') as [string];
const [REPCCS] = keysOf('REPCCS') as [string];
const [CES] = keysOf('CES') as [string];
const PORTAL = 'http://127.0.0.1:3000';
const OFFENCE = fullRequests.repccsWebhook;
const STATUS = '/v1/ocms/cas-getPaymentStatus';
const UPDATE = '/v1/ocms/cas-updateCourtNotices';
const PAYMENT = '/v1/plus-queryNoticeInfo';

const log: string[] = [];

let sandbox: InboundSandbox;
beforeAll(async () => {
  sandbox = await startInboundSandbox({
    config: readConfig({}),
    logger: createLogger({ level: 'debug', destination: { write: (line: string) => void log.push(line) } }),
    port: 0,
    origins: [PORTAL],
  });
});
afterAll(() => sandbox?.close());

const headersOf = (key: string): Record<string, string> => ({
  [/_(cas|plus)_/.test(key) ? 'Ocp-Apim-Subscription-Key' : 'API-Key']: key,
});
const post = (path: string, body: unknown, key: string, headers: Record<string, string> = {}) =>
  request(`${sandbox.url}${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headersOf(key), ...headers },
    body: JSON.stringify(body),
  });
const statusOf = async (noticeNo: string, key = CAS): Promise<unknown> =>
  (await post(STATUS, { noticeNumbers: [noticeNo] }, key)).body.notices[0];
const update = (key: string, amountPayable: number) =>
  post(UPDATE, { notices: [{ noticeNo: 'COURT1', amountPayable }] }, key);

describe("partners' sandbox (issue 12, item 7)", () => {
  test('a key that is not known is 401, and nothing is made for it', async () => {
    const before = sandbox.places.keys();
    for (const path of [STATUS, '/_sandbox/reset', '/_sandbox/clock']) {
      const { status, body } = await post(path, {}, 'ocms_cas_unknown-key-1234');
      expect([path, status, body]).toEqual([path, 401, { data: { appCode: 'OCMS-4001', message: 'Unauthorized' } }]);
    }
    expect((await post(STATUS, { noticeNumbers: ['PAID1'] }, PLUS)).status).toBe(401);
    expect((await request(`${sandbox.url}/v1/staff/jobs`)).status).toBe(404);
    expect(sandbox.places.keys()).toEqual(before);
  });

  describe('magic values', () => {
    test.each([
      ['UNPAID1', { paymentStatus: null, suspensionType: null, amountPayable: 70, paymentAcceptanceAllowed: 'Y' }],
      ['COURT1', { paymentStatus: null, suspensionType: null, amountPayable: 70 }],
      ['SUSPENDED1', { suspensionType: 'TS', eprReasonOfSuspension: 'APP' }],
      ['PAID1', { paymentStatus: 'FP', crsReasonOfSuspension: 'FP', amountPaid: 70, amountPayable: 0 }],
      ['ADVISORY1', { suspensionType: 'PS', eprReasonOfSuspension: 'ANS', paymentAcceptanceAllowed: 'N' }],
    ])('%s is as it is told', async (noticeNo, expected) => {
      expect(await statusOf(noticeNo)).toMatchObject({ noticeNo, ...expected });
    });

    test('any other notice is not known', async () => {
      expect(await statusOf('ELSEWHERE1')).toBeUndefined();
    });

    test.each([
      ['UNPAID1', 'OCMS-4009'],
      ['COURT1', 'OCMS-2000'],
      ['SUSPENDED1', 'OCMS-2000'],
    ])('an update of %s by CAS is %s', async (noticeNo, appCode) => {
      const { body } = await post(UPDATE, { notices: [{ noticeNo, atomsFlag: 'Y' }] }, OTHER_CAS);
      expect(body.notices).toEqual([expect.objectContaining({ noticeNo, appCode })]);
    });

    test.each([
      ['UNPAID1', 'OCMS-2000'],
      ['COURT1', 'OCMS-2000'],
      ['PAID1', 'OCMS-4003'],
      ['ADVISORY1', 'OCMS-2000'],
    ])('opening %s for payment by PLUS is %s', async (noticeNo, appCode) => {
      const { body } = await post(PAYMENT, { noticeNumbers: [noticeNo], paymentDueDate: '2099-12-31' }, PLUS);
      expect(body.notices).toEqual([expect.objectContaining({ noticeNo, appCode })]);
    });

    test('a notice that is there is 226 to CES and 400 to REPCCS; so is an unknown rule code to CES', async () => {
      const offence = { ...OFFENCE, noticeNo: 'PAID1' };
      const ces = { ...offence, subsystemLabel: '030' };
      expect((await post('/v1/repccsWebhook', offence, REPCCS)).status).toBe(400);
      expect((await post('/v1/cesWebhook-create-notice', ces, CES)).status).toBe(226);
      const unknown = { ...ces, noticeNo: 'NEW1', computerRuleCode: 99_999 };
      expect((await post('/v1/cesWebhook-create-notice', unknown, CES)).status).toBe(226);
      expect((await post('/v1/cesWebhook-create-notice', { ...ces, noticeNo: 'NEW1' }, CES)).status).toBe(200);
    });

    test.each([
      ['FAULT429', 429, 'OCMS-4029'],
      ['FAULT500', 500, 'OCMS-5000'],
      ['FAULT503', 503, 'OCMS-5000'],
      ['LOCKED1', 503, 'OCMS-5000'],
    ])('%s is %i, to whoever names it', async (noticeNo, status, appCode) => {
      const calls = [
        post(STATUS, { noticeNumbers: ['PAID1', noticeNo] }, CAS),
        post(UPDATE, { notices: [{ noticeNo, atomsFlag: 'Y' }] }, CAS),
        post(PAYMENT, { noticeNumbers: [noticeNo], paymentDueDate: '2099-12-31' }, PLUS),
        post('/v1/repccsWebhook', { ...OFFENCE, noticeNo }, REPCCS),
        post('/v1/cesWebhook-create-notice', { ...OFFENCE, subsystemLabel: '030', noticeNo }, CES),
      ];
      for (const call of calls) {
        const answered = await call;
        expect([answered.status, answered.body.data.appCode]).toEqual([status, appCode]);
        expect(answered.headers.has('retry-after')).toBe(status !== 500);
      }
    });

    test('each one that is told of is there', async () => {
      const { body } = await request(`${sandbox.url}/_sandbox`, { headers: headersOf(CAS) });
      const told = MAGIC.find(({ partner }) => partner === 'CAS')!.magic;
      expect(body.data).toMatchObject({ partner: 'CAS', magic: expect.arrayContaining([...told]) });
      for (const { value } of told) expect(await statusOf(value)).toMatchObject({ noticeNo: value });
    });
  });

  test('two keys do not see what the other does', async () => {
    expect((await update(CAS, 12.5)).body.updatedCount).toBe(1);
    expect(await statusOf('COURT1')).toMatchObject({ amountPayable: 12.5 });
    expect(await statusOf('COURT1', OTHER_CAS)).toMatchObject({ amountPayable: 70 });
  });

  test('reset has a key begin anew, and leaves the others alone', async () => {
    await update(CAS, 12.5);
    await update(OTHER_CAS, 13.5);
    expect((await post('/_sandbox/reset', {}, CAS)).status).toBe(200);
    expect(await statusOf('COURT1')).toMatchObject({ amountPayable: 70 });
    expect(await statusOf('COURT1', OTHER_CAS)).toMatchObject({ amountPayable: 13.5 });
  });

  describe('the clock', () => {
    const offenceAt = (noticeNo: string, noticeDateAndTime: string) =>
      post('/v1/repccsWebhook', { ...OFFENCE, noticeNo, noticeDateAndTime }, REPCCS);

    test('of a key can be set, and moves no other’s', async () => {
      // More than 24 hours ahead is refused (decisions §5).
      expect((await offenceAt('AHEAD1', '2040-06-01T10:00:00')).status).toBe(400);
      const { body } = await post('/_sandbox/clock', { now: '2040-06-01T12:00:00+08:00' }, REPCCS);
      expect(body.data.now).toMatch(/^2040-06-01T04:0/);
      expect((await offenceAt('AHEAD1', '2040-06-01T10:00:00')).status).toBe(200);
      const { body: other } = await request(`${sandbox.url}/_sandbox`, { headers: headersOf(CES) });
      expect(new Date(other.data.now).getTime()).toBeLessThan(Date.now() + 60_000);
      await post('/_sandbox/clock', { now: null }, REPCCS);
      expect((await offenceAt('AHEAD2', '2040-06-01T10:00:00')).status).toBe(400);
    });

    test.each([{}, { now: 'tomorrow' }, { now: '2030-01-01T00:00:00' }, { now: '1999-01-01T00:00:00Z' }, { now: 1 }])(
      'refuses %j',
      async (body) => {
        const answered = await post('/_sandbox/clock', body, CAS);
        expect([answered.status, answered.body.data.errors[0].path]).toEqual([400, '/body/now']);
      },
    );

    test('is set by POST only', async () => {
      const { status, headers } = await request(`${sandbox.url}/_sandbox/clock`, { headers: headersOf(CAS) });
      expect([status, headers.get('allow')]).toEqual([405, 'POST']);
    });
  });

  describe('pages', () => {
    const asked = (origin: string) =>
      request(`${sandbox.url}${STATUS}`, {
        method: 'OPTIONS',
        headers: {
          Origin: origin,
          'Access-Control-Request-Method': 'POST',
          'Access-Control-Request-Headers': 'content-type,ocp-apim-subscription-key',
        },
      });

    test('of the documentation may call it', async () => {
      const { status, headers } = await asked(PORTAL);
      expect([status, headers.get('access-control-allow-origin')]).toEqual([204, PORTAL]);
      expect(headers.get('access-control-allow-headers')).toContain('Ocp-Apim-Subscription-Key');
      const answered = await post(STATUS, { noticeNumbers: ['PAID1'] }, CAS, { Origin: PORTAL });
      expect([answered.status, answered.headers.get('access-control-allow-origin')]).toEqual([200, PORTAL]);
      const refused = await post(STATUS, {}, 'unknown', { Origin: PORTAL });
      expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([401, PORTAL]);
    });

    test('of anybody else may not', async () => {
      const { status, headers } = await asked('http://elsewhere.example');
      expect([status, headers.get('access-control-allow-origin')]).toEqual([405, null]);
      const answered = await post(STATUS, { noticeNumbers: ['PAID1'] }, CAS, { Origin: 'null' });
      expect(answered.headers.get('access-control-allow-origin')).toBeNull();
    });
  });

  test('no key is logged', () => {
    expect(log).not.toHaveLength(0);
    for (const key of [...SANDBOX_KEYS.keys(), 'ocms_cas_unknown-key-1234']) expect(log.join('')).not.toContain(key);
  });
});

describe("the sandbox's bounds", () => {
  const valueOf = async (registry: Registry, name: string): Promise<number | undefined> =>
    (await registry.getSingleMetric(name)!.get()).values[0]?.value;
  const bounded = (
    options: { most?: number; idleMs?: number; mostBytes?: number },
    registry: Registry = new Registry(),
  ): Places =>
    createPlaces({
      config: readConfig({}),
      logger: createLogger({ level: 'silent' }),
      registry,
      clock: systemClock,
      most: 2,
      idleMs: 60_000,
      mostBytes: 32_000_000,
      ...options,
    });
  const nothing = async (): Promise<void> => undefined;
  const amount = async ({ context }: Place): Promise<unknown> =>
    context.intranet.read(async (executor) => {
      const row: unknown = await executor('ocms_valid_offence_notice').where('notice_no', 'COURT1').first();
      return (row as { amount_payable: unknown }).amount_payable;
    });
  const pay = ({ context }: Place): Promise<unknown> =>
    context.services.courtNotices.applyUpdates([{ noticeNo: 'COURT1', changes: { amountPayable: 500 as Cents } }]);

  test('of more keys than it has room for, the one is forgotten that has waited longest', async () => {
    const places = bounded({ most: 2 });
    await places.with('one', pay);
    await places.with('two', pay);
    expect(await places.with('one', amount)).toBe(5);
    await places.with('three', nothing);
    expect(places.keys()).toEqual(['one', 'three']);
    expect(await places.with('one', amount)).toBe(5);
    expect(await places.with('two', amount)).toBe(70);
    await places.close();
  });

  test('while all are in use another key is 503, and nobody’s data is taken', async () => {
    const registry = new Registry();
    const places = bounded({ most: 1 }, registry);
    let leave!: () => void;
    const staying = places.with('one', () => new Promise<void>((resolve) => (leave = resolve)));
    // Until it is made.
    await places.with('one', pay);
    await expect(places.with('two', nothing)).rejects.toMatchObject({ kind: 'unavailable' });
    expect(await places.with('one', amount)).toBe(5);
    // What operations are told by.
    expect(await valueOf(registry, 'ocms_sandbox_turned_away_total')).toBe(1);
    expect(await valueOf(registry, 'ocms_sandbox_places')).toBe(1);
    leave();
    await staying;
    await places.with('two', nothing);
    await places.close();
    expect(await valueOf(registry, 'ocms_sandbox_turned_away_total')).toBe(1);
    expect(await valueOf(registry, 'ocms_sandbox_places')).toBe(0);
  });

  test('what is under way ends before its data is forgotten', async () => {
    const places = bounded({});
    let leave!: () => void;
    const waits = new Promise<void>((resolve) => (leave = resolve));
    const begun = places.with('one', async (place) => {
      await waits;
      return pay(place);
    });
    await places.with('one', nothing);
    const forgotten = places.forget('one');
    leave();
    expect(await begun).toMatchObject({ updatedCount: 1 });
    await forgotten;
    expect(await places.with('one', amount)).toBe(70);
    await places.close();
  });

  test('a key without requests is forgotten', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask', 'performance', 'Date'] });
    try {
      const places = bounded({ idleMs: 3_600_000 });
      await places.with('one', nothing);
      jest.advanceTimersByTime(3_599_999);
      expect(places.keys()).toEqual(['one']);
      jest.advanceTimersByTime(1);
      expect(places.keys()).toEqual([]);
      await places.close();
    } finally {
      jest.useRealTimers();
    }
  });

  test('a key with more data than it may have is told so, until it begins anew', async () => {
    const places = bounded({ mostBytes: 4_000_000 });
    const fill = ({ context }: Place): Promise<unknown> =>
      context.intranet.transaction((trx) =>
        trx.raw(
          `INSERT INTO ocms_court_case (notice_no, cre_date, cre_user_id)
           WITH RECURSIVE n (value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < 200000)
           SELECT 'X' || value, '2026-01-01', 'test' FROM n`,
        ),
      );
    await expect(places.with('one', fill)).rejects.toMatchObject({ kind: 'unavailable' });
    await places.forget('one');
    expect(await places.with('one', amount)).toBe(70);
    await places.close();
  });

  test('on an address that others reach, keys that everybody knows open nothing', () => {
    const keys = new Map([['its-own-key-of-cas', 'CAS']]);
    const { sandbox } = readConfig({});
    expect(sandboxKeysOf({ sandbox, demoKeys: true })).toBe(SANDBOX_KEYS);
    expect(sandboxKeysOf({ sandbox, demoKeys: false }).size).toBe(0);
    expect(sandboxKeysOf({ sandbox: { ...sandbox!, keys }, demoKeys: false })).toBe(keys);
  });
});
