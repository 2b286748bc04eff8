import type { Database } from '../../db/database';
import { JsonText } from '../../platform/json';
import { noticeNumberRows } from '../notices';
import type { PaymentStatus } from './types';

const COLUMNS: Readonly<Record<keyof PaymentStatus, string>> = {
  noticeNo: 't.notice_no',
  suspensionType: 't.suspension_type',
  crsReasonOfSuspension: 't.crs_reason_of_suspension',
  eprReasonOfSuspension: 't.epr_reason_of_suspension',
  paymentStatus: 't.payment_status',
  amountPayable: 't.amount_payable',
  amountPaid: 't.amount_paid',
  paymentAcceptanceAllowed: 't.payment_acceptance_allowed',
};

/** The payment status of these notices, in this order; unknown ones are left out. One statement (C 1). */
export function selectPaymentStatus(
  database: Database,
  noticeNumbers: readonly string[],
): Promise<JsonText<PaymentStatus[]>> {
  const { dialect } = database;
  const found = {
    columns: COLUMNS,
    rows: noticeNumberRows(dialect, noticeNumbers),
    table: 'ocms_valid_offence_notice',
    on: 't.notice_no = j.notice_no',
  };
  return database.read(async (executor) => new JsonText(await dialect.selectJsonOf(executor, found)));
}
