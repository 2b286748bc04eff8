import { isUtf8 } from 'node:buffer';
import { CsvError, parse } from 'csv-parse/sync';
import { fileChecks } from '../../../generated/files/checks';
import { checkCsv, type CsvColumn, type CsvMistake } from '../../../generated/files/csv-rules';
import { type FileContract, readFileContracts, readPublishedFile } from '../../contract/documents';
import { examineXml } from '../../files/xml';
import { type Check, type Clause, type Finding, Findings } from '../report';
import { FILE_RULES, type FileRule } from './rules';

/** What is larger is not read. */
export const MOST_FILE_BYTES = 100_000_000;

/** The contract of a file: by its own name, or by the form of the file's. */
export function fileContract(by: { name: string } | { fileName: string }): FileContract | undefined {
  return readFileContracts().find((contract) =>
    'name' in by ? contract.name === by.name : fileChecks[contract.name]!.fileName.test(by.fileName),
  );
}

interface Part {
  readonly group: string;
  readonly title: string;
  readonly clause: Clause;
  readonly findings: Findings;
}

/**
 * Holds a file to its contract. Nothing of what it says is told.
 *
 * @param name the file's, without its folder
 */
export async function checkFile(contract: FileContract, name: string, bytes: Uint8Array): Promise<Check[]> {
  const sheet = new Sheet(contract);
  const named = sheet.part('File', 'Its name is of its form', sheet.nameClause());
  if (!fileChecks[contract.name]!.fileName.test(name))
    named.add('the file', 'the name is not of its form', `Name it as ${contract.examples[0]!.name}.`);
  const { columns } = fileChecks[contract.name]!;
  await (columns ? csv(sheet, columns, bytes) : xml(sheet, name, bytes));
  return sheet.checks();
}

/** What is asked of a file, and what was found. */
class Sheet {
  private readonly parts: (Part & { reason?: string })[] = [];

  constructor(readonly contract: FileContract) {}

  part(group: string, title: string, clause: Clause) {
    const part: Part & { reason?: string } = { group, title, clause, findings: new Findings() };
    this.parts.push(part);
    return {
      add: (seen: string, found: string, mend: string) => part.findings.add(seen, { found, clause, mend }),
      skip: (reason: string) => (part.reason = reason),
    };
  }

  checks(): Check[] {
    return this.parts.map(({ group, title, clause, findings, reason }) => {
      const list: Finding[] = findings.list();
      if (list.length === 0 && reason !== undefined)
        return { group, title, outcome: 'skipped', clause, reason, findings: [] };
      return { group, title, outcome: list.length > 0 ? 'failed' : 'passed', clause, findings: list };
    });
  }

  get isCsv(): boolean {
    return this.contract.schema.endsWith('.json');
  }

  nameClause(): Clause {
    return {
      ...this.said(/^URA_/),
      pointer: this.isCsv ? '/schema:identifier/schema:valuePattern' : elementAt('FileName'),
      rule: this.contract.fileName,
    };
  }

  /** What the contract says in words, by the beginning of it. */
  said(beginning: RegExp): Clause {
    const { prose, name, version } = this.contract;
    const sentence = prose
      .flatMap(({ list }) => list?.items ?? [])
      .map(({ parts }) => parts.map((part) => ('text' in part ? part.text : part.code)).join(''))
      .find((item) => beginning.test(item));
    const pointer = this.isCsv ? '/dc:description' : '/xs:schema/xs:annotation/xs:documentation';
    return { contract: name, version, pointer, sentence: sentence ?? '' };
  }

  fields() {
    const { records, name, version } = this.contract;
    return records.flatMap(({ fields }, inner) =>
      fields.map(({ name: field, description, form, occurs }, index) => ({
        record: inner === 0 ? undefined : records[inner]!.name,
        field,
        form,
        clause: {
          contract: name,
          version,
          pointer: this.isCsv ? `/tableSchema/columns/${index}` : elementAt(field),
          sentence: description,
          rule: `${form}; ${occurs}`,
        },
      })),
    );
  }
}

const elementAt = (name: string): string => `//xs:element[@name='${name}']`;
const lineOf = (line: number | undefined): string => (line === undefined ? 'the file' : `line ${line}`);

function csv(sheet: Sheet, columns: readonly CsvColumn[], bytes: Uint8Array): void {
  const isCsv = sheet.said(/^The file is CSV/);
  const header = sheet.said(/^The first row has/);
  const parts: Record<Exclude<CsvMistake['about'], 'cells'>, [ReturnType<Sheet['part']>, string]> = {
    encoding: [
      sheet.part('File', 'It is UTF-8 without a byte order mark', isCsv),
      'Write the file as UTF-8, without a byte order mark.',
    ],
    form: [
      sheet.part('File', 'It is CSV, with CR and LF after every row', isCsv),
      'Write rows as RFC 4180 has them: CR and LF after each, quotation marks around what holds a comma, a quotation mark or a line end, and quotation marks within doubled.',
    ],
    header: [
      sheet.part('Rows', 'The first row has the names of the columns', header),
      `Begin with the row ${columns.map(({ name }) => name).join(',')}.`,
    ],
    rows: [
      sheet.part('Rows', 'Each row has all columns, and no other', header),
      `Write ${columns.length} ${columns.length === 1 ? 'column' : 'columns'} in each row, empty ones too.`,
    ],
  };
  const cells = new Map(
    sheet.fields().map(({ field, form, clause }) => [
      field,
      {
        part: sheet.part('Columns', `${field} is as the contract has it`, clause),
        mend: `Write ${field} as the contract has it: ${form}.`,
      },
    ]),
  );
  const rules = (FILE_RULES[sheet.contract.name] ?? []).map((rule) => watched(sheet, rule, columns));
  const rows = checkCsv(
    { CsvError, parse },
    columns,
    bytes,
    ({ about, line, field, words }) => {
      if (about === 'cells') {
        const { part, mend } = cells.get(field!)!;
        part.add(lineOf(line), `${field} ${words}`, mend);
      } else {
        const [part, mend] = parts[about];
        part.add(lineOf(line), `${words.startsWith('has ') ? 'a row ' : ''}${words.replace(/^is /, 'it is ')}`, mend);
      }
    },
    (row, line) => rules.forEach((rule) => rule.see(row, line)),
  );
  for (const rule of rules) rule.end(rows);
  if (rows === 0)
    for (const part of [
      parts.rows[0],
      ...[...cells.values()].map((each) => each.part),
      ...rules.map((each) => each.part),
    ])
      part.skip('the file has no row');
}

function watched(sheet: Sheet, { title, sentence, mend, onceBy, mostRows }: FileRule, columns: readonly CsvColumn[]) {
  const part = sheet.part('Rows', title, { ...sheet.said(/^$/), sentence });
  const places = (onceBy ?? []).map((column) => columns.findIndex(({ name }) => name === column));
  const seen = new Map<string, number>();
  return {
    part,
    see(row: readonly string[], line: number): void {
      if (places.length === 0) return;
      const key = JSON.stringify(places.map((place) => row[place]));
      const before = seen.get(key);
      if (before === undefined) seen.set(key, line);
      else part.add(`line ${line}`, 'a row is there more than once', mend);
    },
    end(rows: number): void {
      if (mostRows !== undefined && rows > mostRows) part.add('the file', `it has ${rows} rows`, mend);
    },
  };
}

async function xml(sheet: Sheet, name: string, bytes: Uint8Array): Promise<void> {
  const isXml = sheet.said(/^The file is XML/);
  const encoding = sheet.part('File', 'It is in UTF-8', isXml);
  const wellFormed = sheet.part('File', 'It is well-formed XML', isXml);
  const declaration = sheet.part(
    'File',
    'It has no document type declaration',
    sheet.said(/^There is no document type declaration/),
  );
  const itself = sheet.part('File', 'It says its own name', sheet.nameClause());
  const structure = sheet.part('Elements', 'Elements are those of the schema, in their order', isXml);
  const fields = sheet.fields();
  const parts = new Map(
    fields.map(({ record, field, form, clause }) => [
      `${record ?? ''}/${field}`,
      {
        part: sheet.part('Elements', `${field} is as the contract has it`, clause),
        mend: `Write ${field} as the contract has it: ${form}.`,
      },
    ]),
  );

  const start = Buffer.from(bytes.subarray(0, 200)).toString('latin1');
  if (!isUtf8(bytes)) encoding.add('the file', 'it is not UTF-8', 'Write the file as UTF-8.');
  const said = /^(?:\xef\xbb\xbf)?<\?xml[^>]*\sencoding\s*=\s*["']([^"']*)["']/.exec(start)?.[1];
  if (said !== undefined && said.toLowerCase() !== 'utf-8')
    encoding.add('line 1', 'it says that it is not in UTF-8', 'Declare the encoding as UTF-8, and write it so.');
  if (start.startsWith('\xef\xbb\xbf') && isXml.sentence.includes('without a byte order mark'))
    encoding.add('line 1', 'it begins with a byte order mark', 'Leave the byte order mark out.');

  const schema = readPublishedFile(sheet.contract.schema).toString();
  const { mistakes, named, records } = await examineXml({ schema, xml: bytes });
  const partOf = (place: string) => {
    const [field, owner] = place.split('/').reverse();
    const record = recordOf(sheet.contract, owner ?? '');
    return parts.get(`${record ?? ''}/${field}`);
  };
  let read = true;
  for (const { line, place, words } of mistakes) {
    if (place === undefined) {
      read = false;
      if (words.includes('declaration'))
        declaration.add(lineOf(line), 'it has a document type declaration', 'Write the file without one.');
      else wellFormed.add(lineOf(line), 'it is not well-formed XML', 'Write the file with an XML library, and whole.');
      continue;
    }
    // Of another root nothing more is looked at.
    if (words.includes('no file of')) read = false;
    const plain = place.replaceAll(/\[\d+\]/g, '');
    const known = /not expected|lacks|attribute|no file of/.test(words) ? undefined : partOf(plain);
    if (known) known.part.add(lineOf(line), `${plain} ${words}`, known.mend);
    else
      structure.add(
        lineOf(line),
        `${plain.replaceAll('?', '*')} ${words}`,
        'Write the elements that the schema has, in its order, each as often as it may be there.',
      );
  }
  if (named && named.text !== name)
    itself.add(
      `line ${named.line}`,
      'FileName is not the name of the file',
      'Write the name that the file is sent under.',
    );
  if (read && named && records > 0) return;
  if (!read) {
    for (const part of [itself, structure, ...[...parts.values()].map((each) => each.part)])
      part.skip('the file could not be read');
    return;
  }
  if (!named) itself.skip('it has no FileName');
  for (const [key, { part }] of parts) if (!key.startsWith('/')) part.skip('the file has no record');
}

/** The type of an element of the root that holds others; undefined for the root. */
function recordOf({ records }: FileContract, element: string): string | undefined {
  const form = records[0]!.fields.find(({ name }) => name === element)?.form;
  return records.find(({ name }, index) => index > 0 && name === form)?.name;
}
