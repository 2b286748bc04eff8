// Reads an XML Schema. What is written of it is what the contracts use; anything else is refused by name and reason,
// because a reader or writer generated without it would take or write other files than the schema says.

import { DOMParser } from '@xmldom/xmldom';
import { fail } from '../document.mjs';
import { jsPattern } from './pattern.mjs';

const XS = 'http://www.w3.org/2001/XMLSchema';
const XMLNS = 'http://www.w3.org/2000/xmlns/';
const BASES = { 'xs:string': 'text', 'xs:int': 'integer', 'xs:decimal': 'decimal' };
/** Facet → what it is called in the description, and for which kinds of value it is read. */
const FACETS = {
  enumeration: { kinds: ['text'] },
  pattern: { kinds: ['text', 'decimal', 'integer'] },
  minLength: { kinds: ['text'] },
  maxLength: { kinds: ['text'] },
  minInclusive: { kinds: ['integer', 'decimal'], as: 'minimum' },
  maxInclusive: { kinds: ['integer', 'decimal'], as: 'maximum' },
};
const INT = { minimum: -2147483648, maximum: 2147483647 };

/**
 * The contract that a schema is: `{ version, sender, recipient, prose, root: { element, type, unique }, records }`,
 * with `records` by name, each `{ description, elements: [{ name, description, minOccurs, maxOccurs, type }] }`, and a
 * type either `{ record }` or `{ value, description }`.
 *
 * @throws ContractError
 */
export function readXsd(text, where) {
  const schema = parse(text, where);
  only(schema, ['version'], ['annotation', 'element', 'complexType', 'simpleType'], where);
  const annotations = childrenOf(schema, 'annotation');
  if (annotations.length !== 1) fail(where, 'a schema has one annotation that tells what the file is');
  const elements = childrenOf(schema, 'element');
  if (elements.length !== 1) fail(where, 'a schema has one element that is the file');
  const values = byName(childrenOf(schema, 'simpleType'), where, valueOf);
  const complex = byName(childrenOf(schema, 'complexType'), where, (type, at) => type && { at, type });
  const records = {};
  const resolve = (name, at) => {
    if (values[name]) return values[name];
    if (!complex[name]) fail(at, `the type ${name} is not one of the schema's`);
    if (!(name in records)) {
      records[name] = undefined;
      records[name] = recordOf(complex[name].type, complex[name].at, resolve);
    } else if (records[name] === undefined) fail(at, `the type ${name} is within itself`);
    return { record: name };
  };
  const root = rootOf(elements[0], where, resolve, records);
  const unused = Object.keys(complex).filter((name) => !(name in records));
  if (unused.length > 0) fail(where, `the type ${unused[0]} is not used`);
  return { version: attribute(schema, 'version', where), ...annotationOf(annotations[0], where), root, records };
}

function parse(text, where) {
  let document;
  let why;
  try {
    document = new DOMParser({
      onError: (_level, message) => {
        why ??= message;
        throw new Error(message);
      },
    }).parseFromString(text, 'application/xml');
  } catch (error) {
    fail(where, `is not well-formed XML: ${why ?? error.message}`);
  }
  const schema = document.documentElement;
  if (schema.namespaceURI !== XS || schema.localName !== 'schema') fail(where, 'is no XML Schema');
  if (schema.getAttributeNS(XMLNS, 'xs') !== XS) fail(where, 'the prefix of XML Schema is xs');
  return schema;
}

function rootOf(element, where, resolve, records) {
  const name = attribute(element, 'name', where);
  const at = `${where}: ${name}`;
  only(element, ['name', 'type'], ['annotation', 'unique'], at);
  const type = resolve(attribute(element, 'type', at), at);
  if (!type.record) fail(at, 'the file is a complex type');
  const { elements } = records[type.record];
  const unique = childrenOf(element, 'unique').map((node) => {
    only(node, ['name'], ['selector', 'field'], at);
    const path = (child) => {
      const [found, ...more] = childrenOf(node, child);
      if (!found || more.length > 0) fail(at, `unique has one ${child}`);
      only(found, ['xpath'], [], at);
      return attribute(found, 'xpath', at);
    };
    const [selector, field] = [path('selector'), path('field')];
    const selected = elements.find((each) => each.name === selector && each.maxOccurs > 1);
    if (!selected?.type.record) fail(at, `unique: the selector ${selector} is no repeated element of the file`);
    if (!records[selected.type.record].elements.some((each) => each.name === field && each.type.value))
      fail(at, `unique: the field ${field} is no value of ${selector}`);
    return { element: selector, child: field };
  });
  return { element: name, type: type.record, unique };
}

function recordOf(type, at, resolve) {
  only(type, ['name'], ['annotation', 'sequence'], at);
  const [sequence, ...more] = childrenOf(type, 'sequence');
  if (!sequence || more.length > 0) fail(at, 'a complex type is one sequence');
  only(sequence, [], ['element'], at);
  const elements = childrenOf(sequence, 'element').map((element) => {
    const name = attribute(element, 'name', at);
    const place = `${at}: ${name}`;
    only(element, ['name', 'type', 'minOccurs', 'maxOccurs'], ['annotation'], place);
    const minOccurs = Number(element.getAttribute('minOccurs') ?? 1);
    const maxOccurs = Number(element.getAttribute('maxOccurs') ?? 1);
    if (!Number.isInteger(minOccurs) || !Number.isInteger(maxOccurs) || maxOccurs < 1 || minOccurs > maxOccurs)
      fail(place, 'minOccurs and maxOccurs are numbers, none of them unbounded');
    const description = descriptionOf(element);
    if (!description) fail(place, 'has no documentation');
    return { name, description, minOccurs, maxOccurs, type: resolve(attribute(element, 'type', place), place) };
  });
  const names = elements.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice) fail(at, `${twice} is there twice`);
  if (elements.length === 0) fail(at, 'has no element');
  return { description: descriptionOf(type), elements };
}

function valueOf(type, at) {
  only(type, ['name'], ['annotation', 'restriction'], at);
  const [restriction, ...more] = childrenOf(type, 'restriction');
  if (!restriction || more.length > 0) fail(at, 'a simple type is one restriction');
  only(restriction, ['base'], Object.keys(FACETS), at);
  const base = attribute(restriction, 'base', at);
  const kind = BASES[base];
  if (!kind) fail(at, `the base ${base} is not read; ${Object.keys(BASES).join(', ')} are`);
  const value = { kind, ...(kind === 'integer' ? INT : {}) };
  for (const facet of elementsOf(restriction)) {
    const { kinds, as } = FACETS[facet.localName];
    only(facet, ['value'], [], at);
    const given = attribute(facet, 'value', at);
    if (!kinds.includes(kind)) fail(at, `the facet ${facet.localName} of ${base} is not read`);
    if (facet.localName === 'enumeration') (value.codes ??= []).push(given);
    else if (facet.localName === 'pattern') {
      if (value.pattern) fail(at, 'has two patterns');
      value.pattern = jsPattern(given, at);
    } else if (!/^-?\d+(\.\d+)?$/.test(given)) fail(at, `the ${facet.localName} ${given} is no number`);
    else value[as ?? facet.localName] = Number(given);
  }
  return { value, description: descriptionOf(type) };
}

function annotationOf(annotation, where) {
  only(annotation, [], ['appinfo', 'documentation'], where);
  const [appinfo] = childrenOf(annotation, 'appinfo');
  const facts = {};
  for (const name of ['sender', 'recipient']) {
    const found = [...(appinfo?.childNodes ?? [])].find((node) => node.nodeName === name);
    if (!found) fail(where, `appinfo names no ${name}`);
    facts[name] = found.textContent.trim();
  }
  const prose = childrenOf(annotation, 'documentation')[0]?.textContent.trim();
  if (!prose) fail(where, 'has no documentation');
  return { ...facts, prose };
}

function descriptionOf(element) {
  const [annotation] = childrenOf(element, 'annotation');
  return (annotation && childrenOf(annotation, 'documentation')[0]?.textContent.trim()) ?? '';
}

function byName(elements, where, read) {
  const found = {};
  for (const element of elements) {
    const name = attribute(element, 'name', where);
    if (!/^[A-Z][A-Za-z0-9]*$/.test(name)) fail(where, `the type ${name} is no name of a type`);
    found[name] = read(element, `${where}: ${name}`);
  }
  return found;
}

const elementsOf = (element) => [...element.childNodes].filter((node) => node.nodeType === 1);
const childrenOf = (element, name) => elementsOf(element).filter((node) => node.localName === name);

function attribute(element, name, where) {
  const value = element.getAttribute(name);
  if (value === null) fail(where, `${element.nodeName} has no ${name}`);
  return value;
}

/** @throws ContractError for an attribute or a child that is not among these. */
function only(element, attributes, children, where) {
  for (const { name, namespaceURI } of element.attributes)
    if (namespaceURI !== XMLNS && !attributes.includes(name))
      fail(where, `the attribute ${name} of ${element.nodeName} is not read`);
  for (const child of elementsOf(element))
    if (child.namespaceURI !== XS || !children.includes(child.localName))
      fail(where, `${child.nodeName} in ${element.nodeName} is not read`);
}
