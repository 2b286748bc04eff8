// Reads and writes CSV files by the descriptions that are generated from their metadata.
import { pipeline, type Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { stringify } from 'csv-stringify/sync';
import { cellMistake, CSV_FORM, type CsvColumn, headerMistake, rowMistakes } from './csv-rules';

export type { CsvColumn } from './csv-rules';

/**
 * A piece of the file: the header row, if asked for, and these rows.
 *
 * @throws Error that names row and column, and no value, for a cell that breaks the contract.
 */
export function writeCsv(columns: readonly CsvColumn[], rows: readonly object[], header: boolean): string {
  for (const [index, row] of rows.entries()) {
    for (const column of columns) {
      const wrong = cellMistake(String((row as Record<string, unknown>)[column.name]), column);
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
  const parser = parse(CSV_FORM);
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
  const wrong = headerMistake(columns, cells);
  if (wrong) throw new Error(`line 1: ${wrong}`);
}

function rowOf(columns: readonly CsvColumn[], cells: readonly string[], line: number): unknown {
  for (const { column, words } of rowMistakes(columns, cells)) {
    throw new Error(column === undefined ? `line ${line}: ${words}` : `line ${line}, ${column}: ${words}`);
  }
  const row: Record<string, string | number> = {};
  for (const [index, { name, kind }] of columns.entries()) {
    const text = cells[index]!;
    row[name] = kind === 'integer' ? Number(text) : text;
  }
  return row;
}
