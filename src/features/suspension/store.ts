import type { Knex } from 'knex';
import { AUTHORISING_OFFICER, INTRANET_USER } from '../../db/audit-users';
import type { Transaction } from '../../db/database';
import { updateNotices } from '../notices';
import type { Suspension } from './types';

const SHAPE = {
  notice_no: 'varchar(10)',
  reason: 'varchar(3)',
  // Of any script, in code units.
  remarks: 'nvarchar(400)',
  suspended_at: 'datetime2',
  due_date_of_revival: 'datetime2',
} as const;

/**
 * Suspends notices permanently (PS): a row each in ocms_suspended_notice with the notice's next serial number, then
 * VON (A 7, insert order). Three statements. One that an officer decides carries the officer's id (decisions §2).
 *
 * @param where which notices may be suspended, by what their row `t` says meanwhile; all of them unless told.
 * @returns which of the notices are suspended by it. Where some are not, the transaction is to be rolled back: all have
 * their row in ocms_suspended_notice.
 *
 * @throws a duplicate key when another transaction suspends one of the notices at the same time.
 */
export async function insertSuspensions(
  trx: Transaction,
  suspensions: readonly Suspension[],
  at: Date,
  { officer, where }: { officer?: string; where?: string } = {},
): Promise<string[]> {
  const rows = trx.dialect.rows(
    SHAPE,
    suspensions.map(({ noticeNo, reason, remarks, dueDateOfRevival }) => ({
      notice_no: noticeNo,
      reason,
      remarks,
      suspended_at: at,
      due_date_of_revival: dueDateOfRevival,
    })),
  );
  await trx.raw(
    `INSERT INTO ocms_suspended_notice (notice_no, sr_no, date_of_suspension, suspension_type, reason_of_suspension, suspension_source,
       officer_authorising_suspension, due_date_of_revival, suspension_remarks, cre_date, cre_user_id)
     SELECT j.notice_no, COALESCE((SELECT MAX(s.sr_no) FROM ocms_suspended_notice AS s WHERE s.notice_no = j.notice_no), 0) + 1,
       j.suspended_at, 'PS', j.reason, ?, ?, j.due_date_of_revival, j.remarks, j.suspended_at, ? FROM ${rows.sql} AS j`,
    [INTRANET_USER, officer ?? AUTHORISING_OFFICER, officer ?? INTRANET_USER, ...rows.bindings] as string[],
  );
  return updateNotices(trx, {
    set: `suspension_type = 'PS', epr_reason_of_suspension = j.reason, epr_date_of_suspension = j.suspended_at, due_date_of_revival = j.due_date_of_revival`,
    rows,
    at,
    ...(officer !== undefined && { by: officer }),
    ...(where !== undefined && { where }),
  });
}

/** The parameter that says after how many days an advisory notice may revive, as it is stored (decisions §7). */
export async function selectRevivalDays(executor: Knex): Promise<string | undefined> {
  const row = await executor('ocms_parameter')
    .where({ param_id: 'REV', param_code: 'ANS' })
    .first<{ param_value: string } | undefined>('param_value');
  return row?.param_value;
}
