// A CSV file against its contract, by the rules the service reads it by.
import { CsvError, parse } from './lib/csv-parse.js';
import { checkCsv } from './rules/csv.js';

/** @returns what was counted, in words */
export function check({ columns }, bytes, _name, tell) {
  const rows = checkCsv({ CsvError, parse }, columns, bytes, tell);
  return rows === 1 ? '1 row' : `${rows.toLocaleString('en')} rows`;
}
