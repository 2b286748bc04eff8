import { buffer } from 'node:stream/consumers';
import { read, utils } from '@e965/xlsx';
import { makeContext, type TestContext } from '../../support/contexts';
import { databaseKinds } from '../../support/databases';
import { insertNotices } from '../../support/notices';
import { bound } from './suspended';

const PERIOD = { from: '2026-01-01', to: '2026-01-02' };

describe.each(databaseKinds)('the letter reconciliation (A 8.1b) on %s', (kind) => {
  let context: TestContext;
  beforeAll(async () => {
    context = await makeContext(kind, {}, { clock: { now: () => new Date('2026-02-10T01:02:03Z') } });
  });
  afterAll(() => context.close());

  const make = (more: object = {}) =>
    context.services.letterReconciliationReport.make({ period: PERIOD, format: 'xlsx', by: 'officer1', ...more });
  /** Every sheet's rows, as they are shown. */
  const sheetsOf = async () => {
    const { Sheets } = read(await buffer((await make()).content));
    return Object.fromEntries(
      Object.entries(Sheets).map(([name, sheet]) => [
        name,
        utils.sheet_to_json<string[]>(sheet, { header: 1, raw: false, defval: null, blankrows: false }),
      ]),
    );
  };
  const submit = (notice_no: string, slift_submission_id: string, at: string) =>
    insertNotices(context.intranet, [
      {
        notice_no,
        letter_sent_flag: 'Y',
        letter_sent_timestamp: bound(context.intranet, at),
        slift_submission_id,
      },
    ]);
  const returned = (notice_no: string, submission_id: string, status: string, error_code: string | null = null) =>
    context.intranet.transaction(async (trx) => {
      const at = bound(context.intranet, '2026-01-02T02:00:00Z');
      const row = { notice_no, submission_id, status, status_at: at, error_code };
      await trx('ocms_letter_return').insert({ ...row, file_name: 'F.csv', cre_date: at, upd_date: at });
    });

  it('of a period without letters: a row for each day, and nothing that does not agree', async () => {
    expect(await sheetsOf()).toMatchObject({
      'Letters by day of submission': [
        ['Date', 'Letters Submitted', 'Letters Printed', 'Letters Rejected', 'Nothing Said Yet'],
        ['2026-01-01', '0', '0', '0', '0'],
        ['2026-01-02', '0', '0', '0', '0'],
      ],
      Differences: [expect.arrayContaining(['Difference']), expect.arrayContaining(['All letters agree'])],
    });
  });

  it('has the totals, each day, and the letters that do not agree', async () => {
    await submit('1A', 'L1', '2025-12-31T16:00:00Z');
    await submit('2A', 'L2', '2026-01-01T02:00:00Z');
    await submit('3A', 'L3', '2026-01-02T15:59:59Z');
    await submit('4A', 'L4', '2026-01-02T16:00:00Z');
    await returned('1A', 'L1', 'PRINTED');
    await returned('2A', 'L2', 'REJECTED', '=SPOILT');
    await returned('9A', 'L9', 'PRINTED');
    const sheets = await sheetsOf();
    expect(sheets['Letters by day of submission']!.slice(1)).toEqual([
      ['2026-01-01', '2', '1', '1', '0'],
      ['2026-01-02', '1', '0', '0', '1'],
    ]);
    expect(sheets.Differences).toEqual([
      ['Difference', 'Notice No', 'SLIFT Submission Id', 'Submitted', 'Returned', 'Status', 'Error Code'],
      [...['Submitted, rejected', '2A', 'L2', '2026-01-01 10:00:00', '2026-01-02 10:00:00', 'REJECTED', "'=SPOILT"]],
      ['Submitted, nothing said of it', '3A', 'L3', '2026-01-02 23:59:59', null, null, null],
      ['Returned, not submitted', '9A', 'L9', null, '2026-01-02 10:00:00', 'PRINTED', null],
    ]);
    expect(sheets.About).toEqual(
      expect.arrayContaining([
        ['Letters submitted', '3'],
        ['Letters printed', '1'],
        ['Letters rejected', '1'],
        ['Nothing said yet', '1'],
      ]),
    );
    expect(await context.services.auditTrail.page({ limit: 1 })).toMatchObject([
      { officerId: 'officer1', action: 'make-report', subject: 'LETTER_RECONCILIATION xlsx', after: PERIOD },
    ]);
  });

  it('of a year at most, by days that there are', async () => {
    for (const [period, message] of [
      [{ from: '2025-01-01', to: '2026-01-02' }, 'Date range exceeds 366 days'],
      [{ from: '2025-01-01' }, 'Required fields are missing: to'],
      [{ from: '2026-01-32', to: '2026-01-01' }, 'not a day, YYYY-MM-DD: from'],
    ] as const)
      await expect(make({ period })).rejects.toMatchObject({ kind: 'validation', message });
    (await make({ period: { from: '2025-01-01', to: '2025-12-31' } })).content.destroy();
  });
});
