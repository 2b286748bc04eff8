import type { ValidateFunction } from 'ajv/dist/2020';
import { contractCompiler, type ContractDocument, type Schema } from './compiler';

/**
 * The schemas of the contracts, compiled. Beside the validating middleware, because it can check a sample of the
 * responses and the text that was sent, and because a response that breaks its contract need not fail a request.
 */
export interface ContractSchemas {
  /** An operation's request body without its batch limits; stops at the first error. */
  request(operation: string): ValidateFunction;
  /** The fields of an operation's request body, where it may have others too; undefined where it may not. */
  fields(operation: string): ReadonlySet<string> | undefined;
  /**
   * A request body without the errors that no error body has room for, its unknown names as a JSON pointer has them: as
   * wrong as before, or as right.
   */
  withoutExcess(operation: string, body: unknown): unknown;
  /** What is wrong with a response (places and rules, no values), or undefined. */
  responseViolation(operation: string, status: number, body: unknown): string | undefined;
  /** The same of a response's media type, undefined for no content at all. */
  mediaViolation(operation: string, status: number, type: string | undefined): string | undefined;
}

/** As many as an error body tells (decisions §3). */
const MAX_ERRORS = 20;

interface Operation {
  readonly path: string;
  readonly method: string;
  readonly batchLimits: readonly { readonly pointer: string }[];
}

/** What an empty name is told as on the way: an error's path would leave it out. */
export const EMPTY_NAME = '(empty)';

/** A name as a part of a JSON pointer (RFC 6901 §3). */
export const pointerPart = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

export function compileContract(contract: object, operations: Readonly<Record<string, Operation>>): ContractSchemas {
  const document = contract as ContractDocument;
  const { resolve, schemaOf, compile, errorsText } = contractCompiler(document);

  const listAt = (pointer: string, body: Schema): Schema =>
    pointer === '' ? body : resolve(body).properties![pointer.slice(1)]!;
  /** Without the limits of its batches, which are counted by themselves. */
  const unlimited = (body: Schema, limits: Operation['batchLimits']): Schema =>
    limits.reduce((schema, { pointer }) => {
      const { maxItems: _limit, ...list } = resolve(listAt(pointer, schema));
      if (pointer === '') return list;
      const { properties, ...rest } = resolve(schema);
      return { ...rest, properties: { ...properties, [pointer.slice(1)]: list } };
    }, body);

  const bodies = new Map<string, Schema>();
  const requests = new Map<string, ValidateFunction>();
  const fields = new Map<string, ReadonlySet<string>>();
  const responses = new Map<string, ValidateFunction>();
  const media = new Map<string, readonly string[]>();
  /** Of the items of a batch, by their schema. */
  const batches = new Map<Schema, ValidateFunction>();
  for (const [id, { path, method, batchLimits }] of Object.entries(operations)) {
    const operation = document.paths[path]![method]!;
    const body = schemaOf(operation.requestBody) ?? {};
    bodies.set(id, body);
    for (const { pointer } of batchLimits) {
      const { items } = resolve(listAt(pointer, body));
      batches.set(items!, compile(items!));
    }
    requests.set(id, compile(unlimited(body, batchLimits)));
    const { properties, additionalProperties } = resolve(body);
    if (properties && additionalProperties !== false) fields.set(id, new Set(Object.keys(properties)));
    for (const [status, response] of Object.entries(operation.responses)) {
      media.set(`${id} ${status}`, Object.keys(resolve(response).content ?? {}));
      const schema = schemaOf(response);
      if (schema) responses.set(`${id} ${status}`, compile(schema));
    }
  }

  /** Each wrong item has an error to tell: a batch ends after as many as can be told. */
  const withoutMoreOfTheSame = (list: readonly unknown[], holds: ValidateFunction): readonly unknown[] => {
    let wrong = 0;
    const end = list.findIndex((item) => !holds(item) && ++wrong === MAX_ERRORS);
    return end < 0 ? list : list.slice(0, end + 1);
  };

  return {
    request: (operation) => requests.get(operation)!,
    withoutExcess(operation, body) {
      let left = MAX_ERRORS;
      const pruned = (reference: Schema | undefined, value: unknown): unknown => {
        const { properties, additionalProperties, items } = reference ? resolve(reference) : {};
        if (Array.isArray(value)) {
          if (!items) return value;
          const holds = batches.get(items);
          return (holds ? withoutMoreOfTheSame(value, holds) : value).map((item) => pruned(items, item));
        }
        if (!properties || additionalProperties !== false || typeof value !== 'object' || value === null) return value;
        const kept = Object.create(null) as Record<string, unknown>;
        for (const name in value) {
          const known = Object.hasOwn(properties, name);
          if (known || --left >= 0) {
            const inner = (value as Record<string, unknown>)[name];
            kept[known ? name : pointerPart(name) || EMPTY_NAME] = known ? pruned(properties[name], inner) : inner;
          }
        }
        return kept;
      };
      return pruned(bodies.get(operation), body);
    },
    fields: (operation) => fields.get(operation),
    responseViolation(operation, status, body) {
      const validate = responses.get(`${operation} ${status}`);
      if (!validate) return `status ${status} is not documented`;
      if (validate(body)) return undefined;
      return errorsText(validate.errors, 'response');
    },
    mediaViolation(operation, status, type) {
      const types = media.get(`${operation} ${status}`);
      if (!types) return `status ${status} is not documented`;
      if (type === undefined ? types.length === 0 : types.includes(type)) return undefined;
      return `status ${status} has ${types.join(', ') || 'no content'}, and not ${type ?? 'none'}`;
    },
  };
}
