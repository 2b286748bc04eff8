import type { ValidateFunction } from 'ajv/dist/2020';
import { contractCompiler, type ContractDocument } from './compiler';

/**
 * The schemas of the contracts, compiled. Beside the validating middleware, because it can check a sample of the
 * responses and the text that was sent, and because a response that breaks its contract need not fail a request.
 */
export interface ContractSchemas {
  /** An operation's request body without its batch limits; stops at the first error. */
  request(operation: string): ValidateFunction;
  /** The fields of an operation's request body, where it may have others too; undefined where it may not. */
  fields(operation: string): ReadonlySet<string> | undefined;
  /** What is wrong with a response (places and rules, no values), or undefined. */
  responseViolation(operation: string, status: number, body: unknown): string | undefined;
  /** The same of a response's media type, undefined for no content at all. */
  mediaViolation(operation: string, status: number, type: string | undefined): string | undefined;
}

interface Operation {
  readonly path: string;
  readonly method: string;
  readonly batchLimits: readonly { readonly pointer: string }[];
}

export function compileContract(contract: object, operations: Readonly<Record<string, Operation>>): ContractSchemas {
  const document = structuredClone(contract) as ContractDocument;
  const { resolve, schemaOf, compile, errorsText } = contractCompiler(document);

  for (const { path, method, batchLimits } of Object.values(operations)) {
    for (const { pointer } of batchLimits) {
      let schema = resolve(schemaOf(document.paths[path]![method]!.requestBody)!);
      for (const key of pointer.split('/').slice(1)) schema = resolve(schema.properties![key]!);
      delete schema.maxItems;
    }
  }

  const requests = new Map<string, ValidateFunction>();
  const fields = new Map<string, ReadonlySet<string>>();
  const responses = new Map<string, ValidateFunction>();
  const media = new Map<string, readonly string[]>();
  for (const [id, { path, method }] of Object.entries(operations)) {
    const operation = document.paths[path]![method]!;
    const body = schemaOf(operation.requestBody) ?? {};
    requests.set(id, compile(body));
    const { properties, additionalProperties } = resolve(body);
    if (properties && additionalProperties !== false) fields.set(id, new Set(Object.keys(properties)));
    for (const [status, response] of Object.entries(operation.responses)) {
      media.set(`${id} ${status}`, Object.keys(resolve(response).content ?? {}));
      const schema = schemaOf(response);
      if (schema) responses.set(`${id} ${status}`, compile(schema));
    }
  }

  return {
    request: (operation) => requests.get(operation)!,
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
