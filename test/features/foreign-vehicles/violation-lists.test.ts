import { vhubUpdateViolationApi } from '../../../src/jobs/vhub/vhub-update-violation-api';
import { noticeNumbers, statementsOf } from '../../support/contexts';
import { databaseKinds } from '../../support/databases';
import {
  DAY,
  type ForeignPlace,
  insertForeignNotices,
  makeForeignPlace,
  makeForeignWorker,
  OLD,
  pagesTimeOut,
} from '../../support/foreign';

describe.each(databaseKinds)('the lists vHub is told of (F 2.3.2 to 2.3.4) on %s', (kind) => {
  let place: ForeignPlace;
  beforeEach(async () => {
    place = await makeForeignPlace(kind);
  });
  afterEach(() => place.close());

  describe('F 2.3.2, settled', () => {
    it.each([
      ['paid at the first moment of yesterday', '2026-06-13T16:00:00.000Z', ['1A S']],
      ['paid just before it', '2026-06-13T15:59:59.999Z', []],
      ['paid now', '2026-06-14T19:00:00.000Z', ['1A S']],
    ])('a notice %s', async (_when, when, expected) => {
      await place.foreign('1A', place.paid(when));
      await place.run();
      expect(await place.sent()).toEqual(expected);
    });

    it('one paid since the last successful run, however long ago that is', async () => {
      place.last = new Date('2026-06-01T19:00:00.000Z');
      await place.foreign('1A', place.paid('2026-06-02T00:00:00Z'));
      await place.foreign('2A', place.paid('2026-05-30T00:00:00Z'));
      await place.run();
      expect(await place.sent()).toEqual(['1A S']);
    });

    it('not one of another registration type', async () => {
      await place.foreign('1A', { ...place.paid(), vehicle_registration_type: 'S' });
      expect((await place.run()).counts).toMatchObject({ taken: 0 });
      expect(await place.calls()).toEqual([]);
    });
  });

  describe('F 2.3.3, cancelled', () => {
    it.each<[string, () => Record<string, unknown>, string[]]>([
      ['suspended temporarily at the first moment of today', () => place.suspended('2026-06-14T16:00:00Z'), ['1A C']],
      ['suspended yesterday', () => place.suspended('2026-06-14T15:59:59.999Z'), []],
      ['suspended permanently for another reason', () => place.suspended(place.now, 'CAN', 'PS'), ['1A C']],
      ['suspended PS-FOR today, as every foreign one is', () => place.suspended(place.now, 'FOR', 'PS'), ['1A O']],
      ['to be archived tomorrow', () => ({ archive_date: '2026-06-16' }), ['1A C']],
      ['to be archived the day after', () => ({ archive_date: '2026-06-17' }), ['1A O']],
      ['that should have been archived', () => ({ archive_date: '2026-06-14' }), ['1A C']],
    ])('a notice %s', async (_which, fields, expected) => {
      await place.foreign('1A', fields());
      await place.run();
      expect(await place.sent()).toEqual(expected);
    });

    it('settled takes priority (note)', async () => {
      await place.foreign('1A', { ...place.paid(), ...place.suspended() });
      await place.run();
      expect(await place.sent()).toEqual(['1A S']);
    });

    it('one that vHub has as settled stays so', async () => {
      await place.foreign('1A', place.paid());
      // The second looks back to the first.
      for (let run = 0; run < 2; run += 1) {
        await place.run();
        place.now = new Date(place.now.getTime() + 2 * DAY);
      }
      expect(await place.sent()).toEqual(['1A S', '1A S']);
      await place.change('1A', place.suspended(place.now, 'FP', 'PS'));
      await place.run();
      expect(await place.sent()).toEqual([]);
    });

    it('one whose car park has no name goes with the code (decisions §8)', async () => {
      await place.foreign('1A', { ...place.suspended(), pp_code: 'Z9999' });
      await place.run();
      expect((await place.calls())[0]!.Violations[0]).toMatchObject({ Location: 'Z9999', ViolationStatus: 'C' });
    });
  });

  describe('F 2.3.4, outstanding', () => {
    it.each([
      ['of the last moment of the day FOR days ago', '2026-06-01T15:59:59.999Z', ['1A O']],
      ['of the first moment after it', '2026-06-01T16:00:00.000Z', []],
    ])('an offence %s', async (_when, dated, expected) => {
      await place.foreign('1A', {}, dated);
      await place.run();
      expect(await place.sent()).toEqual(expected);
    });

    it.each<[string, () => Record<string, unknown>]>([
      ['paid long ago', () => place.paid('2026-01-01T00:00:00Z')],
      ['not suspended', () => ({ suspension_type: null, epr_reason_of_suspension: null })],
      ['suspended otherwise long ago', () => place.suspended('2026-01-01T00:00:00Z')],
    ])('not a notice %s', async (_which, fields) => {
      await place.foreign('1A', fields());
      await place.run();
      expect(await place.sent()).toEqual([]);
    });

    it('goes once; again on a day after it was changed, with what it is then', async () => {
      await place.foreign('1A');
      await place.run();
      place.later();
      await place.run();
      expect(await place.sent()).toEqual(['1A O']);
      await place.change('1A', { composition_amount: '80.00', admin_fee: '10.00' });
      place.later();
      await place.run();
      expect(await place.sent()).toEqual(['1A O']);
      expect((await place.calls()).at(-1)!.Violations[0]).toMatchObject({ TotalAmount: 80, AdminFee: 10 });
    });

    it('what was sent today with the same content is not sent again today; changed content is', async () => {
      await place.foreign('1A');
      await place.run();
      await place.change('1A', {});
      await place.run();
      expect(await place.sent()).toEqual(['1A O']);
      await place.change('1A', { composition_amount: '99.00' });
      await place.run();
      expect(await place.sent()).toEqual(['1A O']);
    });
  });

  describe('days across 29 February', () => {
    const inSingapore = (dateTime: string, ms = 0): Date => new Date(Date.parse(`${dateTime}+08:00`) + ms);

    it.each([
      ['2028-03-14', '14', '2028-02-29'],
      ['2028-03-14', '15', '2028-02-28'],
      ['2028-03-01', '1', '2028-02-29'],
      ['2028-02-29', '14', '2028-02-15'],
      ['2027-03-14', '14', '2027-02-28'],
    ])('F 2.3.4: on %s, with FOR at %s days, offences to the end of %s are outstanding', async (today, days, last) => {
      place.now = inSingapore(`${today}T03:00:00`);
      await place.set('FOR', days);
      await place.foreign('1A', {}, inSingapore(`${last}T23:59:59.999`).toISOString());
      await place.foreign('2A', {}, inSingapore(`${last}T23:59:59.999`, 1).toISOString());
      await place.run();
      expect(await place.sent()).toEqual(['1A O']);
    });

    it.each([
      ['2028-02-28T00:00:00.000', '2028-02-29', '2028-03-01'],
      ['2028-02-28T23:59:59.999', '2028-02-29', '2028-03-01'],
      ['2028-02-29T00:00:00.000', '2028-03-01', '2028-03-02'],
      ['2028-02-29T23:59:59.999', '2028-03-01', '2028-03-02'],
      ['2027-02-28T23:59:59.999', '2027-03-01', '2027-03-02'],
    ])(
      'F 2.3.3: at %s a notice that is archived on %s, tomorrow, is cancelled, not one of %s',
      async (now, tomorrow, later) => {
        place.now = inSingapore(now);
        await place.foreign('1A', { archive_date: tomorrow });
        await place.foreign('2A', { archive_date: later });
        await place.run();
        expect(await place.sent()).toEqual(['1A C', '2A O']);
      },
    );

    it('F 2.3.2: on 1 March what was paid on the 29th is settled, not what was paid before', async () => {
      place.now = inSingapore('2028-03-01T03:00:00');
      await place.foreign('1A', place.paid(inSingapore('2028-02-29T00:00:00')));
      await place.foreign('2A', place.paid(inSingapore('2028-02-29T00:00:00', -1)));
      await place.run();
      expect(await place.sent()).toEqual(['1A S']);
    });
  });

  describe('F 2.3.8, database query timeout', () => {
    /** The first page is of 2,000. */
    const numbers = noticeNumbers(2_001);
    beforeEach(() =>
      insertForeignNotices(
        place.context.intranet,
        numbers.map((notice_no) => ({ notice_no, dated: OLD })),
      ),
    );
    const told = async (): Promise<string[]> => (await place.sent()).sort();
    const all = numbers.map((number) => `${number} O`).sort();

    it.each([1, 2, 3])('page %i of the lists is read once more: each notice goes, and goes once', async (from) => {
      pagesTimeOut(place, { from, times: 1 });
      expect((await place.run()).counts).toMatchObject({ outstanding: 2_001, taken: 2_001 });
      expect(await told()).toEqual(all);
    });

    it('a page that fails twice ends the run; the next one tells the rest, nothing twice', async () => {
      pagesTimeOut(place, { from: 2, times: 2 });
      await expect(place.run()).rejects.toMatchObject({ kind: 'unavailable' });
      const before = await told();
      expect(before).toHaveLength(2_000);
      await place.run();
      expect([...before, ...(await told())].sort()).toEqual(all);
    });
  });

  it('over a notice’s life each state reaches vHub: outstanding, suspended, outstanding again, paid', async () => {
    await place.foreign('1A');
    await place.run();
    await place.change('1A', place.suspended());
    await place.run();
    place.later();
    await place.run();
    await place.change('1A', { suspension_type: 'PS', epr_reason_of_suspension: 'FOR' });
    await place.run();
    place.later();
    await place.change('1A', place.paid());
    await place.run();
    place.later();
    await place.run();
    // The documents' windows overlap: what is settled or cancelled goes on two days.
    expect(await place.sent()).toEqual(['1A O', '1A C', '1A C', '1A O', '1A S', '1A S']);
  });

  it('one vHub takes for cancelled that is paid goes as settled, also when it could not be told at the time', async () => {
    await place.foreign('1A', place.suspended());
    await place.run();
    await place.change('1A', { ...place.paid(), pp_code: 'Z9999' });
    for (let day = 0; day < 4; day += 1) {
      place.later();
      await place.run();
    }
    expect(await place.sent()).toEqual(['1A C']);
    await place.change('1A', { pp_code: 'A0001' });
    await place.run();
    expect(await place.sent()).toEqual(['1A S']);
  });

  it('what vHub took today goes again today where it may have taken something else since', async () => {
    await place.foreign('1A');
    await place.run();
    await place.change('1A', place.suspended());
    await place.sandbox.admin('POST', '/faults', {
      operation: 'updateViolation',
      fault: 'reset',
      when: 'after',
      times: 3,
    });
    expect((await place.run()).counts).toMatchObject({ cancelled: 1, failed: 1 });
    expect(await place.atVhub()).toEqual(['1A C']);
    await place.change('1A', { suspension_type: 'PS', epr_reason_of_suspension: 'FOR' });
    expect((await place.run()).counts).toMatchObject({ outstanding: 1, taken: 1 });
    expect(await place.atVhub()).toEqual(['1A O']);
  });

  it('what vHub took after midnight is not told again by a run that began before it', async () => {
    await place.foreign('1A');
    await place.change('1A', {});
    place.now = new Date('2026-06-15T15:59:59.999Z');
    await expect(
      place.run({
        boundary: (label) => (label === 'batches-claimed' ? Promise.reject(new Error('cut')) : Promise.resolve()),
      }),
    ).rejects.toThrow('cut');
    await place.run({
      boundary: async (label) => void (label === 'batches-answered' && (place.now = new Date('2026-06-15T16:01:00Z'))),
    });
    expect(await place.sent()).toEqual(['1A O']);
  });

  it('as many statements for many notices as for a few, up to a batch', async () => {
    const statements = async (numbers: string[]): Promise<number> => {
      await insertForeignNotices(
        place.context.intranet,
        numbers.map((notice_no) => ({ notice_no, dated: OLD })),
      );
      return (await statementsOf(place.context.intranet, () => place.run())).length;
    };
    const [few, many] = [noticeNumbers(3), noticeNumbers(49, 500_200_001)];
    expect(await statements(few)).toBe(await statements(many));
  });

  it('what was missed while no run succeeded is made up for (decisions §8)', async () => {
    for (const noticeNo of ['1A', '2A', '3A']) await place.foreign(noticeNo);
    await place.run();
    await place.sent();
    place.last = undefined;
    await place.change('1A', place.paid());
    await place.change('2A', place.suspended());
    place.now = new Date(place.now.getTime() + 9 * DAY);
    await place.run();
    expect(await place.sent()).toEqual(['1A S', '2A C']);
  });

  it('decisions §8, §9: while a run takes longer than a day the next is skipped; the one after it looks back to its start', async () => {
    const began = place.now;
    const after = (ms: number): void => void (place.now = new Date(began.getTime() + ms));
    let claims = 0;
    let claimed = (): void => undefined;
    let goOn = (): void => undefined;
    const underWay = new Promise<void>((resolve) => (claimed = resolve));
    const held = new Promise<void>((resolve) => (goOn = resolve));
    const nightly = makeForeignWorker(place, vhubUpdateViolationApi, {
      async boundary(label) {
        if (label !== 'batches-claimed' || (claims += 1) > 1) return;
        claimed();
        await held;
      },
    });
    try {
      await place.foreign('1A');
      const first = nightly.run();
      await underWay;
      // It is recorded by the database's clock, which nobody sets here.
      await place.context.intranet.transaction((trx) => trx('ocms_job_run').update({ started_at: place.at(began) }));
      after(DAY / 24);
      await place.foreign('2A', place.paid());
      after(DAY);
      expect(await nightly.run()).toMatchObject({ outcome: 'SKIPPED' });
      goOn();
      expect(await first).toMatchObject({ outcome: 'SUCCEEDED' });
      expect(await place.sent()).toEqual(['1A O']);
      after(2 * DAY);
      expect(await nightly.run()).toMatchObject({ outcome: 'SUCCEEDED' });
      expect(await place.sent()).toEqual(['2A S']);
    } finally {
      goOn();
      await nightly.close();
    }
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
    await place.foreign('1A', { vehicle_category: category });
    await place.run();
    expect((await place.calls())[0]!.Violations[0]!.VehicleType).toBe(type);
  });

  describe('records that cannot be told are skipped and reported', () => {
    it.each<[string, Record<string, unknown>, RegExp]>([
      ['of another category', { vehicle_category: 'X' }, /1A: not sent, vHub has no vehicle type for category X/],
      ['whose car park has no name', { pp_code: 'Z9999' }, /1A: not sent, its car park Z9999 has no name/],
      ['without a vehicle', { vehicle_no: null }, /1A: not sent, it lacks/],
      ['without a rule code', { computer_rule_code: null }, /1A: not sent, it lacks/],
    ])('one %s', async (_which, fields, said) => {
      await place.foreign('1A', fields);
      await place.foreign('2A');
      const { counts, alert } = await place.run();
      expect(counts).toMatchObject({ skipped: 1, taken: 1 });
      expect(alert!.problem).toMatch(said);
      expect(await place.sent()).toEqual(['2A O']);
    });

    it('F 2.3.8: without REPCCS’s list, after four attempts, those with a name of their own go', async () => {
      await place.sandbox.admin('POST', '/faults', { operation: 'carParks', fault: 'status', status: 503 });
      await place.foreign('1A', { pp_name: 'OF ITS OWN' });
      await place.foreign('2A', { pp_name: null });
      const { counts, alert } = await place.run();
      expect(counts).toMatchObject({ taken: 1, skipped: 1 });
      expect(alert!.problem).toMatch(/car park list could not be had[^]*2A: not sent, its car park/);
      expect((await place.calls())[0]!.Violations[0]).toMatchObject({ Location: 'OF ITS OWN' });
      const { body } = await place.sandbox.admin('GET', '/received?operation=carParks');
      expect(body).toHaveLength(4);
    });

    it('a change that could not be told is told days later, once the notice can be told, and only once', async () => {
      await place.foreign('1A');
      await place.run();
      expect(await place.sent()).toEqual(['1A O']);
      place.later();
      await place.change('1A', { composition_amount: '99.00', pp_code: 'Z9999' });
      expect((await place.run()).counts).toMatchObject({ skipped: 1 });
      // Its own change is not seen: as REPCCS's list may change.
      await place.context.intranet.transaction((trx) =>
        trx('ocms_valid_offence_notice').where('notice_no', '1A').update({ pp_code: 'A0001' }),
      );
      for (let day = 0; day < 4; day += 1) place.later();
      place.last = place.now;
      await place.run();
      expect((await place.calls()).at(-1)!.Violations[0]).toMatchObject({ ViolationNo: '1A', TotalAmount: 99 });
      expect(await place.sent()).toEqual(['1A O']);
      place.later();
      await place.run();
      expect(await place.sent()).toEqual([]);
    });

    it('REPCCS is asked once a run, and not at all where there is nothing to send', async () => {
      await place.run();
      const asked = async () =>
        ((await place.sandbox.admin('GET', '/received?operation=carParks')).body as unknown[]).length;
      expect(await asked()).toBe(0);
      for (const noticeNo of noticeNumbers(3)) await place.foreign(noticeNo);
      await place.run();
      expect(await asked()).toBe(1);
    });
  });
});
