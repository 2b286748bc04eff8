// Validations in a thread of its own: libxml2 is a module that only import() loads, and what takes long there keeps
// nobody else of the process waiting. Nothing gives libxml2 a file system or a network.
const { parentPort } = require('node:worker_threads');

const details = (error) => (error.details ?? []).map(({ message, line, xpath }) => ({ message, line, xpath }));

let compiled;

/** The schema's validator, kept for the next file. */
function validatorOf({ XmlDocument, XsdValidator }, schema, option) {
  if (compiled?.schema !== schema) {
    compiled?.validator.dispose();
    compiled?.document.dispose();
    compiled = undefined;
    const document = XmlDocument.fromString(schema, { option });
    try {
      compiled = { schema, document, validator: XsdValidator.fromDoc(document) };
    } catch (error) {
      document.dispose();
      throw error;
    }
  }
  return compiled.validator;
}

/** What a file says of itself, valid or not. */
function saidBy(document) {
  const name = document.get('/*/FileName');
  return {
    ...(name && { named: { line: name.line, text: name.content } }),
    records: document.find('/*/*[*]').length,
  };
}

async function validated({ schema, xml, about }) {
  const libxml2 = await import('libxml2-wasm');
  const { ParseOption, XmlDocument, XmlParseError, XmlValidateError } = libxml2;
  const option =
    ParseOption.XML_PARSE_NONET |
    ParseOption.XML_PARSE_NO_XXE |
    ParseOption.XML_PARSE_NO_SYS_CATALOG |
    ParseOption.XML_PARSE_BIG_LINES;
  const validator = validatorOf(libxml2, schema, option);
  let document;
  let said = {};
  try {
    document =
      typeof xml === 'string' ? XmlDocument.fromString(xml, { option }) : XmlDocument.fromBuffer(xml, { option });
    if (document.dtd) return { refused: 'declaration' };
    if (about) said = saidBy(document);
    validator.validate(document);
    return said;
  } catch (error) {
    if (error instanceof XmlParseError) return { refused: 'form', details: details(error) };
    if (error instanceof XmlValidateError) return { refused: 'schema', details: details(error), ...said };
    throw error;
  } finally {
    document?.dispose();
  }
}

parentPort.on('message', (file) => {
  validated(file).then(
    (answer) => parentPort.postMessage(answer),
    (error) =>
      setImmediate(() => {
        throw error;
      }),
  );
});
