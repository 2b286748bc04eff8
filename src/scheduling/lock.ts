import type { Database, Transaction } from '../db/database';
import { LeaseLostError } from './job';

/** A held lock. */
export interface Lease {
  readonly name: string;
  /** Unique per run, so that nobody extends or releases another's lock. */
  readonly lockedBy: string;
  /** Raised with every lease of this name. */
  readonly fence: number;
}

/**
 * Locks in the ShedLock table, on the database's clock (decisions §9): a lease that ends by itself if its holder
 * dies, and a fence number by which a holder that was only asleep is told apart from the present one.
 */
export function lockStore({ dialect }: Database) {
  return {
    /**
     * Takes the lock if it is free. Part of the caller's transaction.
     *
     * @returns the lease, or until when another holds the lock.
     */
    async acquire(
      trx: Transaction,
      name: string,
      lockedBy: string,
      atMostMs: number,
    ): Promise<Lease | { heldUntil: Date }> {
      const until = dialect.nowPlus(atMostMs);
      const taken = await trx('shedlock')
        .where('name', name)
        .whereRaw(`lock_until <= ${dialect.now}`)
        .update({
          lock_until: trx.raw(until.sql, [...until.bindings] as string[]),
          locked_at: trx.raw(dialect.now),
          locked_by: lockedBy,
        });
      if (taken === 0) {
        const row = await trx('shedlock').where('name', name).first<{ lock_until: unknown } | undefined>('lock_until');
        if (row) return { heldUntil: dialect.readInstant(row.lock_until) };
        // The first run ever; another instance's first run makes this a duplicate key, and this one is repeated.
        await trx('shedlock').insert({
          name,
          lock_until: trx.raw(until.sql, [...until.bindings] as string[]),
          locked_at: trx.raw(dialect.now),
          locked_by: lockedBy,
        });
      }

      const raised = await trx('ocms_job_fence').where('name', name).increment('fence', 1);
      if (raised === 0) await trx('ocms_job_fence').insert({ name, fence: 1 });
      const { fence } = await trx('ocms_job_fence').where('name', name).first<{ fence: number }>('fence');
      return { name, lockedBy, fence };
    },

    /** @returns whether the lock was still held, and now is for that much longer. */
    async extend(trx: Transaction, { name, lockedBy }: Lease, atMostMs: number): Promise<boolean> {
      const until = dialect.nowPlus(atMostMs);
      const extended = await trx('shedlock')
        .where({ name, locked_by: lockedBy })
        .whereRaw(`lock_until > ${dialect.now}`)
        .update({ lock_until: trx.raw(until.sql, [...until.bindings] as string[]) });
      return extended > 0;
    },

    /** Gives the lock back, but not before it was held for `atLeastMs`. */
    async release(trx: Transaction, { name, lockedBy }: Lease, atLeastMs: number): Promise<void> {
      const row = await trx('shedlock')
        .where({ name, locked_by: lockedBy })
        .first<{ locked_at: unknown; now: unknown } | undefined>('locked_at', trx.raw(`${dialect.now} AS now`));
      if (!row) return;
      const now = dialect.readInstant(row.now);
      const earliest = new Date(dialect.readInstant(row.locked_at).getTime() + atLeastMs);
      await trx('shedlock')
        .where({ name, locked_by: lockedBy })
        .update({ lock_until: dialect.bindInstant(earliest > now ? earliest : now) });
    },

    /**
     * Fails unless the lease still lasts, and is the last one given, by us or by a Java service that shares the
     * table and knows no fences. One that ran out with nobody after it is lost like any other. Both rows stay
     * locked until the transaction ends, so that nobody can begin between this check and the commit.
     *
     * @throws LeaseLostError
     */
    async check(trx: Transaction, { name, lockedBy, fence }: Lease): Promise<void> {
      const held = await trx('shedlock')
        .where({ name, locked_by: lockedBy })
        .whereRaw(`lock_until > ${dialect.now}`)
        .update({ locked_by: lockedBy });
      const last = held > 0 ? await trx('ocms_job_fence').where({ name, fence }).update({ fence }) : 0;
      if (last === 0) throw new LeaseLostError(name);
    },
  };
}
