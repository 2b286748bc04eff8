import type { Cents } from '../../src/platform/money';
import { makeContext, noticeNumbers, type TestContext } from '../support/contexts';
import { insertCourtCases, insertNotices } from '../support/notices';

/** The tables that grow without end: a statement of a request finds their rows by key. */
const LARGE = ['ocms_valid_offence_notice', 'ocms_court_case', 'ocms_internet_mirror_mark'];

describe('SQLite: the plan of every statement of a request', () => {
  let context: TestContext;
  beforeAll(async () => {
    context = await makeContext('sqlite');
    await insertNotices(
      context.intranet,
      noticeNumbers(2_000).map((notice_no) => ({ notice_no })),
    );
    await insertCourtCases(context.intranet, noticeNumbers(2_000));
  });
  afterAll(() => context.close());

  const REQUESTS: [string, number, (numbers: string[]) => Promise<unknown>][] = [
    ['getPaymentStatus', 1, (numbers) => context.services.paymentStatus.find(numbers)],
    [
      'updateCourtNotices',
      2,
      (numbers) =>
        context.services.courtNotices.applyUpdates(
          [...numbers, 'NONE'].map((noticeNo) => ({ noticeNo, changes: { amountPayable: 1 as Cents } })),
        ),
    ],
    [
      'queryNoticeInfo',
      3,
      (numbers) => context.services.paymentAcceptance.acceptUntil([...numbers, 'NONE'], '2026-02-28'),
    ],
  ];

  it.each(REQUESTS)('%s searches by primary key and scans no large table', async (_name, atLeast, request) => {
    for (const statistics of [false, true]) {
      // As the service leaves it, and after an operator's ANALYZE.
      if (statistics) await context.intranet.transaction((trx) => trx.raw('ANALYZE'));
      const sent: { sql: string; bindings: readonly unknown[] }[] = [];
      const stop = context.intranet.onStatement((sql, bindings) => {
        if (/^(SELECT|UPDATE|INSERT)/i.test(sql)) sent.push({ sql, bindings });
      });
      await request(noticeNumbers(20));
      stop();

      const plans: string[] = [];
      for (const { sql, bindings } of sent) {
        const steps = await context.intranet.transaction(
          async (trx) => await trx.raw<{ detail: string }[]>(`EXPLAIN QUERY PLAN ${sql}`, [...bindings] as string[]),
        );
        plans.push(steps.map(({ detail }) => detail).join('; '));
      }
      const searching = plans.filter((plan) =>
        /\bSEARCH \w+ USING (COVERING )?INDEX sqlite_autoindex_\w+_1 \(notice_no=\?/.test(plan),
      );
      expect(searching.length).toBeGreaterThanOrEqual(atLeast);
      // The plan names a table by its alias.
      for (const [index, plan] of plans.entries()) {
        const aliases = LARGE.flatMap((table) =>
          [...sent[index]!.sql.matchAll(new RegExp(`${table} AS (\\w+)`, 'g'))].map(([, alias]) => alias!),
        );
        for (const alias of aliases) expect(plan).not.toMatch(new RegExp(`\\bSCAN ${alias}\\b`));
      }
    }
  });
});
