/** What CAS asks about a notice (C 1, data mapping). Amounts are Singapore dollars with at most two decimals. */
export interface PaymentStatus {
  noticeNo: string;
  suspensionType: 'TS' | 'PS' | null;
  crsReasonOfSuspension: string | null;
  eprReasonOfSuspension: string | null;
  paymentStatus: string | null;
  amountPayable: number;
  amountPaid: number;
  paymentAcceptanceAllowed: 'Y' | 'N';
}
