// generated from contracts/, do not edit

import type { Readable } from 'node:stream';
import { type CsvColumn, readCsv, writeCsv } from './csv';

/** What became of a letter. */
export interface LetterReturn {
  /** The notice the letter is about. */
  NOTICE_NO: string;
  /** What SLIFT called the letter when it took it. */
  SUBMISSION_ID: string;
  /** PRINTED, or REJECTED where it cannot be printed or mailed. */
  STATUS: string;
  /** Date and time in Singapore when it was printed or rejected. */
  STATUS_DATE: string;
  /** Why it was rejected, in the vendor's own codes; empty where it was printed. */
  ERROR_CODE: string;
}

/** The name a file has. */
export const printerLetterReturnsFileName = /^(?:URA_AN_LETTER_RETURN_[12][0-9]{3}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])_(?:[01][0-9]|2[0-3])[0-5][0-9][0-5][0-9]\.csv)$/u;

const columns: readonly CsvColumn[] = [
  { name: 'NOTICE_NO', required: true, kind: 'text', pattern: /^(?:[0-9A-Z]{1,10})$/u },
  { name: 'SUBMISSION_ID', required: true, kind: 'text', pattern: /^(?:[!-~]{1,50})$/u },
  { name: 'STATUS', required: true, kind: 'text', pattern: /^(?:PRINTED|REJECTED)$/u },
  { name: 'STATUS_DATE', required: true, kind: 'dateTime', pattern: /^(?:[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01]) (?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9])$/u },
  { name: 'ERROR_CODE', required: false, kind: 'text', pattern: /^(?:[0-9A-Z_]{1,40})$/u },
];

/**
 * A piece of the file: the header row, if asked for, and these rows.
 *
 * @throws Error that names row and column, and no value, for a cell that breaks the contract.
 */
export const writePrinterLetterReturns = (rows: readonly LetterReturn[], { header }: { header: boolean }): string =>
  writeCsv(columns, rows, header);

/**
 * The rows of a file.
 *
 * @throws Error that names line and column, and no value, for what breaks the contract.
 */
export const readPrinterLetterReturns = (source: Readable): AsyncIterable<LetterReturn> =>
  readCsv(columns, source) as AsyncIterable<LetterReturn>;
