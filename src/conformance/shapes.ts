import { isUtf8 } from 'node:buffer';
import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020';
import { contractCompiler, type ContractDocument } from '../contract/compiler';
import { type ApiContract, compilable, type Located, locate, part, type Schema } from './contracts';

/** Something of a body that is not as its schema has it. */
export interface Mistake {
  /** A JSON pointer into the body: `*` stands for any index, and for a name that is no field's. */
  readonly place: string;
  /** What the schema asks for. */
  readonly rule: string;
  /** The part of the contract that asks for it. */
  readonly clause: { readonly pointer: string; readonly sentence: string };
}

export interface Shapes {
  /** All that is wrong with a body; the first mistake alone where it is large. */
  mistakes(located: Located, body: unknown): Mistake[];
  holds(schema: Schema, value: unknown): boolean;
  /** Fields of a body that its schema does not have, as {@link Mistake.place}. */
  unknownFields(located: Located, body: unknown): string[];
  /** Without the fields that its schema does not have. */
  known(located: Located, body: unknown): unknown;
  resolve(located: Located): Located;
  /** The schema of a place in a body. */
  at(located: Located, place: string): Located;
}

/** Above this many entries mistakes are not collected: each could have one. */
const MOST_ENTRIES = 2_000;

const FORMATS: Readonly<Record<string, string>> = {
  money: 'must be an amount from 0 to 99999999.99 with at most two decimals',
  date: 'must be a date of the calendar, YYYY-MM-DD',
  instant: 'must be a date and time of the calendar, YYYY-MM-DDTHH:mm:ss, with or without an offset',
};

export const isFieldName = (name: string): boolean => /^[A-Za-z_][A-Za-z0-9_-]{0,39}$/.test(name);

/** Undefined for what is no JSON in UTF-8. */
export function parsed(bytes: Buffer): unknown {
  if (!isUtf8(bytes)) return undefined;
  try {
    return JSON.parse(bytes.toString()) as unknown;
  } catch {
    return undefined;
  }
}

/** What a contract's schemas were compiled to: it takes longer than a check. */
const compiled = new WeakMap<object, Shapes>();

export function shapesOf({ document }: Pick<ApiContract, 'document'>): Shapes {
  const known = compiled.get(document) ?? compileShapes(document);
  compiled.set(document, known);
  return known;
}

function compileShapes(document: ContractDocument): Shapes {
  const first = contractCompiler(document);
  const all = contractCompiler(document, { allErrors: true });
  const resolve = (located: Located): Located => locate(document, located);
  const holds = (schema: Schema, value: unknown): boolean => first.compile(compilable(schema))(value);

  /** Which of several schemas a value is meant to be: the one that it breaks least. */
  const meant = ({ schema, pointer }: Located, value: unknown): Located => {
    const [key, options] = schema.oneOf ? ['oneOf', schema.oneOf] : ['anyOf', schema.anyOf ?? []];
    const located = options.map((option, index) => resolve({ schema: option, pointer: `${pointer}/${key}/${index}` }));
    const fit = (option: Schema): number => {
      if (holds(option, value)) return 3;
      if (!isObject(value) || !option.properties) return 0;
      // Variants are told apart by a field with one code of its own.
      return Object.entries(option.properties).some(
        ([name, property]) => resolve({ schema: property, pointer: '' }).schema.enum?.includes(value[name]) === true,
      )
        ? 2
        : 1;
    };
    return located.reduce((best, each) => (fit(each.schema) > fit(best.schema) ? each : best));
  };
  const seen = (located: Located, value: unknown): Located => {
    const resolved = resolve(located);
    return (resolved.schema.oneOf ?? resolved.schema.anyOf) ? seen(meant(resolved, value), value) : resolved;
  };
  const child = (parent: Located, key: string): Located | undefined => {
    const { schema, pointer } = parent;
    if (schema.items) return resolve({ schema: schema.items, pointer: `${pointer}/items` });
    const property = schema.properties && Object.hasOwn(schema.properties, key) ? schema.properties[key] : undefined;
    return property && resolve({ schema: property, pointer: `${pointer}/properties/${part(key)}` });
  };

  /** The schema of a place in a body, or of the nearest that has one, and the place as it is told. */
  const walked = (root: Located, body: unknown, instancePath: string) => {
    let [at, value, place] = [seen(root, body), body, ''];
    for (const raw of instancePath.split('/').slice(1)) {
      const key = raw.replaceAll('~1', '/').replaceAll('~0', '~');
      const next = child(at, key);
      value = (value as Record<string, unknown> | null | undefined)?.[key];
      place += `/${at.schema.items || !isFieldName(key) ? '*' : key}`;
      if (!next) break;
      at = seen(next, value);
    }
    return { at, value, place };
  };

  const mistakeOf = (root: Located, body: unknown, error: ErrorObject): Mistake => {
    const { at, place } = walked(root, body, error.instancePath);
    const { missingProperty } = error.params as { missingProperty?: string };
    const missing = missingProperty === undefined ? undefined : child(at, missingProperty);
    const about = missing ?? at;
    return {
      place: place || '/',
      rule: ruleOf(error),
      clause: { pointer: about.pointer, sentence: about.schema.description ?? '' },
    };
  };

  const mistakes = (root: Located, body: unknown): Mistake[] => {
    const compile = entriesOf(body) > MOST_ENTRIES ? first.compile : all.compile;
    // One of several schemas is checked as the one that is meant: what the others say is of no use.
    const at = seen(root, body);
    const validate: ValidateFunction = compile(compilable(at.schema));
    if (validate(body)) return [];
    const errors = (validate.errors ?? []).filter(
      ({ keyword }) => keyword !== 'if' && keyword !== 'oneOf' && keyword !== 'anyOf',
    );
    const inner = errors.filter(({ instancePath }) => !isInVariant(at, body, instancePath));
    const found = (inner.length > 0 ? inner : errors).map((error) => mistakeOf(at, body, error));
    const variants = variantsIn(at, body).flatMap(({ located, value, place }) =>
      mistakes(located, value).map((each) => ({ ...each, place: `${place}${each.place === '/' ? '' : each.place}` })),
    );
    const wrong = inner.length > 0 ? [...found, ...variants] : variants.length > 0 ? variants : found;
    const unique = new Map(wrong.map((each) => [`${each.place} ${each.rule}`, each]));
    if (unique.size > 0) return [...unique.values()];
    return [
      {
        place: '/',
        rule: 'breaks the contract',
        clause: { pointer: at.pointer, sentence: at.schema.description ?? '' },
      },
    ];
  };

  /** The places of a body whose schema is one of several. */
  const variantsIn = (
    root: Located,
    body: unknown,
    place = '',
  ): { located: Located; value: unknown; place: string }[] => {
    if (typeof body !== 'object' || body === null) return [];
    return Object.entries(body).flatMap(([key, value]) => {
      const next = child(root, key);
      if (!next) return [];
      const inside = `${place}/${root.schema.items ? '*' : key}`;
      if (next.schema.oneOf ?? next.schema.anyOf)
        return [{ located: seen(next, value), value: value as unknown, place: inside }];
      return variantsIn(next, value, inside);
    });
  };
  const isInVariant = (root: Located, body: unknown, instancePath: string): boolean => {
    let [at, value] = [root, body];
    for (const key of instancePath.split('/').slice(1)) {
      const next = child(at, key);
      value = (value as Record<string, unknown> | null | undefined)?.[key];
      if (!next) return false;
      if (next.schema.oneOf ?? next.schema.anyOf) return true;
      at = next;
    }
    return false;
  };

  const pruned = (located: Located, value: unknown, unknown: (place: string) => void, place = ''): unknown => {
    const at = seen(located, value);
    if (Array.isArray(value))
      return value.map((item) => {
        const next = child(at, '0');
        return next ? pruned(next, item, unknown, `${place}/*`) : (item as unknown);
      });
    if (!isObject(value) || !at.schema.properties) return value;
    return Object.fromEntries(
      Object.entries(value).flatMap(([name, inner]) => {
        const next = child(at, name);
        const inside = `${place}/${isFieldName(name) ? name : '*'}`;
        if (next) return [[name, pruned(next, inner, unknown, inside)]];
        unknown(inside);
        return [];
      }),
    );
  };

  return {
    mistakes,
    holds,
    resolve,
    at(located, place) {
      let at = located;
      for (const key of place.split('/').slice(1)) at = child(seen(at, undefined), key) ?? at;
      return at;
    },
    unknownFields(located, body) {
      const found = new Set<string>();
      pruned(located, body, (place) => found.add(place));
      return [...found];
    },
    known: (located, body) => pruned(located, body, () => undefined),
  };
}

function ruleOf({ keyword, message = 'breaks the contract', params }: ErrorObject): string {
  switch (keyword) {
    case 'enum':
      return `must be one of ${(params as { allowedValues: unknown[] }).allowedValues.map((each) => JSON.stringify(each)).join(', ')}`;
    case 'format':
      return FORMATS[(params as { format: string }).format] ?? message;
    case 'additionalProperties': {
      const { additionalProperty } = params as { additionalProperty: string };
      return `must not have ${isFieldName(additionalProperty) ? additionalProperty : 'a field of another name'}`;
    }
    default:
      return message;
  }
}

function entriesOf(body: unknown): number {
  if (Array.isArray(body)) return body.length;
  return isObject(body)
    ? Math.max(0, ...Object.values(body).map((each) => (Array.isArray(each) ? each.length : 0)))
    : 0;
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
