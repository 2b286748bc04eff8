// Reads CSV on the Web metadata of one table. What the contracts do not use is refused, as in xsd.mjs.

import { isDeepStrictEqual } from 'node:util';
import { fail } from '../document.mjs';
import { jsPattern } from './pattern.mjs';

const CONTEXT = ['http://www.w3.org/ns/csvw', { '@language': 'en' }];
/** RFC 4180 in UTF-8, with a header: the only files that are read and written. */
const DIALECT = {
  encoding: 'utf-8',
  delimiter: ',',
  quoteChar: '"',
  doubleQuote: true,
  lineTerminators: ['\r\n'],
  header: true,
  headerRowCount: 1,
  skipBlankRows: false,
  skipInitialSpace: false,
  trim: false,
};
const DATE_TIME = {
  format: 'yyyy-MM-dd HH:mm:ss',
  pattern: '[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01]) ([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]',
};

/**
 * The contract that a table's metadata is: `{ version, sender, recipient, prose, fileName, row: { name, description },
 * columns: [{ name, description, required, value: { kind, pattern, minimum, maximum } }] }`.
 *
 * @throws ContractError
 */
export function readCsvw(text, where) {
  const table = parse(text, where);
  only(
    table,
    ['@context', 'url', 'dialect', 'tableSchema', 'dc:title', 'dc:description'],
    ['schema:version', 'schema:sender', 'schema:recipient', 'schema:identifier'],
    where,
  );
  if (!isDeepStrictEqual(table['@context'], CONTEXT)) fail(where, `@context is not ${JSON.stringify(CONTEXT)}`);
  if (!isDeepStrictEqual(table.dialect, DIALECT)) fail(where, `dialect is not ${JSON.stringify(DIALECT)}`);
  const { 'schema:identifier': identifier, tableSchema } = table;
  only(identifier, ['schema:name', 'schema:valuePattern'], [], `${where}: schema:identifier`);
  only(tableSchema, ['dc:title', 'dc:description', 'columns'], [], `${where}: tableSchema`);
  const name = tableSchema['dc:title'];
  if (!/^[A-Z][A-Za-z0-9]*$/.test(name)) fail(where, `tableSchema: dc:title ${name} is no name of a type`);
  const columns = tableSchema.columns.map((column) => columnOf(column, where));
  const names = columns.map((column) => column.name);
  const twice = names.find((each, index) => names.indexOf(each) !== index);
  if (twice) fail(where, `the column ${twice} is there twice`);
  if (names.length === 0) fail(where, 'has no columns');
  return {
    version: table['schema:version'],
    sender: table['schema:sender'],
    recipient: table['schema:recipient'],
    prose: [table['dc:description']].flat().join('\n\n'),
    example: table.url,
    fileName: jsPattern(identifier['schema:valuePattern'], `${where}: schema:identifier`),
    row: { name, description: tableSchema['dc:description'] },
    columns,
  };
}

function parse(text, where) {
  try {
    return JSON.parse(text);
  } catch (error) {
    return fail(where, `is no JSON: ${error.message}`);
  }
}

function columnOf(column, where) {
  const at = `${where}: ${column.name}`;
  only(column, ['name', 'titles', 'dc:description', 'required', 'datatype'], [], at);
  if (!/^[A-Z][A-Z0-9_]*$/.test(column.name)) fail(at, 'is no name of a column');
  if (column.titles !== column.name) fail(at, 'its title in the header is another than its name');
  return {
    name: column.name,
    description: column['dc:description'],
    required: column.required,
    value: valueOf(column.datatype, at),
  };
}

function valueOf({ base, format, minimum, maximum, ...others }, at) {
  const [other] = Object.keys(others);
  if (other) fail(at, `datatype: ${other} is not read`);
  const none = (facets) => {
    for (const [facet, given] of Object.entries(facets))
      if (given !== undefined) fail(at, `datatype: ${facet} of ${base} is not read`);
  };
  const limit = (given) => {
    if (!/^\d+(\.\d+)?$/.test(String(given)))
      fail(at, `datatype: the limit ${given} of ${base} is no number from 0 on`);
    return Number(given);
  };
  switch (base) {
    case 'string':
      none({ minimum, maximum });
      if (format === undefined) fail(at, 'datatype: a string has a format');
      return { kind: 'text', pattern: jsPattern(format, at) };
    case 'dateTime':
      none({ minimum, maximum });
      if (format !== DATE_TIME.format) fail(at, `datatype: the format ${format} is not read; ${DATE_TIME.format} is`);
      return { kind: 'dateTime', pattern: jsPattern(DATE_TIME.pattern, at) };
    case 'integer':
      none({ format });
      return {
        kind: 'integer',
        pattern: jsPattern('0|[1-9][0-9]*', at),
        minimum: limit(minimum),
        maximum: limit(maximum),
      };
    case 'decimal': {
      const decimals = /^0\.(0+)$/.exec(format)?.[1].length;
      if (!decimals) fail(at, `datatype: the format ${format} of a decimal is not read; 0.00 is`);
      const pattern = jsPattern(`(0|[1-9][0-9]*)\\.[0-9]{${decimals}}`, at);
      return { kind: 'decimal', pattern, minimum: limit(minimum), maximum: limit(maximum) };
    }
    default:
      return fail(at, `datatype: the base ${base} is not read; string, dateTime, integer and decimal are`);
  }
}

/** @throws ContractError for a property that is missing or not among these. */
function only(object, some, more, where) {
  const names = [...some, ...more];
  for (const name of Object.keys(object ?? {})) if (!names.includes(name)) fail(where, `${name} is not read`);
  for (const name of names) if (object?.[name] === undefined) fail(where, `has no ${name}`);
}
