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

/** Something wrong with a file, for who made it: no value of the file. */
export interface CsvMistake {
  /** The part of the contract that is broken; a cell's has its column as `field`. */
  about: 'encoding' | 'form' | 'header' | 'rows' | 'cells';
  line?: number;
  field?: string;
  words: string;
}

/** What of csv-parse (its synchronous part) a check takes; where it is loaded from differs. */
export interface CsvParser {
  parse: (
    text: string,
    options: typeof CSV_FORM & { on_record: (row: { record: string[]; info: { lines: number } }) => null },
  ) => unknown;
  CsvError: abstract new (...args: never[]) => Error;
}

const BYTE_ORDER_MARK = '\ufeff';
const LINE_FEED = 0x0a;

/**
 * Tells all that is wrong with a file.
 *
 * @param each told of each row that has the contract's columns
 * @returns the number of rows
 */
export function checkCsv(
  { parse, CsvError }: CsvParser,
  columns: readonly CsvColumn[],
  bytes: Uint8Array,
  tell: (mistake: CsvMistake) => void,
  each?: (cells: readonly string[], line: number) => void,
): number {
  let text = textOf(bytes, tell);
  if (text.startsWith(BYTE_ORDER_MARK)) {
    tell({ about: 'encoding', line: 1, words: 'the file begins with a byte order mark' });
    text = text.slice(BYTE_ORDER_MARK.length);
  }
  const lineFeeds = !text.includes('\r\n') && text.includes('\n');
  if (lineFeeds) tell({ about: 'form', line: 1, words: 'rows end with a line feed alone; CR and LF end a row' });
  let header = false;
  let rows = 0;
  const on_record = ({ record, info: { lines } }: { record: string[]; info: { lines: number } }): null => {
    if (header) {
      rows += 1;
      for (const { column, words } of rowMistakes(columns, record))
        tell(
          column === undefined
            ? { about: 'rows', line: lines, words }
            : { about: 'cells', line: lines, field: column, words },
        );
      if (record.length === columns.length) each?.(record, lines);
    } else {
      header = true;
      const words = headerMistake(columns, record);
      if (words) tell({ about: 'header', line: 1, words });
    }
    return null;
  };
  try {
    parse(text, { ...CSV_FORM, ...(lineFeeds && { record_delimiter: '\n' }), on_record });
    if (!header) tell({ about: 'header', line: 1, words: 'the header is missing' });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    // What the parser says quotes the file.
    const { code, lines } = error as Error & { code?: string; lines?: number };
    tell({
      about: 'form',
      ...(lines !== undefined && { line: lines }),
      words: `is no row of a CSV file (${code}); what follows is not checked`,
    });
  }
  return rows;
}

function textOf(bytes: Uint8Array, tell: (mistake: CsvMistake) => void): string {
  try {
    return decoder(true).decode(bytes);
  } catch {
    let line = 1;
    for (let start = 0; start < bytes.length; line += 1) {
      const end = bytes.indexOf(LINE_FEED, start);
      const row = bytes.subarray(start, end < 0 ? bytes.length : end);
      try {
        decoder(true).decode(row);
      } catch {
        tell({ about: 'encoding', line, words: 'is not UTF-8' });
      }
      start += row.length + 1;
    }
    return decoder(false).decode(bytes);
  }
}

/** What begins with a byte order mark keeps it. */
const decoder = (fatal: boolean) => new TextDecoder('utf-8', { fatal, ignoreBOM: true });
