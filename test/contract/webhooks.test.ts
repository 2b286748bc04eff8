import { DEMO_RULE_CODES } from '../../src/demo/rule-codes';
import { keepsText, LEAVES_ESCAPES, notHere } from '../support/capabilities';
import { fullRequests } from '../support/inbound-operations';
import { everythingStored, fresh } from '../support/offences';
import { refusingRows } from '../support/tables';
import { request, startTestService, type TestResponse, type TestService } from '../support/service';

const RC = '/v1/repccsWebhook';
const CES = '/v1/cesWebhook-create-notice';
const INVALID = 'Invalid input format or failed validation';
const UNEXPECTED = 'Something went wrong. Please try again later.';

type Body = Record<string, unknown>;

let service: TestService;
beforeAll(async () => {
  service = await startTestService();
});
afterAll(() => service.close());

/** A good delivery of a vehicle and a notice nobody had before; undefined leaves a field out. */
const rc = (fields: Body = {}): Body => ({
  ...fullRequests.repccsWebhook,
  transactionId: fresh('RC-'),
  noticeNo: fresh('W'),
  vehicleNo: fresh('SW'),
  ...fields,
});
const ces = (fields: Body = {}): Body => ({
  ...fullRequests['cesWebhook-create-notice'],
  transactionId: fresh('CES-'),
  noticeNo: fresh('W'),
  vehicleNo: fresh('SW'),
  ...fields,
});
const stored = () => everythingStored(service.context.intranet);
const columnsOf = async (noticeNo: unknown) => service.notice(noticeNo as string);

function expectAnswer(response: TestResponse, status: number, data: Body): void {
  expect({ status: response.status, body: response.body as unknown }).toEqual({ status, body: { data } });
}
/** The answer, and that nothing was written. */
async function expectRefused(path: string, body: unknown, status: number, data: Body): Promise<void> {
  const before = await stored();
  expectAnswer(await service.post(path, body), status, data);
  expect(await stored()).toEqual(before);
}
const faultAt = (path: string, message: string): Body => ({
  appCode: 'OCMS-4000',
  message: INVALID,
  errors: [{ path, message }],
});
const missing = (field: string): Body => faultAt(`/body/${field}`, `must have required property '${field}'`);

/** The last table a creation writes before its mark refuses: nothing of the creation may stay. */
const withBrokenDatabase = (work: () => Promise<void>): Promise<void> =>
  refusingRows(service.context.intranet, 'ocms_offence_notice_detail', work);

const MANDATORY = [
  'transactionId',
  'subsystemLabel',
  'vehicleNo',
  'computerRuleCode',
  'compositionAmount',
  'noticeDateAndTime',
  'offenceNoticeType',
  'vehicleCategory',
  'vehicleRegistrationType',
  'ppCode',
  'ppName',
  'creUserId',
  'creDate',
];

describe('repccsWebhook (A 3.2)', () => {
  it('A 3.2.2: HTTP 200 with OCMS-2000 and "OK"; the number only where OCMS made it', async () => {
    expectAnswer(await service.post(RC, rc()), 200, { appCode: 'OCMS-2000', message: 'OK' });
    const { status, body } = await service.post(RC, rc({ noticeNo: undefined }));
    expect([status, body]).toEqual([
      200,
      { data: { appCode: 'OCMS-2000', message: 'OK', noticeNo: expect.stringMatching(/^7000000\d\d[A-Y]$/) } },
    ]);
    expect(await columnsOf(body.data.noticeNo)).toMatchObject({ notice_source: 'REPCCS', subsystem_label: 'REPCCS' });
  });

  it.each(MANDATORY)('A 3.2.3: missing mandatory fields: %s', async (field) => {
    await expectRefused(RC, rc({ [field]: undefined }), 400, missing(field));
  });

  it('A 3.2.3: duplicate notice number', async () => {
    const sent = rc();
    await service.post(RC, sent);
    await expectRefused(RC, sent, 400, faultAt('/body/noticeNo', 'exists already'));
    await expectRefused(RC, rc({ noticeNo: sent.noticeNo }), 400, faultAt('/body/noticeNo', 'exists already'));
  });

  it.each<[string, Body, string]>([
    ['a label of nine characters', { subsystemLabel: 'REPCCS-EH' }, '/body/subsystemLabel'],
    ['an amount of half a cent', { compositionAmount: 70.005 }, '/body/compositionAmount'],
    ['a day that does not exist', { noticeDateAndTime: '2026-02-30T09:30:00' }, '/body/noticeDateAndTime'],
    ['a rule code as text', { computerRuleCode: '10300' }, '/body/computerRuleCode'],
    ['a vehicle in small letters', { vehicleNo: 'sba1234a' }, '/body/vehicleNo'],
  ])('A 3.2.3: invalid input format: %s', async (_name, fields, path) => {
    await expectRefused(RC, rc(fields), 400, {
      appCode: 'OCMS-4000',
      message: INVALID,
      errors: expect.arrayContaining([{ path, message: expect.any(String) as unknown }]) as unknown,
    });
  });

  it('A 3.2.3: internal server error', async () => {
    await withBrokenDatabase(() => expectRefused(RC, rc(), 500, { appCode: 'OCMS-5000', message: UNEXPECTED }));
  });

  it.each(['Y', 'N', '?', '', null, undefined])('the AN flag %p is disregarded', async (anFlag) => {
    for (const [offenceNoticeType, an_flag] of [
      ['O', 'Y'],
      ['E', 'N'],
    ]) {
      const sent = rc({ anFlag, offenceNoticeType });
      expectAnswer(await service.post(RC, sent), 200, { appCode: 'OCMS-2000', message: 'OK' });
      expect(await columnsOf(sent.noticeNo)).toMatchObject({ an_flag, suspension_type: null });
    }
  });

  it('null is the same as left out for noticeNo: OCMS makes one', async () => {
    const { status, body } = await service.post(RC, rc({ noticeNo: null }));
    expect([status, body.data.noticeNo]).toEqual([200, expect.stringMatching(/^\d{9}[A-Y]$/)]);
  });

  it('a retry without a number gets the first answer again (decisions §5)', async () => {
    const sent = rc({ noticeNo: undefined });
    const first = await service.post(RC, sent);
    const before = await stored();
    const again = await service.post(RC, sent);
    expect([again.status, again.text]).toEqual([200, first.text]);
    // Equal as JSON: the order of properties, spaces and line ends do not count.
    const otherwise = JSON.stringify(Object.fromEntries(Object.entries(sent).reverse()), null, 2).replace(
      '70,',
      '7.0e1,',
    );
    expect((await service.post(RC, otherwise)).text).toBe(first.text);
    expect(await stored()).toEqual(before);
    const changed = await service.post(RC, { ...sent, ppName: 'ANOTHER STREET' });
    expect(changed.body.data.noticeNo).not.toBe(first.body.data.noticeNo);
    const other = await service.post(RC, { ...sent, transactionId: fresh('RC-') });
    expect(other.body.data.noticeNo).not.toBe(first.body.data.noticeNo);
  });

  it('and so does a retry whose transactionId is long, and of any script', async () => {
    const sent = rc({ noticeNo: undefined, transactionId: `${fresh('')}${'运'.repeat(900)}` });
    const first = await service.post(RC, sent);
    expect([first.status, (await service.post(RC, sent)).text]).toEqual([200, first.text]);
  });

  it('takes decimals in a text, and in a field that no contract knows, as they are', async () => {
    const sent = rc({ ppName: 'LOT 1.2345 9e9' });
    const { status } = await service.post(RC, JSON.stringify(sent).replace(/}$/, ',"lat":1.290270e0}'));
    expect(status).toBe(200);
    expect((await columnsOf(sent.noticeNo)).pp_name).toBe('LOT 1.2345 9e9');
  });

  it.each([
    ['notice_no', 'noticeNo'],
    ['VehicleNo', 'vehicleNo'],
    ['pp-name', 'ppName'],
  ])('a property %s is a slip for %s: 400 (decisions §5)', async (slip, meant) => {
    await expectRefused(RC, { ...rc(), [slip]: 'X' }, 400, {
      appCode: 'OCMS-4000',
      message: INVALID,
      errors: [{ path: `/body/${slip}`, message: `is not part of the contract: ${meant} is` }],
    });
  });

  it('an offence is taken up to 24 hours ahead, and is 400 from then on (decisions §5)', async () => {
    const ahead = (ms: number): string => new Date(Date.now() + ms).toISOString();
    const hours = 3_600_000;
    expect((await service.post(RC, rc({ noticeDateAndTime: ahead(24 * hours - 60_000) }))).status).toBe(200);
    for (const path of [RC, CES]) {
      const sent = path === RC ? rc : ces;
      await expectRefused(path, sent({ noticeDateAndTime: ahead(24 * hours + 60_000) }), 400, {
        appCode: 'OCMS-4000',
        message: INVALID,
        errors: [{ path: '/body/noticeDateAndTime', message: 'must not be more than 24 hours ahead' }],
      });
    }
  });

  it('takes any rule code', async () => {
    expect((await service.post(RC, rc({ computerRuleCode: 99999 }))).status).toBe(200);
  });
});

describe('cesWebhook-create-notice (A 3.3)', () => {
  const CREATED = { appCode: 'OCMS-2000', message: 'Resource created successfully' };
  const LENGTH = { appCode: 'OCMS-4000', message: 'Subsystem label must be 3-8 characters' };
  const RANGE = { appCode: 'OCMS-4000', message: 'Subsystem label must be in range 030-999' };
  const DUPLICATE = { appCode: 'OCMS-2026', message: 'Notice no Already exists' };
  const RULE_CODE = { appCode: 'OCMS-2026', message: 'Invalid Offence Rule Code' };
  const taken = async (): Promise<unknown> => {
    const sent = rc();
    await service.post(RC, sent);
    return sent.noticeNo;
  };

  it('A 3.3.2: HTTP 200 with OCMS-2000 and "Resource created successfully"', async () => {
    const sent = ces({ subsystemLabel: '999EHT' });
    expectAnswer(await service.post(CES, sent), 200, CREATED);
    expect(await columnsOf(sent.noticeNo)).toMatchObject({
      notice_source: 'CES',
      subsystem_label: '999EHT',
      an_flag: 'Y',
      suspension_type: null,
    });
  });

  it('A 3.3.2: with an_flag Y it is suspended PS-ANS at once', async () => {
    const sent = ces({ anFlag: 'Y', offenceNoticeType: 'E' });
    expectAnswer(await service.post(CES, sent), 200, CREATED);
    expect(await columnsOf(sent.noticeNo)).toMatchObject({
      an_flag: 'Y',
      payment_acceptance_allowed: 'N',
      suspension_type: 'PS',
      epr_reason_of_suspension: 'ANS',
    });
  });

  it.each(['N', null, undefined])('A 3.3.2: with an_flag %p qualification decides', async (anFlag) => {
    for (const [offenceNoticeType, an_flag] of [
      ['O', 'Y'],
      ['E', 'N'],
    ]) {
      const sent = ces({ anFlag, offenceNoticeType });
      expectAnswer(await service.post(CES, sent), 200, CREATED);
      expect(await columnsOf(sent.noticeNo)).toMatchObject({ an_flag, suspension_type: null });
    }
  });

  it.each([...MANDATORY, 'noticeNo'])('A 3.3.3: missing mandatory fields: %s', async (field) => {
    await expectRefused(CES, ces({ [field]: undefined }), 400, missing(field));
  });

  it('A 3.3.3: missing mandatory fields: a noticeNo that is null', async () => {
    await expectRefused(CES, ces({ noticeNo: null }), 400, faultAt('/body/noticeNo', 'must be string'));
  });

  it.each(['', '03', '030456789', 'x'.repeat(1_000)])(
    'A 3.3.3: invalid subsystem label format: "%s"',
    async (subsystemLabel) => {
      await expectRefused(CES, ces({ subsystemLabel }), 400, LENGTH);
    },
  );

  it('what became of a refused delivery is logged with its transaction id', async () => {
    const refusals: [string, Record<string, unknown>][] = [
      ['label-length', { subsystemLabel: '03' }],
      ['label-range', { subsystemLabel: '1000' }],
      ['unknown-rule-code', { computerRuleCode: 99999 }],
    ];
    for (const [outcome, fields] of refusals) {
      const sent = ces({ transactionId: `T-${outcome}`, ...fields });
      await service.post(CES, sent);
      expect(service.log.map((text) => JSON.parse(text) as Body)).toContainEqual(
        expect.objectContaining({
          event: 'notice-not-created',
          outcome,
          transactionId: `T-${outcome}`,
          noticeNo: sent.noticeNo,
        }),
      );
    }
  });

  it.each(['029', '1000', '99X', 'EHT', '000', '<b>'])(
    'A 3.3.3: subsystem label not in range: "%s"',
    async (subsystemLabel) => {
      await expectRefused(CES, ces({ subsystemLabel }), 400, RANGE);
    },
  );

  it('A 3.3.3: duplicate notice number', async () => {
    const sent = ces();
    await service.post(CES, sent);
    await expectRefused(CES, sent, 226, DUPLICATE);
    await expectRefused(CES, ces({ noticeNo: await taken() }), 226, DUPLICATE);
  });

  it('A 3.3.3: invalid offense rule code', async () => {
    await expectRefused(CES, ces({ computerRuleCode: 10301 }), 226, RULE_CODE);
    await expectRefused(CES, ces({ computerRuleCode: 10301, anFlag: 'Y' }), 226, RULE_CODE);
  });

  it('A 3.3.3: internal server error', async () => {
    await withBrokenDatabase(() => expectRefused(CES, ces(), 500, { appCode: 'OCMS-5000', message: UNEXPECTED }));
  });

  describe('of two faults the earlier check is answered (decisions §5)', () => {
    it('schema before length of the label', async () => {
      await expectRefused(CES, ces({ subsystemLabel: '03', ppCode: undefined }), 400, missing('ppCode'));
    });
    it('length before range', async () => {
      await expectRefused(CES, ces({ subsystemLabel: '029029029' }), 400, LENGTH);
    });
    it('length before duplicate and rule code', async () => {
      await expectRefused(
        CES,
        ces({ subsystemLabel: '03', noticeNo: await taken(), computerRuleCode: 1 }),
        400,
        LENGTH,
      );
    });
    it('range before duplicate and rule code', async () => {
      await expectRefused(
        CES,
        ces({ subsystemLabel: '029', noticeNo: await taken(), computerRuleCode: 1 }),
        400,
        RANGE,
      );
    });
    it('duplicate before rule code', async () => {
      await expectRefused(CES, ces({ noticeNo: await taken(), computerRuleCode: 1 }), 226, DUPLICATE);
    });
  });

  it('answers 503 while there are no rule codes; the service stays ready and says so (decisions §5)', async () => {
    const readiness = () => request(`${service.adminUrl}/health/ready`);
    expect((await readiness()).body).not.toHaveProperty('warnings');
    await service.context.intranet.transaction((trx) => trx('ocms_offence_rule_code').delete());
    const noticeNo = await taken();
    const sent = ces();
    const before = await stored();
    const refused = await service.post(CES, sent);
    expectAnswer(refused, 503, { appCode: 'OCMS-5000', message: UNEXPECTED });
    expect(refused.headers.get('retry-after')).toMatch(/^\d+$/);
    expect(await stored()).toEqual(before);
    // What comes before the rule code is still answered.
    await expectRefused(CES, ces({ noticeNo }), 226, DUPLICATE);
    await expectRefused(CES, ces({ subsystemLabel: '029' }), 400, RANGE);
    const ready = await readiness();
    expect([ready.status, ready.body.status, ready.body.warnings]).toEqual([
      200,
      'ready',
      [expect.stringContaining('reference import rule-codes')],
    ]);

    await service.context.services.referenceData.import('rule-codes', Buffer.from(DEMO_RULE_CODES), 'test');
    expect((await readiness()).body).not.toHaveProperty('warnings');
    expectAnswer(await service.post(CES, sent), 200, CREATED);
  });
});

describe.each([
  ['repccsWebhook', RC, rc],
  ['cesWebhook-create-notice', CES, ces],
] as const)('%s: what is taken as it is', (id, path, make) => {
  it.each([
    ['2026-01-15T09:30:00', '2026-01-15T01:30:00.000Z'],
    ['2026-01-15T00:30:00', '2026-01-14T16:30:00.000Z'],
    ['2026-01-15T01:30:00Z', '2026-01-15T01:30:00.000Z'],
    ['2026-01-15T09:30:00+08:00', '2026-01-15T01:30:00.000Z'],
    ['2026-01-14T20:00:00.5-05:30', '2026-01-15T01:30:00.500Z'],
    ['2026-01-15T09:30:00.123456789', '2026-01-15T01:30:00.123Z'],
    ['2024-02-29T23:59:59.999', '2024-02-29T15:59:59.999Z'],
  ])('the date-time %s is the instant %s (decisions §2)', async (noticeDateAndTime, instant) => {
    const sent = make({ noticeDateAndTime });
    expect((await service.post(path, sent)).status).toBe(200);
    const { notice_date_and_time } = await columnsOf(sent.noticeNo);
    expect(service.context.intranet.dialect.readInstant(notice_date_and_time).toISOString()).toBe(instant);
  });

  it.each([
    "x'); DROP TABLE ocms_valid_offence_notice; --",
    '<script>alert(1)</script>',
    '=HYPERLINK("http://x")',
    '${jndi:ldap://x}',
    '  padded  ',
    '\\u0000 %s ?',
  ])('text in ppName is stored as it is: %s', async (ppName) => {
    if (!(await keepsText(service.context.intranet, ppName))) return notHere(LEAVES_ESCAPES);
    const sent = make({ ppName, ppCode: "'--;?" });
    expect((await service.post(path, sent)).status).toBe(200);
    expect(await columnsOf(sent.noticeNo)).toMatchObject({ pp_name: ppName, pp_code: "'--;?" });
  });

  it('the vehicle number is mandatory for type O, missing or null', async () => {
    await expectRefused(path, make({ vehicleNo: undefined }), 400, missing('vehicleNo'));
    await expectRefused(path, make({ vehicleNo: null }), 400, faultAt('/body/vehicleNo', 'must be string'));
    await expectRefused(
      path,
      make({ vehicleNo: null, offenceNoticeType: 'E' }),
      400,
      faultAt('/body/vehicleNo', 'must be string'),
    );
  });

  it('and for type U it may be left out, or null', async () => {
    for (const vehicleNo of [undefined, null]) {
      const sent = make({ vehicleNo, offenceNoticeType: 'U' });
      expect((await service.post(path, sent)).status).toBe(200);
      expect(await columnsOf(sent.noticeNo)).toMatchObject({
        vehicle_no: null,
        vehicle_registration_type: 'X',
        an_flag: 'N',
      });
    }
    const known = make({ vehicleNo: 'SU1', offenceNoticeType: 'U' });
    expect((await service.post(path, known)).status).toBe(200);
    expect(await columnsOf(known.noticeNo)).toMatchObject({ vehicle_no: 'SU1', vehicle_registration_type: 'X' });
  });

  it.each([
    ['CAFÉ ROAD', 200],
    ['ST ANDREW’S ROAD', 200],
    ['淡滨尼', 200],
    ['🅿'.repeat(100), 200],
    ['🅿'.repeat(101), 400],
    ['', 400],
    ['TWO\nROADS', 400],
    ['\u0085', 400],
  ])('ppName comes back as it was, in any script: %s (decisions §2)', async (ppName, status) => {
    const sent = make({ ppName });
    expect((await service.post(path, sent)).status).toBe(status);
    if (status === 200) expect(await columnsOf(sent.noticeNo)).toMatchObject({ pp_name: ppName });
  });

  it.each([
    ['中'.repeat(1_000), 200],
    ['🚗'.repeat(1_001), 400],
    ['', 400],
    ['two\tcolumns', 400],
  ])('transactionId is any text of up to 1,000 characters: %# (decisions §2)', async (transactionId, status) => {
    expect((await service.post(path, make({ transactionId }))).status).toBe(status);
  });

  it.each([
    ['👮 SÉBASTIEN 陈', 200],
    ['👮'.repeat(1_000), 200],
    ['👮'.repeat(1_001), 400],
    ['two\nlines', 400],
    ['\u0085', 400],
  ])('creUserId is dropped, whatever text it is: %# (decisions §2)', async (creUserId, status) => {
    expect((await service.post(path, make({ creUserId }))).status).toBe(status);
  });

  it("the payload's creUserId and creDate are dropped (decisions §5)", async () => {
    const sent = make({ creUserId: 'SOMEBODY', creDate: '2001-01-01T00:00:00Z' });
    await service.post(path, sent);
    const { cre_user_id, cre_date } = await columnsOf(sent.noticeNo);
    expect(cre_user_id).toBe('ocmsiz_app_conn');
    expect(Date.now() - service.context.intranet.dialect.readInstant(cre_date).getTime()).toBeLessThan(60_000);
  });

  it('fields outside the contract are ignored, counted, and logged by name, never by value (decisions §3)', async () => {
    const counter = async (): Promise<number> => {
      const text = (await request(`${service.adminUrl}/metrics`)).text;
      return Number(new RegExp(`ocms_request_unknown_fields_total\\{operation="${id}"\\} (\\d+)`).exec(text)?.[1] ?? 0);
    };
    const before = await counter();
    const sent = make({ colour: 'SECRETRED', 'S1234567D is its owner': 'SECRETBLUE', nested: { deep: 'SECRETGREEN' } });
    expect((await service.post(path, sent)).status).toBe(200);
    expect(await columnsOf(sent.noticeNo)).toMatchObject({ notice_no: sent.noticeNo });
    expect(await counter()).toBe(before + 3);
    const line = service.log
      .map((text) => JSON.parse(text) as Body)
      .findLast(({ event }) => event === 'unknown-fields-ignored');
    expect(line).toMatchObject({ level: 'warn', operation: id, fields: ['colour', '(other)', 'nested'], count: 3 });
    expect(service.log.join('')).not.toMatch(/SECRET|S1234567D/);

    await service.post(path, make());
    expect(await counter()).toBe(before + 3);

    // A partner's new field comes with every request: it is counted every time, and told once.
    const told = (): number =>
      service.log.filter((text) => text.includes('unknown-fields-ignored') && text.includes('"warn"')).length;
    const before2 = told();
    await service.post(path, make({ colour: 'SECRETRED' }));
    expect(await counter()).toBe(before + 4);
    expect(told()).toBe(before2);
  });

  it('a field outside the contract loses no notice, however deep it is nested', async () => {
    const sent = make();
    const body = JSON.stringify(sent).replace(/}$/, `,"x":${'['.repeat(100_000)}${']'.repeat(100_000)}}`);
    expect((await service.post(path, body)).status).toBe(200);
    expect(await columnsOf(sent.noticeNo)).toMatchObject({ notice_no: sent.noticeNo });
  });
});
