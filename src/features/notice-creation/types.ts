import type { Transaction } from '../../db/database';
import type { Cents } from '../../platform/money';

/** Who can deliver offences: enforcement systems, and staff through OCMS's and PLUS's portals (decisions §2). */
export type NoticeSource = 'REPCCS' | 'CES' | 'OCMS' | 'PLUS';

/** A member of staff who creates a notice. */
export interface Creator {
  /** 1 to 50 characters of printable ASCII. */
  id: string;
  /** Puts the creation on record, in its transaction. */
  record: (trx: Transaction, created: { noticeNo: string; source: NoticeSource; fate: Fate }) => Promise<void>;
}

/** An offence that is to become a notice (A 3, decisions §5). Its fields are well-formed. */
export interface Offence {
  source: NoticeSource;
  /** Who enters it; left out where a system delivers it. */
  by?: Creator;
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
  /** `generated`: the number is OCMS's. `fate` is missing for the repetition of what came before fates were kept. */
  | { outcome: 'created'; noticeNo: string; generated: boolean; fate?: Fate | undefined }
  | { outcome: 'label-length' }
  | { outcome: 'label-range' }
  | { outcome: 'duplicate' }
  | { outcome: 'unknown-rule-code' };
