/**
 * A contract as OpenAPI 3.0, for gateways that import nothing newer (Azure API Management). It says the same of every
 * request and answer: only the constructs of 3.1 that the contracts use are known, each with its exact counterpart.
 */

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type JsonObject = { [key: string]: Json };

/** The last 3.0 that importers know by name. */
const VERSION = '3.0.3';

/** Keywords that mean the same in both. */
const SAME = new Set([
  ...['title', 'description', 'format', 'default', 'enum', 'required'],
  ...['maxLength', 'minLength', 'pattern', 'minimum', 'maximum', 'multipleOf'],
  ...['minItems', 'maxItems', 'uniqueItems', 'minProperties', 'maxProperties'],
  ...['deprecated', 'readOnly', 'writeOnly', 'example'],
]);

/** Fields of a document, outside its schemas, that 3.0 has not. */
const UNKNOWN_TO_3_0 = new Set(['webhooks', 'jsonSchemaDialect', 'pathItems']);
/** What is not looked into: it is data. */
const DATA = new Set(['example', 'value']);

/**
 * @param document a self-contained contract, OpenAPI 3.1
 * @throws Error for anything that has no counterpart here, by its place
 */
export function openApi30(document: object): object {
  const { openapi, info, ...rest } = document as { openapi: string; info: JsonObject } & JsonObject;
  if (!openapi.startsWith('3.1.')) throw new Error(`OpenAPI ${openapi} is not 3.1`);
  return { openapi: VERSION, info: infoOf(info), ...(part(rest, '') as JsonObject) };
}

/** 3.0 has no summary of a document, and knows a licence by its name and address only. */
function infoOf({ summary, description, license, ...info }: JsonObject): JsonObject {
  const { identifier: _, ...licence } = (license ?? {}) as JsonObject;
  return {
    ...info,
    ...(summary === undefined && description === undefined
      ? {}
      : { description: [summary, description].filter((text) => typeof text === 'string').join('\n\n') }),
    ...(license === undefined ? {} : { license: licence }),
  };
}

/** Anything of a document that is no schema. */
function part(value: Json, at: string): Json {
  if (Array.isArray(value)) return value.map((item, index) => part(item, `${at}/${index}`));
  if (!isObject(value)) return value;
  if ('$ref' in value && Object.keys(value).length > 1) throw new Error(`${at}: a reference with something beside it`);
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      const inside = `${at}/${key}`;
      if (UNKNOWN_TO_3_0.has(key)) throw new Error(`${inside}: OpenAPI 3.0 has no ${key}`);
      if (DATA.has(key) || key.startsWith('x-')) return [key, inner];
      if (key === 'schema') return [key, schema(inner, inside)];
      if (key === 'schemas' && at === '/components') return [key, schemas(inner, inside)];
      return [key, part(inner, inside)];
    }),
  );
}

const schemas = (value: Json, at: string): JsonObject =>
  Object.fromEntries(Object.entries(value as JsonObject).map(([name, each]) => [name, schema(each, `${at}/${name}`)]));

function schema(value: Json, at: string): JsonObject {
  if (!isObject(value)) throw new Error(`${at}: not a schema of an object`);
  if ('$ref' in value) {
    if (Object.keys(value).length > 1) throw new Error(`${at}: a reference with something beside it`);
    return value;
  }
  const made: JsonObject = {};
  const conditions: JsonObject[] = [];
  for (const [keyword, given] of Object.entries(value)) {
    const inside = `${at}/${keyword}`;
    if (SAME.has(keyword) || keyword.startsWith('x-')) made[keyword] = given;
    else if (keyword === 'type') Object.assign(made, typeOf(given, value, inside));
    else if (keyword === 'examples') made.example = (given as Json[])[0]!;
    else if (keyword === 'const') made.enum = [given];
    else if (keyword === 'properties') made.properties = schemas(given, inside);
    else if (keyword === 'items' || keyword === 'not') made[keyword] = schema(given, inside);
    else if (keyword === 'additionalProperties')
      made.additionalProperties = typeof given === 'boolean' ? given : schema(given, inside);
    else if (keyword === 'allOf' || keyword === 'anyOf' || keyword === 'oneOf')
      made[keyword] = (given as Json[]).map((each, index) => schema(each, `${inside}/${index}`));
    else if (keyword === 'contentEncoding' && given === 'base64' && value.format === undefined) made.format = 'byte';
    else if (keyword === 'if') conditions.push(condition(value, at));
    else if ((keyword === 'then' || keyword === 'else') && 'if' in value) continue;
    else throw new Error(`${inside}: no counterpart in OpenAPI 3.0 is known`);
  }
  if (conditions.length > 0) made.allOf = [...((made.allOf as Json[] | undefined) ?? []), ...conditions];
  return made;
}

/** Whoever does not satisfy `if` satisfies `else`: one of them, or both. */
function condition({ if: first, then, else: second }: JsonObject, at: string): JsonObject {
  if (then !== undefined || first === undefined || second === undefined)
    throw new Error(`${at}/if: known with else, and without then`);
  return { anyOf: [schema(first, `${at}/if`), schema(second, `${at}/else`)] };
}

function typeOf(type: Json, { enum: values }: JsonObject, at: string): JsonObject {
  // nullable adds null to a type, so null alone is a type of which only null is left.
  if (type === 'null') {
    if (values !== undefined) throw new Error(`${at}: null with an enum`);
    return { type: 'string', nullable: true, enum: [null] };
  }
  if (typeof type === 'string') return { type };
  const [one, ...others] = (type as string[]).filter((each) => each !== 'null');
  if (one === undefined || others.length > 0) throw new Error(`${at}: more than one type besides null`);
  return { type: one, ...((type as string[]).includes('null') && { nullable: true }) };
}

const isObject = (value: Json): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
