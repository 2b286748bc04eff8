// Derives from contracts/files/ what is in generated/ of them. What the readers and writers do not do is refused, by
// name and reason, in files/xsd.mjs and files/csvw.mjs.
//
//   generated/files/<name>.ts       types, reader, writer, name of the file
//   generated/files/{xml,csv}.ts    what these have in common
//   generated/files/checks.ts       what each file is checked by
//   generated/files/files.json      what the documentation shows
//   generated/browser/              what checks a file in a browser: rules, and what each contract says, as JavaScript
//   generated/contracts/<name>.{xsd,json} and examples/   as published

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { marked } from 'marked';
import { fail } from './document.mjs';
import { asModule } from './modules.mjs';
import { readCsvw } from './files/csvw.mjs';
import { readXsd } from './files/xsd.mjs';

const RUNTIME = path.join(import.meta.dirname, 'files', 'runtime');
/** The words for what libxml2 finds are the service's own. */
const XML_MISTAKES = path.join(import.meta.dirname, '..', '..', 'src', 'files', 'xml', 'mistakes.ts');
const HEADER = '// generated from contracts/, do not edit\n\n';
const KINDS = { '.xsd': readXsd, '.json': readCsvw };
const byName = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

/**
 * The file contracts: `{ name, extension, text, examples: [{ name, text }], fileName, ... }` and what readXsd or
 * readCsvw tell of them.
 *
 * @throws ContractError
 */
export function readFileContracts(contractsDir) {
  const folder = path.join(contractsDir, 'files');
  if (!existsSync(folder)) return [];
  const contracts = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name)
    .sort(byName)
    .map((file) => {
      const where = `contracts/files/${file}`;
      const { name, ext: extension } = path.parse(file);
      if (!KINDS[extension]) fail(where, 'a file contract is an XML Schema (.xsd) or CSV on the Web metadata (.json)');
      if (!/^[a-z][A-Za-z0-9-]*$/.test(name)) fail(where, 'is no name of a contract');
      const text = readFileSync(path.join(folder, file), 'utf8');
      const contract = { name, extension, text, ...KINDS[extension](text, where) };
      if (!/^\d+\.\d+\.\d+$/.test(contract.version)) fail(where, `the version ${contract.version} is no x.y.z`);
      contract.fileName ??= fileNameOf(contract, where);
      return contract;
    });
  const examples = examplesIn(path.join(folder, 'examples'));
  for (const contract of contracts) {
    contract.examples = examples.filter(({ name }) => new RegExp(contract.fileName, 'u').test(name));
    const where = `contracts/files/${contract.name}${contract.extension}`;
    if (contract.examples.length === 0) fail(where, 'has no example of its file name in examples/');
    if (contract.example && !contract.examples.some(({ name }) => contract.example === `examples/${name}`))
      fail(where, `its url ${contract.example} is none of its examples`);
  }
  for (const { name } of examples) {
    const owners = contracts.filter((contract) => contract.examples.some((example) => example.name === name));
    if (owners.length !== 1) fail(`contracts/files/examples/${name}`, 'is the example of no contract, or of two');
  }
  return contracts;
}

/** The name of an XML file is in it. */
function fileNameOf({ root, records }, where) {
  const pattern = records[root.type].elements.find(({ name }) => name === 'FileName')?.type.value?.pattern;
  return pattern ?? fail(where, 'the file has no FileName with a pattern');
}

function examplesIn(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort(byName)
    .map((name) => ({ name, text: readFileSync(path.join(folder, name), 'utf8') }));
}

/** What is generated of them, by name below generated/. */
export function fileContractFiles(contracts) {
  const files = new Map();
  if (contracts.length === 0) return files;
  const runtimeOf = (name) => readFileSync(path.join(RUNTIME, `${name}.ts`), 'utf8');
  for (const runtime of ['xml', 'csv', 'csv-rules']) files.set(`files/${runtime}.ts`, HEADER + runtimeOf(runtime));
  files.set('browser/rules/csv.js', HEADER + asModule(runtimeOf('csv-rules')));
  files.set('browser/rules/xml.js', HEADER + asModule(readFileSync(XML_MISTAKES, 'utf8')));
  for (const contract of contracts) {
    const { name, extension, text, examples } = contract;
    files.set(`contracts/${name}${extension}`, text);
    for (const example of examples) files.set(`contracts/examples/${example.name}`, example.text);
    files.set(`files/${name}.ts`, HEADER + (extension === '.xsd' ? xmlModule(contract) : csvModule(contract)));
    files.set(`browser/${name}.js`, HEADER + browserModule(contract));
  }
  files.set('files/checks.ts', HEADER + checksModule(contracts));
  files.set('files/files.json', `${JSON.stringify(contracts.map(documented), null, 2)}\n`);
  return files;
}

// --- XML ---------------------------------------------------------------------------------------

function xmlModule(contract) {
  const { name, root, records, text, fileName } = contract;
  const names = namesOf(name);
  const type = root.type;
  // A record is described before the records it is in.
  const order = [];
  const visit = (record) => {
    if (order.includes(record)) return;
    for (const { type: inner } of records[record].elements) if (inner.record) visit(inner.record);
    order.push(record);
  };
  visit(type);
  return [
    "import { readXml, type XmlFile, type XmlRecord, writeXml } from './xml';",
    '',
    ...[...order].reverse().flatMap((record) => interfaceOf(record, records[record])),
    '/** The name a file has. */',
    `export const ${names.value}FileName = ${regExp(fileName)};`,
    '',
    '/** The schema, as published. */',
    `export const ${names.value}Schema: string = ${templateLiteral(text)};`,
    '',
    ...order.flatMap((record) => [
      `const ${record}Record: XmlRecord = {`,
      '  elements: [',
      ...records[record].elements.map(
        ({ name: element, minOccurs, maxOccurs, type: content }) =>
          `    { name: ${string(element)}, minOccurs: ${minOccurs}, maxOccurs: ${maxOccurs}, content: ${
            content.record ? `${content.record}Record` : valueLiteral(content.value)
          } },`,
      ),
      '  ],',
      '};',
      '',
    ]),
    `const file: XmlFile = {`,
    `  root: ${string(root.element)},`,
    `  content: ${type}Record,`,
    `  unique: [${root.unique.map(({ element, child }) => `{ element: ${string(element)}, child: ${string(child)} }`).join(', ')}],`,
    '};',
    '',
    '/**',
    ' * The file as XML.',
    ' *',
    ' * @throws Error for text that XML cannot hold; whether the file is valid the schema tells.',
    ' */',
    `export const write${names.type} = (fields: ${type}): string => writeXml(file, fields);`,
    '',
    '/**',
    ' * What a file says.',
    ' *',
    ' * @throws Error that names line and element, and no value, for what is not of the schema.',
    ' */',
    `export const read${names.type} = (xml: string): ${type} => readXml(file, xml) as ${type};`,
    '',
  ].join('\n');
}

function interfaceOf(name, { description, elements }) {
  return [
    ...(description ? [`/** ${description} */`] : []),
    `export interface ${name} {`,
    ...elements.flatMap((element) => [`  /** ${element.description} */`, `  ${element.name}: ${typeOf(element)};`]),
    '}',
    '',
  ];
}

function typeOf({ minOccurs, maxOccurs, type: { record, value } }) {
  const one = record ?? (value.codes?.map(string).join(' | ') || (value.kind === 'integer' ? 'number' : 'string'));
  if (maxOccurs > 1) return value?.codes ? `readonly (${one})[]` : `readonly ${one}[]`;
  return minOccurs === 0 ? `${one} | null` : one;
}

// --- CSV ---------------------------------------------------------------------------------------

function csvModule({ name, fileName, row, columns }) {
  const names = namesOf(name);
  return [
    "import type { Readable } from 'node:stream';",
    "import { type CsvColumn, readCsv, writeCsv } from './csv';",
    '',
    `/** ${row.description} */`,
    `export interface ${row.name} {`,
    ...columns.flatMap(({ name: column, description, value: { kind } }) => [
      `  /** ${description} */`,
      `  ${column}: ${kind === 'integer' ? 'number' : 'string'};`,
    ]),
    '}',
    '',
    '/** The name a file has. */',
    `export const ${names.value}FileName = ${regExp(fileName)};`,
    '',
    'const columns: readonly CsvColumn[] = [',
    ...columns.map(columnLiteral),
    '];',
    '',
    '/**',
    ' * A piece of the file: the header row, if asked for, and these rows.',
    ' *',
    ' * @throws Error that names row and column, and no value, for a cell that breaks the contract.',
    ' */',
    `export const write${names.type} = (rows: readonly ${row.name}[], { header }: { header: boolean }): string =>`,
    '  writeCsv(columns, rows, header);',
    '',
    '/**',
    ' * The rows of a file.',
    ' *',
    ' * @throws Error that names line and column, and no value, for what breaks the contract.',
    ' */',
    `export const read${names.type} = (source: Readable): AsyncIterable<${row.name}> =>`,
    `  readCsv(columns, source) as AsyncIterable<${row.name}>;`,
    '',
  ].join('\n');
}

// --- browsers ----------------------------------------------------------------------------------

/** What the checker of the documentation's page works by. */
function browserModule(contract) {
  const { extension, text, fileName, columns, examples } = contract;
  const isXml = extension === '.xsd';
  const fields = (isXml ? xmlRecords(contract) : [csvRecord(contract)]).flatMap((record) => record.fields);
  const forms = new Map(fields.map(({ name, form }) => [name, form]));
  // A name that means two things has no form of its own.
  for (const { name, form } of fields) if (forms.get(name) !== form) forms.delete(name);
  return [
    `export const kind = ${string(isXml ? 'xml' : 'csv')};`,
    '',
    '/** The name a file has. */',
    `export const fileName = ${regExp(fileName)};`,
    '',
    '/** What a field looks like, in words. */',
    'export const forms = {',
    `  'file name': ${string(`as ${examples[0].name}`)},`,
    ...[...forms].map(([field, form]) => `  ${field}: ${string(form)},`),
    '};',
    '',
    ...(isXml
      ? [`export const schema = ${templateLiteral(text)};`]
      : ['export const columns = [', ...columns.map(columnLiteral), '];']),
    '',
  ].join('\n');
}

// --- checks ------------------------------------------------------------------------------------

/** What says whether a file is of its contract: it needs no reader. */
function checksModule(contracts) {
  return [
    "import type { CsvColumn } from './csv-rules';",
    '',
    '/** The form of a name, and the columns of CSV; of XML the published schema says the rest. */',
    'export interface FileCheck {',
    '  readonly fileName: RegExp;',
    '  readonly columns?: readonly CsvColumn[];',
    '}',
    '',
    '/** By the name of the contract. */',
    'export const fileChecks: Readonly<Record<string, FileCheck>> = {',
    ...contracts.flatMap(({ name, fileName, columns }) => [
      `  ${string(name)}: {`,
      `    fileName: ${regExp(fileName)},`,
      ...(columns ? ['    columns: [', ...columns.map((column) => `    ${columnLiteral(column)}`), '    ],'] : []),
      '  },',
    ]),
    '};',
    '',
  ].join('\n');
}

// --- what both have in common ------------------------------------------------------------------

function namesOf(name) {
  const type = name.replaceAll(/(^|-)([a-zA-Z0-9])/g, (_, _dash, letter) => letter.toUpperCase());
  return { type, value: type[0].toLowerCase() + type.slice(1) };
}

const columnLiteral = ({ name, required, value }) =>
  `  { name: ${string(name)}, required: ${required}, ${valueLiteral(value).slice(2)},`;

const templateLiteral = (text) => `\`${text.replaceAll(/[\\`]|\$\{/g, '\\$&')}\``;
const string = (text) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
// What cannot be seen is written as an escape.
const regExp = (source) =>
  String(new RegExp(source, 'u')).replaceAll(
    // eslint-disable-next-line no-control-regex
    /[\u0000-\u001f\u007f-\u009f]/g,
    (character) => `\\u{${character.codePointAt(0).toString(16)}}`,
  );

function valueLiteral(value) {
  const facets = Object.entries(value).map(([facet, given]) => {
    if (facet === 'pattern') return `pattern: ${regExp(given)}`;
    if (Array.isArray(given)) return `${facet}: [${given.map(string).join(', ')}]`;
    return `${facet}: ${typeof given === 'number' ? given : string(given)}`;
  });
  return `{ ${facets.join(', ')} }`;
}

function documented({ name, extension, version, sender, recipient, prose, examples, fileName, ...contract }) {
  const [summary, ...rest] = prose.split(/\n\s*\n/);
  return {
    name,
    schema: `${name}${extension}`,
    version,
    sender,
    recipient,
    summary: summary.replaceAll(/\s+/g, ' ').trim(),
    fileName: withoutEnds(fileName),
    prose: blocksOf(rest.join('\n\n'), `contracts/files/${name}${extension}`),
    ...(extension === '.xsd'
      ? { records: xmlRecords(contract), unique: xmlUnique(contract) }
      : { records: [csvRecord(contract)] }),
    examples,
  };
}

/**
 * What stands in a line, as text and code.
 * @param {(token: object) => never} no for what is neither
 */
export const partsOf = (tokens, no) =>
  tokens.flatMap((token) => {
    if (token.type === 'text' && token.tokens) return partsOf(token.tokens, no);
    if (token.type === 'text' || token.type === 'escape') return [{ text: token.text }];
    return token.type === 'codespan' ? [{ code: token.text }] : no(token);
  });

/** Prose as data, because a page escapes what it shows: headings, paragraphs and lists, of text and code. */
function blocksOf(prose, where) {
  const no = ({ type, raw }) => fail(where, `its documentation has what no page shows (${type}): ${raw}`);
  const parts = (tokens) => partsOf(tokens, no);
  return marked.lexer(prose).flatMap((token) => {
    if (token.type === 'space') return [];
    if (token.type === 'heading' && token.depth === 2) return [{ heading: token.text }];
    if (token.type === 'paragraph') return [{ paragraph: { parts: parts(token.tokens) } }];
    if (token.type !== 'list' || token.ordered) return no(token);
    return [{ list: { items: token.items.map((item) => ({ parts: parts(item.tokens) })) } }];
  });
}

/** A pattern as the contract has it. */
const withoutEnds = (pattern) => pattern.replace(/^\^\(\?:(.*)\)\$$/, '$1').replaceAll('(?:', '(');

function xmlRecords({ root, records }) {
  return Object.entries(records).map(([record, { description, elements }]) => ({
    name: record === root.type ? root.element : record,
    description,
    fields: elements.map((element) => ({
      name: element.name,
      description: element.description,
      form: element.type.record ?? formOf(element.type.value),
      occurs: occursOf(element),
    })),
  }));
}

/** Which field of which element has each value once in a file. */
const xmlUnique = ({ root }) => root.unique.map(({ element, child }) => ({ element, field: child }));

const csvRecord = ({ row, columns }) => ({
  name: row.name,
  description: row.description,
  fields: columns.map(({ name, description, required, value }) => ({
    name,
    description,
    form: formOf(value),
    occurs: required ? 'always' : 'may be empty',
  })),
});

function occursOf({ minOccurs, maxOccurs }) {
  if (maxOccurs > 1) return `${minOccurs} to ${maxOccurs.toLocaleString('en')} times`;
  return minOccurs === 0 ? 'may be left out' : 'once';
}

const KIND_WORDS = { text: 'text', integer: 'whole number', decimal: 'number', dateTime: 'YYYY-MM-DD HH:mm:ss' };

function formOf({ kind, codes, pattern, minLength, maxLength, minimum, maximum }) {
  if (codes) return codes.join(', ');
  const parts = [KIND_WORDS[kind]];
  if (maxLength !== undefined) parts.push(`${minLength ?? 0} to ${maxLength} characters`);
  else if (minLength !== undefined) parts.push(`at least ${minLength} characters`);
  if (kind !== 'text' && maximum !== undefined) parts.push(`${minimum ?? 0} to ${maximum}`);
  // Forms that words tell already are left out.
  if (pattern && kind !== 'dateTime') parts.push(withoutEnds(String(regExp(pattern)).slice(1, -2)));
  return parts.join('; ');
}
