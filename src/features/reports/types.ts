import type { Readable } from 'node:stream';
import type { DOCUMENT_TYPE, WORKBOOK_TYPE } from '../../platform/tables';

export const FORMATS = ['xlsx', 'pdf'] as const;
/** Excel, or PDF. */
export type Format = (typeof FORMATS)[number];

/** Who asks, and for what kind of file. */
export interface ReportRequest {
  readonly format: Format;
  /** The officer, or who is at the command line. */
  readonly by: string;
}

export interface ReportFile {
  readonly name: string;
  readonly mediaType: typeof WORKBOOK_TYPE | typeof DOCUMENT_TYPE;
  /**
   * The file, made as it is read. Whoever has it reads it to its end or destroys it: until then it counts as being made.
   * What fails in the middle is its error.
   */
  readonly content: Readable;
}

/** Records who asked for a report, and with what (A 8: "Log Report Generated"). A report that it fails for is not made. */
export type ReportAudit = (entry: {
  readonly report: 'ANS' | 'LETTER_RECONCILIATION';
  readonly format: Format;
  readonly by: string;
  readonly at: Date;
  /** By name, as asked for. */
  readonly parameters: Readonly<Record<string, string>>;
}) => Promise<void>;

/** A 8, error handling, "No records found". */
export const NO_RECORDS = 'No records found for the selected criteria';
