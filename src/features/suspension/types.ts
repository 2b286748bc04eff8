/** Why OCMS itself suspends a notice permanently: advisory notice, foreign vehicle, double booking (decisions §7). */
export type SuspensionReason = 'ANS' | 'FOR' | 'DBB';

/** A suspension as it is stored. */
export interface Suspension {
  noticeNo: string;
  reason: SuspensionReason;
  /** Up to 200 characters of any script. */
  remarks: string;
  /** Midnight of the day, or null where the reason knows no revival. */
  dueDateOfRevival: Date | null;
}
