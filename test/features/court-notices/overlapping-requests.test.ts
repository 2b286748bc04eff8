import type { CourtNoticeChanges } from '../../../src/features/court-notices';
import type { Cents } from '../../../src/platform/money';
import { runTypeScript } from '../../support/children';
import { databaseKinds } from '../../support/databases';
import {
  dateText,
  instantText,
  makeContext,
  mirrorMarks,
  noticeNumbers,
  storedNotices,
  type TestContext,
} from '../../support/contexts';
import { insertCourtCases, insertNotices } from '../../support/notices';

/** One request each; no two touch the same field. */
const CHANGES: CourtNoticeChanges[] = [
  { suspensionType: 'TS' },
  { lastProcessingStage: 'CSD' },
  { prevProcessingStage: 'CPC' },
  { nextProcessingStage: 'CWT' },
  { lastProcessingDate: '2026-01-01' },
  { prevProcessingDate: '2026-01-02' },
  { nextProcessingDate: '2026-01-03' },
  { atomsFlag: 'Y' },
  { amountPayable: 12_345 as Cents },
  { eprReasonOfSuspension: 'APP' },
  { eprDateOfSuspension: new Date('2026-01-04T16:00:00.000Z') },
];

describe.each(databaseKinds)('overlapping requests on %s', (kind) => {
  let context: TestContext;
  const apply = (on: Pick<TestContext, 'services'>, numbers: readonly string[], changes: CourtNoticeChanges) =>
    on.services.courtNotices.applyUpdates(numbers.map((noticeNo) => ({ noticeNo, changes })));

  beforeEach(async () => {
    context = await makeContext(kind);
  });
  afterEach(() => context.close());

  const expectEveryField = async (numbers: readonly string[], version: number): Promise<void> => {
    const rows = await storedNotices(context.intranet);
    for (const noticeNo of numbers) {
      const row = rows.get(noticeNo)!;
      expect({
        ...row,
        amount_payable: Number(row.amount_payable),
        last_processing_date: dateText(row.last_processing_date),
        prev_processing_date: dateText(row.prev_processing_date),
        next_processing_date: dateText(row.next_processing_date),
        epr_date_of_suspension: instantText(context.intranet, row.epr_date_of_suspension),
      }).toMatchObject({
        suspension_type: 'TS',
        last_processing_stage: 'CSD',
        prev_processing_stage: 'CPC',
        next_processing_stage: 'CWT',
        last_processing_date: '2026-01-01',
        prev_processing_date: '2026-01-02',
        next_processing_date: '2026-01-03',
        atoms_flag: 'Y',
        amount_payable: 123.45,
        payment_acceptance_allowed: 'Y',
        epr_reason_of_suspension: 'APP',
        epr_date_of_suspension: '2026-01-04T16:00:00.000Z',
        version,
      });
    }
    const expected = numbers.flatMap((noticeNo) =>
      Array.from({ length: version - 1 }, (_, index) => `${noticeNo}:${index + 2}`),
    );
    expect(await mirrorMarks(context.intranet)).toEqual(expected.sort());
  };

  it('30 at once on the same 50 notices, from two contexts, lose no field, no version and no mark', async () => {
    const numbers = noticeNumbers(50);
    await insertNotices(
      context.intranet,
      numbers.map((notice_no) => ({ notice_no, payment_acceptance_allowed: 'N' })),
    );
    const other = context.another();
    const backwards = [...numbers].reverse();
    const requests = [
      ...CHANGES.map((changes) => apply(context, numbers, changes)),
      ...CHANGES.map((changes) => apply(other, backwards, changes)),
      ...Array.from({ length: 8 }, (_, index) =>
        (index % 2 === 0 ? context : other).services.paymentAcceptance.acceptUntil(
          index % 3 === 0 ? numbers : backwards,
          '2026-02-28',
        ),
      ),
    ];
    expect((await Promise.all(requests)).map(({ updatedCount }) => updatedCount)).toEqual(Array(30).fill(50));
    await expectEveryField(numbers, 31);
  });

  it('from three processes lose nothing', async () => {
    const numbers = noticeNumbers(50);
    await insertNotices(
      context.intranet,
      numbers.map((notice_no) => ({ notice_no })),
    );
    const script = require.resolve('./children/update-notices.ts');
    const parts = [CHANGES.slice(0, 4), CHANGES.slice(4, 8), CHANGES.slice(8, 10)];
    const children = parts.map((changes) =>
      runTypeScript(script, [JSON.stringify(context.place.intranet), JSON.stringify(numbers), JSON.stringify(changes)]),
    );
    // An instant does not travel as JSON: this process sends that one.
    const own = apply(context, numbers, CHANGES[10]!);
    for (const [index, child] of children.entries()) {
      const { code, stdout, stderr } = await child.done;
      if (code !== 0) throw new Error(`a process failed: ${stderr}`);
      expect(JSON.parse(stdout)).toEqual(parts[index]!.map(() => 50));
    }
    expect((await own).updatedCount).toBe(50);
    await expectEveryField(numbers, 12);
  });

  it('of which one fails take nothing from the others', async () => {
    const numbers = noticeNumbers(20);
    await insertNotices(
      context.intranet,
      numbers.map((notice_no) => ({ notice_no })),
    );
    const requests = Array.from({ length: 10 }, (_, index) =>
      index % 2 === 0
        ? apply(context, numbers, { amountPayable: (1_000 + index) as Cents })
        : context.intranet.transaction(async (trx) => {
            await trx('ocms_valid_offence_notice').whereIn('notice_no', numbers).update({ version: 999 });
            throw new Error(`request ${index} failed half-way`);
          }),
    );
    const outcomes = await Promise.allSettled(requests);
    expect(outcomes.map(({ status }) => status)).toEqual(
      Array.from({ length: 5 }, () => ['fulfilled', 'rejected']).flat(),
    );
    const rows = await storedNotices(context.intranet);
    expect(new Set([...rows.values()].map(({ version }) => version))).toEqual(new Set([6]));
  });

  it.each<[string, (numbers: readonly string[]) => Promise<unknown>]>([
    ['updates', (numbers) => apply(context, numbers, { atomsFlag: 'Y' })],
    ['payments', (numbers) => context.services.paymentAcceptance.acceptUntil(numbers, '2026-02-28')],
  ])('of %s take their notices in the order of the keys, whatever the order of the request', async (_kind, request) => {
    const numbers = noticeNumbers(20);
    await insertNotices(
      context.intranet,
      numbers.map((notice_no) => ({ notice_no })),
    );
    // Two that took them in the order of their requests would each wait for what the other holds.
    const taken: string[][] = [];
    const stop = context.intranet.onStatement((sql, bindings) => {
      if (/^UPDATE[^]*ocms_valid_offence_notice/.test(sql)) taken.push(bindings.join().match(/\d{9}A/g) ?? []);
    });
    const backwards = [...numbers].reverse();
    for (const order of [numbers, backwards, [...backwards.slice(13), ...backwards.slice(0, 13)]]) await request(order);
    stop();
    expect(taken).toEqual([numbers, numbers, numbers]);
  });

  it('20 of each kind finish over a pool of one connection', async () => {
    const numbers = noticeNumbers(10);
    await insertNotices(
      context.intranet,
      numbers.map((notice_no) => ({ notice_no })),
    );
    await insertCourtCases(context.intranet, numbers);
    const { key } = await context.services.apiKeys.issue({ partner: 'CAS', expiresAt: null, actor: 'test' });
    const single = context.another({ dbPoolMax: 1 });
    const twenty = <T>(request: (index: number) => Promise<T>): Promise<T>[] =>
      Array.from({ length: 20 }, (_, index) => request(index));
    const everything: Promise<unknown>[] = [
      ...twenty(() => single.services.paymentStatus.find(numbers)),
      ...twenty((index) => apply(single, [...numbers, 'NONE'], { amountPayable: index as Cents })),
      ...twenty(() => single.services.paymentAcceptance.acceptUntil([...numbers, 'NONE'], '2026-02-28')),
      ...twenty(async () => {
        expect(await single.services.keyRing.ownerOf(key)).toMatchObject({ partner: 'CAS' });
        await single.services.keyRing.flush();
      }),
      ...twenty((index) => single.services.apiKeys.issue({ partner: 'PLUS', expiresAt: null, actor: `test ${index}` })),
      ...twenty(() => single.services.apiKeys.list()),
      ...twenty(() => single.intranet.ping()),
    ];
    await Promise.all(everything);
    const rows = await storedNotices(context.intranet);
    expect(numbers.map((noticeNo) => rows.get(noticeNo)!.version)).toEqual(numbers.map(() => 41));
  });
});
