import type { JobServices } from '../../../src/app/parts';
import { forgetOwnerParticulars } from '../../../src/jobs/ocms/forget-owner-particulars';
import type { JobRun } from '../../../src/scheduling/job';
import { makeContext, mirrorMarks, noticeNumbers, storedNotice, type TestContext } from '../../support/contexts';
import { databaseKinds } from '../../support/databases';
import { jobRun } from '../../support/job-run';
import { insertNotices, type NoticeFields } from '../../support/notices';
import { CANARY, keysOf, loadOwner, OLD_KEY, saveOwner } from './owners';

class Cut extends Error {}

describe.each(databaseKinds)('owners’ particulars are forgotten (A 7, retention) on %s', (kind) => {
  let context: TestContext;
  let services: JobServices;
  let close: () => Promise<void>;
  let now: Date;
  beforeAll(async () => {
    context = await makeContext(kind, {}, { clock: { now: () => now } });
    ({ services, close } = context.jobServices());
  });
  afterAll(async () => {
    await close();
    await context.close();
  });
  beforeEach(async () => {
    // 02:30 on 15 June in Singapore; 90 days before is 17 March.
    now = new Date('2026-06-14T18:30:00Z');
    await context.intranet.transaction(async (trx) => {
      await trx('ocms_valid_offence_notice').del();
      await trx('ocms_internet_mirror_mark').del();
      await trx('ocms_advisory_case').del();
    });
  });
  const forget = (more: Partial<JobRun> = {}) => forgetOwnerParticulars.run(services, jobRun(context, more));
  const NOTHING = [null, null, null, null, null];
  const ENDED = '2026-01-15T00:00:00Z';
  const fieldsOf = (notice_no: string, since: string, fields: Partial<NoticeFields> = {}): NoticeFields => ({
    notice_no,
    an_flag: 'Y',
    suspension_type: 'PS',
    epr_reason_of_suspension: 'ANS',
    epr_date_of_suspension: context.intranet.dialect.bindInstant(new Date(since)) as string,
    ...(fields as object),
  });
  const store = async (noticeNo: string, since: string, fields?: Partial<NoticeFields>) => {
    await insertNotices(context.intranet, [fieldsOf(noticeNo, since, fields)]);
    await saveOwner(context.intranet, [OLD_KEY], noticeNo);
  };

  it.each([
    ['the last moment of the 91st day before today', '2026-03-16T15:59:59.999Z', true],
    ['the first moment of the 90th day before today', '2026-03-16T16:00:00.000Z', false],
    ['today', '2026-06-14T17:00:00.000Z', false],
  ])('those of a notice that is PS-ANS since %s', async (_when, since, forgotten) => {
    await store('1A', since);
    expect(await forget()).toEqual({ counts: { forgotten: forgotten ? 1 : 0 } });
    expect(await keysOf(context.intranet, '1A')).toEqual(forgotten ? NOTHING : ['k1', 'k1', 'k1', 'k1', 'k1']);
    // The 90th day has passed a day later.
    now = new Date(now.getTime() + 86_400_000);
    await forget();
    expect((await keysOf(context.intranet, '1A')).every((key) => key === null)).toBe(!since.startsWith('2026-06'));
  });

  it('as many days after as configured', async () => {
    const other = context.another({ ownerRetentionDays: 91 });
    const jobs = other.jobServices();
    await store('1A', '2026-03-15T16:00:00.000Z');
    expect(await forgetOwnerParticulars.run(jobs.services, jobRun(context))).toEqual({ counts: { forgotten: 0 } });
    expect(await forget()).toEqual({ counts: { forgotten: 1 } });
    await jobs.close();
  });

  it.each<[string, Partial<NoticeFields>]>([
    ['not suspended: its eAN or letter is not sent', { suspension_type: null, epr_reason_of_suspension: null }],
    ['suspended TS', { suspension_type: 'TS' }],
    ['suspended for another reason', { epr_reason_of_suspension: 'CAN' }],
    ['suspended since nobody knows when', { epr_date_of_suspension: null }],
  ])('not of a notice that is %s', async (_what, fields) => {
    await store('1A', ENDED, fields);
    expect(await forget()).toEqual({ counts: { forgotten: 0 } });
    expect(await loadOwner(context.intranet, [OLD_KEY], '1A')).toEqual(CANARY);
  });

  describe('of a notice that is not suspended PS-ANS, by its case (decisions §7)', () => {
    const withCase = async (state: string, since: string, step: string | null = null) => {
      const { intranet } = context;
      await store('1A', ENDED, { suspension_type: null, epr_reason_of_suspension: null });
      const at = intranet.dialect.bindInstant(new Date(since));
      await intranet.transaction(async (trx) => {
        await trx('ocms_advisory_case').insert({
          ...{ notice_no: '1A', state, step, due_at: step === null ? null : at },
          ...{ cre_date: intranet.dialect.bindInstant(new Date(ENDED)), upd_date: at },
        });
      });
    };

    it.each([
      ['HALTED', '2026-03-16T15:59:59.999Z', true],
      ['HALTED', '2026-03-16T16:00:00.000Z', false],
      ['CLOSED', '2026-03-16T15:59:59.999Z', true],
      ['CLOSED', '2026-03-16T16:00:00.000Z', false],
      // PS-ANS once, suspended otherwise by now.
      ['SUSPENDED', '2026-03-16T15:59:59.999Z', true],
      // 180 days before is 17 December.
      ['MANUAL_REVIEW', '2025-12-16T15:59:59.999Z', true],
      ['MANUAL_REVIEW', '2025-12-16T16:00:00.000Z', false],
    ])('%s since %s: forgotten %s', async (state, since, forgotten) => {
      await withCase(state, since);
      expect(await forget()).toEqual({ counts: { forgotten: forgotten ? 1 : 0 } });
      expect(await keysOf(context.intranet, '1A')).toEqual(forgotten ? NOTHING : ['k1', 'k1', 'k1', 'k1', 'k1']);
    });

    it('never while a step is owed', async () => {
      await withCase('OWNER_FOUND', ENDED, 'SEND_SMS');
      expect(await forget()).toEqual({ counts: { forgotten: 0 } });
    });

    it('not of one that is put back between read and write', async () => {
      await withCase('MANUAL_REVIEW', '2025-12-01T00:00:00Z');
      const { intranet } = context;
      const chunk: JobRun['chunk'] = async (work, options) => {
        await intranet.transaction((trx) =>
          trx('ocms_advisory_case').where('notice_no', '1A').update({ state: 'OWNER_FOUND', step: 'SEND_LETTER' }),
        );
        return intranet.transaction(work, options);
      };
      expect(await forget({ chunk })).toEqual({ counts: { forgotten: 0 } });
    });
  });

  it('without the notice’s version, who changed it last, or the mirror’s mark', async () => {
    await store('1A', ENDED);
    const before = await storedNotice(context.intranet, '1A');
    const marks = await mirrorMarks(context.intranet);
    await forget();
    const after = await storedNotice(context.intranet, '1A');
    const changed = Object.keys(after).filter((column) => String(after[column]) !== String(before[column]));
    expect(changed.sort()).toEqual(['owner_address', 'owner_email', 'owner_mobile', 'owner_name', 'owner_nric']);
    expect(await mirrorMarks(context.intranet)).toEqual(marks);
  });

  it('not of one that is suspended otherwise between read and write', async () => {
    await store('1A', ENDED);
    const { intranet } = context;
    const chunk: JobRun['chunk'] = async (work, options) => {
      await intranet.transaction((trx) =>
        trx('ocms_valid_offence_notice').where('notice_no', '1A').update({ suspension_type: 'TS' }),
      );
      return intranet.transaction(work, options);
    };
    expect(await forget({ chunk })).toEqual({ counts: { forgotten: 0 } });
    expect(await loadOwner(intranet, [OLD_KEY], '1A')).toEqual(CANARY);
  });

  it('500 notices a transaction; cut after one, the next run goes on', async () => {
    const { intranet } = context;
    await insertNotices(
      intranet,
      noticeNumbers(1_100).map((noticeNo) => ({ ...fieldsOf(noticeNo, ENDED), owner_name: 'k1:x' })),
    );
    const boundary = (label: string) => Promise.reject(new Cut(label));
    await expect(forget({ boundary })).rejects.toThrow(new Cut('owners-forgotten'));
    const left = () =>
      intranet.read(async (executor) => {
        const row = (await executor('ocms_valid_offence_notice')
          .whereNotNull('owner_name')
          .count('* AS many')
          .first()) as {
          many: number;
        };
        return Number(row.many);
      });
    expect(await left()).toBe(600);
    const chunks: number[] = [];
    const progress: JobRun['progress'] = ({ forgotten }) => void chunks.push(forgotten!);
    expect(await forget({ progress })).toEqual({ counts: { forgotten: 600 } });
    expect(chunks).toEqual([500, 600]);
    expect(await left()).toBe(0);
  });
});
