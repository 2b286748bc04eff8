// An XML file against its schema, by libxml2, as the service validates it.
import { ParseOption, XmlDocument, XmlParseError, XmlValidateError, XsdValidator } from './lib/libxml2/index.mjs';
import { mistakesOf } from './rules/xml.js';

const option =
  ParseOption.XML_PARSE_NONET |
  ParseOption.XML_PARSE_NO_XXE |
  ParseOption.XML_PARSE_NO_SYS_CATALOG |
  ParseOption.XML_PARSE_BIG_LINES;

/** @returns what was counted, in words */
export function check({ schema, fileName }, bytes, name, tell) {
  const refuse = (refusal) => {
    for (const { line, place, words } of mistakesOf(refusal, schema)) {
      const field = place?.match(/([^/[]+)(\[\d+\])?$/)?.[1];
      tell({ line, field: field === '?' ? undefined : field, words: place ? `${place} ${words}` : words });
    }
  };
  const document = parsed(bytes, tell);
  if (!document) return undefined;
  try {
    if (document.dtd) {
      refuse({ refused: 'declaration' });
      return undefined;
    }
    const said = document.get('/*/FileName');
    // A name that is none is told already.
    if (said && said.content !== name && fileName.test(name))
      tell({ line: said.line, field: 'FileName', words: 'is not the name of the file' });
    try {
      validatorOf(schema).validate(document);
    } catch (error) {
      if (!(error instanceof XmlValidateError)) throw error;
      refuse({ refused: 'schema', details: error.details });
    }
    const records = document.find('/*/*[*]').length;
    return records === 1 ? '1 record' : `${records.toLocaleString('en')} records`;
  } finally {
    document.dispose();
  }
}

function parsed(bytes, tell) {
  try {
    return XmlDocument.fromBuffer(bytes, { option });
  } catch (error) {
    if (!(error instanceof XmlParseError)) throw error;
    // What libxml2 says quotes the file, which is the reader's own here.
    for (const { line, message } of error.details) tell({ line, words: `the file is not well-formed XML: ${message}` });
    return undefined;
  }
}

let validator;

function validatorOf(schema) {
  validator ??= XsdValidator.fromDoc(XmlDocument.fromString(schema, { option }));
  return validator;
}
