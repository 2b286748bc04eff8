import Ajv2020, { type ErrorObject, type ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { fullFormats } from 'ajv-formats/dist/formats';
import { isAmount } from '../platform/money';

const DATES_KEPT = 1_000;
const dates = new Set<string>();
const { validate: isDateText } = fullFormats.date as { validate: (text: string) => boolean };

/** Whether this is a date of the calendar, `YYYY-MM-DD`. A batch names few dates many times: they are kept. */
function isDate(text: string): boolean {
  if (dates.has(text)) return true;
  if (!isDateText(text)) return false;
  if (dates.size >= DATES_KEPT) dates.clear();
  dates.add(text);
  return true;
}

const INSTANT = /^(\d{4}-\d{2}-\d{2})T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(Z|[+-](?:0\d|1[0-4]):[0-5]\d)?$/;
/** The contracts' years, as midnights of Singapore. */
const [FIRST, END] = [Date.parse('1900-01-01T00:00:00+08:00'), Date.parse('2100-01-01T00:00:00+08:00')];

/**
 * Whether this is an ISO 8601 date-time of the calendar, its offset left out or not, which the offset does not move out
 * of the contracts' years.
 */
function isInstant(text: string): boolean {
  const [, date, offset] = INSTANT.exec(text) ?? [];
  if (date === undefined || !isDate(date)) return false;
  if (offset === undefined || offset === '+08:00') return true;
  // Only the first and the last day can be moved out.
  if (!date.startsWith('1900-01-01') && !date.startsWith('2099-12-31')) return true;
  const at = Date.parse(text);
  return at >= FIRST && at < END;
}

/**
 * Formats as the contracts use them: money, dates of the calendar rather than of the right shape only, and instants
 * whose offset may be left out.
 */
export const CONTRACT_FORMATS = {
  instant: { type: 'string' as const, validate: isInstant },
  money: { type: 'number' as const, validate: isAmount },
  date: { type: 'string' as const, validate: isDate },
};

/** The part of JSON Schema that code here looks into. */
export interface Schema {
  $ref?: string;
  type?: string;
  items?: Schema;
  minItems?: number;
  maxItems?: number;
  properties?: Record<string, Schema>;
  additionalProperties?: unknown;
}

/** A request or response body of a contract. */
export interface Body {
  $ref?: string;
  content?: { 'application/json'?: { schema?: Schema } };
}

/** An OpenAPI 3.1 document, as far as its bodies go. */
export interface ContractDocument {
  paths: Record<string, Record<string, { requestBody?: Body; responses: Record<string, Body> }>>;
  components: object;
}

export interface ContractCompiler {
  resolve: <T extends { $ref?: string }>(node: T) => T;
  schemaOf: (body: Body | undefined) => Schema | undefined;
  /** Stops at the first error unless it was made for all of them. */
  compile: (schema: Schema) => ValidateFunction;
  /** Places and rules, never values. */
  errorsText: (errors: ErrorObject[] | null | undefined, root: string) => string;
}

/** Follows references that stay within a document. @returns the node that one leads to, or the one given. */
export const referencesOf = (document: object): ContractCompiler['resolve'] =>
  function resolve<T extends { $ref?: string }>(node: T): T {
    if (node.$ref === undefined) return node;
    const path = node.$ref.slice(2).split('/');
    return resolve(path.reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], document) as T);
  };

/** Compiles schemas out of a contract whose references stay within it. */
export function contractCompiler(document: ContractDocument, { allErrors = false } = {}): ContractCompiler {
  const ajv = new Ajv2020({ strict: false, allErrors });
  addFormats(ajv, { mode: 'full' });
  for (const [name, format] of Object.entries(CONTRACT_FORMATS)) ajv.addFormat(name, format);
  ajv.addSchema({ $id: 'contract', components: document.components });

  const resolve = referencesOf(document);
  // Most responses of most operations have the same few bodies.
  const compiled = new Map<string, ValidateFunction>();
  return {
    resolve,
    schemaOf: (body) => body && resolve(body).content?.['application/json']?.schema,
    // References of a schema taken out of its document point back into it.
    compile(schema) {
      const text = JSON.stringify(schema).replaceAll('"$ref":"#/', '"$ref":"contract#/');
      const validate = compiled.get(text) ?? ajv.compile(JSON.parse(text) as object);
      compiled.set(text, validate);
      return validate;
    },
    errorsText: (errors, root) => ajv.errorsText(errors, { dataVar: root }),
  };
}
