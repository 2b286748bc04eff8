import { casUpdateCourtNotices } from '../../../src/api/cas/cas-updateCourtNotices';
import type { CourtNoticeChanges } from '../../../src/features/court-notices';
import type { Cents } from '../../../src/platform/money';
import { databaseKinds } from '../../support/databases';
import {
  dateText,
  instantText,
  makeContext,
  mirrorMarks,
  noticeNumbers,
  statementsOf,
  storedNotice,
  storedNotices,
  type TestContext,
} from '../../support/contexts';
import { insertNotices } from '../../support/notices';

const NOW = new Date('2026-01-15T01:02:03.456Z');
const STAGES_BEFORE_COURT = ['NPA', 'ROV', 'ENA', 'RD1', 'RD2', 'RR3', 'DN1', 'DN2', 'DR3'];

describe.each(databaseKinds)('updateCourtNotices (C 2) on %s', (kind) => {
  let context: TestContext;
  let next = 0;
  /** A number no other test uses. */
  const number = (): string => `C${(next += 1)}`;
  const apply = (...updates: { noticeNo: string; changes: CourtNoticeChanges }[]) =>
    context.services.courtNotices.applyUpdates(updates);
  const stored = (noticeNo: string) => storedNotice(context.intranet, noticeNo);

  beforeAll(async () => {
    context = await makeContext(kind, {}, { clock: { now: () => NOW } });
  });
  afterAll(() => context.close());

  describe('which notices are court notices (C 2 use case 3)', () => {
    it.each(STAGES_BEFORE_COURT)('refuses a notice whose stored stage is %s', async (stage) => {
      const noticeNo = number();
      await insertNotices(context.intranet, [{ notice_no: noticeNo, last_processing_stage: stage }]);
      const before = await stored(noticeNo);
      expect(await apply({ noticeNo, changes: { lastProcessingStage: 'CSD' } })).toEqual({
        updatedCount: 0,
        failedCount: 1,
        notices: [{ noticeNo, outcome: 'not-court-notice' }],
      });
      expect(await stored(noticeNo)).toEqual(before);
    });

    it('refuses a notice without a stage yet (decisions §4)', async () => {
      const noticeNo = number();
      await insertNotices(context.intranet, [{ notice_no: noticeNo, last_processing_stage: null }]);
      expect((await apply({ noticeNo, changes: { atomsFlag: 'Y' } })).notices).toEqual([
        { noticeNo, outcome: 'not-court-notice' },
      ]);
    });

    it.each(['CPC', 'CSD', 'CSR', 'CWT', 'RR1', 'ZZ9', 'X'])('accepts a notice in stage %s', async (stage) => {
      const noticeNo = number();
      await insertNotices(context.intranet, [{ notice_no: noticeNo, last_processing_stage: stage }]);
      expect((await apply({ noticeNo, changes: { atomsFlag: 'Y' } })).notices).toEqual([
        { noticeNo, outcome: 'updated' },
      ]);
    });

    it('goes by the stage stored, not by the stage sent: out of court once, then refused', async () => {
      const noticeNo = number();
      await insertNotices(context.intranet, [{ notice_no: noticeNo }]);
      expect((await apply({ noticeNo, changes: { lastProcessingStage: 'NPA' } })).updatedCount).toBe(1);
      expect((await apply({ noticeNo, changes: { lastProcessingStage: 'CSD' } })).updatedCount).toBe(0);
    });
  });

  describe('fields (C 2 data mapping, decisions §4)', () => {
    const OLD = {
      suspension_type: 'PS',
      last_processing_stage: 'CPC',
      prev_processing_stage: 'RR3',
      next_processing_stage: 'CSR',
      last_processing_date: '2025-01-01',
      prev_processing_date: '2025-02-02',
      next_processing_date: '2025-03-03',
      atoms_flag: 'N',
      amount_payable: '70.00',
      payment_acceptance_allowed: 'Y',
      epr_reason_of_suspension: 'OLD',
    };
    const FIELDS: [keyof CourtNoticeChanges, string, string | Cents | Date, unknown, nullable: boolean][] = [
      ['suspensionType', 'suspension_type', 'TS', 'TS', true],
      ['lastProcessingStage', 'last_processing_stage', 'CSD', 'CSD', false],
      ['prevProcessingStage', 'prev_processing_stage', 'CPC', 'CPC', true],
      ['nextProcessingStage', 'next_processing_stage', 'CWT', 'CWT', true],
      ['lastProcessingDate', 'last_processing_date', '2026-01-15', '2026-01-15', false],
      ['prevProcessingDate', 'prev_processing_date', '2024-02-29', '2024-02-29', true],
      ['nextProcessingDate', 'next_processing_date', '2026-12-31', '2026-12-31', true],
      ['atomsFlag', 'atoms_flag', 'Y', 'Y', true],
      ['amountPayable', 'amount_payable', 30_050 as Cents, 300.5, false],
      ['paymentAcceptanceAllowed', 'payment_acceptance_allowed', 'N', 'N', false],
      ['eprReasonOfSuspension', 'epr_reason_of_suspension', 'APP', 'APP', true],
      [
        'eprDateOfSuspension',
        'epr_date_of_suspension',
        new Date('2026-01-14T16:00:00.123Z'),
        '2026-01-14T16:00:00.123Z',
        true,
      ],
    ];
    const comparable = (row: Record<string, unknown>): Record<string, unknown> =>
      Object.fromEntries(
        FIELDS.map(([, column]) => {
          const value = row[column];
          if (column.endsWith('processing_date')) return [column, dateText(value)];
          if (column === 'amount_payable') return [column, Number(value)];
          return [column, column === 'epr_date_of_suspension' ? instantText(context.intranet, value) : value];
        }),
      );
    const withOldValues = async (): Promise<string> => {
      const noticeNo = number();
      const at = context.intranet.dialect.bindInstant(new Date('2025-04-04T04:04:04.004Z')) as string;
      await insertNotices(context.intranet, [{ notice_no: noticeNo, ...OLD, epr_date_of_suspension: at }]);
      return noticeNo;
    };

    it.each(FIELDS)('%s is set where sent, and nothing else changes', async (field, column, value, expected) => {
      const noticeNo = await withOldValues();
      const before = comparable(await stored(noticeNo));
      await apply({ noticeNo, changes: { [field]: value } });
      expect(comparable(await stored(noticeNo))).toEqual({ ...before, [column]: expected });
    });

    it.each(FIELDS.filter(([, , , , nullable]) => nullable))(
      '%s is cleared by null, and nothing else changes',
      async (field, column) => {
        const noticeNo = await withOldValues();
        const before = comparable(await stored(noticeNo));
        await apply({ noticeNo, changes: { [field]: null } });
        expect(comparable(await stored(noticeNo))).toEqual({ ...before, [column]: null });
      },
    );

    it('are told apart per notice: one sets what the next leaves and the third clears', async () => {
      const [set, left, cleared] = [await withOldValues(), await withOldValues(), await withOldValues()];
      await apply(
        { noticeNo: set, changes: { nextProcessingStage: 'CWT' } },
        { noticeNo: left, changes: { atomsFlag: 'Y' } },
        { noticeNo: cleared, changes: { nextProcessingStage: null } },
      );
      const stages = [];
      for (const noticeNo of [set, left, cleared]) stages.push((await stored(noticeNo)).next_processing_stage);
      expect(stages).toEqual(['CWT', 'CSR', null]);
    });

    it('stores eprDateOfSuspension as midnight in Singapore (decisions §2)', async () => {
      const noticeNo = await withOldValues();
      await casUpdateCourtNotices(context.services)({
        body: { notices: [{ noticeNo, eprDateOfSuspension: '2024-01-15' }] },
      } as Parameters<ReturnType<typeof casUpdateCourtNotices>>[0]);
      expect(instantText(context.intranet, (await stored(noticeNo)).epr_date_of_suspension)).toBe(
        '2024-01-14T16:00:00.000Z',
      );
    });
  });

  it('answers outcomes in the order of the request and counts what it did not update as failed', async () => {
    const [court, early, unknown, court2] = ['Z9', number(), number(), number()] as const;
    await insertNotices(context.intranet, [
      { notice_no: court },
      { notice_no: early, last_processing_stage: 'NPA' },
      { notice_no: court2 },
    ]);
    const changes = { atomsFlag: 'Y' } as const;
    expect(await apply(...[court, unknown, early, court2].map((noticeNo) => ({ noticeNo, changes })))).toEqual({
      updatedCount: 2,
      failedCount: 2,
      notices: [
        { noticeNo: court, outcome: 'updated' },
        { noticeNo: early, outcome: 'not-court-notice' },
        { noticeNo: court2, outcome: 'updated' },
      ],
    });
  });

  it('raises the version, notes when and by whom, and marks for the mirror: only what changed, once per write (decisions §5)', async () => {
    const [changed, refused] = [number(), number()];
    await insertNotices(context.intranet, [
      { notice_no: changed },
      { notice_no: refused, last_processing_stage: 'NPA' },
    ]);
    const both = [changed, refused].map((noticeNo) => ({ noticeNo, changes: { atomsFlag: 'Y' } as const }));
    await apply(...both);
    await apply(...both);

    const row = await stored(changed);
    expect(row.version).toBe(3);
    expect(row.upd_user_id).toBe('ocmsiz_app_conn');
    expect(instantText(context.intranet, row.upd_date)).toBe(NOW.toISOString());
    const other = await stored(refused);
    expect([other.version, other.upd_user_id, other.upd_date]).toEqual([1, null, null]);
    const marks = (await mirrorMarks(context.intranet)).filter((mark) =>
      [changed, refused].includes(mark.split(':')[0]!),
    );
    expect(marks).toEqual([`${changed}:2`, `${changed}:3`]);
  });

  it('takes the same few statements for 500 notices as for one', async () => {
    const numbers = noticeNumbers(500);
    await insertNotices(
      context.intranet,
      numbers.map((notice_no) => ({ notice_no })),
    );
    const count = async (noticeNos: string[], extra: string[] = []): Promise<number> =>
      (
        await statementsOf(context.intranet, () =>
          apply(...[...noticeNos, ...extra].map((noticeNo) => ({ noticeNo, changes: { amountPayable: 1 as Cents } }))),
        )
      ).length;
    expect([await count(numbers.slice(0, 1)), await count(numbers)]).toEqual([2, 2]);
    expect([await count(numbers.slice(0, 1), ['NONE']), await count(numbers.slice(0, 499), ['NONE'])]).toEqual([3, 3]);
    expect((await mirrorMarks(context.intranet)).filter((mark) => mark.startsWith('5001'))).toHaveLength(
      1 + 500 + 1 + 499,
    );
  });

  it('rolls all of a request back when one notice of it fails', async () => {
    const numbers = noticeNumbers(500, 500_200_001);
    await insertNotices(
      context.intranet,
      numbers.map((notice_no) => ({ notice_no })),
    );
    // Somebody else's mark stands where one of the 500 would go.
    await context.intranet.transaction(async (trx) => {
      await trx('ocms_internet_mirror_mark').insert({
        notice_no: numbers[250],
        version: 2,
        marked_at: context.intranet.dialect.bindInstant(NOW),
      });
    });
    const before = await storedNotices(context.intranet);
    const marks = await mirrorMarks(context.intranet);

    const failure: unknown = await apply(
      ...numbers.map((noticeNo) => ({ noticeNo, changes: { atomsFlag: 'Y' } as const })),
    ).catch((error: unknown) => error);
    expect(context.intranet.dialect.faultOf(failure)).toBe('duplicate-key');
    expect(await storedNotices(context.intranet)).toEqual(before);
    expect(await mirrorMarks(context.intranet)).toEqual(marks);
  });
});
