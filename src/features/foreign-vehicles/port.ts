import type { Cents } from '../../platform/money';

/** Outstanding, settled, cancelled (F 2.3.5). */
export type ViolationStatus = 'O' | 'S' | 'C';

/** vHub's: bus, car, motorcycle (F 2.3.2). */
export type VehicleType = 'B' | 'C' | 'M';

/** What vHub is told of a notice. */
export interface Violation {
  noticeNo: string;
  offenceAt: Date;
  offenceCode: number;
  location: string;
  offenceDescription: string;
  vehicleNo: string;
  vehicleType: VehicleType;
  compositionAmount: Cents;
  adminFee: Cents;
  totalAmount: Cents;
  status: ViolationStatus;
}

/**
 * Error code of a record of which vHub has said nothing: its batch failed as a whole, or the answer left it out
 * (decisions §8). vHub may have taken it all the same.
 */
export const NO_WORD = 'E_API';

/** What became of a record. */
export interface ViolationResult {
  noticeNo: string;
  taken: boolean;
  /** vHub's own, of one that was refused; else {@link NO_WORD}. */
  errorCode?: string;
  errorDescription?: string;
}

/** vHub, as far as it is told of violations. */
export interface ViolationReceiver {
  /**
   * Tells vHub of a batch. One with a reference it has is answered as it was.
   *
   * @throws UpstreamError
   */
  updateViolation(
    batch: { reference: string; violations: readonly Violation[] },
    signal: AbortSignal,
  ): Promise<ViolationResult[]>;
}

/** REPCCS's car parks. */
export interface CarParkSource {
  /** @returns names by code. @throws UpstreamError */
  carParks(signal: AbortSignal): Promise<ReadonlyMap<string, string>>;
}
