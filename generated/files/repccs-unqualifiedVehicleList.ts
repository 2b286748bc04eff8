// generated from contracts/, do not edit

import type { Readable } from 'node:stream';
import { type CsvColumn, readCsv, writeCsv } from './csv';

/** A vehicle that does not qualify for advisory notices. */
export interface RepccsUnqualifiedVehicle {
  /** The vehicle's registration number. */
  VEHICLE_NO: string;
}

/** The name a file has. */
export const repccsUnqualifiedVehicleListFileName = /^(?:URA_REPCCS_UNQUALIFIED_AN_[12][0-9]{3}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])_(?:[01][0-9]|2[0-3])[0-5][0-9][0-5][0-9]\.csv)$/u;

const columns: readonly CsvColumn[] = [
  { name: 'VEHICLE_NO', required: true, kind: 'text', pattern: /^(?:[A-Z0-9. \-]{1,14})$/u },
];

/**
 * A piece of the file: the header row, if asked for, and these rows.
 *
 * @throws Error that names row and column, and no value, for a cell that breaks the contract.
 */
export const writeRepccsUnqualifiedVehicleList = (rows: readonly RepccsUnqualifiedVehicle[], { header }: { header: boolean }): string =>
  writeCsv(columns, rows, header);

/**
 * The rows of a file.
 *
 * @throws Error that names line and column, and no value, for what breaks the contract.
 */
export const readRepccsUnqualifiedVehicleList = (source: Readable): AsyncIterable<RepccsUnqualifiedVehicle> =>
  readCsv(columns, source) as AsyncIterable<RepccsUnqualifiedVehicle>;
