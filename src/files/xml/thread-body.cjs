// One validation in a thread of its own: libxml2 is a module that only import() loads, and what takes long there keeps
// nobody else of the process waiting. Nothing gives libxml2 a file system or a network.
const { parentPort, workerData } = require('node:worker_threads');

const details = (error) => (error.details ?? []).map(({ message, line, xpath }) => ({ message, line, xpath }));

async function validated({ schema, xml }) {
  const { ParseOption, XmlDocument, XmlParseError, XmlValidateError, XsdValidator } = await import('libxml2-wasm');
  const option =
    ParseOption.XML_PARSE_NONET |
    ParseOption.XML_PARSE_NO_XXE |
    ParseOption.XML_PARSE_NO_SYS_CATALOG |
    ParseOption.XML_PARSE_BIG_LINES;
  const allocated = [];
  const keep = (disposable) => {
    allocated.unshift(disposable);
    return disposable;
  };
  try {
    const validator = keep(XsdValidator.fromDoc(keep(XmlDocument.fromString(schema, { option }))));
    try {
      const document = keep(XmlDocument.fromString(xml, { option }));
      if (document.dtd) return { refused: 'declaration' };
      validator.validate(document);
      return {};
    } catch (error) {
      if (error instanceof XmlParseError) return { refused: 'form', details: details(error) };
      if (error instanceof XmlValidateError) return { refused: 'schema', details: details(error) };
      throw error;
    }
  } finally {
    for (const each of allocated) each.dispose();
  }
}

validated(workerData).then((answer) => parentPort.postMessage(answer));
