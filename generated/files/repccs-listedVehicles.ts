// generated from contracts/, do not edit

import type { Readable } from 'node:stream';
import { type CsvColumn, readCsv, writeCsv } from './csv';

/** An unpaid notice of a foreign vehicle. */
export interface RepccsListedVehicle {
  /** The vehicle's registration number. */
  VEHICLE_NO: string;
  /** Date and time of the offence in Singapore. */
  OFFENCE_DATE: string;
  /** The offence rule code. */
  OFFENCE_CODE: number;
  /** The car park's code; empty where the notice has none. */
  LOCATION: string;
  /** What is to be paid, in Singapore dollars, with two decimals; an admin fee is in it. */
  AMOUNT: string;
}

/** The name a file has. */
export const repccsListedVehiclesFileName = /^(?:URA_REPCCS_LISTED_VEHICLE_[12][0-9]{3}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])_(?:[01][0-9]|2[0-3])[0-5][0-9][0-5][0-9]\.csv)$/u;

const columns: readonly CsvColumn[] = [
  { name: 'VEHICLE_NO', required: true, kind: 'text', pattern: /^(?:[A-Z0-9. \-]{1,14})$/u },
  { name: 'OFFENCE_DATE', required: true, kind: 'dateTime', pattern: /^(?:[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01]) (?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9])$/u },
  { name: 'OFFENCE_CODE', required: true, kind: 'integer', pattern: /^(?:0|[1-9][0-9]*)$/u, minimum: 1, maximum: 2147483647 },
  { name: 'LOCATION', required: false, kind: 'text', pattern: /^(?:[ -~]{1,5})$/u },
  { name: 'AMOUNT', required: true, kind: 'decimal', pattern: /^(?:(?:0|[1-9][0-9]*)\.[0-9]{2})$/u, minimum: 0, maximum: 99999999.99 },
];

/**
 * A piece of the file: the header row, if asked for, and these rows.
 *
 * @throws Error that names row and column, and no value, for a cell that breaks the contract.
 */
export const writeRepccsListedVehicles = (rows: readonly RepccsListedVehicle[], { header }: { header: boolean }): string =>
  writeCsv(columns, rows, header);

/**
 * The rows of a file.
 *
 * @throws Error that names line and column, and no value, for what breaks the contract.
 */
export const readRepccsListedVehicles = (source: Readable): AsyncIterable<RepccsListedVehicle> =>
  readCsv(columns, source) as AsyncIterable<RepccsListedVehicle>;
