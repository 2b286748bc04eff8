import type { Cents } from '../../platform/money';
import type { FileSource } from '../collected-files';

/** Outstanding, settled, cancelled (F 2.3.5). */
export type ViolationStatus = 'O' | 'S' | 'C';

/** vHub's: bus, car, motorcycle (F 2.3.2). */
export type VehicleType = 'B' | 'C' | 'M';

/** What vHub is told of a notice. */
export interface Violation {
  noticeNo: string;
  /** An instant, ISO 8601 in UTC. */
  offenceAt: string;
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
  /** @returns the rule of vHub's contract that a record breaks, without what it says; undefined where it breaks none. */
  breachOf(violation: Violation): string | undefined;
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

/** vHub, as far as it is told by files (F 2.4). */
export interface ViolationFileReceiver {
  /** Makes a file of these, and checks it. */
  make(
    file: { name: string; createdAt: Date; violations: readonly Violation[] },
    signal: AbortSignal,
  ): Promise<ViolationFile>;
}

/** A file for vHub that is made and checked. */
export interface ViolationFile {
  /** Why each of those that are not in it cannot be, by notice number. */
  leftOut: ReadonlyMap<string, string>;
  /**
   * Keeps a copy, and delivers the file. One of a name that vHub has is replaced.
   *
   * @throws UpstreamError
   */
  deliver(signal: AbortSignal): Promise<void>;
}

/** An acknowledgement file of vHub's, read: which file it answers, and what became of records of it. */
export interface Acknowledgement {
  fileName: string;
  results: readonly ViolationResult[];
}

/** Where vHub's acknowledgement files are collected (F appendix A). */
export type AcknowledgementSource = FileSource<Acknowledgement>;

/** A vehicle that is looked out for, by one unpaid notice (F 2.5.1, F 2.6.1). */
export interface ListedVehicle {
  noticeNo: string;
  vehicleNo: string;
  offenceAt: Date;
  offenceCode: number;
  ppCode: string | null;
  amount: Cents;
}

/** A partner that looks out for vehicles (F 2.5, F 2.6). */
export interface VehicleListReceiver {
  /**
   * Makes a file of the pages, keeps a copy, and delivers it. Nothing of it stays in memory.
   *
   * @returns those that could not be in it, and why, by notice number.
   * @throws UpstreamError
   */
  deliver(
    name: string,
    pages: AsyncIterable<readonly ListedVehicle[]>,
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, string>>;
}
