// generated from contracts/, do not edit

// What a CSV file must be, by the descriptions that are generated from the metadata. It runs in browsers, too.
/** How rows are taken apart. A row is far smaller; what is not is no file of ours, and is not gathered in memory. */
export const CSV_FORM = { record_delimiter: '\r\n', relax_column_count: true, max_record_size: 10_000, info: true };
/** What is wrong with the header row. */
export function headerMistake(columns, cells) {
    const right = cells.length === columns.length && columns.every(({ name }, index) => cells[index] === name);
    return right ? undefined : `the header is not ${columns.map(({ name }) => name).join(',')}`;
}
/** What is wrong with a row, in the order of the columns. */
export function* rowMistakes(columns, cells) {
    if (cells.length !== columns.length) {
        yield { words: `has ${cells.length} columns in place of ${columns.length}` };
        return;
    }
    for (const [index, column] of columns.entries()) {
        const words = cellMistake(cells[index], column);
        if (words)
            yield { column: column.name, words };
    }
}
/** What is wrong with a cell. */
export function cellMistake(text, { kind, required, pattern, minimum, maximum }) {
    if (text === '')
        return required ? 'is empty' : undefined;
    if (!pattern.test(text))
        return 'is not of its form';
    if (kind === 'dateTime')
        return isDate(text) ? undefined : 'is no date';
    if (minimum !== undefined && Number(text) < minimum)
        return 'is too small';
    if (maximum !== undefined && Number(text) > maximum)
        return 'is too large';
    return undefined;
}
/** Every month has 28 days. */
function isDate(text) {
    const day = Number(text.slice(8, 10));
    if (day <= 28)
        return true;
    return day <= new Date(Date.UTC(Number(text.slice(0, 4)), Number(text.slice(5, 7)), 0)).getUTCDate();
}
const BYTE_ORDER_MARK = '\ufeff';
const LINE_FEED = 0x0a;
/**
 * Tells all that is wrong with a file.
 *
 * @param each told of each row that has the contract's columns
 * @returns the number of rows
 */
export function checkCsv({ parse, CsvError }, columns, bytes, tell, each) {
    let text = textOf(bytes, tell);
    if (text.startsWith(BYTE_ORDER_MARK)) {
        tell({ about: 'encoding', line: 1, words: 'the file begins with a byte order mark' });
        text = text.slice(BYTE_ORDER_MARK.length);
    }
    const lineFeeds = !text.includes('\r\n') && text.includes('\n');
    if (lineFeeds)
        tell({ about: 'form', line: 1, words: 'rows end with a line feed alone; CR and LF end a row' });
    let header = false;
    let rows = 0;
    const on_record = ({ record, info: { lines } }) => {
        if (header) {
            rows += 1;
            for (const { column, words } of rowMistakes(columns, record))
                tell(column === undefined
                    ? { about: 'rows', line: lines, words }
                    : { about: 'cells', line: lines, field: column, words });
            if (record.length === columns.length)
                each?.(record, lines);
        }
        else {
            header = true;
            const words = headerMistake(columns, record);
            if (words)
                tell({ about: 'header', line: 1, words });
        }
        return null;
    };
    try {
        parse(text, { ...CSV_FORM, ...(lineFeeds && { record_delimiter: '\n' }), on_record });
        if (!header)
            tell({ about: 'header', line: 1, words: 'the header is missing' });
    }
    catch (error) {
        if (!(error instanceof CsvError))
            throw error;
        // What the parser says quotes the file.
        const { code, lines } = error;
        tell({
            about: 'form',
            ...(lines !== undefined && { line: lines }),
            words: `is no row of a CSV file (${code}); what follows is not checked`,
        });
    }
    return rows;
}
function textOf(bytes, tell) {
    try {
        return decoder(true).decode(bytes);
    }
    catch {
        let line = 1;
        for (let start = 0; start < bytes.length; line += 1) {
            const end = bytes.indexOf(LINE_FEED, start);
            const row = bytes.subarray(start, end < 0 ? bytes.length : end);
            try {
                decoder(true).decode(row);
            }
            catch {
                tell({ about: 'encoding', line, words: 'is not UTF-8' });
            }
            start += row.length + 1;
        }
        return decoder(false).decode(bytes);
    }
}
/** What begins with a byte order mark keeps it. */
const decoder = (fatal) => new TextDecoder('utf-8', { fatal, ignoreBOM: true });
