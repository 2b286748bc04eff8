import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createViolationLists, createViolationUpdates } from '../../../src/features/foreign-vehicles';
import { archiveNotices } from '../../../src/jobs/ocms/archive-notices';
import type { JobCounts } from '../../../src/scheduling/job';
import { instantText, noticeNumbers } from '../../support/contexts';
import { databaseKinds } from '../../support/databases';
import { type ForeignPlace, insertForeignNotices, makeForeignPlace, OLD, type Sent } from '../../support/foreign';
import { jobRun } from '../../support/job-run';

describe.each(databaseKinds)('vHub is told by its API (F 2.3.5 to 2.3.8) on %s', (kind) => {
  let place: ForeignPlace;
  beforeEach(async () => {
    place = await makeForeignPlace(kind);
  });
  afterEach(() => place.close());

  const rows = () =>
    place.context.intranet.read((executor) =>
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
    await place.foreign('1A', { composition_amount: '80.50', admin_fee: '10.20', vehicle_no: 'JTR1234' });
    expect(await place.run()).toEqual({
      counts: { settled: 0, cancelled: 0, outstanding: 1, taken: 1, failed: 0, skipped: 0 },
    });
    const [batch] = await place.calls();
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
    const { intranet } = place.context;
    expect(['batch_date', 'offence_date', 'offence_time'].map((column) => instantText(intranet, row![column]))).toEqual(
      ['2026-06-14T16:00:00.000Z', '2026-02-28T16:00:00.000Z', '2026-03-01T01:30:00.000Z'],
    );
    expect(['composition_amount', 'admin_fee', 'total_amount'].map((column) => Number(row![column]))).toEqual([
      70.3, 10.2, 80.5,
    ]);
  });

  describe('F 2.3.5, batches and their answers', () => {
    it('at most 50 in a batch, all references different, every notice once', async () => {
      const numbers = noticeNumbers(120);
      await insertForeignNotices(
        place.context.intranet,
        numbers.map((notice_no) => ({ notice_no, dated: OLD })),
      );
      expect((await place.run()).counts).toMatchObject({ outstanding: 120, taken: 120 });
      const batches = await place.calls();
      expect(batches.map(({ Violations }) => Violations.length).sort()).toEqual([20, 50, 50]);
      expect(new Set(batches.map(({ BatchReference }) => BatchReference)).size).toBe(3);
      expect((await place.sent()).sort()).toEqual(numbers.map((number) => `${number} O`));
    });

    it.each([
      ['E_REC_001', 'Exceed Field Limit'],
      ['E_REC_002', 'Invalid Format'],
      ['E_REC_003', 'Missing Required Field'],
    ])('a record refused with %s is on record as vHub gave it, reported, and goes again', async (code, words) => {
      await place.sandbox.admin('PUT', '/repccs/car-parks', [{ ppCode: 'A0001', ppName: `LOT ${code}` }]);
      await place.foreign('1A');
      const { counts, alert } = await place.run();
      expect(counts).toMatchObject({ taken: 0, failed: 1 });
      expect(alert!.problem).toContain(`1A: ${code} ${words}`);
      await place.sandbox.admin('PUT', '/repccs/car-parks', [{ ppCode: 'A0001', ppName: 'GOOD' }]);
      place.later();
      expect(await place.run()).toEqual({ counts: expect.objectContaining({ taken: 1 }) as object });
      expect(await story()).toEqual([
        ['1A', 'O', '1', code],
        ['1A', 'O', '0', null],
      ]);
    });

    it('a batch that fails is tried twice more under its reference; then its records failed, and the next batch goes on', async () => {
      const [first, ...numbers] = noticeNumbers(60);
      await insertForeignNotices(place.context.intranet, [
        { notice_no: first!, dated: OLD, pp_code: 'A0002' },
        ...numbers.map((notice_no) => ({ notice_no, dated: OLD })),
      ]);
      const carParks = (ppName: string) =>
        place.sandbox.admin('PUT', '/repccs/car-parks', [
          { ppCode: 'A0001', ppName: 'BISHAN STREET 23' },
          { ppCode: 'A0002', ppName },
        ]);
      // Whatever holds it is answered 503.
      await carParks('FAULT503');
      const { counts, alert } = await place.run();
      expect(counts).toMatchObject({ outstanding: 60, taken: 10, failed: 50 });
      expect(alert!.problem).toMatch(/E_API VHUB updateViolation: unknown: status 503/);
      const references = (await place.calls()).map(({ BatchReference }) => BatchReference);
      expect(references).toHaveLength(4);
      expect(new Set(references).size).toBe(2);
      const failed = (await story()).filter(([, , code]) => code === '1');
      expect(failed.map(([, , , error]) => error)).toEqual(Array(50).fill('E_API'));

      await carParks('MENDED');
      place.later();
      expect((await place.run()).counts).toMatchObject({ outstanding: 50, taken: 50 });
    });

    it('F 2.3.8: a record that breaks vHub’s contract is left out and reported, the others of its batch go', async () => {
      await place.foreign('1A');
      await place.run();
      place.later();
      await place.sent();
      await place.foreign('2A', { vehicle_no: 'jtr-lower' });
      await place.foreign('3A', { admin_fee: '90.00' });
      await place.foreign('4A');
      await place.change('1A', { vehicle_no: 'jtr-lower' });
      const { counts, alert } = await place.run();
      expect(counts).toMatchObject({ taken: 1, failed: 0, skipped: 3 });
      expect(await place.sent()).toEqual(['4A O']);
      expect(alert!.problem).toMatch(
        /2A: not sent, it breaks vHub's contract: the record\/VehicleNo must match pattern/,
      );
      expect(alert!.problem).toMatch(/3A: not sent, it breaks vHub's contract: the record\/CompositionAmount /);
      expect(alert!.problem).not.toContain('jtr');

      // What vHub knows is owed until it is taken, however late it is mended.
      await place.context.intranet.transaction((trx) =>
        trx('ocms_valid_offence_notice').where('notice_no', '1A').update({ vehicle_no: 'JTR1234' }),
      );
      for (let day = 0; day < 4; day += 1) place.later();
      await place.run({ lastSucceededAt: () => Promise.resolve(place.now) });
      expect(await place.sent()).toEqual(['1A O']);
    });

    it('a record vHub says nothing of failed, and an answer for one that was not sent is reported', async () => {
      await place.foreign('1A');
      await place.foreign('2A');
      const updates = createViolationUpdates({
        intranet: place.context.intranet,
        calendar: place.context.calendar,
        lists: createViolationLists({
          intranet: place.context.intranet,
          parameters: place.context.services.parameters,
          calendar: place.context.calendar,
          carParks: { carParks: async () => new Map([['A0001', 'X']]) },
        }),
        vhub: {
          breachOf: () => undefined,
          updateViolation: async () => [
            { noticeNo: '1A', taken: true },
            { noticeNo: '9Z', taken: true },
          ],
        },
      });
      const { counts, alert } = await updates.send(jobRun(place.context));
      expect(counts).toMatchObject({ taken: 1, failed: 1 });
      expect(alert!.problem).toMatch(/2A: E_API vHub said nothing of this record/);
      expect(alert!.problem).toMatch(/9Z: answered in batch \S+, but not sent in it/);
    });

    it('F 2.3.8: nothing without the parameter FOR', async () => {
      await place.context.intranet.transaction((trx) => trx('ocms_parameter').where('param_id', 'FOR').delete());
      await place.foreign('1A');
      await expect(place.run()).rejects.toMatchObject({ alert: { problem: 'The parameter FOR NPA is missing.' } });
      expect(await place.calls()).toEqual([]);
    });
  });

  describe('archival and what vHub was told (F 2.2, decisions §8)', () => {
    const fail = (when: 'before' | 'after') =>
      place.sandbox.admin('POST', '/faults', { operation: 'updateViolation', fault: 'reset', when, times: 3 });
    const archive = async () => (await archiveNotices.run(place.services, jobRun(place.context))).counts;

    it('a notice of a batch whose answer was lost is not archived until vHub has taken the cancellation', async () => {
      await place.foreign('1A');
      await fail('after');
      expect((await place.run()).counts).toMatchObject({ outstanding: 1, failed: 1 });
      await place.change('1A', { archive_date: '2026-06-16' });
      await fail('before');
      expect((await place.run()).counts).toMatchObject({ cancelled: 1, failed: 1 });
      expect(await story()).toEqual([
        ['1A', 'O', '1', 'E_API'],
        ['1A', 'C', '1', 'E_API'],
      ]);
      place.later();
      expect(await place.atVhub()).toEqual(['1A O']);
      expect(await archive()).toMatchObject({ archived: 0, waitingForVhub: 1 });
      await place.run();
      expect(await place.atVhub()).toEqual(['1A C']);
      expect(await archive()).toMatchObject({ archived: 1, waitingForVhub: 0 });
    });

    it.each(['batches-claimed', 'batches-answered'])(
      'a notice of a batch that a crash left on its way, cut at %s, is not archived until its fate is known',
      async (label) => {
        await place.foreign('1A');
        await expect(
          place.run({ boundary: (each) => (each === label ? Promise.reject(new Error('cut')) : Promise.resolve()) }),
        ).rejects.toThrow('cut');
        await place.change('1A', { archive_date: '2026-06-15' });
        expect(await archive()).toMatchObject({ archived: 0, waitingForVhub: 1 });
        await place.run();
        expect(await place.atVhub()).toEqual(['1A C']);
        expect(await archive()).toMatchObject({ archived: 1, waitingForVhub: 0 });
      },
    );

    it('a new notice of an archived number, years later, inherits nothing of what vHub took of the old one', async () => {
      await place.foreign('1A', { archive_date: '2026-06-16' });
      await place.foreign('2A', { archive_date: '2026-06-16' });
      await place.run();
      place.later();
      await place.change('2A', { archive_date: null });
      expect(await archive()).toMatchObject({ archived: 1 });
      const told = () => place.context.intranet.read((executor) => executor('ocms_vhub_notice').pluck('notice_no'));
      expect(await told()).toEqual(['2A']);
      await place.sent();
      // Its own cancellation was missed: it is owed, as vHub took none of this notice.
      await place.foreign('1A', { archive_date: '2026-06-16' });
      await place.run();
      expect(await place.sent()).toContain('1A C');
    });

    it('also after an earlier cancellation: the one that failed goes again until vHub has taken it', async () => {
      await place.foreign('1A', place.suspended());
      await place.run();
      place.now = new Date(place.now.getTime() + 60_000);
      await place.change('1A', { suspension_type: 'PS', epr_reason_of_suspension: 'FOR' });
      await fail('after');
      await place.run();
      await place.change('1A', { archive_date: '2026-06-16' });
      await fail('before');
      place.later();
      await place.run();
      expect(await place.atVhub()).toEqual(['1A O']);
      expect(await archive()).toMatchObject({ archived: 0, waitingForVhub: 1 });
      place.later();
      await place.run();
      expect(await place.atVhub()).toEqual(['1A C']);
      expect(await archive()).toMatchObject({ archived: 1 });
    });
  });

  it.each(['batches-claimed', 'batches-answered', 'batches-settled'])(
    'cut at %s, the next run makes good, and vHub has each record once by its reference',
    async (label) => {
      const numbers = noticeNumbers(120);
      await insertForeignNotices(
        place.context.intranet,
        numbers.map((notice_no) => ({ notice_no, dated: OLD })),
      );
      await expect(
        place.run({ boundary: (each) => (each === label ? Promise.reject(new Error('cut')) : Promise.resolve()) }),
      ).rejects.toThrow('cut');
      place.last = undefined;
      await place.run();
      // By its reference vHub takes a batch once, so a notice is in one batch only.
      const batches = new Map(
        (await place.calls()).map(({ BatchReference, Violations }) => [BatchReference, Violations]),
      );
      const taken = [...batches.values()].flat().map(({ ViolationNo }) => ViolationNo);
      expect(taken.sort()).toEqual(numbers);
      expect((await story()).map(([number]) => number).sort()).toEqual(numbers);
      const states = await place.context.intranet.read((executor) =>
        executor('ocms_effect_batch').distinct().pluck('state'),
      );
      expect(states).toEqual(['SENT']);
    },
  );

  it('decisions §8: batches are sent as many at once as are configured, not one more', async () => {
    const AT_ONCE = 3;
    const numbers = noticeNumbers(500);
    const waiting: (() => void)[] = [];
    let [open, most, calls] = [0, 0, 0];
    let arrived = (): void => undefined;
    const vhub = createServer((request, response) => {
      most = Math.max(most, (open += 1));
      void json(request).then((body) => {
        calls += 1;
        const { Violations } = body as { Violations: Sent[] };
        waiting.push(() => {
          open -= 1;
          response
            .writeHead(200, { 'Content-Type': 'application/json' })
            .end(
              JSON.stringify({ Results: Violations.map(({ ViolationNo }) => ({ ViolationNo, ResponseCode: '0' })) }),
            );
        });
        arrived();
      });
    });
    vhub.listen(0, '127.0.0.1');
    await once(vhub, 'listening');
    const other = await makeForeignPlace(kind, {
      OCMS_VHUB_URL: `http://127.0.0.1:${(vhub.address() as AddressInfo).port}`,
      OCMS_VHUB_CONCURRENCY: `${AT_ONCE}`,
    });
    try {
      await insertForeignNotices(
        other.context.intranet,
        numbers.map((notice_no) => ({ notice_no, dated: OLD })),
      );
      const running = other.run();
      // Three are answered when all three are there, and whoever would come besides had its turns; then the next three.
      for (let batches = numbers.length / 50; batches > 0; batches -= AT_ONCE) {
        while (waiting.length < Math.min(AT_ONCE, batches)) await new Promise<void>((resolve) => (arrived = resolve));
        for (let turn = 0; turn < 100; turn += 1) await nextTurn();
        for (const answer of waiting.splice(0, AT_ONCE)) answer();
      }
      expect((await running).counts).toMatchObject({ taken: 500 });
      expect({ most, calls }).toEqual({ most: AT_ONCE, calls: 10 });
    } finally {
      await other.close();
      vhub.closeAllConnections();
      vhub.close();
    }
  });

  it('F 2.3.5: a run tells its progress with every group of batches that is on record', async () => {
    await insertForeignNotices(
      place.context.intranet,
      noticeNumbers(510).map((notice_no) => ({ notice_no, dated: OLD })),
    );
    const told: JobCounts[] = [];
    const onRecord: number[] = [];
    const { counts } = await place.run({
      progress: (latest) => void told.push(latest),
      boundary: async (label) => void (label === 'batches-settled' && onRecord.push((await rows()).length)),
    });
    expect(told.map(({ outstanding, taken }) => [outstanding, taken])).toEqual([
      [250, 250],
      [500, 500],
      [510, 510],
    ]);
    expect(onRecord).toEqual([250, 500, 510]);
    expect(told.at(-1)).toEqual(counts);
  });

  it('what vHub answered is on record, though what is to follow fails', async () => {
    // More than are claimed together.
    await insertForeignNotices(
      place.context.intranet,
      noticeNumbers(300).map((notice_no) => ({ notice_no, dated: OLD })),
    );
    let claimed = 0;
    const boundary = async (label: string): Promise<void> => {
      if (label === 'batches-claimed' && (claimed += 1) === 2) throw new Error('cut');
    };
    await expect(place.run({ boundary })).rejects.toThrow('cut');
    const states = await place.context.intranet.read((executor) => executor('ocms_effect_batch').pluck('state'));
    expect(states.sort()).toEqual(['SENDING', ...Array.from({ length: 5 }, () => 'SENT')]);
    expect(await story()).toHaveLength(250);
  });

  it('all that a crash left in doubt goes again under its reference, though it was more than is claimed together', async () => {
    await insertForeignNotices(
      place.context.intranet,
      noticeNumbers(1_010).map((notice_no) => ({ notice_no, dated: OLD })),
    );
    const states = () =>
      place.context.intranet.read(async (executor) => (await executor('ocms_effect_batch').pluck('state')) as string[]);
    let groups = 0;
    let claimed = (): void => undefined;
    const all = new Promise<void>((resolve) => (claimed = resolve));
    const boundary = async (label: string): Promise<void> => {
      if (label === 'batches-claimed' && (groups += 1) === 5) claimed();
      if (label !== 'batches-answered') return;
      await all;
      throw new Error('cut');
    };
    await expect(place.run({ boundary })).rejects.toThrow('cut');
    expect(await states()).toEqual(Array.from({ length: 21 }, () => 'SENDING'));
    await place.run();
    expect(await states()).toEqual(Array.from({ length: 21 }, () => 'SENT'));
    expect(await story()).toHaveLength(1_010);
  });
});
