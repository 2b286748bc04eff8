import document from '../../generated/outbound/outbound.json';
import { type OutboundOperationId, outboundOperations } from '../../generated/outbound/operations';
import { contractCompiler, type ContractDocument, type Schema } from './compiler';
import { compareWithContract, type DriftComparison } from './drift';
import type { Check, ListChecks } from '../platform/outbound';

/** The schemas of the outbound contracts. Each is compiled when it is first asked for, once. */
export interface OutboundSchemas {
  /** Of an entry of the request's list `property`. */
  requestItem(operation: OutboundOperationId, property: string): Check;
  response(operation: OutboundOperationId, status: number): Check;
  /** `property` of the answer is the list. */
  listResponse(operation: OutboundOperationId, status: number, property: string): ListChecks;
}

export function createOutboundSchemas(contract: object = document): OutboundSchemas {
  const { paths } = contract as ContractDocument;
  const { resolve, schemaOf: bodySchema, compile, errorsText } = contractCompiler(contract as ContractDocument);
  const check = (schema: Schema): Check => {
    const validate = compile(schema);
    return (value, place = 'the answer') => (validate(value) ? undefined : errorsText(validate.errors, place));
  };
  const schemaOf = (operation: OutboundOperationId, status: number): Schema => {
    const { path, method } = outboundOperations[operation];
    const schema = bodySchema(paths[path]?.[method]?.responses[status]);
    if (!schema) throw new Error(`the contract has no JSON body for status ${status} of ${operation}`);
    return resolve(schema);
  };

  const compiled = new Map<string, unknown>();
  const once = <T>(key: string, make: () => T): T => {
    if (!compiled.has(key)) compiled.set(key, make());
    return compiled.get(key) as T;
  };
  const listChecks = (operation: OutboundOperationId, status: number, property: string): ListChecks => {
    const schema = schemaOf(operation, status);
    const list = resolve(schema.properties?.[property] ?? {});
    if (!list.items || list.maxItems === undefined)
      throw new Error(`${property} of ${operation} is not a bounded list`);
    const properties = { ...schema.properties, [property]: { type: 'array' } };
    return {
      envelope: check({ ...schema, properties }),
      item: check(list.items),
      minItems: list.minItems ?? 0,
      maxItems: list.maxItems,
    };
  };

  const requestItem = (operation: OutboundOperationId, property: string): Check => {
    const { path, method } = outboundOperations[operation];
    const body = bodySchema(paths[path]?.[method]?.requestBody);
    const list = body && resolve(resolve(body).properties?.[property] ?? {});
    if (!list?.items) throw new Error(`${property} of the request of ${operation} is not a list`);
    return check(list.items);
  };

  return {
    requestItem: (operation, property) =>
      once(`${operation} request ${property}`, () => requestItem(operation, property)),
    response: (operation, status) => once(`${operation} ${status}`, () => check(schemaOf(operation, status))),
    listResponse: (operation, status, property) =>
      once(`${operation} ${status} ${property}`, () => listChecks(operation, status, property)),
  };
}

let published: OutboundSchemas | undefined;

/** Those of the published contracts, for every client of the process. */
export const outboundSchemas = (): OutboundSchemas => (published ??= createOutboundSchemas());

let comparison: DriftComparison | undefined;

/** What is called, and what is answered, compared with the published contracts. */
export const outboundComparison = (): DriftComparison =>
  (comparison ??= compareWithContract(document, outboundOperations));
