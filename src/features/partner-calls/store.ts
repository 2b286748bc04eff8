import { randomUUID } from 'node:crypto';
import type { Database, Executor, Transaction } from '../../db/database';

/** Attempts that ended in one minute. */
export interface CallCount {
  /** The minute's beginning. */
  at: Date;
  partner: string;
  outcome: string;
  calls: number;
}

const TABLE = 'ocms_partner_call';

/** ocms_partner_call: written by every process for itself. */
export const partnerCallStore = ({ dialect }: Pick<Database, 'dialect'>) => ({
  async add(trx: Transaction, counts: readonly CallCount[]): Promise<void> {
    await trx(TABLE).insert(
      counts.map(({ at, partner, outcome, calls }) => ({
        row_id: randomUUID().replaceAll('-', ''),
        at: dialect.bindInstant(at),
        partner,
        outcome,
        calls,
      })),
    );
  },

  /** Of all processes together, in order. */
  async since(executor: Executor, from: Date): Promise<CallCount[]> {
    const rows = await executor(TABLE)
      .where('at', '>=', dialect.bindInstant(from))
      .groupBy('at', 'partner', 'outcome')
      .orderBy(['at', 'partner', 'outcome'])
      .sum({ calls: 'calls' })
      .select<{ at: unknown; partner: string; outcome: string; calls: number }[]>('at', 'partner', 'outcome');
    return rows.map(({ at, partner, outcome, calls }) => ({
      at: dialect.readInstant(at),
      partner,
      outcome,
      calls: Number(calls),
    }));
  },

  /** @returns how many, `limit` at most. */
  purge: (trx: Transaction, before: Date, limit: number): Promise<number> =>
    dialect.clearSome(trx, { table: TABLE, where: { sql: 'at < ?', bindings: [dialect.bindInstant(before)] } }, limit),
});
