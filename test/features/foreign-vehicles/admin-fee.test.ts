import { addAdminFee } from '../../../src/jobs/ocms/add-admin-fee';
import { AppError } from '../../../src/platform/errors';
import type { JobServices } from '../../../src/app/parts';
import { instantText, makeContext, mirrorMarks, storedNotice, type TestContext } from '../../support/contexts';
import { databaseKinds } from '../../support/databases';
import { insertForeignNotices } from '../../support/foreign';
import { jobRun } from '../../support/job-run';

/** 10:00 on 15 June in Singapore. */
const NOW = '2026-06-15T02:00:00.000Z';

describe.each(databaseKinds)('the admin fee (F 2.7) on %s', (kind) => {
  let context: TestContext;
  let services: JobServices;
  let close: () => Promise<void>;
  let now: Date;
  beforeEach(async () => {
    now = new Date(NOW);
    context = await makeContext(kind, {}, { clock: { now: () => now } });
    ({ services, close } = context.jobServices());
    await set('FOD', '30');
    await set('AFO', '10');
  });
  afterEach(async () => {
    await close();
    await context.close();
  });
  const set = (id: string, value: string) =>
    context.services.parameters.set({ id, code: 'NPA', value, actor: 'officer1' });
  const add = () => addAdminFee.run(services, jobRun(context));
  const amounts = async (noticeNo: string): Promise<string[]> => {
    const row = await storedNotice(context.intranet, noticeNo);
    return [row.composition_amount, row.admin_fee, row.amount_payable].map((value) => Number(value).toFixed(2));
  };

  it('F 2.7.1: is added to the composition amount and kept beside it, once; amount_payable stays; the mirror hears', async () => {
    await insertForeignNotices(context.intranet, [
      { notice_no: '1A', dated: '2026-05-01T02:00:00Z', composition_amount: '50.00', amount_payable: '50.00' },
      { notice_no: '2A', dated: '2026-05-01T02:00:00Z', composition_amount: '70.10', amount_payable: '70.10' },
    ]);
    await set('AFO', '10.20');
    expect(await add()).toEqual({ counts: { added: 2 } });
    expect(await amounts('1A')).toEqual(['60.20', '10.20', '50.00']);
    expect(await amounts('2A')).toEqual(['80.30', '10.20', '70.10']);
    const row = await storedNotice(context.intranet, '2A');
    expect(Number(row.composition_amount)).toBe(80.3);
    expect(row).toMatchObject({ version: 2, upd_user_id: 'ocmsiz_app_conn' });
    expect(instantText(context.intranet, row.upd_date)).toBe(NOW);
    expect(await mirrorMarks(context.intranet)).toEqual(['1A:2', '2A:2']);

    expect(await add()).toEqual({ counts: { added: 0 } });
    expect(await amounts('1A')).toEqual(['60.20', '10.20', '50.00']);
    expect((await storedNotice(context.intranet, '1A')).version).toBe(2);
  });

  it.each([
    ['the last moment of the day FOD days ago', '2026-05-16T15:59:59.999Z', true],
    ['the first moment of the day after it', '2026-05-16T16:00:00.000Z', false],
    ['a year ago', '2025-06-15T02:00:00.000Z', true],
  ])('F 2.7, query conditions: an offence of %s', async (_when, dated, added) => {
    await insertForeignNotices(context.intranet, [{ notice_no: '1A', dated }]);
    expect(await add()).toEqual({ counts: { added: added ? 1 : 0 } });
  });

  it.each([
    ['2028-03-30', '30', '2028-02-29'],
    ['2028-03-30', '31', '2028-02-28'],
    ['2028-03-01', '1', '2028-02-29'],
    ['2028-02-29', '30', '2028-01-30'],
    ['2027-03-30', '30', '2027-02-28'],
  ])('F 2.7, query conditions: on %s, with FOD at %s days, an offence of %s', async (today, days, last) => {
    now = new Date(`${today}T01:30:00+08:00`);
    await set('FOD', days);
    const end = new Date(`${last}T23:59:59.999+08:00`);
    await insertForeignNotices(context.intranet, [
      { notice_no: '1A', dated: end.toISOString() },
      { notice_no: '2A', dated: new Date(end.getTime() + 1).toISOString() },
    ]);
    expect(await add()).toEqual({ counts: { added: 1 } });
    expect(await amounts('1A')).toEqual(['80.00', '10.00', '70.00']);
  });

  it.each<[string, Record<string, string | null>]>([
    ['of another registration type', { vehicle_registration_type: 'S' }],
    ['not suspended', { suspension_type: null, epr_reason_of_suspension: null }],
    ['suspended temporarily', { suspension_type: 'TS' }],
    ['suspended for another reason', { epr_reason_of_suspension: 'DBB' }],
    ['paid in part', { amount_paid: '1.00' }],
    ['that has its fee', { admin_fee: '5.00' }],
  ])('F 2.7, query conditions: not to a notice %s', async (_which, fields) => {
    await insertForeignNotices(context.intranet, [{ notice_no: '1A', dated: '2026-01-01T00:00:00Z', ...fields }]);
    expect(await add()).toEqual({ counts: { added: 0 } });
    expect(await mirrorMarks(context.intranet)).toEqual([]);
  });

  it('marks no notice twice that somebody else changed at the same instant', async () => {
    await insertForeignNotices(context.intranet, [
      { notice_no: '1A', dated: '2026-05-01T02:00:00Z', admin_fee: '5.00' },
      { notice_no: '2A', dated: '2026-05-01T02:00:00Z' },
    ]);
    await context.services.paymentAcceptance.acceptUntil(['1A'], '2026-07-01');
    expect(await add()).toEqual({ counts: { added: 1 } });
    expect(await mirrorMarks(context.intranet)).toEqual(['1A:2', '2A:2']);
  });

  it.each(['FOD', 'AFO'])('F 2.7.3: nothing without the parameter %s, or with one that is no number', async (id) => {
    await insertForeignNotices(context.intranet, [{ notice_no: '1A', dated: '2026-01-01T00:00:00Z' }]);
    const store = (param_value: string) =>
      context.intranet.transaction((trx) => trx('ocms_parameter').where('param_id', id).update({ param_value }));
    await store('soon');
    await expect(add()).rejects.toMatchObject({
      name: 'JobError',
      alert: {
        problem: expect.stringContaining(`The parameter ${id} NPA is to be`) as string,
        advice: expect.stringContaining(`parameters set ${id} NPA`) as string,
      },
    });
    await context.intranet.transaction((trx) => trx('ocms_parameter').where('param_id', id).delete());
    await expect(add()).rejects.toMatchObject({ alert: { problem: `The parameter ${id} NPA is missing.` } });
    expect(await amounts('1A')).toEqual(['70.00', '0.00', '70.00']);
  });

  it('F 2.7.3: an update that fails is undone whole, one that ran out of time is made once more', async () => {
    await insertForeignNotices(context.intranet, [{ notice_no: '1A', dated: '2026-01-01T00:00:00Z' }]);
    const failing = (times: number, error: () => Error) => {
      let failed = 0;
      return jobRun(context, {
        chunk: (work, options) =>
          context.intranet.transaction(async (trx) => {
            const done = await work(trx);
            if (failed++ < times) throw error();
            return done;
          }, options),
      });
    };
    const away = () => new AppError('unavailable', 'the intranet database is not available');
    await expect(
      addAdminFee.run(
        services,
        failing(1, () => new Error('refused')),
      ),
    ).rejects.toThrow('refused');
    await expect(addAdminFee.run(services, failing(2, away))).rejects.toThrow('not available');
    expect(await amounts('1A')).toEqual(['70.00', '0.00', '70.00']);
    expect(await addAdminFee.run(services, failing(1, away))).toEqual({ counts: { added: 1 } });
    expect(await amounts('1A')).toEqual(['80.00', '10.00', '70.00']);
  });

  it('parameters are listed with who set them, and refused where OCMS does not read them or the value is none', async () => {
    const { parameters } = context.services;
    expect(await parameters.list()).toEqual(
      expect.arrayContaining([
        { id: 'FOD', code: 'NPA', value: '30', changedAt: new Date(NOW), changedBy: 'officer1' },
      ]),
    );
    expect(await set('FOD', '31')).toBe('30');
    for (const value of ['', '-1', '1.5', '10000', 'soon'])
      await expect(set('FOD', value)).rejects.toThrow('FOD NPA is to be');
    for (const value of ['0', '0.00', '1.234', '-1'])
      await expect(set('AFO', value)).rejects.toThrow('AFO NPA is to be');
    await expect(set('XXX', '1')).rejects.toThrow('there is no parameter XXX NPA; parameters are FOR NPA');
  });
});
