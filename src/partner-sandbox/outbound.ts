import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Request, Response } from 'express';
import { outboundOperations } from '../../generated/outbound/operations';
import { referencesOf } from '../contract/compiler';
import { PROJECT_ROOT } from '../contract/documents';
import { compileContract, type ContractSchemas } from '../contract/schemas';
import { fromValidator, requestValidation } from '../contract/request-validation';

/** What the generated map says of an operation that OCMS calls. */
export interface OutboundFacts {
  readonly contract: string;
  readonly system: string;
  readonly method: string;
  readonly path: string;
  readonly keyHeader: string;
  readonly maxBodyBytes: number;
  readonly batchLimits: readonly { readonly pointer: string }[];
}

/** All outbound contracts: as one document, and what the generated map says of their operations. */
export interface ContractSource {
  document: object;
  operations: Readonly<Record<string, OutboundFacts>>;
}

interface Documented {
  $ref?: string;
  content?: { 'application/json'?: { example?: unknown; examples?: Record<string, { value: unknown }> } };
}

interface Document {
  paths: Record<string, Record<string, { requestBody?: unknown; responses: Record<string, Documented> }>>;
}

/** The outbound contracts, as the sandbox needs them. */
export interface OutboundContract {
  operations: Readonly<Record<string, OutboundFacts>>;
  systems: readonly string[];
  schemas: ContractSchemas;
  /** Everything a request, its parameters and its parsed body, has wrong; undefined if nothing. */
  requestProblem(operation: string, request: Request, response: Response): Promise<string | undefined>;
  takesBody(operation: string): boolean;
  /** The contract's first example of a status; undefined where there is none. */
  example(operation: string, status: number): unknown;
}

export function publishedContracts(): ContractSource {
  const text = readFileSync(join(PROJECT_ROOT, 'generated', 'outbound', 'outbound.json'), 'utf8');
  return { document: JSON.parse(text) as object, operations: outboundOperations };
}

export const systemsOf = (operations: ContractSource['operations']): string[] => [
  ...new Set(Object.values(operations).map(({ system }) => system)),
];

export function outboundContract({ document: source, operations }: ContractSource): OutboundContract {
  const document = source as Document;
  const resolve = referencesOf(source);
  const validatorOf = requestValidation(source, { allErrors: true });
  const validators = new Map(Object.keys(operations).map((id) => [id, validatorOf()]));
  const operationOf = (id: string) => {
    const { path, method } = operations[id]!;
    return document.paths[path]![method]!;
  };
  return {
    operations,
    systems: systemsOf(operations),
    schemas: compileContract(source, operations),
    requestProblem: (operation, request, response) =>
      new Promise((resolve, reject) => {
        const next = (error?: unknown): void => {
          if (!error) return resolve(undefined);
          const known = fromValidator(error);
          if (!known) return reject(error instanceof Error ? error : new Error('not validated'));
          resolve((known.details ?? []).map(({ path, message }) => `${path} ${message}`).join('; ') || known.message);
        };
        void validators.get(operation)!(request, response, next);
      }),
    takesBody: (operation) => operationOf(operation).requestBody !== undefined,
    example(operation, status) {
      const response = operationOf(operation).responses[status];
      const json = response && resolve(response).content?.['application/json'];
      return json?.example ?? Object.values(json?.examples ?? {})[0]?.value;
    },
  };
}
