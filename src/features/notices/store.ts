import type { Knex } from 'knex';
import { INTRANET_USER } from '../../db/audit-users';
import type { Transaction } from '../../db/database';
import type { Dialect, Fragment } from '../../db/dialects/dialect';

const NOTICE_NO = { notice_no: 'varchar(10)' } as const;

/** Notice numbers as a derived table with one column, `notice_no`, and their `position`. */
export function noticeNumberRows(dialect: Dialect, noticeNumbers: readonly string[]): Fragment {
  return dialect.tuples(
    NOTICE_NO,
    noticeNumbers.map((noticeNo) => [noticeNo]),
  );
}

/**
 * Changes notices (VON), raises their versions and marks them for the internet mirror (decisions §5). Every
 * writer of VON comes through here, so that no change stays unseen by the mirror. Two statements.
 *
 * `rows` is a derived table with `notice_no`, alias `j`; the notice's own row has the alias `t`.
 *
 * @returns the numbers of the notices that were there and met `where`.
 */
export async function updateNotices(
  trx: Transaction,
  dialect: Dialect,
  change: { set: string; rows: Fragment; where: string; at: Date },
): Promise<string[]> {
  const at = dialect.bindInstant(change.at);
  const updated = await dialect.updateFrom(trx, {
    table: 'ocms_valid_offence_notice',
    set: {
      sql: `${change.set}, version = t.version + 1, upd_date = ?, upd_user_id = ?`,
      bindings: [at, INTRANET_USER],
    },
    rows: change.rows,
    on: 't.notice_no = j.notice_no',
    where: change.where,
    returning: 'notice_no',
  });
  if (updated.length > 0) await markForMirror(trx, dialect, updated, at);
  return updated;
}

/** Which of these notices exist. One statement. */
export async function existingNotices(
  executor: Knex,
  dialect: Dialect,
  noticeNumbers: readonly string[],
): Promise<Set<string>> {
  const rows = noticeNumberRows(dialect, noticeNumbers);
  const found = (await executor.raw(
    `SELECT v.notice_no FROM ${rows.sql} AS j INNER JOIN ocms_valid_offence_notice AS v ON v.notice_no = j.notice_no`,
    [...rows.bindings] as string[],
  )) as { notice_no: string }[];
  return new Set(found.map((row) => row.notice_no));
}

async function markForMirror(
  trx: Transaction,
  dialect: Dialect,
  noticeNumbers: readonly string[],
  at: string | Date,
): Promise<void> {
  const rows = noticeNumberRows(dialect, noticeNumbers);
  await trx.raw(
    `INSERT INTO ocms_internet_mirror_mark (notice_no, version, marked_at)
     SELECT v.notice_no, v.version, ? FROM ${rows.sql} AS j INNER JOIN ocms_valid_offence_notice AS v ON v.notice_no = j.notice_no`,
    [at, ...rows.bindings] as string[],
  );
}
