import { setTimeout as sleep } from 'node:timers/promises';
import { rollback } from '../../src/db/database';
import { makeContext, noticeNumbers, type TestContext } from '../support/contexts';
import { databaseKinds } from '../support/databases';
import { insertNotices } from '../support/notices';

const LONG = { long: true };
const COUNTING = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000000) SELECT COUNT(*) AS counted FROM n`;

describe.each(databaseKinds)('statements that take long, on %s', (kind) => {
  let context: TestContext;
  beforeEach(async () => {
    context = await makeContext(kind);
    await insertNotices(
      context.intranet,
      noticeNumbers(3).map((notice_no) => ({ notice_no })),
    );
  });
  afterEach(() => context.close());
  const flags = async (): Promise<unknown[]> =>
    context.intranet.read((executor) => executor('ocms_valid_offence_notice').pluck('atoms_flag'));

  it('are committed, and those who listen hear of them', async () => {
    const heard: string[][] = [];
    context.intranet.onAnnounced('test', (keys) => void heard.push([...keys]));
    const changed = await context.intranet.transaction(async (trx) => {
      trx.announce('test', ['a']);
      return trx('ocms_valid_offence_notice').update({ atoms_flag: 'Y' });
    }, LONG);
    expect(changed).toBe(3);
    expect(await flags()).toEqual(['Y', 'Y', 'Y']);
    expect(heard).toEqual([['a']]);
  });

  it('are undone by an error, by a value, and by a refusal of the database, which is known as what it is', async () => {
    const { intranet } = context;
    const update = intranet.transaction.bind(intranet);
    await expect(
      update(async (trx) => {
        await trx('ocms_valid_offence_notice').update({ atoms_flag: 'Y' });
        throw new RangeError('no');
      }, LONG),
    ).rejects.toThrow(RangeError);
    expect(
      await update(async (trx) => {
        await trx('ocms_valid_offence_notice').update({ atoms_flag: 'Y' });
        return rollback('nothing');
      }, LONG),
    ).toBe('nothing');
    const parameter = { param_id: 'T', param_code: 'T', param_value: '1', cre_date: new Date(), cre_user_id: 'test' };
    const row = { ...parameter, cre_date: intranet.dialect.bindInstant(parameter.cre_date) };
    const error: unknown = await update(async (trx) => {
      await trx('ocms_valid_offence_notice').update({ atoms_flag: 'Y' });
      await trx('ocms_parameter').insert(row);
      await trx('ocms_parameter').insert(row);
    }, LONG).catch((thrown: unknown) => thrown);
    expect(intranet.dialect.faultOf(error)).toBe('duplicate-key');
    expect(await flags()).toEqual([null, null, null]);
    expect(await intranet.read((executor) => executor('ocms_parameter').where('param_id', 'T'), LONG)).toEqual([]);
  });

  it('wait for others who write, and others for them', async () => {
    const { intranet } = context;
    const order: string[] = [];
    let short: Promise<unknown> | undefined;
    await intranet.transaction(async (trx) => {
      await trx('ocms_valid_offence_notice').update({ atoms_flag: 'Y' });
      short = intranet.transaction(async (other) => {
        await other('ocms_valid_offence_notice').update({ atoms_flag: 'N' });
        order.push('short');
      });
      // Long enough for it to be first, if it could.
      await sleep(50);
      order.push('long');
    }, LONG);
    await short;
    expect(order).toEqual(['long', 'short']);
    expect(await flags()).toEqual(['N', 'N', 'N']);
  });

  if (kind === 'sqlite') {
    it.each([LONG, { aside: true }])('leave the process free, and closing waits for them (%j)', async (options) => {
      const { intranet } = context;
      const longestPauseOf = async (work: Promise<unknown>): Promise<{ pauseMs: number; tookMs: number }> => {
        const began = performance.now();
        let over = false;
        void work.finally(() => (over = true));
        let pauseMs = 0;
        for (let last = performance.now(); !over;) {
          await new Promise((resolve) => setImmediate(resolve));
          const now = performance.now();
          pauseMs = Math.max(pauseMs, now - last);
          last = now;
        }
        return { pauseMs, tookMs: performance.now() - began };
      };
      const { pauseMs, tookMs } = await longestPauseOf(intranet.read((executor) => executor.raw(COUNTING), options));
      expect(pauseMs).toBeLessThan(tookMs / 2);
      const last = intranet.read((executor) => executor.raw<{ counted: number }[]>(COUNTING), options);
      await intranet.close();
      expect(await last).toEqual([{ counted: 3_000_000 }]);
    });
  }
});
