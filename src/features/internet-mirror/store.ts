import type { Knex } from 'knex';
import { INTERNET_USER } from '../../db/audit-users';
import type { Database, Transaction } from '../../db/database';
import { noticeNumberRows, updateNotices } from '../notices';
import { MIRRORED, MIRRORED_COLUMNS, type MirroredNotice, toMirrored } from './columns';

const COLUMN_LIST = MIRRORED_COLUMNS.join(', ');
/** Whether the notice was changed since it was created; one that was created an advisory notice was (A 2). */
const UPDATED = `CASE WHEN j.version > 1 OR j.an_flag = 'Y'`;
const VERSIONS = { notice_no: 'varchar(10)', version: 'int' } as const;

/** The longest that a notice that failed waits for its next attempt. */
export const MAX_BACKOFF_MS = 3_600_000;

/** A notice that could not be copied. */
export interface MirrorFailure {
  noticeNo: string;
  failures: number;
  lastFailedAt: Date;
  /** Whether it is left to people. */
  manualVerification: boolean;
  /** The kind of error; no data. */
  error: string;
}

export interface Backlog {
  /** Notices with marks. */
  notices: number;
  /** When the oldest mark was made; undefined without any. */
  oldest: Date | undefined;
  /** Notices for manual verification. */
  manualVerification: number;
}

interface FailureRow {
  notice_no: string;
  failures: number;
  last_failed_at: unknown;
  manual_verification: string;
  error: string;
}

const FAILURE_COLUMNS = ['notice_no', 'failures', 'last_failed_at', 'manual_verification', 'error'];

/** The intranet side of the mirror: marks, failures, and the notices as they are. */
export function markStore({ dialect }: Database) {
  const versionRows = (notices: readonly { noticeNo: string; version: number }[]) =>
    dialect.tuples(
      VERSIONS,
      notices.map(({ noticeNo, version }) => [noticeNo, version]),
    );

  const toFailure = (row: FailureRow): MirrorFailure => ({
    noticeNo: row.notice_no,
    failures: row.failures,
    lastFailedAt: dialect.readInstant(row.last_failed_at),
    manualVerification: row.manual_verification === 'Y',
    error: row.error,
  });

  return {
    /** When the latest mark was made, by the clock of whoever made it; undefined without any. */
    async latest(executor: Knex): Promise<Date | undefined> {
      const { latest } = (await executor('ocms_internet_mirror_mark')
        .max('marked_at AS latest')
        .first()) as unknown as { latest: unknown };
      return latest === null ? undefined : dialect.readInstant(latest);
    },

    /** Notices marked up to a time that may be copied now, in the order of their numbers. */
    async waiting(
      executor: Knex,
      after: string,
      limit: number,
      { upTo, now }: { upTo: Date; now: Date },
    ): Promise<string[]> {
      const rows = await executor('ocms_internet_mirror_mark AS m')
        .leftJoin('ocms_internet_mirror_failure AS f', 'f.notice_no', 'm.notice_no')
        .where('m.notice_no', '>', after)
        .where('m.marked_at', '<=', dialect.bindInstant(upTo))
        // No retry waits longer than that: a later one was set by a clock that was ahead.
        .whereRaw(`(f.notice_no IS NULL OR (f.manual_verification = 'N' AND (f.retry_at <= ? OR f.retry_at > ?)))`, [
          dialect.bindInstant(now),
          dialect.bindInstant(new Date(now.getTime() + MAX_BACKOFF_MS)),
        ] as string[])
        .groupBy('m.notice_no')
        .orderBy('m.notice_no')
        .limit(limit)
        .select<{ notice_no: string }[]>('m.notice_no');
      return rows.map(({ notice_no }) => notice_no);
    },

    /** These notices as they are now. */
    async notices(executor: Knex, noticeNumbers: readonly string[]): Promise<MirroredNotice[]> {
      const rows = noticeNumberRows(dialect, noticeNumbers);
      const found = await executor.raw<Record<string, unknown>[]>(
        `SELECT ${MIRRORED_COLUMNS.map((column) => `v.${column}`).join(', ')} FROM ${rows.sql} AS j
         INNER JOIN ocms_valid_offence_notice AS v ON v.notice_no = j.notice_no`,
        [...rows.bindings] as string[],
      );
      return found.map((row) => toMirrored(dialect, row));
    },

    /** The traces (`traceparent`) in which these notices were marked, some of them. */
    async traces(executor: Knex, noticeNumbers: readonly string[], limit: number): Promise<string[]> {
      const rows = noticeNumberRows(dialect, noticeNumbers);
      const found = await executor('ocms_internet_mirror_mark AS m')
        .joinRaw(`INNER JOIN ${rows.sql} AS j ON j.notice_no = m.notice_no`, [...rows.bindings] as string[])
        .whereNotNull('m.traceparent')
        .distinct('m.traceparent')
        .limit(limit)
        .select<{ traceparent: string }[]>();
      return found.map(({ traceparent }) => traceparent);
    },

    /** All notices after a number, in order, some at a time. */
    async noticesAfter(executor: Knex, after: string, limit: number): Promise<MirroredNotice[]> {
      const rows = await executor('ocms_valid_offence_notice')
        .where('notice_no', '>', after)
        .orderBy('notice_no')
        .limit(limit)
        .select<Record<string, unknown>[]>([...MIRRORED_COLUMNS]);
      return rows.map((row) => toMirrored(dialect, row));
    },

    /** Removes the marks up to these versions, and what is remembered of failures. Two statements. */
    async unmark(trx: Transaction, notices: readonly { noticeNo: string; version: number }[]): Promise<void> {
      await dialect.deleteFrom(trx, {
        table: 'ocms_internet_mirror_mark',
        rows: versionRows(notices),
        on: 't.notice_no = j.notice_no AND t.version <= j.version',
      });
      await dialect.deleteFrom(trx, {
        table: 'ocms_internet_mirror_failure',
        rows: noticeNumberRows(
          dialect,
          notices.map(({ noticeNo }) => noticeNo),
        ),
        on: 't.notice_no = j.notice_no',
      });
    },

    /** @returns how often the notice has failed now; 0 where it waits no longer, as another copier was faster. */
    async failed(trx: Transaction, noticeNo: string, failure: { at: Date; error: string }): Promise<number> {
      if ((await trx('ocms_internet_mirror_mark').where('notice_no', noticeNo).first('version')) === undefined)
        return 0;
      const changes = { last_failed_at: dialect.bindInstant(failure.at), error: failure.error.slice(0, 100) };
      const counted = await trx('ocms_internet_mirror_failure')
        .where('notice_no', noticeNo)
        .update({ ...changes, failures: trx.raw('failures + 1') });
      if (counted === 0) {
        await trx('ocms_internet_mirror_failure').insert({
          notice_no: noticeNo,
          failures: 1,
          retry_at: dialect.bindInstant(failure.at),
          manual_verification: 'N',
          ...changes,
        });
      }
      const row = await trx('ocms_internet_mirror_failure').where('notice_no', noticeNo).first<{
        failures: number;
      }>('failures');
      return row.failures;
    },

    /** When a notice that failed is tried again, or that it is left to people. */
    async retryAt(trx: Transaction, noticeNo: string, at: Date, manualVerification: boolean): Promise<void> {
      await trx('ocms_internet_mirror_failure')
        .where('notice_no', noticeNo)
        .update({ retry_at: dialect.bindInstant(at), manual_verification: manualVerification ? 'Y' : 'N' });
    },

    /** Notices left for manual verification after a number, in order, some at a time. */
    async leftToPeople(executor: Knex, after: string, limit: number): Promise<string[]> {
      return (await executor('ocms_internet_mirror_failure')
        .where('manual_verification', 'Y')
        .where('notice_no', '>', after)
        .orderBy('notice_no')
        .limit(limit)
        .pluck('notice_no')) as string[];
    },

    /** One that was left to people is tried again with the next run. @returns whether it was left to them. */
    async tryAgain(trx: Transaction, noticeNo: string, at: Date): Promise<boolean> {
      const changed = await trx('ocms_internet_mirror_failure')
        .where({ notice_no: noticeNo, manual_verification: 'Y' })
        .update({ retry_at: dialect.bindInstant(at), manual_verification: 'N' });
      return changed > 0;
    },

    /** Those left to people, in the order of their numbers, after one of them. */
    async manualFailures(executor: Knex, after: string, limit: number): Promise<MirrorFailure[]> {
      const rows = await executor('ocms_internet_mirror_failure')
        .where('manual_verification', 'Y')
        .where('notice_no', '>', after)
        .orderBy('notice_no')
        .limit(limit)
        .select<FailureRow[]>(...FAILURE_COLUMNS);
      return rows.map(toFailure);
    },

    async failures(executor: Knex, limit: number): Promise<MirrorFailure[]> {
      const rows = await executor('ocms_internet_mirror_failure')
        .orderBy('manual_verification', 'desc')
        .orderBy('notice_no')
        .limit(limit)
        .select<FailureRow[]>(...FAILURE_COLUMNS);
      return rows.map(toFailure);
    },

    /** Which of these notices `sync_internet_zone` will copy by itself. */
    async awaited(executor: Knex, noticeNumbers: readonly string[]): Promise<Set<string>> {
      const rows = noticeNumberRows(dialect, noticeNumbers);
      const found = await executor.raw<{ notice_no: string }[]>(
        `SELECT DISTINCT m.notice_no FROM ${rows.sql} AS j INNER JOIN ocms_internet_mirror_mark AS m ON m.notice_no = j.notice_no
         WHERE NOT EXISTS (SELECT 1 FROM ocms_internet_mirror_failure AS f WHERE f.notice_no = m.notice_no AND f.manual_verification = 'Y')`,
        [...rows.bindings] as string[],
      );
      return new Set(found.map(({ notice_no }) => notice_no));
    },

    async backlog(executor: Knex): Promise<Backlog> {
      const marks = (await executor('ocms_internet_mirror_mark')
        .min('marked_at AS oldest')
        .countDistinct('notice_no AS notices')
        .first()) as unknown as {
        oldest: unknown;
        notices: number;
      };
      const failures = (await executor('ocms_internet_mirror_failure')
        .where('manual_verification', 'Y')
        .count('* AS manual_verification')
        .first()) as unknown as {
        manual_verification: number;
      };
      return {
        notices: Number(marks.notices),
        oldest: marks.oldest === null ? undefined : dialect.readInstant(marks.oldest),
        manualVerification: Number(failures.manual_verification),
      };
    },

    /** Gives notices versions above both zones', and marks them, so that their present state is newer than any. */
    raiseVersions: (
      trx: Transaction,
      notices: readonly { noticeNo: string; version: number }[],
      at: Date,
    ): Promise<string[]> => updateNotices(trx, { rows: versionRows(notices), versionAbove: 'j.version', at }),
  };
}

/** The mirror itself, in the internet zone. */
export function mirrorStore({ dialect }: Database) {
  return {
    /**
     * Brings notices to these states where they are newer than the mirror's; an older one changes nothing. Three
     * statements.
     *
     * @returns the notices of which the mirror has a later version, and that.
     * @throws a duplicate key when another process adds one of them at the same time.
     */
    async copy(
      trx: Transaction,
      notices: readonly MirroredNotice[],
      at: Date,
    ): Promise<{ noticeNo: string; version: number }[]> {
      const instant = dialect.bindInstant(at);
      const rows = dialect.tuples(
        MIRRORED,
        notices.map(({ values }) => values),
      );
      await dialect.updateFrom(trx, {
        table: 'eocms_valid_offence_notice',
        set: {
          sql: `${MIRRORED_COLUMNS.filter((column) => column !== 'notice_no')
            .map((column) => `${column} = j.${column}`)
            .join(', ')}, upd_date = ?, upd_user_id = ?`,
          bindings: [instant, INTERNET_USER],
        },
        rows,
        on: 't.notice_no = j.notice_no',
        where: 't.version < j.version',
        returning: 'notice_no',
      });
      await trx.raw(
        `INSERT INTO eocms_valid_offence_notice (${COLUMN_LIST}, cre_date, cre_user_id, upd_date, upd_user_id)
         SELECT ${MIRRORED_COLUMNS.map((column) => `j.${column}`).join(', ')}, ?, ?, ${UPDATED} THEN ? END, ${UPDATED} THEN ? END FROM ${rows.sql} AS j
         WHERE NOT EXISTS (SELECT 1 FROM eocms_valid_offence_notice AS e WHERE e.notice_no = j.notice_no)`,
        [instant, INTERNET_USER, instant, INTERNET_USER, ...rows.bindings] as string[],
      );
      const versions = dialect.tuples(
        VERSIONS,
        notices.map(({ noticeNo, version }) => [noticeNo, version]),
      );
      const later = await trx.raw<{ notice_no: string; version: number }[]>(
        `SELECT e.notice_no, e.version FROM ${versions.sql} AS j INNER JOIN eocms_valid_offence_notice AS e ON e.notice_no = j.notice_no WHERE e.version > j.version`,
        [...versions.bindings] as string[],
      );
      return later.map(({ notice_no, version }) => ({ noticeNo: notice_no, version }));
    },

    /** Writes, though no notice. @throws what anything that is written would fail with: no room, no rights, another schema. */
    async probe(trx: Transaction, at: Date): Promise<void> {
      await trx('eocms_mirror_probe')
        .where('name', 'mirror')
        .update({ probed_at: dialect.bindInstant(at) });
      await this.copy(trx, [], at);
    },

    /** The mirror's notices in a range of numbers, the first excluded and the last included; without a last, all after the first. */
    async noticesBetween(
      executor: Knex,
      after: string,
      last: string | undefined,
      limit: number,
    ): Promise<MirroredNotice[]> {
      const query = executor('eocms_valid_offence_notice')
        .where('notice_no', '>', after)
        .orderBy('notice_no')
        .limit(limit)
        .select([...MIRRORED_COLUMNS]);
      if (last !== undefined) void query.where('notice_no', '<=', last);
      return ((await query) as Record<string, unknown>[]).map((row) => toMirrored(dialect, row));
    },

    async notices(executor: Knex, noticeNumbers: readonly string[]): Promise<MirroredNotice[]> {
      const rows = noticeNumberRows(dialect, noticeNumbers);
      const found = await executor.raw<Record<string, unknown>[]>(
        `SELECT ${MIRRORED_COLUMNS.map((column) => `e.${column}`).join(', ')} FROM ${rows.sql} AS j
         INNER JOIN eocms_valid_offence_notice AS e ON e.notice_no = j.notice_no`,
        [...rows.bindings] as string[],
      );
      return found.map((row) => toMirrored(dialect, row));
    },

    async remove(trx: Transaction, noticeNumbers: readonly string[]): Promise<void> {
      await dialect.deleteFrom(trx, {
        table: 'eocms_valid_offence_notice',
        rows: noticeNumberRows(dialect, noticeNumbers),
        on: 't.notice_no = j.notice_no',
      });
    },
  };
}
