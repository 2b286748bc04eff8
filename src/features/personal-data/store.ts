import type { Database, Executor, Transaction } from '../../db/database';
import { VON } from '../notices';
import { OWNER_COLUMNS, type OwnerColumn, replacementShape, type StoredOwner, TABLE } from './columns';

/** A notice, and what is stored of its owner. */
export interface OwnerRow extends StoredOwner {
  readonly notice_no: string;
}

/** A value of a column, and the one that is to take its place. */
export interface Replacement {
  readonly noticeNo: string;
  readonly stored: string;
  readonly replacement: string;
}

const ANY = `(${OWNER_COLUMNS.map((column) => `t.${column} IS NOT NULL`).join(' OR ')})`;
const NONE = OWNER_COLUMNS.map((column) => `${column} = NULL`).join(', ');
/** Key id, colon, iv and tag. */
const START = 16 + 1 + 38;
/** Since when notices are ended, or left to people, for their owners to be forgotten. */
export interface Kept {
  endedBefore: Date;
  reviewBefore: Date;
}

/**
 * Notices `t` that are suspended PS-ANS, or whose case owes nothing any more, since before an instant; or that are in
 * review since before another.
 */
const overdue = (ended: string, review: string): string =>
  `((t.suspension_type = 'PS' AND t.epr_reason_of_suspension = 'ANS' AND t.epr_date_of_suspension < ${ended})
    OR EXISTS (SELECT 1 FROM ocms_advisory_case AS c WHERE c.notice_no = t.notice_no AND c.step IS NULL
      AND c.upd_date < CASE WHEN c.state = 'MANUAL_REVIEW' THEN ${review} ELSE ${ended} END))`;

/**
 * Owners' particulars as they are stored. What is written here is nothing that a partner or the internet zone sees, so
 * it neither raises a notice's version nor marks it for the mirror; each statement changes only what is still as it was
 * when it was read.
 */
export function personalDataStore({ dialect }: Database) {
  return {
    /** Notices after one, in order, some at a time, of which something is not encrypted with this key. */
    async underOtherKeys(executor: Executor, keyId: string, after: string, limit: number): Promise<OwnerRow[]> {
      return await executor(`${TABLE} AS t`)
        .where('t.notice_no', '>', after)
        .whereRaw(
          `(${OWNER_COLUMNS.map((column) => `t.${column} NOT LIKE ?`).join(' OR ')})`,
          OWNER_COLUMNS.map(() => `${keyId}:%`),
        )
        .orderBy('t.notice_no')
        .limit(limit)
        .select<OwnerRow[]>('t.notice_no', ...OWNER_COLUMNS.map((column) => `t.${column}`));
    },

    /** Puts values of a column into the place of those that are still there. @returns how many. */
    async replace(trx: Transaction, column: OwnerColumn, replacements: readonly Replacement[]): Promise<number> {
      if (replacements.length === 0) return 0;
      const replaced = await dialect.updateFrom(trx, {
        table: TABLE,
        set: { sql: `${column} = j.new_value`, bindings: [] },
        rows: dialect.tuples(
          replacementShape(column),
          replacements.map(({ noticeNo, stored, replacement }) => [noticeNo, stored, replacement]),
        ),
        on: 't.notice_no = j.notice_no',
        where: dialect.sameText(`t.${column}`, 'j.stored_value'),
        returning: 'notice_no',
      });
      return replaced.length;
    },

    /** Notices after one, in order, some at a time, with the start of what is stored: its key. */
    async starts(executor: Executor, after: string, limit: number): Promise<OwnerRow[]> {
      return await executor(`${TABLE} AS t`)
        .where('t.notice_no', '>', after)
        .whereRaw(ANY)
        .orderBy('t.notice_no')
        .limit(limit)
        .select<OwnerRow[]>(
          't.notice_no',
          ...OWNER_COLUMNS.map((column) => executor.raw(`SUBSTRING(t.${column}, 1, ${START}) AS ${column}`)),
        );
    },

    /** Hashes of the exclusion list after one, in order, some at a time. */
    async exclusions(executor: Executor, after: string, limit: number): Promise<string[]> {
      return await executor('ocms_ean_exclusion')
        .where('id_hash', '>', after)
        .orderBy('id_hash')
        .limit(limit)
        .pluck<string[]>('id_hash');
    },

    /** Notices after one, in order, some at a time, whose owners are kept too long. */
    async ended(
      executor: Executor,
      { endedBefore, reviewBefore }: Kept,
      after: string,
      limit: number,
    ): Promise<string[]> {
      const rows = await executor(`${TABLE} AS t`)
        .where('t.notice_no', '>', after)
        .whereRaw(`${overdue('?', '?')} AND ${ANY}`, [
          ...[endedBefore, reviewBefore, endedBefore].map((instant) => dialect.bindInstant(instant) as string),
        ])
        .orderBy('t.notice_no')
        .limit(limit)
        .select<{ notice_no: string }[]>('t.notice_no');
      return rows.map(({ notice_no }) => notice_no);
    },

    /** Clears the particulars of those that still are. @returns how many. */
    async forget(
      trx: Transaction,
      noticeNumbers: readonly string[],
      { endedBefore, reviewBefore }: Kept,
    ): Promise<number> {
      const forgotten = await dialect.updateFrom(trx, {
        table: TABLE,
        set: { sql: NONE, bindings: [] },
        rows: dialect.tuples(
          { notice_no: VON.notice_no, ended_at: 'datetime2', review_at: 'datetime2' },
          noticeNumbers.map((noticeNo) => [noticeNo, endedBefore, reviewBefore]),
        ),
        on: 't.notice_no = j.notice_no',
        where: `${overdue('j.ended_at', 'j.review_at')} AND ${ANY}`,
        returning: 'notice_no',
      });
      return forgotten.length;
    },
  };
}
