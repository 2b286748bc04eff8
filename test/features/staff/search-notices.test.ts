import type { Clock } from '../../../src/platform/clock';
import { defaultKind } from '../../support/databases';
import type { NoticeFields } from '../../support/notices';
import { request, startTestService, type TestResponse, type TestService } from '../../support/service';
import { OFFICER, type StaffIssuer, startStaffIssuer } from '../../support/staff';

/*
 * Notices that officers look for (issue 11, deliverable 1): filters, order and pages, and the archive (F 2.2).
 */

const clock: Clock = { now: () => new Date('2026-01-15T04:05:06.789Z') };

let issuer: StaffIssuer;
let service: TestService;
let officer: string;
beforeAll(async () => {
  issuer = await startStaffIssuer();
  service = await startTestService({ config: { staff: issuer.settings }, overrides: { clock } });
  officer = await issuer.token(OFFICER);
});
afterAll(async () => {
  await service.close();
  await issuer.close();
});

const get = (path: string): Promise<TestResponse> =>
  request(`${service.url}/v1/staff/notices${path}`, { headers: { Authorization: `Bearer ${officer}` } });
const search = async (query: Record<string, string>): Promise<string[]> => {
  const { status, body } = await get(`?${new URLSearchParams(query).toString().replaceAll('+', '%20')}`);
  expect([status, body]).toEqual([200, expect.anything()]);
  return (body.notices as { noticeNo: string }[]).map(({ noticeNo }) => noticeNo);
};
/** When an offence was, as Singapore's clocks showed it. */
const at = (singapore: string): string =>
  service.context.intranet.dialect.bindInstant(new Date(`${singapore}+08:00`)) as string;

describe('notices are found', () => {
  /** By number: what they are beside ordinary notices of SX1 in January. */
  beforeAll(async () => {
    const PS = { suspension_type: 'PS', epr_reason_of_suspension: 'ANS' };
    const notices: Record<string, Partial<NoticeFields>> = {
      N1: { notice_date_and_time: at('2026-01-01T00:00:00'), an_flag: 'Y', ...PS },
      N2: {
        notice_date_and_time: at('2026-01-10T23:59:59.999'),
        suspension_type: 'TS',
        epr_reason_of_suspension: 'HST',
      },
      N3: { notice_date_and_time: at('2026-01-11T00:00:00'), vehicle_no: 'SX2', offence_notice_type: 'U' },
      N4: { notice_date_and_time: at('2026-01-11T00:00:00'), notice_source: 'PLUS', an_flag: 'N' },
      N5: { notice_date_and_time: at('2026-01-16T11:00:00') },
      OLD: { notice_date_and_time: at('2024-06-01T10:00:00') },
      OLD2: { notice_date_and_time: at('2025-12-16T23:59:59'), vehicle_no: 'SX2' },
    };
    await service.notices(
      ...Object.entries(notices).map(([notice_no, fields]) => ({
        ...{ notice_no, vehicle_no: 'SX1', notice_source: 'REPCCS', offence_notice_type: 'O', an_flag: null },
        ...fields,
      })),
    );
  });

  test.each<[string, Record<string, string>, string[]]>([
    ['the last 31 days and tomorrow, the latest first, of one moment by number', {}, ['N5', 'N4', 'N3', 'N2', 'N1']],
    ['the other way round', { sort: 'noticeDateAndTime' }, ['N1', 'N2', 'N3', 'N4', 'N5']],
    ['of a vehicle, whenever it was', { vehicleNo: 'SX1' }, ['N5', 'N4', 'N2', 'N1', 'OLD']],
    ['of a vehicle on some days', { vehicleNo: 'SX1', from: '2024-01-01', to: '2026-01-01' }, ['N1', 'OLD']],
    ['of a vehicle to the letter', { vehicleNo: 'SX1 ' }, []],
    ['by number, whenever it was', { noticeNo: 'OLD' }, ['OLD']],
    ['by number and vehicle', { noticeNo: 'OLD', vehicleNo: 'SX2' }, []],
    ['of days in Singapore, both included', { from: '2026-01-01', to: '2026-01-10' }, ['N2', 'N1']],
    ['of 31 days from the first', { from: '2024-05-02' }, ['OLD']],
    ['of 31 days to the last', { to: '2025-12-17' }, ['OLD2']],
    ['suspended PS', { suspensionType: 'PS' }, ['N1']],
    ['suspended TS', { suspensionType: 'TS' }, ['N2']],
    ['not suspended', { suspensionType: 'NONE' }, ['N5', 'N4', 'N3']],
    ['of a reason', { eprReasonOfSuspension: 'ANS' }, ['N1']],
    ['of an offence type', { offenceNoticeType: 'U' }, ['N3']],
    ['that are advisory', { anFlag: 'Y' }, ['N1']],
    ['that are not', { anFlag: 'N' }, ['N5', 'N4', 'N3', 'N2']],
    ['of a source', { noticeSource: 'PLUS' }, ['N4']],
    ['by all of it', { vehicleNo: 'SX1', suspensionType: 'PS', anFlag: 'Y', noticeSource: 'REPCCS' }, ['N1']],
  ])('%s', async (_what, query, expected) => {
    expect(await search(query)).toEqual(expected);
  });

  test('with what an officer needs to tell them apart, and nothing of their owners', async () => {
    const { body, text } = await get('?noticeNo=N1');
    expect(body.notices[0]).toMatchObject({
      noticeNo: 'N1',
      vehicleNo: 'SX1',
      eprReasonOfSuspension: 'ANS',
      anFlag: 'Y',
    });
    expect(text).not.toMatch(/owner|nric|mobile|email/i);
  });

  test.each([
    ['-noticeDateAndTime', ['N5', 'N4', 'N3', 'N2', 'N1']],
    ['noticeDateAndTime', ['N1', 'N2', 'N3', 'N4', 'N5']],
  ])('page by page, in the same order (%s), whatever comes meanwhile', async (sort, expected) => {
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const { body } = await get(`?sort=${sort}&limit=2${cursor ? `&cursor=${cursor}` : ''}`);
      seen.push(...(body.notices as { noticeNo: string }[]).map(({ noticeNo }) => noticeNo));
      cursor = body.nextCursor as string | null;
    } while (cursor);
    expect(seen).toEqual(expected);
  });

  test.each<[Record<string, string>, string]>([
    [{ from: '2026-01-02', to: '2026-01-01' }, '/query/to'],
    [{ from: '2026-01-01', to: '2026-02-01' }, '/query/to'],
    [{ vehicleNo: 'SX1', from: '2026-01-02', to: '2026-01-01' }, '/query/to'],
    [{ sort: 'amountPayable' }, '/query/sort'],
    [{ suspensionType: 'XS' }, '/query/suspensionType'],
    [{ cursor: 'WyJ4Il0' }, '/query/cursor'],
    [{ from: '2026-02-30' }, '/query/from'],
  ])('400 for %j', async (query, path) => {
    const { status, body } = await get(`?${new URLSearchParams(query).toString()}`);
    expect([status, body.data.errors?.[0].path]).toEqual([400, path]);
  });
});

test('a notice in the archive is found by its number, as it was, with its suspensions (F 2.2)', async () => {
  const { intranet } = service.context;
  await service.notices({ notice_no: 'GONE', vehicle_no: 'JKL1', vehicle_registration_type: 'F' });
  await intranet.transaction(async (trx) => {
    const row = (await trx('ocms_valid_offence_notice').where('notice_no', 'GONE').first()) as Record<string, unknown>;
    for (const [archived, reason] of [
      ['2025-01-01T15:00:00', 'FOR'],
      ['2026-01-01T15:00:00', 'CAN'],
    ] as const) {
      await trx('ocms_valid_offence_notice_archive').insert({ ...row, archived_at: at(archived) });
      await trx('ocms_suspended_notice_archive').insert({
        ...{ notice_no: 'GONE', sr_no: 1, date_of_suspension: at(archived), suspension_type: 'PS' },
        ...{ reason_of_suspension: reason, suspension_source: 'test', officer_authorising_suspension: 'test' },
        ...{ cre_date: at(archived), cre_user_id: 'test', archived_at: at(archived) },
      });
    }
  });
  // The number lives still.
  expect((await get('/GONE')).body).toMatchObject({ archivedAt: null, suspensions: [] });
  await intranet.transaction((trx) => trx('ocms_valid_offence_notice').where('notice_no', 'GONE').delete());
  const { status, body } = await get('/GONE');
  expect(status).toBe(200);
  expect(body).toMatchObject({
    notice: { noticeNo: 'GONE', vehicleNo: 'JKL1' },
    archivedAt: '2026-01-01T07:00:00.000Z',
    suspensions: [{ reasonOfSuspension: 'CAN' }],
    mirror: { state: 'CURRENT', version: null },
    advisory: null,
  });
  expect(await search({ noticeNo: 'GONE' })).toEqual([]);
});

(defaultKind === 'sqlite' ? describe : describe.skip)(
  'SQLite: of many notices a search reads one range of one index',
  () => {
    beforeAll(async () => {
      await service.context.intranet.transaction(async (trx) => {
        await trx.raw(
          `INSERT INTO ocms_valid_offence_notice (notice_no, vehicle_no, notice_date_and_time, vehicle_registration_type, notice_source, cre_date, cre_user_id)
         WITH RECURSIVE counted(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < 5000)
         SELECT 'V' || n, 'SM' || (n / 4), strftime('%Y-%m-%dT%H:%M:%fZ', '2020-02-01', (n * 10) || ' hours'), 'S', 'REPCCS', '2025-01-01T00:00:00.000Z', 'test' FROM counted`,
        );
      });
    });

    const FILTERS = { suspensionType: 'TS', eprReasonOfSuspension: 'HST', anFlag: 'N', noticeSource: 'REPCCS' };
    test.each([false, true])('with every filter, either way, on every page; after an ANALYZE: %s', async (analysed) => {
      const { intranet } = service.context;
      if (analysed) await intranet.transaction((trx) => trx.raw('ANALYZE'));
      const cursor = Buffer.from('["2022-01-15T01:30:00.000Z V5"]').toString('base64url');
      const days = { from: '2022-01-01', to: '2022-01-31' };
      for (const sort of ['noticeDateAndTime', '-noticeDateAndTime'])
        for (const [query, index] of [
          [days, /SEARCH ocms_valid_offence_notice USING INDEX ix_von_notice_date \(notice_date_and_time>/],
          [{ ...days, ...FILTERS }, /USING INDEX ix_von_notice_date \(notice_date_and_time>/],
          [{ ...days, ...FILTERS, cursor }, /USING INDEX ix_von_notice_date \(notice_date_and_time>/],
          [{ vehicleNo: 'SM7' }, /USING INDEX ix_von_vehicle \(vehicle_no=/],
          [{ vehicleNo: 'SM7', ...FILTERS, cursor }, /USING INDEX ix_von_vehicle \(vehicle_no=/],
          [{ noticeNo: 'V7', ...FILTERS }, /USING INDEX sqlite_autoindex_ocms_valid_offence_notice_1 \(notice_no=/],
        ] as const) {
          const sent: { sql: string; bindings: readonly unknown[] }[] = [];
          const stop = intranet.onStatement((sql, bindings) => {
            if (/^select.*ocms_valid_offence_notice/i.test(sql)) sent.push({ sql, bindings });
          });
          await search({ ...query, sort });
          stop();
          expect(sent).toHaveLength(1);
          const steps = await intranet.transaction(
            async (trx) =>
              await trx.raw<{ detail: string }[]>(`EXPLAIN QUERY PLAN ${sent[0]!.sql}`, [
                ...sent[0]!.bindings,
              ] as string[]),
          );
          expect(steps.map(({ detail }) => detail).join('; ')).toMatch(index);
          expect(steps.map(({ detail }) => detail).join('; ')).not.toContain('SCAN');
        }
    });
  },
);
