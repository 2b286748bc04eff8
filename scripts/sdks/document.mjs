// What the generator reads: contracts as OpenAPI 3.0, with names a person would choose, and without what says nothing
// about the generated code or leads it astray.
import { Refusal } from '../lib/process.mjs';

const SCHEMAS = '#/components/schemas/';
/** What the generators read names of an enumeration's values from, in its order. */
export const VALUE_NAMES = 'x-enum-varnames';

/**
 * @param {object[]} contracts self-contained contracts (OpenAPI 3.1) that become one package
 * @param {object} names
 * @param {Record<string, string>} names.operations operationId to the method's name; each of the contracts' has one
 * @param {string} [names.prefix] what schemas' names lose
 * @param {Record<string, string>} [names.schemas] other names of schemas
 * @param {Record<string, Record<string, string>>} [names.values] by schema and property what its values are called, in words
 * @param {string} names.tag what the API's class is called by
 * @param {(document: object) => object} openApi30
 * @returns {object} OpenAPI 3.0
 */
export function sdkDocument(contracts, names, openApi30) {
  const [first] = contracts;
  const merged = {
    openapi: first.openapi,
    info: {
      contact: first.info.contact,
      title: contracts.map(({ info }) => info.title).join(', '),
      version: first.info.version,
      description: contracts.map(({ info }) => info.summary).join(' '),
      license: first.info.license,
    },
    servers: [{ url: `https://${Object.values(first.servers?.[0]?.variables ?? {})[0]?.default ?? 'host.invalid'}` }],
    tags: first.tags,
    paths: Object.assign({}, ...contracts.map(({ paths }) => paths)),
    components: componentsOf(contracts),
  };
  const document = openApi30(withoutConditions(merged));
  for (const operation of operationsOf(document)) {
    const name = names.operations[operation.operationId];
    if (!name) throw new Refusal(`contracts/sdks/sdks.yaml: no name for ${operation.operationId}`);
    operation.operationId = name;
    operation.tags = [names.tag];
    // What it does stands in the contract, with tables: as a comment it could not be read.
    delete operation.description;
    // A header anyone may add to any call is no argument of each method.
    operation.parameters = (operation.parameters ?? []).filter(
      ({ $ref }) => $ref !== '#/components/parameters/XRequestId',
    );
    oneSuccess(operation, document.components.schemas);
  }
  document.tags = [{ name: names.tag, description: document.tags[0].description }];
  document.components = tidied(usedOf(document));
  return withNamedValues(renamed(document, names), names.values);
}

/** All of them by kind: what contracts share is the same in each. */
function componentsOf(contracts) {
  const made = {};
  for (const { components } of contracts)
    for (const [kind, entries] of Object.entries(components)) made[kind] = { ...made[kind], ...entries };
  return made;
}

export const operationsOf = (document) =>
  Object.values(document.paths).flatMap((item) => Object.values(item).filter((each) => each.operationId));

/** Which fields go with which is the service's to check: as a type it would be a union nobody wants to fill in. */
function withoutConditions(value) {
  if (Array.isArray(value)) return value.map(withoutConditions);
  if (!isObject(value)) return value;
  const kept = Object.entries(value).filter(([key]) => !('if' in value && ['if', 'then', 'else'].includes(key)));
  return Object.fromEntries(kept.map(([key, inner]) => [key, withoutConditions(inner)]));
}

/**
 * Clients have one type of a method's result. Where 200 and 226 have bodies of the same fields, it is one type whose codes
 * and messages are those of both.
 */
function oneSuccess(operation, schemas) {
  const successes = Object.keys(operation.responses).filter((status) => /^2..$/.test(status));
  if (successes.length < 2) return;
  const media = successes.map((status) => operation.responses[status].content['application/json']);
  const [{ $ref: kept }] = media.map(({ schema }) => schema);
  const name = kept.split('/').pop();
  schemas[name] = media.map(({ schema }) => schemas[schema.$ref.split('/').pop()]).reduce(union);
  for (const each of media) each.schema = { $ref: kept };
}

function union(one, other) {
  if (one.type !== other.type) throw new Error('successes of different types');
  const made = { ...one };
  if (one.enum) made.enum = [...new Set([...one.enum, ...other.enum])];
  if (one.properties) {
    if (`${Object.keys(one.properties)}` !== `${Object.keys(other.properties)}`)
      throw new Error('successes of different fields');
    made.properties = Object.fromEntries(
      Object.entries(one.properties).map(([name, schema]) => [name, union(schema, other.properties[name])]),
    );
  }
  if (one.description !== other.description) made.description = `${one.description} ${other.description}`;
  return made;
}

/** Null is the type's matter, not a value among the others, and what has one value only needs no type of its own. */
function tidied(value) {
  if (Array.isArray(value)) return value.map(tidied);
  if (!isObject(value)) return value;
  // Else the schema would become a second one, named after the property.
  const [one, other] = value.oneOf ?? [];
  if (one?.$ref && `${other?.enum}` === `${[null]}`) return one;
  const made = Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, key === 'example' ? inner : tidied(inner)]),
  );
  if (Array.isArray(value.enum) && typeof value.type === 'string') {
    made.enum = value.enum.filter((each) => each !== null);
    if (made.enum.length < 2) delete made.enum;
  }
  // Of a number with decimals there is one kind, amounts; a double would be a binary fraction.
  if (value.type === 'number' && value.format === 'double') made.format = 'money';
  // The generator shows it as the object it became.
  if (value.format === 'byte') delete made.example;
  return made;
}

function usedOf({ paths, components }) {
  const used = { securitySchemes: components.securitySchemes };
  const follow = (value) => {
    if (!isObject(value) && !Array.isArray(value)) return;
    if (typeof value.$ref === 'string') {
      const [kind, name] = value.$ref.split('/').slice(-2);
      if (used[kind]?.[name] === undefined) {
        (used[kind] ??= {})[name] = components[kind][name];
        follow(components[kind][name]);
      }
    }
    Object.values(value).forEach(follow);
  };
  follow(paths);
  return used;
}

function renamed(document, { prefix = '', schemas = {} }) {
  const nameOf = (name) => schemas[name] ?? (name.startsWith(prefix) ? name.slice(prefix.length) : name);
  const inside = (value) => {
    if (Array.isArray(value)) return value.map(inside);
    if (!isObject(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => {
        if (key === '$ref' && inner.startsWith(SCHEMAS)) return [key, SCHEMAS + nameOf(inner.slice(SCHEMAS.length))];
        if (key === 'title' && typeof inner === 'string') return [key, nameOf(inner)];
        return [key, key === 'example' || key === 'examples' ? inner : inside(inner)];
      }),
    );
  };
  const { components, paths } = document;
  const names = Object.keys(components.schemas).map(nameOf);
  if (new Set(names).size < names.length) throw new Error(`schemas of one name: ${names}`);
  return {
    ...document,
    paths: inside(paths),
    components: {
      ...inside(components),
      schemas: Object.fromEntries(
        Object.entries(components.schemas).map(([name, schema]) => [nameOf(name), inside(schema)]),
      ),
    },
  };
}

function withNamedValues(document, values = {}) {
  for (const [at, words] of Object.entries(values)) {
    const [schema, property] = at.split('.');
    const found = document.components.schemas[schema]?.properties[property]?.enum ?? [];
    if (`${found}` !== `${Object.keys(words)}`)
      throw new Refusal(`contracts/sdks/sdks.yaml: ${at} has the values ${found}, named are ${Object.keys(words)}`);
    document.components.schemas[schema].properties[property][VALUE_NAMES] = Object.values(words);
  }
  return document;
}

const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
