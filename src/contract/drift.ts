import { fullFormats } from 'ajv-formats/dist/formats';
import { isSensitive } from '../platform/scrub';
import { CONTRACT_FORMATS, type ContractDocument, referencesOf } from './compiler';

/**
 * How something differs from what the contract has: a name that it does not have; a required one that is not there; a
 * value of another type; null where there is none; text that is no code of its list; text or a number that is not of its
 * format or pattern.
 */
export const DRIFT_KINDS = ['UNDECLARED', 'MISSING', 'TYPE', 'NULL', 'CODE', 'FORMAT'] as const;
export type DriftKind = (typeof DRIFT_KINDS)[number];

/** One difference, without the value. */
export interface Difference {
  /**
   * `body.notices[].noticeNo`, `query.source`, `header.x-source`; of an answer with its status before it. At most
   * {@link LONGEST_PLACE} characters; a name that may be anything is `(other)`.
   */
  readonly place: string;
  readonly kind: DriftKind;
}

export const LONGEST_PLACE = 200;

/** A request as it came, before anything is converted or filled in. */
export interface SeenRequest {
  readonly query: Readonly<Record<string, unknown>>;
  /** By name in small letters. */
  readonly headers: Readonly<Record<string, unknown>>;
  /** Undefined where there is none. */
  readonly body: unknown;
}

/** Compares requests and answers with the shapes that their contract has. */
export interface DriftComparison {
  request(operation: string, seen: SeenRequest): Difference[];
  /**
   * @param body as JSON has it; undefined for an answer without any, and where it is not looked at
   * @param whole whether it is all there: of the fields that are not, some may have come later
   */
  response(operation: string, status: number, body: unknown, whole?: boolean): Difference[];
}

/** Of one body this many values are looked at, and of one list this many entries. */
const MOST_VALUES = 2_000;
const MOST_ENTRIES = 100;
/** Names of a caller's own that are told of one message. */
const MOST_NAMES = 20;

interface Schema {
  $ref?: string;
  type?: string | readonly string[];
  properties?: Record<string, Schema>;
  required?: readonly string[];
  items?: Schema;
  anyOf?: readonly Schema[];
  oneOf?: readonly Schema[];
  enum?: readonly unknown[];
  const?: unknown;
  pattern?: string;
  format?: string;
}

interface Parameter {
  $ref?: string;
  name: string;
  in: string;
  required?: boolean;
  schema?: Schema;
}

interface Content {
  $ref?: string;
  content?: Record<string, { schema?: Schema }>;
}

interface RawOperation {
  parameters?: Parameter[];
  requestBody?: Content;
  responses: Record<string, Content>;
}

/** A schema as it is walked. */
interface Shape {
  readonly types: ReadonlySet<string>;
  readonly properties: ReadonlyMap<string, () => Shape> | undefined;
  readonly required: readonly string[];
  readonly items: (() => Shape) | undefined;
  readonly options: readonly (() => Shape)[];
  readonly codes: ReadonlySet<unknown> | undefined;
  readonly isOfForm: (value: string | number) => boolean;
}

/**
 * @param contract contracts in one document
 * @param operations where in it each operation is, and the header of its key
 */
export function compareWithContract(
  contract: object,
  operations: Readonly<Record<string, { path: string; method: string; keyHeader: string }>>,
): DriftComparison {
  const document = contract as ContractDocument;
  const resolve = referencesOf(document);

  const shapes = new Map<Schema, Shape>();
  const shapeOf = (reference: Schema): Shape => {
    const schema = resolve(reference);
    const known = shapes.get(schema);
    if (known) return known;
    const { type, properties, required = [], items, anyOf, oneOf } = schema;
    const inner = (each: Schema) => () => shapeOf(each);
    const codes = schema.enum ?? ('const' in schema ? [schema.const] : undefined);
    const shape: Shape = {
      types: new Set(type === undefined ? [] : [type].flat()),
      properties: properties && new Map(Object.entries(properties).map(([name, each]) => [name, inner(each)])),
      required,
      items: items && inner(items),
      options: (oneOf ?? anyOf ?? []).map(inner),
      codes: codes && new Set(codes),
      isOfForm: formOf(schema),
    };
    shapes.set(schema, shape);
    return shape;
  };
  const bodyOf = (content: Content | undefined): Shape | undefined => {
    const schema = content && resolve(content).content?.['application/json']?.schema;
    return schema && shapeOf(schema);
  };

  const known = new Map(
    Object.entries(operations).map(([id, { path, method, keyHeader }]) => {
      const operation = document.paths[path]![method] as unknown as RawOperation;
      const parameters = (operation.parameters ?? []).map((each) => resolve(each));
      const of = (place: string, name = (text: string): string => text) =>
        new Map(
          parameters
            .filter((each) => each.in === place)
            .map((each) => [name(each.name), { required: each.required === true, shape: shapeOf(each.schema ?? {}) }]),
        );
      return [
        id,
        {
          query: of('query'),
          headers: of('header', (name) => name.toLowerCase()),
          keyHeader: keyHeader.toLowerCase(),
          body: bodyOf(operation.requestBody),
          answers: new Map(Object.entries(operation.responses).map(([status, each]) => [status, bodyOf(each)])),
        },
      ];
    }),
  );

  return {
    request(id, { query, headers, body }) {
      const { query: declared, headers: declaredHeaders, keyHeader, body: shape } = known.get(id)!;
      const found = new Differences();
      for (const name of Object.keys(query)) {
        const parameter = declared.get(name);
        if (!parameter) found.undeclared('query.', name);
        else if (typeof query[name] === 'string')
          walk(parameter.shape, converted(parameter.shape, query[name]), `query.${name}`, found);
        else found.add(`query.${name}`, 'TYPE');
      }
      for (const [name, { required }] of declared)
        if (required && !(name in query)) found.add(`query.${name}`, 'MISSING');
      for (const name in headers)
        if (name !== keyHeader && !declaredHeaders.has(name) && !COMMON_HEADERS.test(name))
          found.undeclared('header.', name);
      if (shape && body !== undefined) walk(shape, body, 'body', found);
      return found.all;
    },
    response(id, status, body, whole = true) {
      const { answers } = known.get(id)!;
      if (!answers.has(String(status))) return [{ place: String(status), kind: 'UNDECLARED' }];
      const shape = answers.get(String(status));
      const found = new Differences();
      if (shape && body !== undefined) walk(whole ? shape : { ...shape, required: [] }, body, `${status}.body`, found);
      return found.all;
    },
  };
}

/** Headers that any client, proxy or gateway may send: they say nothing of a partner. */
const COMMON_HEADERS =
  /^(accept(-.*)?|authorization|baggage|cache-control|cdn-loop|cf-.*|(true-)?client-ip|connection|content-.*|cookie|date|disguised-host|dnt|elastic-apm-.*|expect|forwarded|from|host|http2-settings|if-.*|keep-alive|max-forwards|newrelic|ocp-apim-.*|origin|postman-token|pragma|priority|proxy-.*|purpose|range|referer|request-(context|id)|sec-.*|sentry-trace|te|trace(parent|state)|trailer|transfer-encoding|uber-trace-id|upgrade.*|user-agent|via|warning|was-default-hostname|x-(amzn?|appgw|arr|azure|b3|cloud|datadog|dynatrace|envoy|forwarded|ms|newrelic|original|real|request(ed)?|client|correlation|source-port|waws|site)(-.*)?|x-id)$/;

class Differences {
  readonly all: Difference[] = [];
  /** Values that may still be looked at. */
  left = MOST_VALUES;
  private readonly known = new Set<string>();
  private names = 0;

  /** Once for each place and kind, however often a list has it. */
  add(place: string, kind: DriftKind): void {
    const key = `${kind} ${place}`;
    if (this.known.has(key)) return;
    this.known.add(key);
    this.all.push({ place: place.length > LONGEST_PLACE ? '(other)' : place, kind });
  }

  undeclared(where: string, name: string): void {
    const told = isTold(name) && this.names < MOST_NAMES ? name : OTHER;
    if (told !== OTHER && !this.known.has(`UNDECLARED ${where}${told}`)) this.names += 1;
    this.add(where + told, 'UNDECLARED');
  }
}

const OTHER = '(other)';

/** A name of the caller's own may hold anything: what looks like a field's is told. */
const isTold = (name: string): boolean =>
  name.length <= 40 && /^[A-Za-z_][A-Za-z_-]*[0-9]{0,2}$/.test(name) && !isSensitive(name);

function walk(shape: Shape, value: unknown, place: string, found: Differences): void {
  found.left -= 1;
  if (found.left < 0) return;
  if (shape.options.length > 0) {
    const fit = fitting(shape, value);
    if (fit) walk(fit, value, place, found);
    else found.add(place, value === null ? 'NULL' : 'TYPE');
    return;
  }
  const { types, codes } = shape;
  if (value === null) {
    if (types.size > 0 && !types.has('null') && !codes?.has(null)) found.add(place, 'NULL');
    return;
  }
  if (types.size > 0 && !isOfType(types, value)) {
    found.add(place, 'TYPE');
    return;
  }
  if (Array.isArray(value)) {
    if (!shape.items) return;
    const items = shape.items();
    const end = Math.min(value.length, MOST_ENTRIES);
    for (let index = 0; index < end && found.left > 0; index += 1) walk(items, value[index], `${place}[]`, found);
    return;
  }
  if (typeof value === 'object') {
    walkFields(shape, value as Readonly<Record<string, unknown>>, place, found);
    return;
  }
  if (codes) {
    if (!codes.has(value)) found.add(place, 'CODE');
  } else if ((typeof value === 'string' || typeof value === 'number') && !shape.isOfForm(value)) {
    found.add(place, 'FORMAT');
  }
}

function walkFields(
  { properties, required }: Shape,
  value: Readonly<Record<string, unknown>>,
  place: string,
  found: Differences,
): void {
  if (!properties) return;
  for (const name of Object.keys(value)) {
    if (found.left < 0) return;
    const property = properties.get(name);
    if (property) walk(property(), value[name], `${place}.${name}`, found);
    else {
      found.left -= 1;
      found.undeclared(`${place}.`, name);
    }
  }
  for (const name of required) if (!Object.hasOwn(value, name)) found.add(`${place}.${name}`, 'MISSING');
}

/** Which of several shapes a value is meant to be: of those of its type the first whose codes it has, as `addressType`. */
function fitting(shape: Shape, value: unknown): Shape | undefined {
  const ofType = optionsOf(shape).filter(({ types }) => types.size === 0 || isOfType(types, value));
  return ofType.find((option) => hasCodesOf(option, value)) ?? ofType[0];
}

const optionsOf = (shape: Shape): Shape[] =>
  shape.options.length === 0 ? [shape] : shape.options.flatMap((option) => optionsOf(option()));

function hasCodesOf({ properties }: Shape, value: unknown): boolean {
  if (!properties || typeof value !== 'object' || value === null) return true;
  return [...properties].every(([name, property]) => {
    const { codes } = property();
    return !codes || !Object.hasOwn(value, name) || codes.has((value as Readonly<Record<string, unknown>>)[name]);
  });
}

function isOfType(types: ReadonlySet<string>, value: unknown): boolean {
  if (value === null) return types.has('null');
  if (Array.isArray(value)) return types.has('array');
  if (typeof value === 'number') return types.has('number') || (types.has('integer') && Number.isInteger(value));
  return types.has(typeof value);
}

/** Whether a text or number is of its schema's format and pattern. */
function formOf({ pattern, format }: Schema): Shape['isOfForm'] {
  const expression = pattern === undefined ? undefined : new RegExp(pattern, 'u');
  const named =
    format === undefined
      ? undefined
      : formatOf(
          (CONTRACT_FORMATS as Record<string, AnyFormat>)[format] ?? (fullFormats as Record<string, AnyFormat>)[format],
        );
  return (value) =>
    (typeof value === 'number' || expression === undefined || expression.test(value)) &&
    (named === undefined || named(value));
}

type AnyFormat = RegExp | boolean | ((value: string) => boolean) | { type?: string; validate: unknown } | undefined;

function formatOf(format: AnyFormat): ((value: string | number) => boolean) | undefined {
  if (format === undefined || typeof format === 'boolean') return undefined;
  const { type = 'string', validate } =
    typeof format === 'function' || format instanceof RegExp ? { validate: format } : format;
  if (typeof validate !== 'function' && !(validate instanceof RegExp)) return undefined;
  return (value) => {
    if (typeof value !== type) return true;
    return validate instanceof RegExp
      ? validate.test(String(value))
      : Boolean((validate as (value: string | number) => unknown)(value));
  };
}

/** A parameter's text as the type that its shape has. */
function converted({ types }: Shape, text: string): unknown {
  if ((types.has('integer') || types.has('number')) && /^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  if (types.has('boolean') && /^(true|false)$/.test(text)) return text === 'true';
  return text;
}
