import type { Database, Executor, Transaction } from '../db/database';

/** When operations hear of something that goes on. */
export interface TellingRules {
  /** How long it goes on before they are told. */
  tellAfterMs: number;
  /** How long until they are told again. */
  tellAgainMs: number;
}

/** Of what goes on by itself until somebody mends it. */
export const TELLING: TellingRules = { tellAfterMs: 15 * 60_000, tellAgainMs: 4 * 3_600_000 };

interface Condition {
  since: Date;
  toldAt: Date | null;
}

const TABLE = 'ocms_condition';
/** Clocks of instances differ by less. */
const SKEW_MS = 5 * 60_000;

/**
 * What goes on over many runs, and when operations were told of it: in measure, and when it is over. Every step is part
 * of the caller's transaction. Names are up to 60 characters.
 */
export function conditionStore({ dialect }: Database) {
  const conditionOf = ({ since, told_at }: { since: unknown; told_at: unknown }): Condition => ({
    since: dialect.readInstant(since),
    toldAt: told_at === null ? null : dialect.readInstant(told_at),
  });
  const find = async (trx: Transaction, name: string): Promise<Condition | undefined> => {
    const row = await trx(TABLE)
      .where({ name })
      .first<{ since: unknown; told_at: unknown } | undefined>('since', 'told_at');
    return row && conditionOf(row);
  };
  const begin = async (trx: Transaction, name: string, now: Date): Promise<void> => {
    const since = dialect.bindInstant(now);
    const known = await trx(TABLE).where({ name }).update({ since });
    if (known === 0) await trx(TABLE).insert({ name, since });
  };
  const told = async (trx: Transaction, name: string, now: Date): Promise<void> => {
    await trx(TABLE)
      .where({ name })
      .update({ told_at: dialect.bindInstant(now) });
  };
  /** An instant that is yet to come was noted by a clock that was ahead: whenever that was, it is not news. */
  const yetToCome = (instant: Date, now: Date): boolean => instant.getTime() > now.getTime() + SKEW_MS;
  const longAgo = (instant: Date, now: Date, ms: number): boolean =>
    now.getTime() - instant.getTime() >= ms || yetToCome(instant, now);

  return {
    /** Notes that it goes on. @returns whether operations are to be told now. */
    async goesOn(
      trx: Transaction,
      name: string,
      now: Date,
      { tellAfterMs, tellAgainMs }: TellingRules,
    ): Promise<boolean> {
      const known = await find(trx, name);
      const goesOn = known && !yetToCome(known.since, now);
      if (!goesOn) await begin(trx, name, now);
      const since = goesOn ? known.since : now;
      const toldAt = known?.toldAt ?? null;
      if (!longAgo(since, now, tellAfterMs) || (toldAt && !longAgo(toldAt, now, tellAgainMs))) return false;
      await told(trx, name, now);
      return true;
    },

    /** Notes that it is over. @returns since when it went on, where operations had been told of it. */
    async over(trx: Transaction, name: string): Promise<Date | undefined> {
      const known = await find(trx, name);
      if (known) await trx(TABLE).where({ name }).delete();
      return known?.toldAt ? known.since : undefined;
    },

    /** Those of the names that go on. */
    async ongoing(executor: Executor, names: readonly string[]): Promise<({ name: string } & Condition)[]> {
      const rows = await executor(TABLE)
        .whereIn('name', [...names])
        .select<{ name: string; since: unknown; told_at: unknown }[]>('name', 'since', 'told_at');
      return rows.map((row) => ({ name: row.name, ...conditionOf(row) }));
    },

    /** Notes that there is more of something that does not end by itself. */
    more: begin,

    /** Whether operations are to be told of what {@link more} noted: at once of the first, of more of it after a while. */
    async toTell(
      trx: Transaction,
      name: string,
      now: Date,
      { tellAgainMs }: Pick<TellingRules, 'tellAgainMs'>,
    ): Promise<boolean> {
      const known = await find(trx, name);
      if (!known) return false;
      const { since, toldAt } = known;
      const more = toldAt === null || since > toldAt || yetToCome(toldAt, now);
      const news = more && (toldAt === null || longAgo(toldAt, now, tellAgainMs));
      if (news) await told(trx, name, now);
      return news;
    },
  };
}
