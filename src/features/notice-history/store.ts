import type { Executor } from '../../db/database';
import { centsFromColumn } from '../../platform/money';
import type { NoticeRecord, SuspensionRecord } from './types';

const NOTICE = [
  ...['notice_no', 'notice_source', 'subsystem_label', 'vehicle_no', 'vehicle_category', 'vehicle_registration_type'],
  ...['offence_notice_type', 'computer_rule_code', 'notice_date_and_time', 'pp_code', 'pp_name', 'composition_amount'],
  ...['admin_fee', 'amount_payable', 'amount_paid', 'payment_status', 'payment_date', 'payment_acceptance_allowed'],
  ...['last_processing_stage', 'last_processing_date', 'suspension_type', 'crs_reason_of_suspension'],
  ...['epr_reason_of_suspension', 'epr_date_of_suspension', 'due_date_of_revival', 'an_flag', 'ean_sent_timestamp'],
  ...['letter_sent_timestamp', 'archive_date', 'version', 'cre_date', 'cre_user_id', 'upd_date', 'upd_user_id'],
];
const SUSPENSION = [
  ...['sr_no', 'date_of_suspension', 'suspension_type', 'reason_of_suspension', 'suspension_source'],
  ...['officer_authorising_suspension', 'due_date_of_revival', 'suspension_remarks'],
];

/** A notice as it is; nothing of its owner. */
export const noticeHistoryStore = {
  async notice(executor: Executor, noticeNo: string): Promise<NoticeRecord | undefined> {
    const row = await executor('ocms_valid_offence_notice')
      .where('notice_no', noticeNo)
      .first<Record<string, unknown> | undefined>(...NOTICE);
    if (!row) return undefined;
    const { dialect } = executor;
    const text = (column: string): string | null => (row[column] ?? null) as string | null;
    const instant = (column: string): Date | null =>
      row[column] === null || row[column] === undefined ? null : dialect.readInstant(row[column]);
    const date = (column: string): string | null =>
      row[column] === null || row[column] === undefined ? null : dialect.readDate(row[column]);
    return {
      noticeNo: row.notice_no as string,
      noticeSource: text('notice_source'),
      subsystemLabel: text('subsystem_label'),
      vehicleNo: text('vehicle_no'),
      vehicleCategory: text('vehicle_category'),
      vehicleRegistrationType: text('vehicle_registration_type'),
      offenceNoticeType: text('offence_notice_type'),
      computerRuleCode: (row.computer_rule_code ?? null) as number | null,
      noticeDateAndTime: instant('notice_date_and_time'),
      ppCode: text('pp_code'),
      ppName: text('pp_name'),
      compositionAmount: centsFromColumn(row.composition_amount),
      adminFee: centsFromColumn(row.admin_fee),
      amountPayable: centsFromColumn(row.amount_payable),
      amountPaid: centsFromColumn(row.amount_paid),
      paymentStatus: text('payment_status'),
      paymentDate: instant('payment_date'),
      paymentAcceptanceAllowed: text('payment_acceptance_allowed'),
      lastProcessingStage: text('last_processing_stage'),
      lastProcessingDate: date('last_processing_date'),
      suspensionType: text('suspension_type'),
      crsReasonOfSuspension: text('crs_reason_of_suspension'),
      eprReasonOfSuspension: text('epr_reason_of_suspension'),
      eprDateOfSuspension: instant('epr_date_of_suspension'),
      dueDateOfRevival: instant('due_date_of_revival'),
      anFlag: text('an_flag'),
      eanSentAt: instant('ean_sent_timestamp'),
      letterSentAt: instant('letter_sent_timestamp'),
      archiveDate: date('archive_date'),
      version: row.version as number,
      createdAt: instant('cre_date'),
      createdBy: text('cre_user_id'),
      changedAt: instant('upd_date'),
      changedBy: text('upd_user_id'),
    };
  },

  /** In the order they were made. */
  async suspensions(executor: Executor, noticeNo: string, limit: number): Promise<SuspensionRecord[]> {
    const { dialect } = executor;
    const rows = await executor('ocms_suspended_notice')
      .where('notice_no', noticeNo)
      .orderBy('sr_no')
      .limit(limit)
      .select<Record<string, unknown>[]>(...SUSPENSION);
    return rows.map((row) => ({
      srNo: row.sr_no as number,
      suspendedAt: dialect.readInstant(row.date_of_suspension),
      suspensionType: row.suspension_type as string,
      reasonOfSuspension: row.reason_of_suspension as string,
      suspensionSource: row.suspension_source as string | null,
      officerAuthorisingSuspension: row.officer_authorising_suspension as string | null,
      dueDateOfRevival: row.due_date_of_revival === null ? null : dialect.readInstant(row.due_date_of_revival),
      suspensionRemarks: row.suspension_remarks as string | null,
    }));
  },
};
