import type { Executor } from '../../db/database';
import type { Dialect } from '../../db/dialects/dialect';
import { centsFromColumn } from '../../platform/money';
import type { NoticePosition, NoticeRecord, NoticeSearch, NoticeSummary, SuspensionRecord } from './types';

const VON = 'ocms_valid_offence_notice';

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

const SUMMARY = [
  ...['notice_no', 'notice_source', 'vehicle_no', 'vehicle_registration_type', 'offence_notice_type'],
  ...['computer_rule_code', 'notice_date_and_time', 'pp_code', 'pp_name', 'amount_payable', 'amount_paid'],
  ...['suspension_type', 'crs_reason_of_suspension', 'epr_reason_of_suspension', 'an_flag', 'cre_date'],
];

type Row = Record<string, unknown>;

/** How values of a row are read; null for what is not there. */
const readerOf = (dialect: Dialect, row: Row) => {
  const there = (column: string): boolean => row[column] !== null && row[column] !== undefined;
  return {
    text: (column: string): string | null => (row[column] ?? null) as string | null,
    instant: (column: string): Date | null => (there(column) ? dialect.readInstant(row[column]) : null),
    date: (column: string): string | null => (there(column) ? dialect.readDate(row[column]) : null),
  };
};

/** A notice as it is; nothing of its owner. */
export const noticeHistoryStore = {
  async notice(executor: Executor, noticeNo: string): Promise<NoticeRecord | undefined> {
    const row = await executor(VON)
      .where('notice_no', noticeNo)
      .first<Row | undefined>(...NOTICE);
    return row && recordOf(executor.dialect, row);
  },

  /** Of a number that was archived more than once, the last. */
  async archived(
    executor: Executor,
    noticeNo: string,
  ): Promise<{ notice: NoticeRecord; archivedAt: Date } | undefined> {
    const { dialect } = executor;
    const row = await executor(`${VON}_archive`)
      .where('notice_no', noticeNo)
      .orderBy('archived_at', 'desc')
      .first<Row | undefined>(...NOTICE, 'archived_at');
    return row && { notice: recordOf(dialect, row), archivedAt: dialect.readInstant(row.archived_at) };
  },

  /** In order, some at a time. One range of one index, whatever the filters. */
  async search(
    executor: Executor,
    search: NoticeSearch,
    after: NoticePosition | undefined,
    limit: number,
  ): Promise<NoticeSummary[]> {
    const { dialect } = executor;
    const query = executor(VON).whereNotNull('notice_date_and_time');
    const [before, order] = search.latestFirst ? (['<', 'desc'] as const) : (['>', 'asc'] as const);
    if (search.noticeNo !== undefined) void query.where('notice_no', search.noticeNo);
    if (search.vehicleNo !== undefined) {
      const same = dialect.sameText('vehicle_no', '?');
      void query.whereRaw(same, Array<string>(same.split('?').length - 1).fill(search.vehicleNo));
    }
    // One end each: SQLite would search by the first it sees, from the beginning on page after page.
    const at = after && dialect.bindInstant(after.at);
    const { from, before: until } = search;
    if (from && !(at && order === 'asc')) void query.where('notice_date_and_time', '>=', dialect.bindInstant(from));
    if (until && !(at && order === 'desc')) void query.where('notice_date_and_time', '<', dialect.bindInstant(until));
    if (at)
      void query
        .where('notice_date_and_time', `${before}=`, at)
        .whereRaw(`(notice_date_and_time ${before} ? OR notice_no ${before} ?)`, [at, after.noticeNo] as string[]);
    if (search.suspensionType === 'NONE') void query.whereNull('suspension_type');
    else if (search.suspensionType !== undefined) void query.where('suspension_type', search.suspensionType);
    if (search.eprReasonOfSuspension !== undefined)
      void query.where('epr_reason_of_suspension', search.eprReasonOfSuspension);
    if (search.offenceNoticeType !== undefined) void query.where('offence_notice_type', search.offenceNoticeType);
    // As an expression: the index by source would have to sort every notice of it.
    if (search.noticeSource !== undefined)
      void query.whereRaw(`COALESCE(notice_source, '') = ?`, [search.noticeSource]);
    if (search.anFlag !== undefined)
      void query.whereRaw(search.anFlag === 'Y' ? `an_flag = 'Y'` : `COALESCE(an_flag, 'N') <> 'Y'`);
    const rows = await query
      .orderBy('notice_date_and_time', order)
      .orderBy('notice_no', order)
      .limit(limit)
      .select<Row[]>(...SUMMARY);
    return rows.map((row) => {
      const { text, instant } = readerOf(dialect, row);
      return {
        noticeNo: row.notice_no as string,
        noticeSource: text('notice_source'),
        vehicleNo: text('vehicle_no'),
        vehicleRegistrationType: text('vehicle_registration_type'),
        offenceNoticeType: text('offence_notice_type'),
        computerRuleCode: (row.computer_rule_code ?? null) as number | null,
        noticeDateAndTime: dialect.readInstant(row.notice_date_and_time),
        ppCode: text('pp_code'),
        ppName: text('pp_name'),
        amountPayable: centsFromColumn(row.amount_payable),
        amountPaid: centsFromColumn(row.amount_paid),
        suspensionType: text('suspension_type'),
        crsReasonOfSuspension: text('crs_reason_of_suspension'),
        eprReasonOfSuspension: text('epr_reason_of_suspension'),
        anFlag: text('an_flag'),
        createdAt: instant('cre_date'),
      };
    });
  },

  /** In the order they were made; of a notice in the archive, by when it came there. */
  async suspensions(
    executor: Executor,
    noticeNo: string,
    limit: number,
    archivedAt?: Date,
  ): Promise<SuspensionRecord[]> {
    const { dialect } = executor;
    const query = executor(archivedAt ? 'ocms_suspended_notice_archive' : 'ocms_suspended_notice');
    if (archivedAt) void query.where('archived_at', dialect.bindInstant(archivedAt));
    const rows = await query
      .where('notice_no', noticeNo)
      .orderBy('sr_no')
      .limit(limit)
      .select<Row[]>(...SUSPENSION);
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

function recordOf(dialect: Dialect, row: Row): NoticeRecord {
  const { text, instant, date } = readerOf(dialect, row);
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
}
