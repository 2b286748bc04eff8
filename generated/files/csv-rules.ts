// generated from contracts/, do not edit

// What a CSV file must be, by the descriptions that are generated from the metadata. It runs in browsers, too.

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

/** What is wrong with a row; of a cell, with its column. No value of the file. */
export interface RowMistake {
  column?: string;
  words: string;
}

/** How rows are taken apart. A row is far smaller; what is not is no file of ours, and is not gathered in memory. */
export const CSV_FORM = { record_delimiter: '\r\n', relax_column_count: true, max_record_size: 10_000, info: true };

/** What is wrong with the header row. */
export function headerMistake(columns: readonly CsvColumn[], cells: readonly string[]): string | undefined {
  const right = cells.length === columns.length && columns.every(({ name }, index) => cells[index] === name);
  return right ? undefined : `the header is not ${columns.map(({ name }) => name).join(',')}`;
}

/** What is wrong with a row, in the order of the columns. */
export function* rowMistakes(columns: readonly CsvColumn[], cells: readonly string[]): Generator<RowMistake> {
  if (cells.length !== columns.length) {
    yield { words: `has ${cells.length} columns in place of ${columns.length}` };
    return;
  }
  for (const [index, column] of columns.entries()) {
    const words = cellMistake(cells[index]!, column);
    if (words) yield { column: column.name, words };
  }
}

/** What is wrong with a cell. */
export function cellMistake(
  text: string,
  { kind, required, pattern, minimum, maximum }: CsvColumn,
): string | undefined {
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
