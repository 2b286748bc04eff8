import { INTRANET_USER } from '../../db/audit-users';
import type { Database, Executor, Transaction } from '../../db/database';
import type { Dialect, Fragment, RowShape, RowValue, UpdateFrom } from '../../db/dialects/dialect';
import { currentSpan } from '../../platform/tracing';

const CHANGED = 'notices-changed';

/** Hears of every notice (VON) that was added or changed, whoever did it, once that is committed. */
export function onNoticesChanged(intranet: Database, listener: (noticeNumbers: readonly string[]) => void): void {
  intranet.onAnnounced(CHANGED, listener);
}

const NOTICE_NO = { notice_no: 'varchar(10)' } as const;

/** Notice numbers as a derived table with one column, `notice_no`, and their `position`. */
export function noticeNumberRows(dialect: Dialect, noticeNumbers: readonly string[]): Fragment {
  return dialect.tuples(
    NOTICE_NO,
    noticeNumbers.map((noticeNo) => [noticeNo]),
  );
}

/**
 * Adds notices (VON) in their first version and marks them for the internet mirror (decisions §5). Two statements.
 * `shape` names the columns given; of the others each has its default.
 *
 * @throws a duplicate key when a number is taken.
 */
export async function insertNotices<S extends RowShape & typeof NOTICE_NO>(
  trx: Transaction,
  shape: S,
  notices: readonly Readonly<Record<keyof S, RowValue>>[],
  markedAt: Date,
): Promise<void> {
  const columns = Object.keys(shape).join(', ');
  const rows = trx.dialect.rows(shape, notices);
  await trx.raw(`INSERT INTO ocms_valid_offence_notice (${columns}) SELECT ${columns} FROM ${rows.sql} AS j`, [
    ...rows.bindings,
  ] as string[]);
  await markForMirror(
    trx,
    notices.map(({ notice_no }) => notice_no as string),
    trx.dialect.bindInstant(markedAt),
  );
}

/**
 * Changes notices (VON), raises their versions and marks them for the internet mirror (decisions §5). Every
 * writer of VON comes through here, so that no change stays unseen by the mirror. Two statements.
 *
 * `rows` is a derived table with `notice_no`, alias `j`; the notice's own row has the alias `t`. The new version is
 * above `versionAbove` too, where that is given. `by` is a member of staff whose change it is.
 *
 * @returns the numbers of the notices that were there and met `where`.
 */
export async function updateNotices(trx: Transaction, change: NoticesChange): Promise<string[]> {
  const at = trx.dialect.bindInstant(change.at);
  const updated = await trx.dialect.updateFrom(trx, updateOf(change, at));
  if (updated.length > 0) await markForMirror(trx, updated, at);
  return updated;
}

/**
 * {@link updateNotices} in a transaction of its own, which also finds those of the other notices that there are. Many keep
 * nobody else waiting `aside`. Three statements at most.
 *
 * @param noticeNumbers those of the rows
 */
export async function updateNoticesAmong(
  intranet: Database,
  change: NoticesChange,
  noticeNumbers: readonly string[],
  { aside }: { aside: boolean },
): Promise<{ updated: Set<string>; others: Set<string> }> {
  const { batch, dialect } = intranet;
  if (!aside || !batch)
    return intranet.transaction(async (trx) => {
      const updated = new Set(await updateNotices(trx, change));
      const others = noticeNumbers.filter((noticeNo) => !updated.has(noticeNo));
      return { updated, others: others.length > 0 ? await existingNotices(trx, others) : new Set<string>() };
    });
  const at = dialect.bindInstant(change.at);
  const mark = markStatement(dialect, [], at);
  const existing = existingStatement(dialect, []);
  const [updated, , others] = await batch(
    [
      dialect.updateFromStatement(updateOf(change, at)),
      { ...mark, list: { at: mark.bindings.length - 1 } },
      { ...existing, list: { at: existing.bindings.length - 1, of: noticeNumbers } },
    ],
    { announce: CHANGED },
  );
  return { updated: new Set(updated), others: new Set(others) };
}

interface NoticesChange {
  set?: string;
  rows: Fragment;
  where?: string;
  at: Date;
  versionAbove?: string;
  by?: string;
}

function updateOf(
  { set, rows, where, versionAbove, by = INTRANET_USER }: NoticesChange,
  at: string | Date,
): UpdateFrom {
  const version =
    versionAbove === undefined
      ? 't.version'
      : `CASE WHEN t.version < ${versionAbove} THEN ${versionAbove} ELSE t.version END`;
  return {
    table: 'ocms_valid_offence_notice',
    set: {
      sql: `${set === undefined ? '' : `${set}, `}version = ${version} + 1, upd_date = ?, upd_user_id = ?`,
      bindings: [at, by],
    },
    rows,
    on: 't.notice_no = j.notice_no',
    ...(where !== undefined && { where }),
    returning: 'notice_no',
  };
}

/**
 * Changes every notice (VON) that meets a condition, however many, as {@link updateNotices} does: two statements, and
 * no numbers come back. The mirror takes them by its schedule.
 *
 * `among` is true of a notice before and after the change, `where` before it; both name plain columns.
 *
 * @returns how many.
 */
export async function updateNoticesWhere(
  trx: Transaction,
  change: { set: Readonly<Record<string, Fragment>>; among: Fragment; where: Fragment; at: Date },
): Promise<number> {
  const at = trx.dialect.bindInstant(change.at);
  const { among, where } = change;
  const changed = await trx('ocms_valid_offence_notice')
    .whereRaw(`${among.sql} AND ${where.sql}`, [...among.bindings, ...where.bindings] as string[])
    .update({
      ...Object.fromEntries(
        Object.entries(change.set).map(([column, { sql, bindings }]) => [
          column,
          trx.raw(sql, [...bindings] as string[]),
        ]),
      ),
      version: trx.raw('version + 1'),
      upd_date: at,
      upd_user_id: INTRANET_USER,
    });
  if (changed === 0) return 0;
  // One that somebody else changed at the same instant has its mark.
  await trx.raw(
    `INSERT INTO ocms_internet_mirror_mark (notice_no, version, marked_at)
     SELECT v.notice_no, v.version, ? FROM ocms_valid_offence_notice AS v
     WHERE ${among.sql} AND v.upd_date = ? AND NOT EXISTS
       (SELECT 1 FROM ocms_internet_mirror_mark AS m WHERE m.notice_no = v.notice_no AND m.version = v.version)`,
    [at, ...among.bindings, at] as string[],
  );
  return changed;
}

/** Marks notices for the internet mirror, in the version they have now, which hears of them after the commit. */
async function markForMirror(trx: Transaction, noticeNumbers: readonly string[], at: string | Date): Promise<void> {
  trx.announce(CHANGED, noticeNumbers);
  const { sql, bindings } = markStatement(trx.dialect, noticeNumbers, at);
  await trx.raw(sql, [...bindings] as string[]);
}

/** The numbers are its last binding. */
function markStatement(dialect: Dialect, noticeNumbers: readonly string[], at: string | Date): Fragment {
  const rows = noticeNumberRows(dialect, noticeNumbers);
  // The mirror goes on with the trace.
  const traceparent = currentSpan()?.traceparent;
  const [traced, column, value] = traceparent === undefined ? [[], '', ''] : [[traceparent], ', traceparent', ', ?'];
  return {
    sql: `INSERT INTO ocms_internet_mirror_mark (notice_no, version, marked_at${column})
     SELECT v.notice_no, v.version, ?${value} FROM ${rows.sql} AS j INNER JOIN ocms_valid_offence_notice AS v ON v.notice_no = j.notice_no`,
    bindings: [at, ...traced, ...rows.bindings],
  };
}

/** Which of these notices exist. One statement. */
export async function existingNotices(executor: Executor, noticeNumbers: readonly string[]): Promise<Set<string>> {
  const { sql, bindings } = existingStatement(executor.dialect, noticeNumbers);
  const found = await executor.raw<{ notice_no: string }[]>(sql, [...bindings] as string[]);
  return new Set(found.map((row) => row.notice_no));
}

/** The numbers are its last binding. */
function existingStatement(dialect: Dialect, noticeNumbers: readonly string[]): Fragment {
  const rows = noticeNumberRows(dialect, noticeNumbers);
  return {
    sql: `SELECT v.notice_no FROM ${rows.sql} AS j INNER JOIN ocms_valid_offence_notice AS v ON v.notice_no = j.notice_no`,
    bindings: rows.bindings,
  };
}

/** Whether a notice is an advisory one, and how it is suspended. @returns undefined where there is no such notice. */
export async function suspensionFacts(
  executor: Executor,
  noticeNo: string,
): Promise<{ advisory: boolean; suspension: { type: string; reason: string | null } | undefined } | undefined> {
  const row = await executor('ocms_valid_offence_notice')
    .where('notice_no', noticeNo)
    .first<Record<string, string | null> | undefined>('an_flag', 'suspension_type', 'epr_reason_of_suspension');
  if (!row) return undefined;
  const { suspension_type: type, epr_reason_of_suspension: reason } = row;
  return { advisory: row.an_flag === 'Y', suspension: type ? { type, reason: reason ?? null } : undefined };
}
