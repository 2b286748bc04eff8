import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { AppError } from '../../platform/errors';
import { type Column, referenceColumns, type ReferenceKind, type ReferenceName, type ReferenceRow } from './kinds';

const MOST_TOLD = 20;
const MOST_ROWS = 100_000;
/** Of a file, before it is parsed. */
export const MOST_BYTES = 20_000_000;
// eslint-disable-next-line no-control-regex -- what else is refused
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;
/** What a spreadsheet takes for a formula; a signed number is none. */
const FORMULA = /^[=@]|^[+-](?!\d+(\.\d+)?$)/;

/**
 * Reads a CSV file (RFC 4180, UTF-8, a header with exactly the kind's columns in any order).
 *
 * @throws AppError `validation` naming the first mistakes with their lines.
 */
export function readReferenceFile(
  { columns, key, fault, mayBeEmpty, stored }: ReferenceKind,
  content: Buffer,
): ReferenceRow[] {
  if (content.length > MOST_BYTES) refuse([`it is larger than ${MOST_BYTES / 1e6} MB`]);
  const names = Object.keys(columns);
  const lines = linesOf(content);
  const [header, ...records] = lines;
  if (!header || [...header.cells].sort().join() !== [...names].sort().join())
    refuse([`line 1: the header is to be ${names.join(',')}`]);
  if (records.length === 0 && !mayBeEmpty) refuse(['there are no rows: an empty list is not taken']);
  if (records.length > MOST_ROWS) refuse([`there are more than ${MOST_ROWS} rows`]);

  const mistakes: string[] = [];
  const seen = new Map<string, number>();
  const rows = records.map(({ line, cells }): ReferenceRow => {
    const row: Record<string, string | null> = {};
    for (const [index, name] of header.cells.entries()) {
      const cell = cells[index]!;
      const column = columns[name]!;
      const mistake = textFault(column, cell);
      if (mistake !== undefined) mistakes.push(`line ${line}: ${name} ${mistake}`);
      row[name] = cell === '' ? null : name === 'composition_amount' ? Number(cell).toFixed(2) : cell;
    }
    const wrong = fault?.(row);
    if (wrong !== undefined) mistakes.push(`line ${line}: ${wrong}`);
    const identity = JSON.stringify((stored ? names : key).map((name) => row[name]));
    const first = seen.get(identity);
    if (first !== undefined) mistakes.push(`line ${line}: repeats line ${first}`);
    seen.set(identity, line);
    return row;
  });
  if (mistakes.length > 0) refuse(mistakes);
  return rows;
}

/** What is wrong with a cell, in words. */
export function textFault(column: Column, cell: string): string | undefined {
  if (cell === '' ? !column.optional : !column.holds(cell)) return column.expected;
  if (CONTROL.test(cell)) return 'is to have no control characters';
  return FORMULA.test(cell) ? `is not to begin with ${cell[0]}, as formulas do` : undefined;
}

/** The rows as `readReferenceFile` takes them: RFC 4180, lines ended by a line feed. */
export function referenceFile(name: ReferenceName, rows: readonly ReferenceRow[]): string {
  return stringify([...rows], {
    header: true,
    columns: [...referenceColumns(name)],
    cast: { string: safe },
  });
}

/** For a terminal and a spreadsheet: such text may be stored since before it was refused. */
function safe(cell: string): string {
  const shown = cell.replaceAll(new RegExp(CONTROL, 'g'), ' ');
  return FORMULA.test(shown) ? `'${shown}` : shown;
}

function linesOf(content: Buffer): { line: number; cells: string[] }[] {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(content);
    const records = parse(text, { bom: true, info: true, skip_empty_lines: true }) as unknown as {
      record: string[];
      info: { lines: number };
    }[];
    return records.map(({ record, info }) => ({ line: info.lines, cells: record }));
  } catch (error) {
    const { lines } = error as { lines?: number };
    return refuse([lines === undefined ? 'it is not UTF-8 text' : `line ${lines}: it is not CSV`]);
  }
}

function refuse(mistakes: readonly string[]): never {
  const more = mistakes.length > MOST_TOLD ? [`and ${mistakes.length - MOST_TOLD} more`] : [];
  throw new AppError(
    'validation',
    `the file cannot be used, nothing was changed:\n${[...mistakes.slice(0, MOST_TOLD), ...more].map((mistake) => `  ${mistake}`).join('\n')}`,
  );
}
