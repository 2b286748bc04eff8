import type { Cents } from '../../platform/money';

/** What CAS may change of a court notice (C 2). A field that is undefined stays as it is; null clears it. */
export interface CourtNoticeChanges {
  suspensionType?: 'TS' | 'PS' | null | undefined;
  lastProcessingStage?: string | undefined;
  prevProcessingStage?: string | null | undefined;
  nextProcessingStage?: string | null | undefined;
  /** Calendar dates, `YYYY-MM-DD`. */
  lastProcessingDate?: string | undefined;
  prevProcessingDate?: string | null | undefined;
  nextProcessingDate?: string | null | undefined;
  atomsFlag?: 'Y' | 'N' | null | undefined;
  amountPayable?: Cents | undefined;
  paymentAcceptanceAllowed?: 'Y' | 'N' | undefined;
  eprReasonOfSuspension?: string | null | undefined;
  /** Stored as an instant (decisions §2). */
  eprDateOfSuspension?: Date | null | undefined;
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
