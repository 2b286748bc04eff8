import type { Cents } from '../../platform/money';

/** What CAS may change of a court notice (C 2). A field that is undefined stays as it is; null clears it. */
export interface CourtNoticeChanges {
  suspensionType?: 'TS' | 'PS' | null;
  lastProcessingStage?: string;
  prevProcessingStage?: string | null;
  nextProcessingStage?: string | null;
  /** Calendar dates, `YYYY-MM-DD`. */
  lastProcessingDate?: string;
  prevProcessingDate?: string | null;
  nextProcessingDate?: string | null;
  atomsFlag?: 'Y' | 'N' | null;
  amountPayable?: Cents;
  paymentAcceptanceAllowed?: 'Y' | 'N';
  eprReasonOfSuspension?: string | null;
  /** Stored as an instant (decisions §2). */
  eprDateOfSuspension?: Date | null;
}

export interface CourtNoticeUpdate {
  noticeNo: string;
  changes: CourtNoticeChanges;
}

/** What became of one notice of a request; one that does not exist has no outcome. */
export interface CourtNoticeOutcome {
  noticeNo: string;
  outcome: 'updated' | 'not-court-notice';
}

export interface CourtNoticesOutcome {
  updatedCount: number;
  /** Not court notices and unknown ones. */
  failedCount: number;
  /** In the request's order. */
  notices: CourtNoticeOutcome[];
}
