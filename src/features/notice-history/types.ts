import type { Cents } from '../../platform/money';

/** A notice (VON) as members of staff see it; nothing of its owner. */
export interface NoticeRecord {
  noticeNo: string;
  noticeSource: string | null;
  subsystemLabel: string | null;
  vehicleNo: string | null;
  vehicleCategory: string | null;
  vehicleRegistrationType: string | null;
  offenceNoticeType: string | null;
  computerRuleCode: number | null;
  noticeDateAndTime: Date | null;
  ppCode: string | null;
  ppName: string | null;
  compositionAmount: Cents;
  adminFee: Cents;
  amountPayable: Cents;
  amountPaid: Cents;
  paymentStatus: string | null;
  paymentDate: Date | null;
  paymentAcceptanceAllowed: string | null;
  lastProcessingStage: string | null;
  /** `YYYY-MM-DD`. */
  lastProcessingDate: string | null;
  suspensionType: string | null;
  crsReasonOfSuspension: string | null;
  eprReasonOfSuspension: string | null;
  eprDateOfSuspension: Date | null;
  dueDateOfRevival: Date | null;
  anFlag: string | null;
  eanSentAt: Date | null;
  letterSentAt: Date | null;
  /** `YYYY-MM-DD`. */
  archiveDate: string | null;
  version: number;
  createdAt: Date | null;
  createdBy: string | null;
  changedAt: Date | null;
  changedBy: string | null;
}

/** A row of ocms_suspended_notice. */
export interface SuspensionRecord {
  srNo: number;
  suspendedAt: Date;
  suspensionType: string;
  reasonOfSuspension: string;
  suspensionSource: string | null;
  officerAuthorisingSuspension: string | null;
  dueDateOfRevival: Date | null;
  suspensionRemarks: string | null;
}

/** A notice of a list. */
export type NoticeSummary = Pick<
  NoticeRecord,
  | 'noticeNo'
  | 'noticeSource'
  | 'vehicleNo'
  | 'vehicleRegistrationType'
  | 'offenceNoticeType'
  | 'computerRuleCode'
  | 'ppCode'
  | 'ppName'
  | 'amountPayable'
  | 'amountPaid'
  | 'suspensionType'
  | 'crsReasonOfSuspension'
  | 'eprReasonOfSuspension'
  | 'anFlag'
  | 'createdAt'
> & { noticeDateAndTime: Date };

/** What notices of a list have in common; what is left out does not matter. */
export interface NoticeFilters {
  noticeNo?: string | undefined;
  vehicleNo?: string | undefined;
  /** `NONE`: not suspended now. */
  suspensionType?: 'NONE' | 'TS' | 'PS' | undefined;
  eprReasonOfSuspension?: string | undefined;
  offenceNoticeType?: string | undefined;
  /** N: no advisory notice. */
  anFlag?: 'Y' | 'N' | undefined;
  noticeSource?: string | undefined;
}

/** The same in time and order. */
export interface NoticeSearch extends NoticeFilters {
  /** The half-open time of offences. */
  from?: Date | undefined;
  before?: Date | undefined;
  latestFirst: boolean;
}

/** Where a list stands. */
export interface NoticePosition {
  at: Date;
  noticeNo: string;
}
