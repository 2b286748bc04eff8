import type { Transaction } from '../../src/db/database';
import { conditionStore, type TellingRules } from '../../src/scheduling/conditions';
import { makeContext, type TestContext } from '../support/contexts';
import { databaseKinds } from '../support/databases';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const RULES: TellingRules = { tellAfterMs: 15 * MINUTE, tellAgainMs: 4 * HOUR };
const BEGIN = new Date('2026-01-15T00:00:00.000Z');
const after = (ms: number): Date => new Date(BEGIN.getTime() + ms);

describe.each(databaseKinds)('a condition that operations are told of, on %s', (kind) => {
  let context: TestContext;
  beforeAll(async () => {
    context = await makeContext(kind);
  });
  afterAll(() => context.close());

  type Conditions = ReturnType<typeof conditionStore>;
  const step = <T>(work: (conditions: Conditions, trx: Transaction) => Promise<T>): Promise<T> =>
    context.intranet.transaction((trx) => work(conditionStore(context.intranet), trx));

  it('is told once it lasts, again in measure, and when it is over', async () => {
    const told: number[] = [];
    for (const ms of [
      0,
      15 * MINUTE - 1,
      15 * MINUTE,
      16 * MINUTE,
      15 * MINUTE + 4 * HOUR - 1,
      15 * MINUTE + 4 * HOUR,
    ]) {
      if (await step((conditions, trx) => conditions.goesOn(trx, 'lasts', after(ms), RULES))) told.push(ms);
    }
    expect(told).toEqual([15 * MINUTE, 15 * MINUTE + 4 * HOUR]);
    expect(await step((conditions, trx) => conditions.over(trx, 'lasts'))).toEqual(BEGIN);
    expect(await step((conditions, trx) => conditions.over(trx, 'lasts'))).toBeUndefined();
  });

  it('of which nobody was told is over in silence, and the next one begins anew', async () => {
    await step((conditions, trx) => conditions.goesOn(trx, 'passes', BEGIN, RULES));
    expect(await step((conditions, trx) => conditions.over(trx, 'passes'))).toBeUndefined();
    const again = after(15 * MINUTE);
    expect(await step((conditions, trx) => conditions.goesOn(trx, 'passes', again, RULES))).toBe(false);
  });

  it('that does not end by itself is told at once, and more of it after a while', async () => {
    const told = (ms: number): Promise<boolean> =>
      step((conditions, trx) => conditions.toTell(trx, 'more', after(ms), RULES));
    const more = (ms: number): Promise<void> => step((conditions, trx) => conditions.more(trx, 'more', after(ms)));
    expect(await told(0)).toBe(false);
    await more(0);
    expect(await told(0)).toBe(true);
    expect(await told(4 * HOUR)).toBe(false);
    await more(MINUTE);
    expect(await told(4 * HOUR - 1)).toBe(false);
    expect(await told(4 * HOUR)).toBe(true);
    expect(await told(9 * HOUR)).toBe(false);
  });

  describe('noted by a clock that was a day ahead', () => {
    const AHEAD = 24 * HOUR;

    it('begins anew, and is told like any other', async () => {
      const goesOn = (ms: number): Promise<boolean> =>
        step((conditions, trx) => conditions.goesOn(trx, 'ahead', after(ms), RULES));
      expect(await goesOn(AHEAD)).toBe(false);
      expect(await goesOn(0)).toBe(false);
      expect(await goesOn(15 * MINUTE - 1)).toBe(false);
      expect(await goesOn(15 * MINUTE)).toBe(true);
      expect(await step((conditions, trx) => conditions.over(trx, 'ahead'))).toEqual(BEGIN);
    });

    it('and told of by it: is told again', async () => {
      const goesOn = (ms: number): Promise<boolean> =>
        step((conditions, trx) => conditions.goesOn(trx, 'told ahead', after(ms), RULES));
      await goesOn(AHEAD);
      expect(await goesOn(AHEAD + 15 * MINUTE)).toBe(true);
      await goesOn(0);
      expect(await goesOn(15 * MINUTE)).toBe(true);
      expect(await goesOn(15 * MINUTE + 4 * HOUR - 1)).toBe(false);
      expect(await goesOn(15 * MINUTE + 4 * HOUR)).toBe(true);
    });

    it('and that does not end by itself: more of it is told', async () => {
      const told = (ms: number): Promise<boolean> =>
        step((conditions, trx) => conditions.toTell(trx, 'more ahead', after(ms), RULES));
      await step((conditions, trx) => conditions.more(trx, 'more ahead', after(AHEAD)));
      expect(await told(AHEAD)).toBe(true);
      await step((conditions, trx) => conditions.more(trx, 'more ahead', BEGIN));
      expect(await told(0)).toBe(true);
      expect(await told(9 * HOUR)).toBe(false);
    });

    it('but a clock that is ahead by less than clocks differ changes nothing', async () => {
      const goesOn = (ms: number): Promise<boolean> =>
        step((conditions, trx) => conditions.goesOn(trx, 'skew', after(ms), RULES));
      await goesOn(5 * MINUTE);
      await goesOn(0);
      expect(await goesOn(20 * MINUTE - 1)).toBe(false);
      expect(await goesOn(20 * MINUTE)).toBe(true);
      expect(await goesOn(15 * MINUTE)).toBe(false);
    });
  });

  it('is known by its name', async () => {
    await step((conditions, trx) => conditions.more(trx, 'one', BEGIN));
    expect(await step((conditions, trx) => conditions.toTell(trx, 'another', BEGIN, RULES))).toBe(false);
  });
});
