import type { Database, Executor, Transaction } from '../../db/database';
import type { Fragment } from '../../db/dialects/dialect';
import { onItsWay } from '../../effects';
import { noticeNumberRows } from '../notices';
import { ARCHIVED_TABLES } from './archived-tables';
import { NO_WORD } from './port';
import { EFFECTS } from './violation-store';

/** What is of use to the living notice only, and by what it is found: a number may come again, years later. */
const DROPPED: Readonly<Record<string, string>> = {
  ocms_internet_mirror_mark: 't.notice_no = j.notice_no',
  ocms_internet_mirror_failure: 't.notice_no = j.notice_no',
  ocms_archived_mirror: 't.notice_no = j.notice_no',
  // The channel leads its key.
  ocms_vhub_notice: `t.channel IN ('API', 'SFTP') AND t.notice_no = j.notice_no`,
};

const VON = 'ocms_valid_offence_notice';
/** Notices `t`. */
export const UNPAID = `t.vehicle_registration_type = 'F' AND t.suspension_type = 'PS' AND t.epr_reason_of_suspension = 'FOR' AND t.amount_paid = 0`;

/**
 * Whether vHub, by one of its channels, took the notice for outstanding, or may have, and has not taken since that it is
 * not.
 */
const outstandingBy = (table: string, mayBeTaken: string, taken: string): string =>
  `EXISTS (SELECT 1 FROM ${table} AS o WHERE o.offence_no = t.notice_no AND o.violation_status = 'O' AND ${mayBeTaken}
     AND NOT EXISTS (SELECT 1 FROM ${table} AS c WHERE c.offence_no = o.offence_no AND c.violation_status = 'C' AND ${taken}
       AND c.cre_date >= o.cre_date))`;
/** A file is taken by being delivered, unless the acknowledgement refuses the record. */
const notRefused = (alias: string): string => `COALESCE(${alias}.ack_status_code, '0') = '0'`;
// A lost answer is no refusal: only vHub's own word on the record is. What a crash left on its way is on record only once
// the next run has sent it again, and may be any notice's.
const OUTSTANDING = `(${onItsWay(EFFECTS.API)} OR ${onItsWay(EFFECTS.SFTP)}
  OR ${outstandingBy(
    'ocms_offence_avss',
    `(o.vhub_api_status_code = '0' OR o.vhub_api_error_code = '${NO_WORD}')`,
    `c.vhub_api_status_code = '0'`,
  )}
  OR ${outstandingBy('ocms_offence_avss_sftp', notRefused('o'), `c.sftp_status_code = '0' AND ${notRefused('c')}`)})`;

/** Marked notices `t` that are not unpaid any more. */
export const NO_LONGER_UNPAID = `t.archive_date IS NOT NULL AND t.vehicle_registration_type = 'F' AND (t.amount_paid > 0
  OR COALESCE(t.suspension_type, '') <> 'PS' OR COALESCE(t.epr_reason_of_suspension, '') <> 'FOR')`;

export function archivalStore({ dialect }: Database) {
  const numbersOf = (rows: readonly { notice_no: string }[]): string[] => rows.map(({ notice_no }) => notice_no);
  const select = async (executor: Executor, where: Fragment, limit: number): Promise<string[]> =>
    numbersOf(
      await executor(`${VON} AS t`)
        .whereRaw(where.sql, [...where.bindings] as string[])
        .orderBy('t.notice_no')
        .limit(limit)
        .select<{ notice_no: string }[]>('t.notice_no'),
    );

  return {
    /** Unpaid ones without a day of archival. */
    unmarked: (executor: Executor, unpaid: Fragment, limit: number) =>
      select(executor, { sql: `${unpaid.sql} AND t.archive_date IS NULL`, bindings: unpaid.bindings }, limit),

    /** Those that have one, although they are not unpaid any more. */
    noLongerUnpaid: (executor: Executor, limit: number) =>
      select(executor, { sql: NO_LONGER_UNPAID, bindings: [] }, limit),

    /** Those whose day has come, and that vHub does not take for outstanding. */
    due: (executor: Executor, today: string, limit: number) =>
      select(executor, { sql: `t.archive_date <= ? AND ${UNPAID} AND NOT ${OUTSTANDING}`, bindings: [today] }, limit),

    /** How many of those whose day has come wait for vHub. */
    async countWaiting(executor: Executor, today: string): Promise<number> {
      const row = (await executor(`${VON} AS t`)
        .whereRaw(`t.archive_date <= ? AND ${UNPAID} AND ${OUTSTANDING}`, [today])
        .count('* AS waiting')
        .first()) as unknown as { waiting: number };
      return Number(row.waiting);
    },

    /** Moves those that are still due. @returns how many. */
    async archive(
      trx: Transaction,
      { numbers, today, at }: { numbers: readonly string[]; today: string; at: Date },
    ): Promise<number> {
      // Nobody else changes them from here on, until the transaction ends.
      const due = await dialect.updateFrom(trx, {
        table: VON,
        set: { sql: 'archive_date = t.archive_date', bindings: [] },
        rows: noticeNumberRows(dialect, numbers),
        on: 't.notice_no = j.notice_no',
        where: `t.archive_date <= '${today}' AND ${UNPAID} AND NOT ${OUTSTANDING}`,
        returning: 'notice_no',
      });
      if (due.length === 0) return 0;
      const rows = noticeNumberRows(dialect, due);
      const archivedAt = dialect.bindInstant(at);
      for (const [table, { noticeNo, columns }] of Object.entries(ARCHIVED_TABLES)) {
        await trx.raw(
          `INSERT INTO ${table}_archive (archived_at, ${columns.join(', ')})
           SELECT ?, ${columns.map((column) => `a.${column}`).join(', ')} FROM ${rows.sql} AS j
           INNER JOIN ${table} AS a ON a.${noticeNo} = j.notice_no`,
          [archivedAt, ...rows.bindings] as string[],
        );
      }
      for (const [table, on] of Object.entries(DROPPED)) await dialect.deleteFrom(trx, { table, rows, on });
      for (const [table, { noticeNo }] of Object.entries(ARCHIVED_TABLES))
        await dialect.deleteFrom(trx, { table, rows, on: `t.${noticeNo} = j.notice_no` });
      await trx.raw(
        `INSERT INTO ocms_archived_mirror (notice_no, archived_at) SELECT j.notice_no, ? FROM ${rows.sql} AS j`,
        [archivedAt, ...rows.bindings] as string[],
      );
      return due.length;
    },

    /** Archived notices that may be in the internet zone, in order, some at a time. */
    async mirrored(
      executor: Executor,
      after: string,
      limit: number,
    ): Promise<{ noticeNo: string; archivedAt: Date }[]> {
      const rows = await executor('ocms_archived_mirror')
        .where('notice_no', '>', after)
        .orderBy('notice_no')
        .limit(limit)
        .select<{ notice_no: string; archived_at: unknown }[]>('notice_no', 'archived_at');
      return rows.map((row) => ({ noticeNo: row.notice_no, archivedAt: dialect.readInstant(row.archived_at) }));
    },

    /** On the internet zone. @returns how many were there. */
    async removeMirrored(trx: Transaction, numbers: readonly string[]): Promise<number> {
      if (numbers.length === 0) return 0;
      const rows = noticeNumberRows(trx.dialect, numbers);
      const found = await trx.raw<{ notice_no: string }[]>(
        `SELECT v.notice_no FROM ${rows.sql} AS j INNER JOIN eocms_valid_offence_notice AS v ON v.notice_no = j.notice_no`,
        [...rows.bindings] as string[],
      );
      await trx.dialect.deleteFrom(trx, {
        table: 'eocms_valid_offence_notice',
        rows,
        on: 't.notice_no = j.notice_no',
      });
      return found.length;
    },

    async forgetMirrored(trx: Transaction, numbers: readonly string[]): Promise<void> {
      if (numbers.length === 0) return;
      await dialect.deleteFrom(trx, {
        table: 'ocms_archived_mirror',
        rows: noticeNumberRows(dialect, numbers),
        on: 't.notice_no = j.notice_no',
      });
    },
  };
}
