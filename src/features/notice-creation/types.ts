import type { Cents } from '../../platform/money';

/** Who can deliver offences: enforcement systems, and staff through OCMS's and PLUS's portals (decisions §2). */
export type NoticeSource = 'REPCCS' | 'CES' | 'OCMS' | 'PLUS';

/** An offence that is to become a notice (A 3, decisions §5). Its fields are well-formed. */
export interface Offence {
  source: NoticeSource;
  /** The source's own id of the delivery; logged. */
  transactionId: string;
  /** SHA-256 of the delivery, by which a repetition without a notice number is known. */
  deliveryHash: string;
  subsystemLabel: string;
  /** What the source says; looked at where `SOURCES` says so. */
  anFlag: 'Y' | 'N' | null;
  /** Null: OCMS makes one, for sources that may leave it out. */
  noticeNo: string | null;
  /** Null for offence type U only. */
  vehicleNo: string | null;
  computerRuleCode: number;
  compositionAmount: Cents;
  noticeDateAndTime: Date;
  offenceNoticeType: string;
  vehicleCategory: string;
  vehicleRegistrationType: string;
  ppCode: string;
  ppName: string;
}

/** What is decided about a notice when it is created: PS-DBB, PS-FOR, PS-ANS, an AN that qualified, or none of them. */
export type Fate = 'double-booked' | 'foreign' | 'advisory-by-source' | 'advisory' | 'ordinary';

export type CreationOutcome =
  /** `generated`: the number is OCMS's. */
  | { outcome: 'created'; noticeNo: string; generated: boolean }
  | { outcome: 'label-length' }
  | { outcome: 'label-range' }
  | { outcome: 'duplicate' }
  | { outcome: 'unknown-rule-code' };
