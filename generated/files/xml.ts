// generated from contracts/, do not edit

// Reads and writes XML files by the descriptions that are generated from their schemas.
import { DOMImplementation, DOMParser, type Element, type Node, XMLSerializer } from '@xmldom/xmldom';

/** A simple type: what a value's text must be. */
export interface XmlValue {
  kind: 'text' | 'integer' | 'decimal';
  codes?: readonly string[];
  pattern?: RegExp;
  /** In code points. */
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
}

/** A complex type: its elements in their order. */
export interface XmlRecord {
  elements: readonly XmlElement[];
}

export interface XmlElement {
  name: string;
  minOccurs: number;
  maxOccurs: number;
  content: XmlValue | XmlRecord;
}

export interface XmlFile {
  root: string;
  content: XmlRecord;
  /** Of which elements of the root one child's value is there once. */
  unique: readonly { element: string; child: string }[];
}

type Fields = Record<string, unknown>;

const XML_NAMESPACE_DECLARATIONS = 'http://www.w3.org/2000/xmlns/';
const XML_SCHEMA_INSTANCE = 'http://www.w3.org/2001/XMLSchema-instance';
// What the parser lets pass: characters that XML has not, and an ampersand that begins no reference.
const NO_CHARACTER = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;
const NO_REFERENCE = /&(?!(#\d+|#x[\da-f]+|\w[\w.-]*);)/i;
/** Most texts: ASCII without `&`, `<` and `>`. */
const AS_IT_IS = /^[\x20-\x25\x27-\x3b\x3d\x3f-\x7e]*$/;
const ASIDE = /<!\[CDATA\[[^]*?\]\]>|<!--[^]*?-->|<\?[^]*?\?>/g;
const texts = new DOMImplementation().createDocument(null, 'text');
const serializer = new XMLSerializer();
const ELEMENT = 1;
const TEXT = 3;
const CDATA = 4;

/** @throws Error that names line and element, and no value. */
export function readXml(file: XmlFile, xml: string): unknown {
  const root = documentElement(xml);
  if (root.nodeName !== file.root) throw problem(root, `the file is no ${file.root}`);
  const fields = recordOf(root, file.content, file.root);
  for (const { element, child } of file.unique) requireUnique(fields[element], child, element);
  return fields;
}

/** @throws Error for text that XML cannot hold: control characters and lone surrogates. */
export const writeXml = (file: XmlFile, fields: object): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n${writerOf(file)(fields)}`;

type Writer = (value: unknown) => string;
const writers = new WeakMap<XmlFile, Writer>();

function writerOf(file: XmlFile): Writer {
  let writer = writers.get(file);
  if (!writer) writers.set(file, (writer = elementWriter(file.root, file.content, '')));
  return writer;
}

/** Text by text: a tree of a whole file takes ten times as long. */
function elementWriter(name: string, content: XmlValue | XmlRecord, indent: string): Writer {
  const [start, end, empty] = [`${indent}<${name}>`, `</${name}>\n`, `${indent}<${name}/>\n`];
  if (!('elements' in content))
    return (value) => (value === '' ? empty : start + carried(value as string | number, name) + end);
  const elements = content.elements.map((element) => ({
    name: element.name,
    write: elementWriter(element.name, element.content, `${indent}  `),
  }));
  return (value) => {
    let text = `${start}\n`;
    for (const { name, write } of elements) {
      const values = (value as Fields)[name];
      if (Array.isArray(values)) for (const each of values) text += write(each);
      else if (values !== null) text += write(values);
    }
    return text + indent + end;
  };
}

/** Two code points are Unicode and no XML: they stand for nothing, and are replaced as what cannot be read is. */
function carried(value: string | number, name: string): string {
  const text = String(value);
  if (AS_IT_IS.test(text)) return text;
  // A carriage return is a control character too: XML would read it as a line feed.
  if (/[\u0000-\u0008\u000b-\u001f]|\p{Surrogate}/u.test(text)) {
    throw new Error(`${name}: text that XML cannot hold`);
  }
  return serializer.serializeToString(texts.createTextNode(text.replace(/[\ufffe\uffff]/g, '\ufffd')));
}

function documentElement(xml: string): Element {
  let line: number | undefined;
  try {
    if (NO_CHARACTER.test(xml) || NO_REFERENCE.test(xml.replace(ASIDE, ''))) throw new Error();
    const document = new DOMParser({
      // XML 1.0's line ends.
      normalizeLineEndings: (source) => source.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n'),
      onError: (_level, message, context: { locator?: { lineNumber?: number } }) => {
        // As good a character as any.
        if (message.startsWith('Unicode replacement character')) return;
        line ??= context.locator?.lineNumber;
        throw new Error();
      },
    }).parseFromString(xml, 'application/xml');
    if (document.doctype === null) return document.documentElement!;
  } catch {
    // What the parser says quotes the file.
    throw new Error(`the file is not well-formed XML${line ? ` (line ${line})` : ''}`);
  }
  throw new Error('the file has a document type declaration');
}

function recordOf(element: Element, { elements }: XmlRecord, place: string): Fields {
  requireNoAttributes(element, place);
  const children: Element[] = [];
  for (const node of childrenOf(element)) {
    if (node.nodeType === ELEMENT) children.push(node as Element);
    else if (isText(node) && /[^ \t\n\r]/.test(node.nodeValue ?? '')) throw problem(element, `${place}: has text`);
  }
  const fields: Fields = {};
  let next = 0;
  for (const { name, minOccurs, maxOccurs, content } of elements) {
    const found: unknown[] = [];
    for (; children[next]?.nodeName === name; next += 1) {
      const at = maxOccurs > 1 ? `${place}: ${name} ${found.length + 1}` : `${place}: ${name}`;
      if (found.length === maxOccurs) throw problem(children[next]!, `${at}: one too many`);
      found.push(
        'elements' in content ? recordOf(children[next]!, content, at) : valueOf(children[next]!, content, at),
      );
    }
    if (found.length < minOccurs) throw problem(children[next] ?? element, `${place}: ${name} is missing`);
    fields[name] = maxOccurs > 1 ? found : (found[0] ?? null);
  }
  // Its name is not told: it can be anything.
  if (children[next]) throw problem(children[next]!, `${place}: has an element that does not belong there`);
  return fields;
}

function valueOf(element: Element, value: XmlValue, place: string): string | number {
  requireNoAttributes(element, place);
  let text = '';
  for (const node of childrenOf(element)) {
    if (node.nodeType === ELEMENT) throw problem(element, `${place}: has elements`);
    if (isText(node)) text += node.nodeValue ?? '';
  }
  if (value.kind !== 'text') text = text.replace(/^[ \t\n\r]+|[ \t\n\r]+$/g, '');
  const wrong = NO_CHARACTER.test(text) ? 'has a character that XML has not' : mistake(text, value);
  if (wrong) throw problem(element, `${place}: ${wrong}`);
  return value.kind === 'integer' ? Number(text) : text;
}

function mistake(text: string, { kind, codes, pattern, ...facets }: XmlValue): string | undefined {
  if (kind === 'integer' && !/^[+-]?[0-9]+$/.test(text)) return 'is no whole number';
  if (kind === 'decimal' && !/^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)$/.test(text)) return 'is no number';
  if (codes && !codes.includes(text)) return 'is no code of its list';
  if (pattern && !pattern.test(text)) return 'is not of its form';
  const { minLength = 0, maxLength = Infinity, minimum = -Infinity, maximum = Infinity } = facets;
  const length = [...text].length;
  if (length < minLength) return 'is too short';
  if (length > maxLength) return 'is too long';
  if (kind !== 'text' && Number(text) < minimum) return 'is too small';
  if (kind !== 'text' && Number(text) > maximum) return 'is too large';
  return undefined;
}

function requireUnique(records: unknown, child: string, element: string): void {
  const seen = new Set<unknown>();
  for (const [index, record] of (records as Fields[]).entries()) {
    const value = record[child];
    if (value !== null && seen.has(value)) throw new Error(`${element} ${index + 1}: its ${child} was there before`);
    seen.add(value);
  }
}

function requireNoAttributes(element: Element, place: string): void {
  for (const { namespaceURI } of element.attributes) {
    if (namespaceURI !== XML_NAMESPACE_DECLARATIONS && namespaceURI !== XML_SCHEMA_INSTANCE) {
      throw problem(element, `${place}: has an attribute`);
    }
  }
  if (element.namespaceURI) throw problem(element, `${place}: is in a namespace`);
}

function* childrenOf(element: Element): Iterable<Node> {
  for (let node: Node | null = element.firstChild; node; node = node.nextSibling) yield node;
}

const isText = ({ nodeType }: Node): boolean => nodeType === TEXT || nodeType === CDATA;

function problem(node: Node, what: string): Error {
  const { lineNumber } = node as { lineNumber?: number };
  return new Error(lineNumber ? `line ${lineNumber}: ${what}` : what);
}
