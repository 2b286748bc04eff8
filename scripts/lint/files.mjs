// Lints contracts/files/: an XML Schema must compile, and its examples be valid against it, to libxml2. The examples of
// CSV on the Web metadata are held against what the generator reads of it; .ci/run has another validator look at both.

import { CsvError, parse } from 'csv-parse/sync';
import { ParseOption, XmlDocument, XsdValidator } from 'libxml2-wasm';
import { ContractError } from '../generate/document.mjs';
import { readFileContracts } from '../generate/files.mjs';

const option = ParseOption.XML_PARSE_NONET | ParseOption.XML_PARSE_NO_XXE;

/** @returns how many contracts there are, and what is wrong with them and their examples. */
export function lintFileContracts(contractsDir) {
  let contracts;
  try {
    contracts = readFileContracts(contractsDir);
  } catch (error) {
    if (!(error instanceof ContractError)) throw error;
    return { count: 0, problems: [error.message] };
  }
  const problems = contracts.flatMap((contract) => (contract.extension === '.xsd' ? xsd(contract) : csvw(contract)));
  return { count: contracts.length, problems };
}

function xsd({ name, text, examples }) {
  const where = `contracts/files/${name}.xsd`;
  const disposables = [];
  const attempt = (place, make) => {
    try {
      const made = make();
      if (made) disposables.unshift(made);
      return { made, problems: [] };
    } catch (error) {
      const details = error.details?.length ? error.details : [{ message: error.message, line: 1 }];
      return { problems: details.map(({ message, line }) => `${place}:${line}: ${message.trim()}`) };
    }
  };
  try {
    const schema = attempt(where, () => XmlDocument.fromString(text, { option }));
    if (!schema.made) return schema.problems;
    const validator = attempt(where, () => XsdValidator.fromDoc(schema.made));
    if (!validator.made) return validator.problems;
    return examples.flatMap((example) => {
      const place = placeOf(example);
      const document = attempt(place, () => XmlDocument.fromString(example.text, { option }));
      if (!document.made) return document.problems;
      const { problems } = attempt(place, () => validator.made.validate(document.made));
      const said = document.made.get('/*/FileName')?.content;
      return said === example.name ? problems : [...problems, `${place}: its FileName is not its name`];
    });
  } finally {
    for (const each of disposables) each.dispose();
  }
}

function csvw({ columns, examples }) {
  return examples.flatMap((example) => {
    const place = placeOf(example);
    const header = columns.map(({ name }) => name).join(',');
    if (!example.text.startsWith(`${header}\r\n`)) return [`${place}:1: the header is not ${header}`];
    if (!example.text.endsWith('\r\n') || /[^\r]\n/.test(example.text)) return [`${place}: a row does not end in CRLF`];
    let rows;
    try {
      rows = parse(example.text, { record_delimiter: '\r\n' });
    } catch (error) {
      if (!(error instanceof CsvError)) throw error;
      return [`${place}: ${error.message}`];
    }
    return rows.slice(1).flatMap((cells, index) =>
      columns.flatMap(({ name, required, value }, column) => {
        const wrong = mistake(cells[column], required, value);
        return wrong ? [`${place}:${index + 2}: ${name} ${wrong}`] : [];
      }),
    );
  });
}

function mistake(text, required, { kind, pattern, minimum, maximum }) {
  if (text === '') return required ? 'is empty' : undefined;
  if (!new RegExp(pattern, 'u').test(text)) return 'is not of its form';
  if (kind === 'dateTime' && Number.isNaN(Date.parse(text.replace(' ', 'T')))) return 'is no date';
  if (Number(text) < minimum || Number(text) > maximum) return 'is out of its limits';
  return undefined;
}

const placeOf = ({ name }) => `contracts/files/examples/${name}`;
