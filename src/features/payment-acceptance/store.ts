import type { Transaction } from '../../db/database';
import { INTRANET_USER } from '../../db/audit-users';
import { noticeNumberRows, updateNotices } from '../notices';

/**
 * Lets these notices be paid, unless they are paid already (crs reason set).
 *
 * @returns the numbers of the notices changed.
 */
export function allowPayment(trx: Transaction, noticeNumbers: readonly string[], at: Date): Promise<string[]> {
  return updateNotices(trx, {
    set: `payment_acceptance_allowed = 'Y'`,
    rows: noticeNumberRows(trx.dialect, noticeNumbers),
    where: 't.crs_reason_of_suspension IS NULL',
    at,
  });
}

/** Sets the due date of the court cases among these notices. */
export async function setCourtPaymentDueDate(
  trx: Transaction,
  noticeNumbers: readonly string[],
  dueDate: string,
  at: Date,
): Promise<void> {
  await trx.dialect.updateFrom(trx, {
    table: 'ocms_court_case',
    set: {
      sql: 'court_payment_due_date = ?, upd_date = ?, upd_user_id = ?',
      bindings: [dueDate, trx.dialect.bindInstant(at), INTRANET_USER],
    },
    rows: noticeNumberRows(trx.dialect, noticeNumbers),
    on: 't.notice_no = j.notice_no',
    returning: 'notice_no',
  });
}
