import type { Database, Executor, Transaction } from '../../../db/database';
import { ASKED_FOR } from './asks';
import type { Partner } from './machine';

/** What is known of a partner that did not answer. */
export interface Gate {
  partner: Partner;
  /** Notices in a row for which it did not answer. */
  failures: number;
  failedAt: Date;
  /** Since when all that need it wait; undefined while they do not. */
  closedAt: Date | undefined;
  /** How often one notice was tried since then. */
  probes: number;
  probedAt: Date | undefined;
  /** Notices it did not answer for: the latest of those in a row, and of those tried since its gate closed. */
  suspects: readonly string[];
}

/** What a notice waits for: a partner whose gate is closed, and since when it is. */
export interface Waits {
  partner: Partner;
  since: Date;
}

const TABLE = 'ocms_advisory_gate';

/** The partners that did not answer last time; of one that answers there is no row. */
export function advisoryGateStore({ dialect }: Database) {
  const instantOf = (value: unknown): Date | undefined => (value === null ? undefined : dialect.readInstant(value));
  const bound = (instant: Date | undefined) => (instant ? dialect.bindInstant(instant) : null);
  return {
    async all(executor: Executor): Promise<Gate[]> {
      const rows = await executor(TABLE).select<Record<string, unknown>[]>('*');
      return rows.map((row) => ({
        partner: row.partner as Partner,
        failures: row.failures as number,
        failedAt: dialect.readInstant(row.failed_at),
        closedAt: instantOf(row.closed_at),
        probes: row.probes as number,
        probedAt: instantOf(row.probed_at),
        suspects: (row.suspects as string).split(',').filter(Boolean),
      }));
    },

    async put(trx: Transaction, gate: Gate): Promise<void> {
      const { partner, failures, failedAt, closedAt, probes, probedAt, suspects } = gate;
      const fields = {
        failures,
        failed_at: bound(failedAt),
        closed_at: bound(closedAt),
        probes,
        probed_at: bound(probedAt),
        suspects: suspects.join(','),
      };
      const known = await trx(TABLE).where({ partner }).update(fields);
      if (known === 0) await trx(TABLE).insert({ partner, ...fields });
    },

    async remove(trx: Transaction, partner: Partner): Promise<void> {
      await trx(TABLE).where({ partner }).delete();
    },

    async waitsFor(executor: Executor, noticeNo: string): Promise<Waits | undefined> {
      const row = await executor('ocms_advisory_case AS c')
        .join('ocms_valid_offence_notice AS v', 'v.notice_no', 'c.notice_no')
        .joinRaw(`INNER JOIN ${TABLE} AS g ON g.partner = ${ASKED_FOR}`)
        .where('c.notice_no', noticeNo)
        .whereNotNull('g.closed_at')
        .first<{ partner: Partner; closed_at: unknown } | undefined>('g.partner', 'g.closed_at');
      return row && { partner: row.partner, since: dialect.readInstant(row.closed_at) };
    },
  };
}
