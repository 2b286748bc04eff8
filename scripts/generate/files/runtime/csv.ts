// Reads and writes CSV files by the descriptions that are generated from their metadata.
import { pipeline, type Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { stringify } from 'csv-stringify/sync';

/** A column: what a cell's text must be. */
export interface CsvColumn {
  name: string;
  kind: 'text' | 'integer' | 'decimal' | 'dateTime';
  /** Whether a cell must not be empty. */
  required: boolean;
  pattern: RegExp;
  minimum?: number;
  maximum?: number;
}

/** A row is far smaller; what is not is no file of ours, and is not gathered in memory. */
const MOST_BYTES_OF_A_ROW = 10_000;

/**
 * A piece of the file: the header row, if asked for, and these rows.
 *
 * @throws Error that names row and column, and no value, for a cell that breaks the contract.
 */
export function writeCsv(columns: readonly CsvColumn[], rows: readonly object[], header: boolean): string {
  for (const [index, row] of rows.entries()) {
    for (const column of columns) {
      const wrong = mistake(String((row as Record<string, unknown>)[column.name]), column);
      if (wrong) throw new Error(`row ${index + 1}, ${column.name}: ${wrong}`);
    }
  }
  return stringify(rows as object[], {
    header,
    columns: columns.map(({ name }) => ({ key: name, header: name })),
    record_delimiter: '\r\n',
  });
}

/** @throws Error that names line and column, and no value. */
export async function* readCsv(columns: readonly CsvColumn[], source: Readable): AsyncGenerator<unknown> {
  const parser = parse({
    record_delimiter: '\r\n',
    relax_column_count: true,
    max_record_size: MOST_BYTES_OF_A_ROW,
    info: true,
  });
  // Whoever reads the parser gets the error.
  pipeline(source, parser, () => {});
  let header = false;
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      if (header) yield rowOf(columns, record, info.lines);
      else requireHeader(columns, record);
      header = true;
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    // What the parser says quotes the file.
    const { code, lines } = error as CsvError & { lines?: number };
    throw new Error(`line ${lines ?? '?'}: is no row of a CSV file (${code})`);
  }
  if (!header) throw new Error('line 1: the header is missing');
}

function requireHeader(columns: readonly CsvColumn[], cells: readonly string[]): void {
  if (cells.length !== columns.length || columns.some(({ name }, index) => cells[index] !== name)) {
    throw new Error(`line 1: the header is not ${columns.map(({ name }) => name).join(',')}`);
  }
}

function rowOf(columns: readonly CsvColumn[], cells: readonly string[], line: number): unknown {
  if (cells.length !== columns.length) {
    throw new Error(`line ${line}: has ${cells.length} columns in place of ${columns.length}`);
  }
  const row: Record<string, string | number> = {};
  for (const [index, column] of columns.entries()) {
    const text = cells[index]!;
    const wrong = mistake(text, column);
    if (wrong) throw new Error(`line ${line}, ${column.name}: ${wrong}`);
    row[column.name] = column.kind === 'integer' ? Number(text) : text;
  }
  return row;
}

function mistake(text: string, { kind, required, pattern, minimum, maximum }: CsvColumn): string | undefined {
  if (text === '') return required ? 'is empty' : undefined;
  if (!pattern.test(text)) return 'is not of its form';
  if (kind === 'dateTime') return isDate(text) ? undefined : 'is no date';
  if (minimum !== undefined && Number(text) < minimum) return 'is too small';
  if (maximum !== undefined && Number(text) > maximum) return 'is too large';
  return undefined;
}

/** Every month has 28 days. */
function isDate(text: string): boolean {
  const day = Number(text.slice(8, 10));
  if (day <= 28) return true;
  return day <= new Date(Date.UTC(Number(text.slice(0, 4)), Number(text.slice(5, 7)), 0)).getUTCDate();
}
