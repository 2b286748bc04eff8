import type { Database, Executor, Transaction } from '../db/database';
import type { Fragment, RowShape } from '../db/dialects/dialect';
import { asciiJson } from '../platform/json';

/** Where an effect outside the database stands: sending, from before the call on; then sent, refused, or nobody knows. */
export type EffectState = 'SENDING' | 'SENT' | 'REJECTED' | 'UNKNOWN';

/** Something that leaves the database in one piece, under a reference of its own. */
export interface EffectBatch {
  /** Up to 50 characters; a repetition has the same. */
  reference: string;
  /** What exactly leaves, frozen; to claim it, its JSON text will do. */
  content: unknown;
}

/** As it was claimed. */
export interface ClaimedBatch extends EffectBatch {
  claimedAt: Date;
}

const TABLE = 'ocms_effect_batch';
const AT_ONCE = 20;

/** The ledger of effects outside the database (architecture, "Effects outside the database"). */
export function effectStore({ dialect }: Database) {
  return {
    /** Freezes what leaves, as its sender's: committed before the call. */
    async claim(trx: Transaction, effect: string, batches: readonly EffectBatch[], at: Date): Promise<void> {
      const now = dialect.bindInstant(at);
      for (let start = 0; start < batches.length; start += AT_ONCE)
        await trx(TABLE).insert(
          batches.slice(start, start + AT_ONCE).map(({ reference, content }) => ({
            reference,
            effect,
            state: 'SENDING',
            content: asciiJson(content),
            planned_at: now,
            claimed_at: now,
          })),
        );
    },

    /** Those in a state, in the order of their references, some at a time, after one of them. */
    async inState(
      executor: Executor,
      effect: string,
      state: EffectState,
      limit: number,
      after = '',
    ): Promise<ClaimedBatch[]> {
      const rows = await executor(TABLE)
        .where({ effect, state })
        .where('reference', '>', after)
        .orderBy('reference')
        .limit(limit)
        .select<{ reference: string; content: string; claimed_at: unknown }[]>('reference', 'content', 'claimed_at');
      return rows.map(({ reference, content, claimed_at }) => ({
        reference,
        content: JSON.parse(content) as unknown,
        claimedAt: dialect.readInstant(claimed_at),
      }));
    },

    /** Whether what has this reference is on its way, or a crash left it so. */
    async isSending(executor: Executor, reference: string): Promise<boolean> {
      const row: unknown = await executor(TABLE).where({ reference, state: 'SENDING' }).first('reference');
      return row !== undefined;
    },

    /** The greatest reference of an effect that is not purged yet. */
    async last(executor: Executor, effect: string): Promise<string | undefined> {
      const row = await executor(TABLE)
        .where({ effect })
        .orderBy('reference', 'desc')
        .first<{ reference: string } | undefined>('reference');
      return row?.reference;
    },

    /** The entries of what is frozen under these references, with their `reference`; each content is a list of objects. */
    frozen: (shape: RowShape, references: readonly string[]): Fragment =>
      dialect.storedRows(shape, { table: TABLE, key: 'reference', column: 'content', keys: references }),

    /** After the call. */
    async settle(
      trx: Transaction,
      batches: readonly { reference: string }[],
      state: Exclude<EffectState, 'SENDING'>,
      at: Date,
    ): Promise<void> {
      await dialect.updateFrom(trx, {
        table: TABLE,
        set: { sql: `state = ?, settled_at = ?`, bindings: [state, dialect.bindInstant(at)] },
        rows: dialect.tuples(
          { reference: 'varchar(50)' },
          batches.map(({ reference }) => [reference]),
        ),
        on: 't.reference = j.reference',
        returning: 'reference',
      });
    },

    /** Purges those settled before an instant, some at a time. @returns how many, `limit` at most. */
    purge: (trx: Transaction, before: Date, limit: number): Promise<number> =>
      dialect.clearSome(
        trx,
        { table: TABLE, where: { sql: 'settled_at < ?', bindings: [dialect.bindInstant(before)] } },
        limit,
      ),
  };
}
