import type { Database, Executor, Transaction } from '../../../db/database';
import type { Calendar } from '../../../platform/calendar';
import type { LetterReturn } from '../port';

/** A letter as both sides know it. */
export interface LetterKey {
  noticeNo: string;
  submissionId: string;
}

/** The letters submitted on a day, in Singapore's. */
export interface LetterDay {
  /** `YYYY-MM-DD`. */
  date: string;
  submitted: number;
  printed: number;
  rejected: number;
}

/** A letter of which the vendor has said nothing, or that it rejected; or one that it tells of and OCMS did not submit. */
export type LetterDifference = LetterKey &
  (
    | { kind: 'NOT_RETURNED'; submittedAt: Date }
    | { kind: 'REJECTED'; submittedAt: Date; returnedAt: Date; errorCode: string | undefined }
    | { kind: 'NOT_SUBMITTED'; returnedAt: Date; status: LetterReturn['status']; errorCode: string | undefined }
  );

/** From the start of a first day to the end of a last one. */
export interface Period {
  from: Date;
  before: Date;
}

const RETURN = {
  notice_no: 'varchar(10)',
  submission_id: 'varchar(50)',
  status: 'varchar(8)',
  status_at: 'datetime2',
  error_code: 'varchar(40)',
} as const;
const KEY = { notice_no: RETURN.notice_no, submission_id: RETURN.submission_id } as const;
const DAY = { day: 'varchar(10)', from_at: 'datetime2', before_at: 'datetime2' } as const;

const SAME = 'r.notice_no = v.notice_no AND r.submission_id = v.slift_submission_id';

/** What the printing vendor says of letters, and which letters were submitted (A 8.1b). */
export function letterReturnStore({ dialect }: Database) {
  return {
    /** Writes down what is said of letters; of each what is said last, by its date. Three statements. */
    async record(trx: Transaction, fileName: string, returns: readonly LetterReturn[], at: Date): Promise<void> {
      const now = dialect.bindInstant(at);
      const rows = dialect.rows(
        RETURN,
        returns.map(({ noticeNo, submissionId, status, at: statusAt, errorCode }) => ({
          notice_no: noticeNo,
          submission_id: submissionId,
          status,
          status_at: statusAt,
          error_code: errorCode ?? null,
        })),
      );
      await dialect.updateFrom(trx, {
        table: 'ocms_letter_return',
        set: {
          sql: 'status = j.status, status_at = j.status_at, error_code = j.error_code, file_name = ?, upd_date = ?',
          bindings: [fileName, now],
        },
        rows,
        on: 't.notice_no = j.notice_no AND t.submission_id = j.submission_id',
        where: 't.status_at <= j.status_at',
        returning: 'notice_no',
      });
      await trx.raw(
        `INSERT INTO ocms_letter_return (notice_no, submission_id, status, status_at, error_code, file_name, cre_date, upd_date)
         SELECT j.notice_no, j.submission_id, j.status, j.status_at, j.error_code, ?, ?, ? FROM ${rows.sql} AS j
         WHERE NOT EXISTS (SELECT 1 FROM ocms_letter_return AS r
           WHERE r.notice_no = j.notice_no AND r.submission_id = j.submission_id)`,
        [fileName, now, now, ...rows.bindings] as string[],
      );
    },

    /** Those that OCMS did not submit. */
    async unknown(executor: Executor, letters: readonly LetterKey[]): Promise<LetterKey[]> {
      const rows = dialect.tuples(
        KEY,
        letters.map(({ noticeNo, submissionId }) => [noticeNo, submissionId]),
      );
      const found = await executor.raw<Record<string, string>[]>(
        `SELECT j.notice_no, j.submission_id FROM ${rows.sql} AS j WHERE NOT EXISTS
           (SELECT 1 FROM ocms_valid_offence_notice AS v
            WHERE v.notice_no = j.notice_no AND v.slift_submission_id = j.submission_id)
         ORDER BY j.position`,
        [...rows.bindings] as string[],
      );
      return found.map((row) => ({ noticeNo: row.notice_no!, submissionId: row.submission_id! }));
    },

    /** How many letters were submitted on each of these days, and what is said of them. */
    async days(executor: Executor, dates: readonly string[], calendar: Calendar): Promise<LetterDay[]> {
      const days = dialect.tuples(
        DAY,
        dates.map((date) => {
          const from = calendar.startOfDay(date);
          return [date, from, calendar.midnightFrom(from, { days: 1 })];
        }),
      );
      const rows = await executor.raw<Record<string, unknown>[]>(
        `SELECT j.day, COUNT(*) AS submitted,
           SUM(CASE WHEN r.status = 'PRINTED' THEN 1 ELSE 0 END) AS printed,
           SUM(CASE WHEN r.status = 'REJECTED' THEN 1 ELSE 0 END) AS rejected
         FROM ${days.sql} AS j
         INNER JOIN ocms_valid_offence_notice AS v
           ON v.letter_sent_timestamp >= j.from_at AND v.letter_sent_timestamp < j.before_at
         LEFT JOIN ocms_letter_return AS r ON ${SAME}
         GROUP BY j.day`,
        [...days.bindings] as string[],
      );
      const found = new Map(rows.map((row) => [row.day as string, row]));
      return dates.map((date) => {
        const row = found.get(date);
        const count = (name: string): number => Number(row?.[name] ?? 0);
        return { date, submitted: count('submitted'), printed: count('printed'), rejected: count('rejected') };
      });
    },

    /** Letters submitted in the period that are not printed, in the order they were, after one, some at a time. */
    async notPrinted(
      executor: Executor,
      { from, before }: Period,
      after: { submittedAt: Date; noticeNo: string },
      limit: number,
    ): Promise<Extract<LetterDifference, { submittedAt: Date }>[]> {
      const rows = await executor('ocms_valid_offence_notice AS v')
        .joinRaw(`LEFT JOIN ocms_letter_return AS r ON ${SAME}`)
        .where('v.letter_sent_timestamp', '>=', dialect.bindInstant(later(from, after.submittedAt)))
        .where('v.letter_sent_timestamp', '<', dialect.bindInstant(before))
        .whereRaw('(v.letter_sent_timestamp > ? OR v.notice_no > ?)', [
          dialect.bindInstant(after.submittedAt) as string,
          after.noticeNo,
        ])
        .whereRaw(`(r.status IS NULL OR r.status = 'REJECTED')`)
        .orderBy(['v.letter_sent_timestamp', 'v.notice_no'])
        .limit(limit)
        .select<Record<string, unknown>[]>(
          ...['v.notice_no', 'v.slift_submission_id', 'v.letter_sent_timestamp'],
          ...['r.status', 'r.status_at', 'r.error_code'],
        );
      return rows.map((row) => {
        const letter = {
          noticeNo: row.notice_no as string,
          submissionId: (row.slift_submission_id ?? '') as string,
          submittedAt: dialect.readInstant(row.letter_sent_timestamp),
        };
        return row.status === null
          ? { ...letter, kind: 'NOT_RETURNED' }
          : {
              ...letter,
              kind: 'REJECTED',
              returnedAt: dialect.readInstant(row.status_at),
              errorCode: (row.error_code ?? undefined) as string | undefined,
            };
      });
    },

    /** Letters that the vendor tells of in the period and that OCMS did not submit, in its order, after one, some at a time. */
    async notSubmitted(
      executor: Executor,
      { from, before }: Period,
      after: LetterKey & { returnedAt: Date },
      limit: number,
    ): Promise<Extract<LetterDifference, { kind: 'NOT_SUBMITTED' }>[]> {
      const rows = await executor('ocms_letter_return AS r')
        .where('r.status_at', '>=', dialect.bindInstant(later(from, after.returnedAt)))
        .where('r.status_at', '<', dialect.bindInstant(before))
        .whereRaw(`(r.status_at > ? OR r.notice_no > ? OR (r.notice_no = ? AND r.submission_id > ?))`, [
          dialect.bindInstant(after.returnedAt) as string,
          after.noticeNo,
          after.noticeNo,
          after.submissionId,
        ])
        .whereRaw(`NOT EXISTS (SELECT 1 FROM ocms_valid_offence_notice AS v WHERE ${SAME})`)
        .orderBy(['r.status_at', 'r.notice_no', 'r.submission_id'])
        .limit(limit)
        .select<Record<string, unknown>[]>(
          ...['r.notice_no', 'r.submission_id', 'r.status', 'r.status_at', 'r.error_code'],
        );
      return rows.map((row) => ({
        kind: 'NOT_SUBMITTED',
        noticeNo: row.notice_no as string,
        submissionId: row.submission_id as string,
        returnedAt: dialect.readInstant(row.status_at),
        status: row.status as LetterReturn['status'],
        errorCode: (row.error_code ?? undefined) as string | undefined,
      }));
    },
  };
}

const later = (one: Date, other: Date): Date => (one > other ? one : other);
