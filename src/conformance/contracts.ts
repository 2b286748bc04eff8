import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ContractDocument, Schema as CompiledSchema } from '../contract/compiler';
import { PROJECT_ROOT, readContract } from '../contract/documents';

/** The part of JSON Schema that the contracts use. */
export interface Schema extends Omit<CompiledSchema, 'type' | 'items' | 'properties'> {
  type?: string | readonly string[];
  description?: string;
  examples?: readonly unknown[];
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: readonly string[];
  oneOf?: readonly Schema[];
  anyOf?: readonly Schema[];
  enum?: readonly unknown[];
  const?: unknown;
  pattern?: string;
  format?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  uniqueItems?: boolean;
}

/** A schema, and where it is in its published contract, as a JSON pointer. */
export interface Located {
  readonly schema: Schema;
  readonly pointer: string;
}

export interface Answer extends Partial<Located> {
  readonly description: string;
  readonly descriptionAt: string;
  readonly mediaTypes: readonly string[];
  readonly headers: readonly Field[];
}

/** A parameter of a request or a header of an answer. */
export interface Field extends Located {
  readonly name: string;
  readonly required: boolean;
  readonly description: string;
}

/** An operation of a contract, as its document says it. */
export interface ApiOperation {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly pointer: string;
  readonly description: string;
  /** The header of the key; undefined where callers are known by something else. */
  readonly keyHeader: string | undefined;
  readonly keyPointer: string;
  readonly keyDescription: string;
  readonly parameters: readonly (Field & { readonly in: string })[];
  readonly maxBodyBytes: number;
  readonly request: Located | undefined;
  readonly examples: readonly { readonly name: string; readonly value: unknown; readonly pointer: string }[];
  readonly answers: ReadonlyMap<number, Answer>;
}

export interface ApiContract {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  /** `outbound`: OCMS calls; `inbound`: it is called. */
  readonly direction: 'inbound' | 'outbound';
  readonly document: ContractDocument;
  readonly operations: readonly ApiOperation[];
}

interface Raw {
  $ref?: string;
  description?: string;
  content?: Record<string, { schema?: Schema; examples?: Record<string, { value: unknown }> }>;
  headers?: Record<string, RawField>;
  'x-ocms-max-bytes'?: number;
}

interface RawField {
  $ref?: string;
  name?: string;
  in?: string;
  required?: boolean;
  description?: string;
  schema?: Schema;
}

interface RawOperation {
  operationId: string;
  summary: string;
  description?: string;
  security: Record<string, unknown>[];
  parameters?: RawField[];
  requestBody?: Raw;
  responses: Record<string, Raw>;
}

interface RawDocument {
  info: { title: string; version: string; description: string };
  paths: Record<string, Record<string, RawOperation>>;
  components: { securitySchemes: Record<string, RawScheme> };
}

interface RawScheme {
  in?: string;
  name?: string;
  description?: string;
  'x-ocms-system'?: string;
}

const PUBLISHED = join(PROJECT_ROOT, 'generated', 'contracts');

/** A part of a JSON pointer (RFC 6901). */
export const part = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

/** The names of the published contracts of APIs. */
export function apiContractNames(): string[] {
  return readdirSync(PUBLISHED)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => file.slice(0, -'.yaml'.length))
    .sort();
}

/** @returns undefined where there is no API of that name. */
export function readApiContract(name: string): ApiContract | undefined {
  if (!/^[\w-]+$/.test(name) || !existsSync(join(PUBLISHED, `${name}.yaml`))) return undefined;
  return apiContract(JSON.parse(readContract(name, 'json')) as object);
}

/** @param source a published contract, self-contained */
export function apiContract(source: object): ApiContract {
  const document = source as RawDocument;
  const schemes = Object.values(document.components.securitySchemes);
  const operations = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => operationOf(document, path, method, operation)),
  );
  return {
    name: document.info.title,
    version: document.info.version,
    description: document.info.description,
    direction: schemes.some((scheme) => 'x-ocms-system' in scheme) ? 'outbound' : 'inbound',
    document: source as ContractDocument,
    operations,
  };
}

function operationOf(document: RawDocument, path: string, method: string, operation: RawOperation): ApiOperation {
  const pointer = `/paths/${part(path)}/${method}`;
  const [security] = Object.keys(operation.security[0] ?? {});
  const scheme = security === undefined ? undefined : document.components.securitySchemes[security];
  const body = operation.requestBody && followed(document, operation.requestBody, `${pointer}/requestBody`);
  const json = body?.node.content?.['application/json'];
  return {
    id: operation.operationId,
    method: method.toUpperCase(),
    path,
    pointer,
    description: operation.description ?? operation.summary,
    keyHeader: scheme?.in === 'header' ? scheme.name : undefined,
    keyPointer: `/components/securitySchemes/${part(security ?? '')}`,
    keyDescription: scheme?.description ?? '',
    parameters: (operation.parameters ?? []).map((parameter, index) => {
      const { node, at } = followed(document, parameter, `${pointer}/parameters/${index}`);
      return { ...fieldOf(document, node, at, node.name ?? ''), in: node.in ?? '' };
    }),
    maxBodyBytes: body?.node['x-ocms-max-bytes'] ?? 0,
    request:
      json?.schema &&
      locate(document, { schema: json.schema, pointer: `${body!.at}/content/application~1json/schema` }),
    examples: Object.entries(json?.examples ?? {}).map(([name, { value }]) => ({
      name,
      value,
      pointer: `${body!.at}/content/application~1json/examples/${part(name)}`,
    })),
    answers: new Map(
      Object.entries(operation.responses).map(([status, response]) => [
        Number(status),
        answerOf(document, response, `${pointer}/responses/${status}`),
      ]),
    ),
  };
}

function answerOf(document: RawDocument, response: Raw, pointer: string): Answer {
  const { node, at } = followed(document, response, pointer);
  const schema = node.content?.['application/json']?.schema;
  return {
    description: node.description ?? '',
    descriptionAt: at,
    mediaTypes: Object.keys(node.content ?? {}),
    headers: Object.entries(node.headers ?? {}).map(([name, header]) => {
      const found = followed(document, header, `${at}/headers/${part(name)}`);
      return fieldOf(document, found.node, found.at, name);
    }),
    ...(schema && locate(document, { schema, pointer: `${at}/content/application~1json/schema` })),
  };
}

function fieldOf(document: RawDocument, field: RawField, at: string, name: string): Field {
  return {
    name,
    required: field.required === true,
    description: field.description ?? '',
    ...locate(document, { schema: field.schema ?? {}, pointer: `${at}/schema` }),
  };
}

/** A schema behind its references. */
export function locate(document: object, { schema, pointer }: Located): Located {
  const { node, at } = followed(document, schema, pointer);
  return { schema: node, pointer: at };
}

function followed<T extends { $ref?: string }>(document: object, node: T, at: string): { node: T; at: string } {
  if (node.$ref === undefined) return { node, at };
  const pointer = node.$ref.slice(1);
  return followed(document, valueAt(document, pointer) as T, pointer);
}

/** What a JSON pointer points to; undefined for nothing. */
export function valueAt(value: unknown, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .map((each) => each.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((at, key) => (at as Record<string, unknown> | null | undefined)?.[key], value);
}

/** For the compiler, which looks into less of them. */
export const compilable = (schema: Schema): CompiledSchema => schema as unknown as CompiledSchema;
