import type { Database } from '../../db/database';
import { JsonText } from '../../platform/json';
import { noticeNumberRows } from '../notices';
import type { PaymentStatus } from './types';

const COLUMNS: Readonly<Record<keyof PaymentStatus, string>> = {
  noticeNo: 'v.notice_no',
  suspensionType: 'v.suspension_type',
  crsReasonOfSuspension: 'v.crs_reason_of_suspension',
  eprReasonOfSuspension: 'v.epr_reason_of_suspension',
  paymentStatus: 'v.payment_status',
  amountPayable: 'v.amount_payable',
  amountPaid: 'v.amount_paid',
  paymentAcceptanceAllowed: 'v.payment_acceptance_allowed',
};

/** The payment status of these notices, in this order; unknown ones are left out. One statement (C 1). */
export function selectPaymentStatus(
  database: Database,
  noticeNumbers: readonly string[],
): Promise<JsonText<PaymentStatus[]>> {
  const { dialect } = database;
  const rows = noticeNumberRows(dialect, noticeNumbers);
  return database.read(
    async (executor) =>
      new JsonText(
        await dialect.selectJson(executor, {
          columns: COLUMNS,
          from: {
            sql: `${rows.sql} AS j INNER JOIN ocms_valid_offence_notice AS v ON v.notice_no = j.notice_no`,
            bindings: rows.bindings,
          },
          orderBy: 'j.position',
        }),
      ),
  );
}
