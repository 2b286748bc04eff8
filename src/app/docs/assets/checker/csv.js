// A CSV file against its contract, by the rules the service reads it by.
import { CsvError, parse } from './lib/csv-parse.js';
import { CSV_FORM, headerMistake, rowMistakes } from './rules/csv.js';

const LINE_FEED = 0x0a;
const BYTE_ORDER_MARK = '\ufeff';

/** @returns what was counted, in words */
export function check({ columns }, bytes, _name, tell) {
  let text = textOf(bytes, tell);
  if (text.startsWith(BYTE_ORDER_MARK)) {
    tell({ line: 1, words: 'the file begins with a byte order mark' });
    text = text.slice(BYTE_ORDER_MARK.length);
  }
  const lineFeeds = !text.includes('\r\n') && text.includes('\n');
  if (lineFeeds) tell({ line: 1, words: 'rows end with a line feed alone; CR and LF end a row' });
  let header = false;
  let rows = 0;
  const on_record = ({ record, info: { lines } }) => {
    if (header) {
      rows += 1;
      for (const { column, words } of rowMistakes(columns, record)) tell({ line: lines, field: column, words });
    } else {
      header = true;
      const words = headerMistake(columns, record);
      if (words) tell({ line: 1, words });
    }
    return null;
  };
  try {
    parse(text, { ...CSV_FORM, ...(lineFeeds && { record_delimiter: '\n' }), on_record });
    if (!header) tell({ line: 1, words: 'the header is missing' });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    tell({ line: error.lines, words: `is no row of a CSV file (${error.code}); what follows is not checked` });
  }
  return rows === 1 ? '1 row' : `${rows.toLocaleString('en')} rows`;
}

function textOf(bytes, tell) {
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
        tell({ line, words: 'is not UTF-8' });
      }
      start += row.length + 1;
    }
    return decoder(false).decode(bytes);
  }
}

/** What begins with a byte order mark keeps it. */
const decoder = (fatal) => new TextDecoder('utf-8', { fatal, ignoreBOM: true });
