import type { JobServices } from '../../../src/app/parts';
import { ARCHIVED_TABLES } from '../../../src/features/foreign-vehicles/archived-tables';
import type { Database } from '../../../src/db/database';
import { archiveNotices } from '../../../src/jobs/ocms/archive-notices';
import { markForArchival } from '../../../src/jobs/ocms/mark-for-archival';
import { syncInternetZone } from '../../../src/jobs/internet/sync-internet-zone';
import type { JobRun } from '../../../src/scheduling/job';
import { dateText, makeContext, noticeNumbers, storedNotice, type TestContext } from '../../support/contexts';
import { databaseKinds } from '../../support/databases';
import { insertForeignNotices } from '../../support/foreign';
import { jobRun } from '../../support/job-run';
import { takeAway } from '../../support/mirror';
import { insertCourtCases } from '../../support/notices';

const OLD = '2016-01-01T00:00:00Z';

describe.each(databaseKinds)('archival (F 2.2, decisions §8) on %s', (kind) => {
  let context: TestContext;
  let services: JobServices;
  let close: () => Promise<void>;
  let now: Date;
  beforeEach(async () => {
    // 10:00 on 15 June in Singapore.
    now = new Date('2026-06-15T02:00:00.000Z');
    context = await makeContext(kind, {}, { clock: { now: () => now } });
    ({ services, close } = context.jobServices());
    await context.services.parameters.set({ id: 'ARC', code: 'NPA', value: '7', actor: 'officer1' });
  });
  afterEach(async () => {
    await close();
    await context.close();
  });
  const mark = () => markForArchival.run(services, jobRun(context));
  const archive = (more: Partial<JobRun> = {}) => archiveNotices.run(services, jobRun(context, more));
  const synchronise = () => syncInternetZone.run(services, jobRun(context));
  const archiveDate = async (noticeNo: string) =>
    dateText((await storedNotice(context.intranet, noticeNo)).archive_date);
  const change = (noticeNo: string, fields: Record<string, unknown>) =>
    context.intranet.transaction((trx) => trx('ocms_valid_offence_notice').where('notice_no', noticeNo).update(fields));
  const numbersIn = async (database: Database, table: string, column = 'notice_no') =>
    database.read((executor) => executor(table).orderBy(column).pluck(column)) as Promise<string[]>;
  const due = async (...numbers: string[]) => {
    await insertForeignNotices(
      context.intranet,
      numbers.map((notice_no) => ({ notice_no, dated: OLD, archive_date: '2026-06-15' })),
    );
  };
  const sent = (table: 'ocms_offence_avss' | 'ocms_offence_avss_sftp', fields: Record<string, unknown>) =>
    context.intranet.transaction((trx) => {
      const day = context.intranet.dialect.bindInstant(new Date('2026-06-13T16:00:00Z'));
      return trx(table).insert({
        batch_date: day,
        composition_amount: '70.00',
        admin_fee: '0.00',
        total_amount: '70.00',
        cre_date: day,
        cre_user_id: 'ocmsiz_app_conn',
        ...fields,
      });
    });

  describe('marking', () => {
    it.each([
      ['dated the day before the one ARC years ago', '2019-06-14T15:59:59.999Z', '2026-06-17'],
      ['dated the day ARC years ago', '2019-06-14T16:00:00.000Z', null],
      ['dated now', '2026-06-15T02:00:00.000Z', null],
    ])('a notice %s is marked two days ahead, or not', async (_which, dated, marked) => {
      await insertForeignNotices(context.intranet, [{ notice_no: '1A', dated }]);
      expect(await mark()).toEqual({ counts: { marked: marked ? 1 : 0, takenBack: 0 } });
      expect(await archiveDate('1A')).toBe(marked);
      // Once marked, the day stays.
      now = new Date(now.getTime() + 86_400_000);
      await mark();
      if (marked) expect(await archiveDate('1A')).toBe(marked);
    });

    it.each([
      ['2028-02-29', '7', '2021-02-27', '2028-03-02'],
      ['2028-02-29', '4', '2024-02-28', '2028-03-02'],
      ['2028-03-01', '7', '2021-02-28', '2028-03-03'],
      ['2028-03-01', '4', '2024-02-29', '2028-03-03'],
      ['2031-02-28', '7', '2024-02-27', '2031-03-02'],
      ['2031-03-01', '7', '2024-02-29', '2031-03-03'],
      ['2028-02-27', '7', '2021-02-26', '2028-02-29'],
      ['2028-02-28', '7', '2021-02-27', '2028-03-01'],
    ])(
      'on %s, with ARC at %s years, notices to the end of %s are marked, for %s',
      async (today, years, last, archivedOn) => {
        now = new Date(`${today}T02:00:00+08:00`);
        await context.services.parameters.set({ id: 'ARC', code: 'NPA', value: years, actor: 'officer1' });
        const end = new Date(`${last}T23:59:59.999+08:00`);
        await insertForeignNotices(context.intranet, [
          { notice_no: '1A', dated: end.toISOString() },
          { notice_no: '2A', dated: new Date(end.getTime() + 1).toISOString() },
        ]);
        expect(await mark()).toMatchObject({ counts: { marked: 1 } });
        expect(await archiveDate('1A')).toBe(archivedOn);
        expect(await archiveDate('2A')).toBeNull();
      },
    );

    it.each<[string, Record<string, string | null>]>([
      ['of another registration type', { vehicle_registration_type: 'S' }],
      ['suspended for another reason', { epr_reason_of_suspension: 'DBB' }],
      ['not suspended', { suspension_type: null, epr_reason_of_suspension: null }],
      ['paid', { amount_paid: '70.00' }],
    ])('not a notice %s', async (_which, fields) => {
      await insertForeignNotices(context.intranet, [{ notice_no: '1A', dated: OLD, ...fields }]);
      expect(await mark()).toMatchObject({ counts: { marked: 0 } });
    });

    it.each<[string, Record<string, unknown>]>([
      ['is paid', { amount_paid: '70.00' }],
      ['is suspended otherwise', { suspension_type: 'TS', epr_reason_of_suspension: 'HST' }],
      ['is suspended no more', { suspension_type: null, epr_reason_of_suspension: null }],
    ])('the mark is taken back from a notice that %s', async (_what, fields) => {
      await insertForeignNotices(context.intranet, [{ notice_no: '1A', dated: OLD }]);
      await mark();
      await change('1A', fields);
      expect(await mark()).toEqual({ counts: { marked: 0, takenBack: 1 } });
      expect(await archiveDate('1A')).toBeNull();
    });

    it('goes page by page, and nothing without its parameter', async () => {
      await insertForeignNotices(
        context.intranet,
        noticeNumbers(1_100).map((notice_no) => ({ notice_no, dated: OLD })),
      );
      expect(await mark()).toMatchObject({ counts: { marked: 1_100 } });
      await context.intranet.transaction((trx) => trx('ocms_parameter').where('param_id', 'ARC').delete());
      await expect(mark()).rejects.toMatchObject({ alert: { problem: 'The parameter ARC NPA is missing.' } });
    });
  });

  describe('archiving', () => {
    it('moves a notice with all its rows, out of both zones, and a second time does nothing', async () => {
      await due('1A', '2A');
      await insertCourtCases(context.intranet, ['1A']);
      await context.intranet.transaction(async (trx) => {
        const cre = { cre_date: context.intranet.dialect.bindInstant(now), cre_user_id: 'ocmsiz_app_conn' };
        await trx('ocms_offence_notice_detail').insert({ notice_no: '1A', ...cre });
        for (const sr_no of [1, 2])
          await trx('ocms_suspended_notice').insert({
            notice_no: '1A',
            sr_no,
            date_of_suspension: cre.cre_date,
            suspension_type: 'PS',
            reason_of_suspension: 'FOR',
            suspension_source: 'ocmsiz_app_conn',
            officer_authorising_suspension: 'ocmsizmgr_conn',
            ...cre,
          });
      });
      await sent('ocms_offence_avss', {
        batch_reference: 'b1',
        offence_no: '1A',
        violation_status: 'C',
        vhub_api_status_code: '0',
      });
      await sent('ocms_offence_avss_sftp', {
        file_name: 'f1',
        offence_no: '1A',
        violation_status: 'C',
        sftp_status_code: '0',
      });
      await context.intranet.transaction((trx) => trx('ocms_valid_offence_notice').update({ version: 3 }));
      await context.intranet.transaction((trx) =>
        trx('ocms_internet_mirror_mark').insert(
          ['1A', '2A'].map((notice_no) => ({
            notice_no,
            version: 3,
            marked_at: context.intranet.dialect.bindInstant(now),
          })),
        ),
      );
      await synchronise();
      expect(await numbersIn(context.internet, 'eocms_valid_offence_notice')).toEqual(['1A', '2A']);

      expect(await archive()).toEqual({ counts: { archived: 2, removedFromInternetZone: 2, waitingForVhub: 0 } });
      expect(await numbersIn(context.internet, 'eocms_valid_offence_notice')).toEqual([]);
      for (const [table, column, rows] of [
        ['ocms_valid_offence_notice', 'notice_no', ['1A', '2A']],
        ['ocms_offence_notice_detail', 'notice_no', ['1A']],
        ['ocms_suspended_notice', 'notice_no', ['1A', '1A']],
        ['ocms_court_case', 'notice_no', ['1A']],
        ['ocms_offence_avss', 'offence_no', ['1A']],
        ['ocms_offence_avss_sftp', 'offence_no', ['1A']],
      ] as const) {
        expect([table, await numbersIn(context.intranet, table, column)]).toEqual([table, []]);
        expect([table, await numbersIn(context.intranet, `${table}_archive`, column)]).toEqual([table, rows]);
      }
      expect(await numbersIn(context.intranet, 'ocms_internet_mirror_mark')).toEqual([]);
      expect(await archive()).toEqual({ counts: { archived: 0, removedFromInternetZone: 0, waitingForVhub: 0 } });
    });

    it.each<[string, Record<string, unknown>]>([
      ['whose day is tomorrow', { archive_date: '2026-06-16' }],
      ['that was paid since', { amount_paid: '70.00' }],
      ['that is suspended otherwise by now', { epr_reason_of_suspension: 'CAN' }],
    ])('not a notice %s', async (_which, fields) => {
      await due('1A');
      await change('1A', fields);
      expect(await archive()).toMatchObject({ counts: { archived: 0 } });
      expect(await numbersIn(context.intranet, 'ocms_valid_offence_notice')).toEqual(['1A']);
    });

    it('a day that was missed is made up for', async () => {
      await due('1A');
      await change('1A', { archive_date: '2026-06-01' });
      expect(await archive()).toMatchObject({ counts: { archived: 1 } });
    });

    it.each([
      ['by API', 'ocms_offence_avss', 'vhub_api_status_code', 'batch_reference'],
      ['by file', 'ocms_offence_avss_sftp', 'sftp_status_code', 'file_name'],
    ] as const)(
      'a notice vHub was told %s is outstanding waits until it has taken the cancellation',
      async (_how, table, status, key) => {
        await due('1A');
        await sent(table, { [key]: 'b1', offence_no: '1A', violation_status: 'O', [status]: '0' });
        await sent(table, { [key]: 'b2', offence_no: '1A', violation_status: 'C', [status]: '1' });
        expect(await archive()).toMatchObject({ counts: { archived: 0, waitingForVhub: 1 } });
        await sent(table, { [key]: 'b3', offence_no: '1A', violation_status: 'C', [status]: '0' });
        expect(await archive()).toMatchObject({ counts: { archived: 1, waitingForVhub: 0 } });
      },
    );

    it('one whose being outstanding vHub refused waits for nothing', async () => {
      await due('1A');
      await sent('ocms_offence_avss', {
        batch_reference: 'b1',
        offence_no: '1A',
        violation_status: 'O',
        vhub_api_status_code: '1',
        vhub_api_error_code: 'E_REC_001',
      });
      expect(await archive()).toMatchObject({ counts: { archived: 1 } });
    });

    it('one whose being outstanding vHub refused in its answer to the file waits for nothing; a cancellation so refused is none', async () => {
      await due('1A', '2A');
      const told = (offence_no: string, violation_status: string, ack_status_code: string) =>
        sent('ocms_offence_avss_sftp', {
          file_name: `f${violation_status}`,
          offence_no,
          violation_status,
          sftp_status_code: '0',
          ack_status_code,
        });
      await told('1A', 'O', '1');
      await told('2A', 'O', '0');
      await told('2A', 'C', '1');
      expect(await archive()).toMatchObject({ counts: { archived: 1, waitingForVhub: 1 } });
      expect(await numbersIn(context.intranet, 'ocms_valid_offence_notice')).toEqual(['2A']);
    });

    it('one that vHub took for outstanding again, after a cancellation, waits for the next', async () => {
      await due('1A');
      const told = (batch_reference: string, violation_status: string, at: string) =>
        sent('ocms_offence_avss', {
          batch_reference,
          offence_no: '1A',
          violation_status,
          vhub_api_status_code: '0',
          cre_date: context.intranet.dialect.bindInstant(new Date(at)),
        });
      await told('b1', 'O', '2026-06-10T00:00:00Z');
      await told('b2', 'C', '2026-06-11T00:00:00Z');
      await told('b3', 'O', '2026-06-12T00:00:00Z');
      expect(await archive()).toMatchObject({ counts: { archived: 0, waitingForVhub: 1 } });
      await told('b4', 'C', '2026-06-13T00:00:00Z');
      expect(await archive()).toMatchObject({ counts: { archived: 1, waitingForVhub: 0 } });
    });

    it('one that is paid once it was found due stays', async () => {
      await due('1A', '2A');
      const { intranet } = context;
      const chunk: JobRun['chunk'] = async (work, options) => {
        await change('1A', { amount_paid: '70.00' });
        return intranet.transaction(work, options);
      };
      expect(await archive({ chunk })).toMatchObject({ counts: { archived: 1 } });
      expect(await numbersIn(intranet, 'ocms_valid_offence_notice')).toEqual(['1A']);
    });

    it('cut at any boundary, the next run goes on, and nothing is lost', async () => {
      const numbers = noticeNumbers(450);
      await due(...numbers);
      await context.intranet.transaction((trx) =>
        trx('ocms_internet_mirror_mark').insert(
          numbers
            .slice(0, 3)
            .map((notice_no) => ({ notice_no, version: 1, marked_at: context.intranet.dialect.bindInstant(now) })),
        ),
      );
      await synchronise();
      for (const label of ['notices-archived', 'notices-archived', 'mirror-removed']) {
        await expect(
          archive({ boundary: (at) => (at === label ? Promise.reject(new Error('cut')) : Promise.resolve()) }),
        ).rejects.toThrow('cut');
        const [here, archived] = [
          await numbersIn(context.intranet, 'ocms_valid_offence_notice'),
          await numbersIn(context.intranet, 'ocms_valid_offence_notice_archive'),
        ];
        expect([...here, ...archived].sort()).toEqual(numbers);
      }
      await archive();
      expect(await numbersIn(context.intranet, 'ocms_valid_offence_notice_archive')).toEqual(numbers);
      expect(await numbersIn(context.internet, 'eocms_valid_offence_notice')).toEqual([]);
    });

    it('with the internet zone away what is archived is; it goes from there with the next run', async () => {
      await due('1A');
      await context.intranet.transaction((trx) =>
        trx('ocms_internet_mirror_mark').insert({
          notice_no: '1A',
          version: 1,
          marked_at: context.intranet.dialect.bindInstant(now),
        }),
      );
      await synchronise();
      const back = takeAway(context.internet, context.place.folder);
      await expect(archive()).rejects.toMatchObject({ kind: 'unavailable' });
      await back();
      expect(await archive()).toEqual({ counts: { archived: 0, removedFromInternetZone: 1, waitingForVhub: 0 } });
    });

    it('a copy made late, of what was read before, goes with the next run; a new notice of that number stays', async () => {
      await due('1A', '2A');
      await archive();
      const copy = {
        notice_source: 'REPCCS',
        composition_amount: 0,
        admin_fee: 0,
        amount_payable: 0,
        amount_paid: 0,
        payment_acceptance_allowed: 'Y',
        version: 1,
        cre_date: context.internet.dialect.bindInstant(now),
        cre_user_id: 'ocmsez_app_conn',
      };
      await context.internet.transaction(async (trx) => {
        for (const notice_no of ['1A', '2A']) await trx('eocms_valid_offence_notice').insert({ notice_no, ...copy });
      });
      await insertForeignNotices(context.intranet, [{ notice_no: '2A', dated: '2026-06-15T00:00:00Z' }]);
      now = new Date(now.getTime() + 86_400_000);
      expect(await archive()).toMatchObject({ counts: { removedFromInternetZone: 1 } });
      expect(await numbersIn(context.internet, 'eocms_valid_offence_notice')).toEqual(['2A']);
      expect(await numbersIn(context.intranet, 'ocms_archived_mirror')).toEqual([]);
    });

    it('every archived table has the columns of its own', async () => {
      const columns = async (table: string) =>
        Object.keys(await context.intranet.read((executor) => executor(table).columnInfo())).sort();
      for (const [table, archived] of Object.entries(ARCHIVED_TABLES)) {
        expect([...archived.columns].sort()).toEqual(await columns(table));
        expect(await columns(`${table}_archive`)).toEqual([...archived.columns, 'archived_at'].sort());
      }
    });
  });
});
