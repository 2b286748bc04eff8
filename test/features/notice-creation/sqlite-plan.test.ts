import { DEMO_RULE_CODES } from '../../../src/demo/rule-codes';
import type { Offence } from '../../../src/features/notice-creation';
import type { Cents } from '../../../src/platform/money';
import { makeContext, type TestContext } from '../../support/contexts';
import { offence } from '../../support/offences';

const STORED = 5_000;
/** How each table that grows is filled; `n` counts from 1. */
const GROWING: Readonly<Record<string, string>> = {
  ocms_valid_offence_notice: `(notice_no, notice_source, vehicle_no, notice_date_and_time, computer_rule_code, pp_code, suspension_type, epr_reason_of_suspension, cre_date, cre_user_id)
    SELECT 'V' || n, 'REPCCS', 'SX' || (n / 4), strftime('%Y-%m-%dT%H:%M:%fZ', '2024-02-01', n || ' minutes'), 10300, 'A0007', 'PS', 'CFA', '2025-01-01T00:00:00.000Z', 'test'`,
  ocms_offence_notice_detail: `SELECT 'V' || n, '2025-01-01T00:00:00.000Z', 'test', NULL, NULL`,
  ocms_suspended_notice: `SELECT 'V' || n, 1, '2025-01-01T00:00:00.000Z', 'PS', 'CAN', 'test', 'test', NULL, NULL, '2025-01-01T00:00:00.000Z', 'test', NULL, NULL`,
  ocms_internet_mirror_mark: `(notice_no, version, marked_at) SELECT 'V' || n, 1, '2025-01-01T00:00:00.000Z'`,
  ocms_vehicle_turn: `SELECT 'SX' || n, 1`,
  ocms_delivery_receipt: `(notice_source, transaction_id, body_hash, notice_no, cre_date) SELECT 'REPCCS', 'TX' || n, 'hash', 'V' || n, strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-' || n || ' minutes')`,
  ocms_vip_vehicle: `(vehicle_no, vip_vehicle, description, status, cre_date, cre_user_id) SELECT 'SY' || n, 'Y', NULL, 'ACTIVE', '2025-01-01T00:00:00.000Z', 'test'`,
};

/** What the plan says of each use of a table that grows, as `table: step`. */
function stepsOf(sql: string, plan: readonly string[]): string[] {
  const steps: string[] = [];
  for (const table of Object.keys(GROWING)) {
    for (const [, alias] of sql.matchAll(new RegExp(`\`?${table}\`?(?: AS (\\w+))?(?![\\w])`, 'gi'))) {
      const name = alias ?? table;
      for (const step of plan) if (new RegExp(`^(SCAN|SEARCH) ${name}\\b`).test(step)) steps.push(`${table}: ${step}`);
    }
  }
  return steps;
}

describe('SQLite: the plan of every statement of a creation (decisions §6)', () => {
  let context: TestContext;
  beforeAll(async () => {
    context = await makeContext('sqlite');
    await context.services.referenceData.import('rule-codes', Buffer.from(DEMO_RULE_CODES), 'test');
    await context.intranet.transaction(async (trx) => {
      for (const [table, rows] of Object.entries(GROWING)) {
        await trx.raw(
          `INSERT INTO ${table} ${rows} FROM (WITH RECURSIVE counted(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < ${STORED}) SELECT n FROM counted)`,
        );
      }
    });
  });
  afterAll(() => context.close());

  const CREATIONS: [string, (vehicleNo: string) => Partial<Offence>, fate: string][] = [
    ['an AN of a known vehicle', (vehicleNo) => ({ vehicleNo }), 'advisory'],
    ['an ordinary notice of a new vehicle', () => ({ offenceNoticeType: 'E' }), 'ordinary'],
    ['an exempt one', () => ({ computerRuleCode: 20412, compositionAmount: 8_000 as Cents }), 'ordinary'],
    ['one with a number OCMS makes', () => ({ noticeNo: null }), 'advisory'],
    ["a foreign vehicle's", () => ({ vehicleRegistrationType: 'F' }), 'foreign'],
    [
      'a double-booked one',
      () => ({ vehicleNo: 'SX0', noticeDateAndTime: new Date('2024-02-01T00:01:00Z') }),
      'double-booked',
    ],
    ["CES's AN", () => ({ source: 'CES', anFlag: 'Y' }), 'advisory-by-source'],
    ['unlicensed parking', () => ({ offenceNoticeType: 'U', vehicleNo: null }), 'ordinary'],
  ];

  describe.each([
    ['as the service leaves it', false],
    ['after an ANALYZE', true],
  ])('%s', (_name, statistics) => {
    beforeAll(async () => {
      if (statistics) await context.intranet.transaction((trx) => trx.raw('ANALYZE'));
    });

    it.each(CREATIONS)('%s searches by index and scans no table that grows', async (of, fields, fate) => {
      const sent: { sql: string; bindings: readonly unknown[] }[] = [];
      const stop = context.intranet.onStatement((sql, bindings) => {
        if (/^(SELECT|UPDATE|INSERT|DELETE)/i.test(sql)) sent.push({ sql, bindings });
      });
      const subject = offence(fields(statistics ? 'SX77' : 'SX78'));
      await context.services.noticeCreation.create(subject);
      stop();
      // It did take the way whose statements are looked at.
      expect(
        context.log
          .map((line) => JSON.parse(line) as Record<string, unknown>)
          .findLast(({ event }) => event === 'notice-created'),
      ).toMatchObject({ fate });

      const steps: string[] = [];
      for (const { sql, bindings } of sent) {
        const plan = await context.intranet.transaction(
          async (trx) => await trx.raw<{ detail: string }[]>(`EXPLAIN QUERY PLAN ${sql}`, [...bindings] as string[]),
        );
        steps.push(
          ...stepsOf(
            sql,
            plan.map(({ detail }) => detail),
          ),
        );
      }
      for (const step of steps) expect(step).toMatch(/^\w+: SEARCH \w+ USING (COVERING )?INDEX \w+ \(\w+=\?/);
      const uses = (pattern: RegExp): number => steps.filter((step) => pattern.test(step)).length;
      // Duplicate, VIP and double booking are asked of every notice; the mark reads the notice back.
      expect(
        uses(/ocms_valid_offence_notice: .* sqlite_autoindex_ocms_valid_offence_notice_1 \(notice_no=\?/),
      ).toBeGreaterThanOrEqual(2);
      expect(uses(/ocms_valid_offence_notice: .* ix_von_vehicle \(vehicle_no=\? AND notice_date_and_time=\?/)).toBe(1);
      expect(uses(/ocms_vip_vehicle: .* \(vehicle_no=\?/)).toBe(1);
      const asked = sent.filter(({ sql }) => sql.includes('window_from')).length;
      expect(asked).toBe(
        ['an AN of a known vehicle', 'an exempt one', 'one with a number OCMS makes'].includes(of) ? 1 : 0,
      );
      expect(uses(/ix_von_vehicle \(vehicle_no=\? AND notice_date_and_time>\?/)).toBe(asked);
      expect(uses(/ocms_delivery_receipt: .* \(notice_source=\? AND transaction_id=\? AND body_hash=\?/)).toBe(
        subject.noticeNo === null ? 3 : 0,
      );
    });
  });

  it('forgetting what deliveries were answered finds the old ones by their date', async () => {
    const plan = await context.intranet.transaction(
      async (trx) =>
        await trx.raw<{ detail: string }[]>(
          'EXPLAIN QUERY PLAN DELETE FROM ocms_delivery_receipt WHERE cre_date <= ?',
          ['2026-01-01T00:00:00.000Z'],
        ),
    );
    expect(plan.map(({ detail }) => detail)).toEqual([
      'SEARCH ocms_delivery_receipt USING INDEX ix_ocms_delivery_receipt_date (cre_date<?)',
    ]);
  });

  it('and the check does see a scan', () => {
    expect(
      stepsOf('SELECT 1 FROM ocms_valid_offence_notice AS v', ['SCAN v', 'SCAN jsonb_each VIRTUAL TABLE INDEX 1:']),
    ).toEqual(['ocms_valid_offence_notice: SCAN v']);
    expect(stepsOf('select * from `ocms_vehicle_turn` where 1', ['SCAN ocms_vehicle_turn'])).toEqual([
      'ocms_vehicle_turn: SCAN ocms_vehicle_turn',
    ]);
  });
});
