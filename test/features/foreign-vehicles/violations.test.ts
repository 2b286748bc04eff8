import type { JobServices } from '../../../src/app/parts';
import { readConfig } from '../../../src/config/config';
import { createViolationUpdates } from '../../../src/features/foreign-vehicles';
import { archiveNotices } from '../../../src/jobs/ocms/archive-notices';
import { vhubUpdateViolationApi } from '../../../src/jobs/vhub/vhub-update-violation-api';
import type { JobResult, JobRun } from '../../../src/scheduling/job';
import { testSandbox, type TestSandbox } from '../../e2e/sandbox/sandbox';
import { instantText, makeContext, noticeNumbers, type TestContext } from '../../support/contexts';
import { databaseKinds } from '../../support/databases';
import { insertForeignNotices } from '../../support/foreign';
import { jobRun } from '../../support/job-run';

interface Sent {
  ViolationNo: string;
  ViolationStatus: string;
  [field: string]: unknown;
}

const DAY = 86_400_000;
/** Long past its FOR days. */
const OLD = '2026-03-01T01:30:00Z';

describe.each(databaseKinds)('vHub is told by its API (F 2.3) on %s', (kind) => {
  let sandbox: TestSandbox;
  let context: TestContext;
  let services: JobServices;
  let close: () => Promise<void>;
  let now: Date;
  let last: Date | undefined;
  beforeEach(async () => {
    // 03:00 on 15 June in Singapore.
    now = new Date('2026-06-14T19:00:00.000Z');
    last = undefined;
    sandbox = await testSandbox();
    const { systems } = readConfig({
      OCMS_VHUB_URL: sandbox.url,
      OCMS_VHUB_BACKOFF_MS: '1',
      OCMS_REPCCS_URL: sandbox.url,
    });
    context = await makeContext(kind, { systems }, { clock: { now: () => now } });
    ({ services, close } = context.jobServices());
    await set('FOR', '14');
    await context.services.referenceData.import(
      'rule-codes',
      Buffer.from('computer_rule_code,description\n10300,Parking without a valid coupon\n'),
      'test',
    );
  });
  afterEach(async () => {
    await close();
    await context.close();
    await sandbox.close();
  });
  const set = (id: string, value: string) =>
    context.services.parameters.set({ id, code: 'NPA', value, actor: 'officer1' });
  const run = async (more: Partial<JobRun> = {}): Promise<JobResult> => {
    const began = now;
    const result = await vhubUpdateViolationApi.run(
      services,
      jobRun(context, { lastSucceededAt: () => Promise.resolve(last), ...more }),
    );
    last = began;
    return result;
  };
  const nextDay = () => (now = new Date(now.getTime() + DAY));
  const foreign = (noticeNo: string, fields: Record<string, unknown> = {}, dated = OLD) =>
    insertForeignNotices(context.intranet, [{ notice_no: noticeNo, dated, ...(fields as object) }]);
  const change = (noticeNo: string, fields: Record<string, unknown>) =>
    context.intranet.transaction((trx) =>
      trx('ocms_valid_offence_notice')
        .where('notice_no', noticeNo)
        .update({ upd_date: context.intranet.dialect.bindInstant(now), ...fields }),
    );
  const at = (instant: Date | string) => context.intranet.dialect.bindInstant(new Date(instant));
  const paid = (when: Date | string = now) => ({ amount_paid: '70.00', payment_date: at(when), payment_status: 'FP' });
  const suspended = (when: Date | string = now, reason = 'APP', type = 'TS') => ({
    suspension_type: type,
    epr_reason_of_suspension: reason,
    epr_date_of_suspension: at(when),
  });
  const calls = async (): Promise<{ BatchReference: string; Violations: Sent[] }[]> => {
    const { body } = await sandbox.admin('GET', '/received?operation=updateViolation');
    return (body as { body: string }[]).map((each) => JSON.parse(each.body) as never);
  };
  /** What reached vHub since the last time, as `number status`. */
  let seen = 0;
  beforeEach(() => (seen = 0));
  const sent = async (): Promise<string[]> => {
    const all = await calls();
    const fresh = all.slice(seen);
    seen = all.length;
    return fresh.flatMap(({ Violations }) => Violations.map((each) => `${each.ViolationNo} ${each.ViolationStatus}`));
  };
  const rows = () =>
    context.intranet.read((executor) =>
      executor('ocms_offence_avss').orderBy(['cre_date', 'offence_no']).select('*'),
    ) as Promise<Record<string, unknown>[]>;
  const story = async () =>
    (await rows()).map((row) => [
      row.offence_no,
      row.violation_status,
      row.vhub_api_status_code,
      row.vhub_api_error_code,
    ]);

  it('F 2.3.5, F 2.3.6: every field of a record, and its row in ocms_offence_avss', async () => {
    await foreign('1A', { composition_amount: '80.50', admin_fee: '10.20', vehicle_no: 'JTR1234' });
    expect(await run()).toEqual({
      counts: { settled: 0, cancelled: 0, outstanding: 1, taken: 1, failed: 0, skipped: 0 },
    });
    const [batch] = await calls();
    expect(batch!.BatchReference).toMatch(/^20260615-[0-9a-f]{24}$/);
    expect(batch!.Violations).toEqual([
      {
        ViolationNo: '1A',
        OffenceDateTime: '20260301093000',
        OffenceCode: 10300,
        Location: 'BISHAN STREET 23',
        OffenceDescription: 'Parking without a valid coupon',
        VehicleNo: 'JTR1234',
        VehicleType: 'C',
        VehicleMake: '',
        VehicleColor: '',
        CompositionAmount: 70.3,
        AdminFee: 10.2,
        TotalAmount: 80.5,
        ViolationStatus: 'O',
      },
    ]);
    const [row, ...more] = await rows();
    expect(more).toEqual([]);
    expect(row).toMatchObject({
      batch_reference: batch!.BatchReference,
      offence_no: '1A',
      offence_code: 10300,
      location: 'BISHAN STREET 23',
      vehicle_no: 'JTR1234',
      vehicle_type: 'C',
      violation_status: 'O',
      vhub_api_status_code: '0',
      vhub_api_error_code: null,
      cre_user_id: 'ocmsiz_app_conn',
    });
    const { intranet } = context;
    expect(['batch_date', 'offence_date', 'offence_time'].map((column) => instantText(intranet, row![column]))).toEqual(
      ['2026-06-14T16:00:00.000Z', '2026-02-28T16:00:00.000Z', '2026-03-01T01:30:00.000Z'],
    );
    expect(['composition_amount', 'admin_fee', 'total_amount'].map((column) => Number(row![column]))).toEqual([
      70.3, 10.2, 80.5,
    ]);
  });

  describe('F 2.3.2, settled', () => {
    it.each([
      ['paid at the first moment of yesterday', '2026-06-13T16:00:00.000Z', ['1A S']],
      ['paid just before it', '2026-06-13T15:59:59.999Z', []],
      ['paid now', '2026-06-14T19:00:00.000Z', ['1A S']],
    ])('a notice %s', async (_when, when, expected) => {
      await foreign('1A', paid(when));
      await run();
      expect(await sent()).toEqual(expected);
    });

    it('one paid since the last successful run, however long ago that is', async () => {
      last = new Date('2026-06-01T19:00:00.000Z');
      await foreign('1A', paid('2026-06-02T00:00:00Z'));
      await foreign('2A', paid('2026-05-30T00:00:00Z'));
      await run();
      expect(await sent()).toEqual(['1A S']);
    });

    it('not one of another registration type', async () => {
      await foreign('1A', { ...paid(), vehicle_registration_type: 'S' });
      expect((await run()).counts).toMatchObject({ taken: 0 });
      expect(await calls()).toEqual([]);
    });
  });

  describe('F 2.3.3, cancelled', () => {
    it.each<[string, () => Record<string, unknown>, string[]]>([
      ['suspended temporarily at the first moment of today', () => suspended('2026-06-14T16:00:00Z'), ['1A C']],
      ['suspended yesterday', () => suspended('2026-06-14T15:59:59.999Z'), []],
      ['suspended permanently for another reason', () => suspended(now, 'CAN', 'PS'), ['1A C']],
      ['suspended PS-FOR today, as every foreign one is', () => suspended(now, 'FOR', 'PS'), ['1A O']],
      ['to be archived tomorrow', () => ({ archive_date: '2026-06-16' }), ['1A C']],
      ['to be archived the day after', () => ({ archive_date: '2026-06-17' }), ['1A O']],
      ['that should have been archived', () => ({ archive_date: '2026-06-14' }), ['1A C']],
    ])('a notice %s', async (_which, fields, expected) => {
      await foreign('1A', fields());
      await run();
      expect(await sent()).toEqual(expected);
    });

    it('settled takes priority (note)', async () => {
      await foreign('1A', { ...paid(), ...suspended() });
      await run();
      expect(await sent()).toEqual(['1A S']);
    });

    it('one whose car park has no name goes with the code (decisions §8)', async () => {
      await foreign('1A', { ...suspended(), pp_code: 'Z9999' });
      await run();
      expect((await calls())[0]!.Violations[0]).toMatchObject({ Location: 'Z9999', ViolationStatus: 'C' });
    });
  });

  describe('F 2.3.4, outstanding', () => {
    it.each([
      ['of the last moment of the day FOR days ago', '2026-06-01T15:59:59.999Z', ['1A O']],
      ['of the first moment after it', '2026-06-01T16:00:00.000Z', []],
    ])('an offence %s', async (_when, dated, expected) => {
      await foreign('1A', {}, dated);
      await run();
      expect(await sent()).toEqual(expected);
    });

    it.each<[string, () => Record<string, unknown>]>([
      ['paid long ago', () => paid('2026-01-01T00:00:00Z')],
      ['not suspended', () => ({ suspension_type: null, epr_reason_of_suspension: null })],
      ['suspended otherwise long ago', () => suspended('2026-01-01T00:00:00Z')],
    ])('not a notice %s', async (_which, fields) => {
      await foreign('1A', fields());
      await run();
      expect(await sent()).toEqual([]);
    });

    it('goes once; again on a day after it was changed, with what it is then', async () => {
      await foreign('1A');
      await run();
      nextDay();
      await run();
      expect(await sent()).toEqual(['1A O']);
      await change('1A', { composition_amount: '80.00', admin_fee: '10.00' });
      nextDay();
      await run();
      expect(await sent()).toEqual(['1A O']);
      expect((await calls()).at(-1)!.Violations[0]).toMatchObject({ TotalAmount: 80, AdminFee: 10 });
    });

    it('what was sent today with the same content is not sent again today; changed content is', async () => {
      await foreign('1A');
      await run();
      await change('1A', {});
      await run();
      expect(await sent()).toEqual(['1A O']);
      await change('1A', { composition_amount: '99.00' });
      await run();
      expect(await sent()).toEqual(['1A O']);
    });
  });

  it('over a notice’s life each state reaches vHub: outstanding, suspended, outstanding again, paid', async () => {
    await foreign('1A');
    await run();
    await change('1A', suspended());
    await run();
    nextDay();
    await run();
    await change('1A', { suspension_type: 'PS', epr_reason_of_suspension: 'FOR' });
    await run();
    nextDay();
    await change('1A', paid());
    await run();
    nextDay();
    await run();
    // The documents' windows overlap: what is settled or cancelled goes on two days.
    expect(await sent()).toEqual(['1A O', '1A C', '1A C', '1A O', '1A S', '1A S']);
  });

  it('what was missed while no run succeeded is made up for (decisions §8)', async () => {
    for (const noticeNo of ['1A', '2A', '3A']) await foreign(noticeNo);
    await run();
    await sent();
    last = undefined;
    await change('1A', paid());
    await change('2A', suspended());
    now = new Date(now.getTime() + 9 * DAY);
    await run();
    expect(await sent()).toEqual(['1A S', '2A C']);
  });

  it.each([
    ['C', 'C'],
    ['M', 'M'],
    ['B', 'B'],
    ['H', 'B'],
    ['Y', 'M'],
    ['LB', 'B'],
    ['HL', 'B'],
  ])('F 2.3.2, vehicle type: category %s is %s', async (category, type) => {
    await foreign('1A', { vehicle_category: category });
    await run();
    expect((await calls())[0]!.Violations[0]!.VehicleType).toBe(type);
  });

  describe('records that cannot be told are skipped and reported', () => {
    it.each<[string, Record<string, unknown>, RegExp]>([
      ['of another category', { vehicle_category: 'X' }, /1A: not sent, vHub has no vehicle type for category X/],
      ['whose car park has no name', { pp_code: 'Z9999' }, /1A: not sent, its car park Z9999 has no name/],
      ['without a vehicle', { vehicle_no: null }, /1A: not sent, it lacks/],
      ['without a rule code', { computer_rule_code: null }, /1A: not sent, it lacks/],
    ])('one %s', async (_which, fields, said) => {
      await foreign('1A', fields);
      await foreign('2A');
      const { counts, alert } = await run();
      expect(counts).toMatchObject({ skipped: 1, taken: 1 });
      expect(alert!.problem).toMatch(said);
      expect(await sent()).toEqual(['2A O']);
    });

    it('F 2.3.8: without REPCCS’s list, after four attempts, those with a name of their own go', async () => {
      await sandbox.admin('POST', '/faults', { operation: 'carParks', fault: 'status', status: 503 });
      await foreign('1A', { pp_name: 'OF ITS OWN' });
      await foreign('2A', { pp_name: null });
      const { counts, alert } = await run();
      expect(counts).toMatchObject({ taken: 1, skipped: 1 });
      expect(alert!.problem).toMatch(/car park list could not be had[^]*2A: not sent, its car park/);
      expect((await calls())[0]!.Violations[0]).toMatchObject({ Location: 'OF ITS OWN' });
      const { body } = await sandbox.admin('GET', '/received?operation=carParks');
      expect(body).toHaveLength(4);
    });

    it('REPCCS is asked once a run, and not at all where there is nothing to send', async () => {
      await run();
      const asked = async () => ((await sandbox.admin('GET', '/received?operation=carParks')).body as unknown[]).length;
      expect(await asked()).toBe(0);
      for (const noticeNo of noticeNumbers(3)) await foreign(noticeNo);
      await run();
      expect(await asked()).toBe(1);
    });
  });

  describe('F 2.3.5, batches and their answers', () => {
    it('at most 50 in a batch, all references different, every notice once', async () => {
      const numbers = noticeNumbers(120);
      await insertForeignNotices(
        context.intranet,
        numbers.map((notice_no) => ({ notice_no, dated: OLD })),
      );
      expect((await run()).counts).toMatchObject({ outstanding: 120, taken: 120 });
      const batches = await calls();
      expect(batches.map(({ Violations }) => Violations.length).sort()).toEqual([20, 50, 50]);
      expect(new Set(batches.map(({ BatchReference }) => BatchReference)).size).toBe(3);
      expect((await sent()).sort()).toEqual(numbers.map((number) => `${number} O`));
    });

    it.each([
      ['E_REC_001', 'Exceed Field Limit'],
      ['E_REC_002', 'Invalid Format'],
      ['E_REC_003', 'Missing Required Field'],
    ])('a record refused with %s is on record as vHub gave it, reported, and goes again', async (code, words) => {
      await sandbox.admin('PUT', '/repccs/car-parks', [{ ppCode: 'A0001', ppName: `LOT ${code}` }]);
      await foreign('1A');
      const { counts, alert } = await run();
      expect(counts).toMatchObject({ taken: 0, failed: 1 });
      expect(alert!.problem).toContain(`1A: ${code} ${words}`);
      await sandbox.admin('PUT', '/repccs/car-parks', [{ ppCode: 'A0001', ppName: 'GOOD' }]);
      nextDay();
      expect(await run()).toEqual({ counts: expect.objectContaining({ taken: 1 }) as object });
      expect(await story()).toEqual([
        ['1A', 'O', '1', code],
        ['1A', 'O', '0', null],
      ]);
    });

    it('a batch that fails is tried twice more under its reference; then its records failed, and the next batch goes on', async () => {
      const [first, ...numbers] = noticeNumbers(60);
      await insertForeignNotices(context.intranet, [
        { notice_no: first!, dated: OLD, pp_code: 'A0002' },
        ...numbers.map((notice_no) => ({ notice_no, dated: OLD })),
      ]);
      const carParks = (ppName: string) =>
        sandbox.admin('PUT', '/repccs/car-parks', [
          { ppCode: 'A0001', ppName: 'BISHAN STREET 23' },
          { ppCode: 'A0002', ppName },
        ]);
      // Whatever holds it is answered 503.
      await carParks('FAULT503');
      const { counts, alert } = await run();
      expect(counts).toMatchObject({ outstanding: 60, taken: 10, failed: 50 });
      expect(alert!.problem).toMatch(/E_API VHUB updateViolation: unknown: status 503/);
      const references = (await calls()).map(({ BatchReference }) => BatchReference);
      expect(references).toHaveLength(4);
      expect(new Set(references).size).toBe(2);
      const failed = (await story()).filter(([, , code]) => code === '1');
      expect(failed.map(([, , , error]) => error)).toEqual(Array(50).fill('E_API'));

      await carParks('MENDED');
      nextDay();
      expect((await run()).counts).toMatchObject({ outstanding: 50, taken: 50 });
    });

    it('a record vHub says nothing of failed, and an answer for one that was not sent is reported', async () => {
      await foreign('1A');
      await foreign('2A');
      const updates = createViolationUpdates({
        intranet: context.intranet,
        parameters: context.services.parameters,
        calendar: context.calendar,
        carParks: { carParks: async () => new Map([['A0001', 'X']]) },
        vhub: {
          updateViolation: async () => [
            { noticeNo: '1A', taken: true },
            { noticeNo: '9Z', taken: true },
          ],
        },
      });
      const { counts, alert } = await updates.send(jobRun(context));
      expect(counts).toMatchObject({ taken: 1, failed: 1 });
      expect(alert!.problem).toMatch(/2A: E_API vHub said nothing of this record/);
      expect(alert!.problem).toMatch(/9Z: answered in batch \S+, but not sent in it/);
    });

    it('F 2.3.8: nothing without the parameter FOR', async () => {
      await context.intranet.transaction((trx) => trx('ocms_parameter').where('param_id', 'FOR').delete());
      await foreign('1A');
      await expect(run()).rejects.toMatchObject({ alert: { problem: 'The parameter FOR NPA is missing.' } });
      expect(await calls()).toEqual([]);
    });
  });

  describe('archival and what vHub was told (F 2.2, decisions §8)', () => {
    const fail = (when: 'before' | 'after') =>
      sandbox.admin('POST', '/faults', { operation: 'updateViolation', fault: 'reset', when, times: 3 });
    const archive = async () => (await archiveNotices.run(services, jobRun(context))).counts;
    const atVhub = async () => {
      const { body } = await sandbox.admin('GET', '/vhub/violations');
      return (body as Sent[]).map((each) => `${each.ViolationNo} ${each.ViolationStatus}`);
    };

    it('a notice of a batch whose answer was lost is not archived until vHub has taken the cancellation', async () => {
      await foreign('1A');
      await fail('after');
      expect((await run()).counts).toMatchObject({ outstanding: 1, failed: 1 });
      await change('1A', { archive_date: '2026-06-16' });
      await fail('before');
      expect((await run()).counts).toMatchObject({ cancelled: 1, failed: 1 });
      expect(await story()).toEqual([
        ['1A', 'O', '1', 'E_API'],
        ['1A', 'C', '1', 'E_API'],
      ]);
      nextDay();
      expect(await atVhub()).toEqual(['1A O']);
      expect(await archive()).toMatchObject({ archived: 0, waitingForVhub: 1 });
      await run();
      expect(await atVhub()).toEqual(['1A C']);
      expect(await archive()).toMatchObject({ archived: 1, waitingForVhub: 0 });
    });

    it.each(['batches-claimed', 'batches-answered'])(
      'a notice of a batch that a crash left on its way, cut at %s, is not archived until its fate is known',
      async (label) => {
        await foreign('1A');
        await expect(
          run({ boundary: (each) => (each === label ? Promise.reject(new Error('cut')) : Promise.resolve()) }),
        ).rejects.toThrow('cut');
        await change('1A', { archive_date: '2026-06-15' });
        expect(await archive()).toMatchObject({ archived: 0, waitingForVhub: 1 });
        await run();
        expect(await atVhub()).toEqual(['1A C']);
        expect(await archive()).toMatchObject({ archived: 1, waitingForVhub: 0 });
      },
    );

    it('a new notice of an archived number, years later, inherits nothing of what vHub took of the old one', async () => {
      await foreign('1A', { archive_date: '2026-06-16' });
      await foreign('2A', { archive_date: '2026-06-16' });
      await run();
      nextDay();
      await change('2A', { archive_date: null });
      expect(await archive()).toMatchObject({ archived: 1 });
      const told = () => context.intranet.read((executor) => executor('ocms_vhub_notice').pluck('notice_no'));
      expect(await told()).toEqual(['2A']);
      await sent();
      // Its own cancellation was missed: it is owed, as vHub took none of this notice.
      await foreign('1A', { archive_date: '2026-06-16' });
      await run();
      expect(await sent()).toContain('1A C');
    });

    it('also after an earlier cancellation: the one that failed goes again until vHub has taken it', async () => {
      await foreign('1A', suspended());
      await run();
      now = new Date(now.getTime() + 60_000);
      await change('1A', { suspension_type: 'PS', epr_reason_of_suspension: 'FOR' });
      await fail('after');
      await run();
      await change('1A', { archive_date: '2026-06-16' });
      await fail('before');
      nextDay();
      await run();
      expect(await atVhub()).toEqual(['1A O']);
      expect(await archive()).toMatchObject({ archived: 0, waitingForVhub: 1 });
      nextDay();
      await run();
      expect(await atVhub()).toEqual(['1A C']);
      expect(await archive()).toMatchObject({ archived: 1 });
    });
  });

  it.each(['batches-planned', 'batches-claimed', 'batches-answered', 'batches-settled'])(
    'cut at %s, the next run makes good, and vHub has each record once by its reference',
    async (label) => {
      const numbers = noticeNumbers(120);
      await insertForeignNotices(
        context.intranet,
        numbers.map((notice_no) => ({ notice_no, dated: OLD })),
      );
      await expect(
        run({ boundary: (each) => (each === label ? Promise.reject(new Error('cut')) : Promise.resolve()) }),
      ).rejects.toThrow('cut');
      last = undefined;
      await run();
      // By its reference vHub takes a batch once, so a notice is in one batch only.
      const batches = new Map((await calls()).map(({ BatchReference, Violations }) => [BatchReference, Violations]));
      const taken = [...batches.values()].flat().map(({ ViolationNo }) => ViolationNo);
      expect(taken.sort()).toEqual(numbers);
      expect((await story()).map(([number]) => number).sort()).toEqual(numbers);
      const states = await context.intranet.read((executor) => executor('ocms_effect_batch').distinct().pluck('state'));
      expect(states).toEqual(['SENT']);
    },
  );
});
