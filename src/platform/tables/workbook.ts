import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { type Cents, decimalText } from '../money';
import { type Column, type Kind, type Row, type Table, type TableFile, printable, type Value } from './table';

export const WORKBOOK_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Excel's own limit, the header's row included. */
export const MOST_ROWS = 1_048_576;
/** Excel's own limit. */
const MOST_CHARACTERS = 32_767;
/** Rows that are turned into XML in one go: a few milliseconds' work. */
const AT_ONCE = 100;
const DAY_MS = 86_400_000;
/** Excel's day 0, in days of Unix. */
const EPOCH_DAYS = 25_569;

/** The places of the styles in `styles.xml`. */
const STYLES = {
  general: 0,
  header: 1,
  text: 2,
  instant: 3,
  date: 4,
  money: 5,
  number: 6,
  name: 7,
  heading: 8,
} as const;
const STYLE_OF: Readonly<Record<Kind, number>> = STYLES;

/**
 * An Excel workbook (Office Open XML, ISO/IEC 29500): a sheet for each table, with a frozen header and filters, and one,
 * "About", of the facts. Dates and amounts are typed. It is written as it is read, in constant memory: Excel takes no
 * part of it from what comes later. Its errors are those of the tables' rows.
 */
export function workbook(file: TableFile): Readable {
  const zip = new ZipFile();
  const content = zip.outputStream as Readable;
  // The time of each part: the format has no zone for it, and the library takes the host's.
  const { created } = file;
  const part = {
    mtime: new Date(
      ...([created.getUTCFullYear(), created.getUTCMonth(), created.getUTCDate(), created.getUTCHours()] as const),
      created.getUTCMinutes(),
    ),
    forceDosTimestamp: true,
  };
  const sheets: Sheet[] = [
    ...file.tables.map((table) => ({ name: sheetName(table.title), table, rows: 0 })),
    { name: 'About', rows: 0 },
  ];
  let reading: Readable | undefined;
  const add = (name: string, parts: AsyncIterable<string> | (() => Iterable<string>)): void => {
    zip.addReadStreamLazy(name, part, (ready) => {
      const source = Readable.from(typeof parts === 'function' ? parts() : parts, { objectMode: false });
      reading = source;
      source.on('error', (error) => content.destroy(error));
      ready(null, source);
    });
  };
  // Who goes away in the middle ends the reading, too.
  content.on('close', () => reading?.destroy());
  zip.on('error', (error: Error) => content.destroy(error));

  add('[Content_Types].xml', () => contentTypes(sheets.length));
  add('_rels/.rels', () => [XML, ROOT_RELATIONS]);
  add('docProps/core.xml', () => [XML, coreProperties(file)]);
  add('xl/styles.xml', () => [XML, STYLE_SHEET]);
  sheets.forEach((sheet, index) =>
    add(
      `xl/worksheets/sheet${index + 1}.xml`,
      sheet.table ? tableSheet(sheet, sheet.table) : () => aboutSheet(file, sheets),
    ),
  );
  // Last: filters and titles name their rows.
  add('xl/workbook.xml', () => [XML, workbookXml(sheets)]);
  add('xl/_rels/workbook.xml.rels', () => [XML, workbookRelations(sheets.length)]);
  zip.end();
  return content;
}

interface Sheet {
  readonly name: string;
  readonly table?: Table;
  /** Without the header's. */
  rows: number;
}

/** Names of sheets are short, and lack what formulas use. */
const sheetName = (title: string): string => title.replaceAll(/[[\]*?:/\\']/g, ' ').slice(0, 31);

async function* tableSheet(sheet: Sheet, table: Table): AsyncGenerator<string> {
  const { columns } = table;
  const letters = columns.map((_, index) => columnLetter(index));
  yield `${XML}<worksheet xmlns="${MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>`;
  yield '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>';
  yield '<selection pane="bottomLeft" activeCell="A2" sqref="A2"/></sheetView></sheetViews>';
  yield `<sheetFormatPr defaultRowHeight="15"/>${columnsXml(columns.map(widthOf))}<sheetData>`;
  yield `<row r="1" ht="30" customHeight="1">${columns.map(({ title }, at) => textCell(`${letters[at]}1`, title, STYLES.header)).join('')}</row>`;
  for await (const rows of table.rows) {
    for (let from = 0; from < rows.length; from += AT_ONCE) {
      let xml = '';
      for (const row of rows.slice(from, from + AT_ONCE)) {
        sheet.rows += 1;
        const number = sheet.rows + 1;
        if (number > MOST_ROWS) throw new RangeError('more rows than a sheet has');
        xml += `<row r="${number}">${cells(row, columns, letters, number)}</row>`;
      }
      yield xml;
    }
  }
  if (sheet.rows === 0) yield `<row r="2">${textCell('A2', table.none, STYLES.general)}</row>`;
  yield `</sheetData><autoFilter ref="A1:${letters.at(-1)}${sheet.rows + 1}"/>`;
  yield '<pageMargins left="0.4" right="0.4" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>';
  // Paper 9 is A4.
  yield '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>';
  yield '<headerFooter><oddHeader>&amp;L&amp;A</oddHeader><oddFooter>&amp;RPage &amp;P of &amp;N</oddFooter></headerFooter></worksheet>';
}

function* aboutSheet({ title, facts }: TableFile, sheets: readonly Sheet[]): Generator<string> {
  const tables = sheets.filter(({ table }) => table);
  // How many there were, now that they have been written.
  const counts = tables.map(({ name, rows }) => [tables.length > 1 ? `Rows: ${name}` : 'Rows', String(rows)] as const);
  yield `${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0" showGridLines="0"/></sheetViews>`;
  yield `<sheetFormatPr defaultRowHeight="15"/>${columnsXml([24, 60])}<sheetData>`;
  yield `<row r="1" ht="24" customHeight="1">${textCell('A1', title, STYLES.heading)}</row>`;
  for (const [index, [name, value]] of [...facts, ...counts].entries()) {
    const row = index + 3;
    yield `<row r="${row}">${textCell(`A${row}`, name, STYLES.name)}${textCell(`B${row}`, value, STYLES.text)}</row>`;
  }
  yield '</sheetData></worksheet>';
}

/** With room for the filter's button. */
const widthOf = ({ width, title }: Column): number =>
  Math.max(width, ...title.split(' ').map((word) => word.length + 3)) + 2;

const columnsXml = (widths: readonly number[]): string =>
  `<cols>${widths.map((width, index) => `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`).join('')}</cols>`;

function cells(row: Row, columns: readonly Column[], letters: readonly string[], number: number): string {
  let xml = '';
  for (const [at, { kind }] of columns.entries()) {
    const value = row[at] ?? null;
    if (value === null || value === '') continue;
    const place = `${letters[at]}${number}`;
    xml +=
      kind === 'text'
        ? textCell(place, String(value), STYLES.text)
        : `<c r="${place}" s="${STYLE_OF[kind]}"><v>${numberOf(value, kind)}</v></c>`;
  }
  return xml;
}

function numberOf(value: Exclude<Value, null>, kind: Exclude<Kind, 'text'>): string {
  if (kind === 'money') return decimalText(value as Cents);
  if (kind === 'number') return String(value);
  const [date, time = '00:00:00'] = String(value).split(' ');
  return String(Date.parse(`${date}T${time}Z`) / DAY_MS + EPOCH_DAYS);
}

function textCell(place: string, text: string, style: number): string {
  return `<c r="${place}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${xmlText(text)}</t></is></c>`;
}

/** What begins so may be taken for a formula, at the latest where the sheet is saved as CSV and opened again. */
const FORMULA = /^(?:[\t\r\n]|\s*[=+\-@＝＋－＠])/u;

/** Text that no program takes for a formula: an apostrophe stands before what looks like one. */
export const harmless = (text: string): string => (FORMULA.test(text) ? `'${text}` : text);

function xmlText(text: string): string {
  const whole = printable(harmless(text)).slice(0, MOST_CHARACTERS);
  return (
    whole
      // Excel reads _x000A_ as the character of that number.
      .replaceAll(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
      .replaceAll('\r', '_x000D_')
      .replaceAll(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`)
  );
}

function columnLetter(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : columnLetter(Math.floor(index / 26) - 1) + letter;
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE_RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE_RELATIONS = 'http://schemas.openxmlformats.org/package/2006/relationships';
const PACKAGE_TYPES = 'application/vnd.openxmlformats-package';
const SHEET_TYPES = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

function contentTypes(sheets: number): string[] {
  const override = (name: string, type: string): string => `<Override PartName="/${name}" ContentType="${type}"/>`;
  return [
    `${XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">`,
    `<Default Extension="rels" ContentType="${PACKAGE_TYPES}.relationships+xml"/>`,
    '<Default Extension="xml" ContentType="application/xml"/>',
    override('xl/workbook.xml', `${SHEET_TYPES}.sheet.main+xml`),
    override('xl/styles.xml', `${SHEET_TYPES}.styles+xml`),
    override('docProps/core.xml', `${PACKAGE_TYPES}.core-properties+xml`),
    ...Array.from({ length: sheets }, (_, index) =>
      override(`xl/worksheets/sheet${index + 1}.xml`, `${SHEET_TYPES}.worksheet+xml`),
    ),
    '</Types>',
  ];
}

const relation = (id: string, type: string, target: string): string =>
  `<Relationship Id="${id}" Type="${type}" Target="${target}"/>`;
const relations = (...list: string[]): string =>
  `<Relationships xmlns="${PACKAGE_RELATIONS}">${list.join('')}</Relationships>`;

const ROOT_RELATIONS = relations(
  relation('rId1', `${OFFICE_RELATIONS}/officeDocument`, 'xl/workbook.xml'),
  relation('rId2', `${PACKAGE_RELATIONS}/metadata/core-properties`, 'docProps/core.xml'),
);

const workbookRelations = (sheets: number): string =>
  relations(
    ...Array.from({ length: sheets }, (_, index) =>
      relation(`rId${index + 1}`, `${OFFICE_RELATIONS}/worksheet`, `worksheets/sheet${index + 1}.xml`),
    ),
    relation(`rId${sheets + 1}`, `${OFFICE_RELATIONS}/styles`, 'styles.xml'),
  );

function coreProperties({ title, author, created }: TableFile): string {
  const at = `${created.toISOString().slice(0, 19)}Z`;
  return (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"' +
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"' +
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">' +
    `<dc:title>${xmlText(title)}</dc:title><dc:creator>${xmlText(author)}</dc:creator>` +
    `<dcterms:created xsi:type="dcterms:W3CDTF">${at}</dcterms:created>` +
    `<dcterms:modified xsi:type="dcterms:W3CDTF">${at}</dcterms:modified></cp:coreProperties>`
  );
}

function workbookXml(sheets: readonly Sheet[]): string {
  const list = sheets.map(
    ({ name }, index) => `<sheet name="${xmlText(name)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`,
  );
  const names = sheets.flatMap(({ name, table, rows }, index) => {
    if (!table) return [];
    const quoted = `'${xmlText(name)}'`;
    const last = columnLetter(table.columns.length - 1);
    const of = (what: string, range: string, more = ''): string =>
      `<definedName name="_xlnm.${what}" localSheetId="${index}"${more}>${quoted}!${range}</definedName>`;
    return [
      of('_FilterDatabase', `$A$1:$${last}$${rows + 1}`, ' hidden="1"'),
      // Repeated on every page that is printed.
      of('Print_Titles', '$1:$1'),
    ];
  });
  return (
    `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE_RELATIONS}"><bookViews><workbookView/></bookViews>` +
    `<sheets>${list.join('')}</sheets><definedNames>${names.join('')}</definedNames></workbook>`
  );
}

const font = (more: string): string => `<font>${more}<name val="Calibri"/><family val="2"/></font>`;
const format = (numFmtId: number, { fontId = 0, fillId = 0, borderId = 0, align = '' } = {}): string =>
  `<xf numFmtId="${numFmtId}" fontId="${fontId}" fillId="${fillId}" borderId="${borderId}" xfId="0" applyNumberFormat="1"` +
  ` applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"><alignment ${align || 'vertical="top"'}/></xf>`;

/** Built-in formats: 1 is `0`, 4 `#,##0.00`, 49 text. */
const STYLE_SHEET =
  `<styleSheet xmlns="${MAIN}"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/>` +
  '<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd"/></numFmts>' +
  `<fonts count="4">${font('<sz val="11"/>')}${font('<b/><sz val="11"/><color rgb="FFFFFFFF"/>')}${font('<b/><sz val="11"/>')}${font('<b/><sz val="16"/>')}</fonts>` +
  '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>' +
  '<fill><patternFill patternType="solid"><fgColor rgb="FF1F3A5F"/><bgColor indexed="64"/></patternFill></fill></fills>' +
  '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>' +
  '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="9">' +
  format(0) +
  format(49, { fontId: 1, fillId: 2, align: 'vertical="center" wrapText="1"' }) +
  format(49) +
  format(164, { align: 'horizontal="left" vertical="top"' }) +
  format(165, { align: 'horizontal="left" vertical="top"' }) +
  format(4, { align: 'horizontal="right" vertical="top" indent="1"' }) +
  format(1, { align: 'horizontal="right" vertical="top" indent="1"' }) +
  format(49, { fontId: 2 }) +
  format(0, { fontId: 3 }) +
  '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>';
