import type { Clock } from '../../../src/platform/clock';
import { jobRun } from '../../support/job-run';
import { request, startTestService, type TestResponse, type TestService } from '../../support/service';
import { OFFICER, type StaffIssuer, startStaffIssuer, SUPERVISOR } from '../../support/staff';

/*
 * A notice that a member of staff enters (A 1 to 3, decisions §2, §5, §6): the same routine as the webhooks'.
 */

let now = new Date('2026-01-15T04:05:06.789Z');
const clock: Clock = { now: () => now };

let issuer: StaffIssuer;
let service: TestService;
let officer: string;
let supervisor: string;
beforeAll(async () => {
  issuer = await startStaffIssuer();
  service = await startTestService({ config: { staff: issuer.settings }, overrides: { clock } });
  officer = await issuer.token(OFFICER);
  supervisor = await issuer.token(SUPERVISOR);
});
afterAll(async () => {
  await service.close();
  await issuer.close();
});

let made = 0;
const fresh = (prefix: string): string => `${prefix}${(made += 1)}`;

/** What a portal sends; it qualifies as an advisory notice unless `fields` say otherwise. Undefined leaves a field out. */
const entered = (fields: Record<string, unknown> = {}): Record<string, unknown> => ({
  transactionId: fresh('T-'),
  noticeSource: 'OCMS',
  subsystemLabel: 'OCMS',
  vehicleNo: fresh('SBC'),
  computerRuleCode: 10300,
  compositionAmount: 70.5,
  noticeDateAndTime: '2026-01-15T09:30:00',
  offenceNoticeType: 'O',
  vehicleCategory: 'C',
  vehicleRegistrationType: 'S',
  ppCode: 'A0007',
  ppName: 'ALIWAL STREET',
  ...fields,
});

const create = (body: Record<string, unknown>, token = officer): Promise<TestResponse> =>
  request(`${service.url}/v1/staff/notices`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
/** @returns its number and fate. */
async function created(body: Record<string, unknown>, token = officer): Promise<{ noticeNo: string; fate: string }> {
  const answered = await create(body, token);
  expect([answered.status, answered.body]).toEqual([201, expect.anything()]);
  return answered.body as { noticeNo: string; fate: string };
}
const get = async (path: string, token = officer): Promise<TestResponse> =>
  request(`${service.url}/v1/staff${path}`, { headers: { Authorization: `Bearer ${token}` } });
const auditOf = async (noticeNo: string): Promise<Record<string, unknown>[]> =>
  ((await get(`/audit?subject=${noticeNo}`, supervisor)).body.entries as Record<string, unknown>[]).map(
    ({ officerId, action, before, after }) => ({ officerId, action, before, after }),
  );
const suspensions = async (noticeNo: string): Promise<string[]> =>
  ((await get(`/notices/${noticeNo}`)).body.suspensions as Record<string, string>[]).map(
    (each) => `${each.suspensionType}-${each.reasonOfSuspension} by ${each.officerAuthorisingSuspension}`,
  );

describe.each(['OCMS', 'PLUS'])("from %s's portal (A 3.1: qualification for every notice of both)", (noticeSource) => {
  test('it is stored as from REPCCS, numbered by OCMS, its source and its officer with it (decisions §2, §5)', async () => {
    const sent = entered({ noticeSource, subsystemLabel: noticeSource });
    const answered = await create(sent);
    const { noticeNo, fate } = answered.body as { noticeNo: string; fate: string };
    expect([answered.status, fate]).toEqual([201, 'ADVISORY']);
    expect(noticeNo).toMatch(/^7[0-9]{8}[A-Y]$/);
    expect(answered.headers.get('location')).toBe(`/v1/staff/notices/${noticeNo}`);

    const { body } = await get(`/notices/${noticeNo}`);
    expect(body.notice).toMatchObject({
      noticeSource,
      subsystemLabel: noticeSource,
      vehicleNo: sent.vehicleNo,
      compositionAmount: 70.5,
      amountPayable: 70.5,
      amountPaid: 0,
      noticeDateAndTime: '2026-01-15T01:30:00.000Z',
      anFlag: 'Y',
      paymentAcceptanceAllowed: 'N',
      createdAt: now.toISOString(),
      createdBy: 'officer1',
      // To become an advisory notice is OCMS's own doing (A 2.2.1).
      changedBy: 'ocmsiz_app_conn',
    });
    expect(body.advisory).toMatchObject({ state: 'QUALIFIED', step: 'FIND_OWNER' });
    const detail = await service.context.intranet.read(
      async (executor) =>
        (await executor('ocms_offence_notice_detail').where('notice_no', noticeNo)) as Record<string, unknown>[],
    );
    expect(detail).toMatchObject([{ cre_user_id: 'officer1' }]);
    expect(await auditOf(noticeNo)).toEqual([
      { officerId: 'officer1', action: 'notice-created', before: null, after: { noticeSource, fate: 'advisory' } },
    ]);
  });

  test("its number may be the portal's own, and is taken once (409)", async () => {
    const sent = entered({ noticeSource, noticeNo: fresh('STAFF') });
    expect(await created(sent)).toEqual({ noticeNo: sent.noticeNo, fate: 'ADVISORY' });
    for (const again of [sent, entered({ noticeSource, noticeNo: sent.noticeNo })]) {
      const answered = await create(again);
      expect([answered.status, answered.body]).toEqual([409, { data: { appCode: 'OCMS-4009', message: 'Conflict' } }]);
    }
    expect(await auditOf(sent.noticeNo as string)).toHaveLength(1);
  });
});

describe('what becomes of it', () => {
  test.each([
    ['A 2.2: offence type not O', { offenceNoticeType: 'E' }],
    ['A 2.2: exempt, rule 20412 with $80', { computerRuleCode: 20412, compositionAmount: 80 }],
    ['A 3.1: not qualified, whatever flag is sent', { offenceNoticeType: 'E', anFlag: 'Y' }],
  ])('%s: an ordinary notice, not suspended', async (_rule, fields) => {
    const { noticeNo, fate } = await created(entered(fields));
    expect(fate).toBe('ORDINARY');
    expect((await get(`/notices/${noticeNo}`)).body).toMatchObject({
      notice: { anFlag: 'N', paymentAcceptanceAllowed: 'Y', changedBy: null },
      suspensions: [],
      advisory: null,
    });
  });

  test('A 2.2: a past notice of the vehicle makes it none', async () => {
    const vehicleNo = fresh('SBC');
    expect((await created(entered({ vehicleNo, anFlag: 'N' }))).fate).toBe('ADVISORY');
    expect((await created(entered({ vehicleNo, ppCode: 'B1' }))).fate).toBe('ORDINARY');
  });

  test('decisions §5: a foreign vehicle is suspended PS-FOR, by OCMS', async () => {
    const { noticeNo, fate } = await created(entered({ vehicleRegistrationType: 'F' }));
    expect(fate).toBe('FOREIGN');
    expect(await suspensions(noticeNo)).toEqual(['PS-FOR by ocmsizmgr_conn']);
  });

  test('decisions §5: an offence that REPCCS delivered before is double-booked, and suspended PS-DBB', async () => {
    const { noticeSource: _source, ...offence } = entered();
    const delivered = { ...offence, noticeNo: fresh('REP'), creUserId: 'REPCCS', creDate: '2026-01-15T09:31:12+08:00' };
    expect((await service.post('/v1/repccsWebhook', delivered)).status).toBe(200);
    const { noticeNo, fate } = await created({ ...offence, noticeSource: 'PLUS' });
    expect(fate).toBe('DOUBLE_BOOKED');
    expect(await suspensions(noticeNo)).toEqual(['PS-DBB by ocmsizmgr_conn']);
  });

  test.each([
    ['MINDEF by its number', { vehicleNo: 'MID9' }, 'I'],
    ['unlicensed parking, the vehicle not known', { offenceNoticeType: 'U', vehicleNo: undefined }, 'X'],
    ['unlicensed parking, the vehicle null', { offenceNoticeType: 'U', vehicleNo: null }, 'X'],
  ])('A 3.2 Detect Vehicle Type: %s', async (_what, fields, type) => {
    const { noticeNo } = await created(entered(fields));
    expect((await get(`/notices/${noticeNo}`)).body.notice.vehicleRegistrationType).toBe(type);
  });

  test("decisions §2: the internet zone has it by its own user, and nothing of the officer's", async () => {
    const { noticeNo } = await created(entered());
    const { intranet, internet, services, logger } = service.context;
    await services.internetMirror.synchronise(jobRun({ intranet, logger }));
    const row = await internet.read(
      async (executor) =>
        (await executor('eocms_valid_offence_notice').where('notice_no', noticeNo).first()) as Record<string, unknown>,
    );
    expect(row).toMatchObject({ an_flag: 'Y', cre_user_id: 'ocmsez_app_conn' });
    expect(JSON.stringify(row)).not.toContain('officer1');
    expect((await get(`/notices/${noticeNo}`)).body.mirror.state).toBe('CURRENT');
  });

  test('decisions §5: of five that are entered at once for one vehicle exactly one is an advisory notice', async () => {
    const vehicleNo = fresh('SBC');
    const fates = await Promise.all(
      ['A1', 'A2', 'A3', 'A4', 'A5'].map(async (ppCode) => (await created(entered({ vehicleNo, ppCode }))).fate),
    );
    expect(fates.sort()).toEqual(['ADVISORY', 'ORDINARY', 'ORDINARY', 'ORDINARY', 'ORDINARY']);
  });
});

describe('decisions §5: what is entered again after a time-out', () => {
  afterEach(() => {
    now = new Date('2026-01-15T04:05:06.789Z');
  });

  test.each([
    ['advisory', {}],
    ['foreign', { vehicleRegistrationType: 'F' }],
    ['ordinary', { offenceNoticeType: 'E' }],
  ])(
    'gets the first answer again within 24 hours, number and fate (%s), and is put on record once',
    async (_fate, fields) => {
      const sent = entered(fields);
      const first = await created(sent);
      expect(await Promise.all([created(sent), created(sent)])).toEqual([first, first]);
      // The order of properties does not count.
      expect(await created(Object.fromEntries(Object.entries(sent).reverse()))).toEqual(first);
      expect(await auditOf(first.noticeNo)).toHaveLength(1);
    },
  );

  test('sent five times at once, too', async () => {
    const sent = entered();
    const numbers = (await Promise.all(Array.from({ length: 5 }, () => created(sent)))).map(({ noticeNo }) => noticeNo);
    expect(new Set(numbers).size).toBe(1);
  });

  test('is another notice with another transactionId, from the other portal, or a day later', async () => {
    const sent = entered();
    const numbers = [(await created(sent)).noticeNo];
    numbers.push((await created({ ...sent, transactionId: fresh('T-') })).noticeNo);
    numbers.push((await created({ ...sent, noticeSource: 'PLUS' })).noticeNo);
    now = new Date(now.getTime() + 24 * 3_600_000);
    numbers.push((await created(sent)).noticeNo);
    expect(new Set(numbers).size).toBe(4);
  });
});

describe('A 3.2 Validate Mandatory Fields (decisions §5): 400 names the field, and nothing is stored', () => {
  const refused = async (body: Record<string, unknown>): Promise<string[]> => {
    const answered = await create(body);
    expect([answered.status, answered.body.data.appCode]).toEqual([400, 'OCMS-4000']);
    return (answered.body.data.errors as { path: string }[]).map(({ path }) => path);
  };

  test.each([
    ...['transactionId', 'noticeSource', 'subsystemLabel', 'vehicleNo', 'computerRuleCode', 'compositionAmount'],
    ...['noticeDateAndTime', 'offenceNoticeType', 'vehicleCategory', 'vehicleRegistrationType', 'ppCode', 'ppName'],
  ])('without %s', async (field) => {
    expect(await refused(entered({ [field]: undefined }))).toContain(`/body/${field}`);
  });

  test.each([
    ['noticeSource', 'REPCCS'],
    ['noticeSource', 'CES'],
    ['subsystemLabel', 'MORETHAN8'],
    ['vehicleNo', null],
    ['vehicleNo', 'sba1234a'],
    ['noticeNo', '500400999zz'],
    ['compositionAmount', 70.005],
    ['compositionAmount', -1],
    ['computerRuleCode', 0],
    ['noticeDateAndTime', '2026-02-30T09:30:00'],
    ['noticeDateAndTime', '2026-01-16T12:05:07'],
    ['creUserId', 'officer9'],
  ])('with %s %j', async (field, value) => {
    expect(await refused(entered({ [field]: value }))).toContain(`/body/${field}`);
  });

  test('dated up to 24 hours ahead is taken', async () => {
    expect((await created(entered({ noticeDateAndTime: '2026-01-16T12:05:06' }))).fate).toBe('ADVISORY');
  });
});

test('a creation that cannot be put on record does not happen', async () => {
  const { auditTrail } = service.context.services;
  const record = jest.spyOn(auditTrail, 'record').mockRejectedValue(new Error('no record'));
  const sent = entered({ noticeNo: fresh('STAFF') });
  try {
    expect((await create(sent)).status).toBe(500);
  } finally {
    record.mockRestore();
  }
  expect((await get(`/notices/${String(sent.noticeNo)}`)).status).toBe(404);
});
