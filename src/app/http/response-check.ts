import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { CONTRACT_FORMATS } from './request-validation';

/** Finds out whether a response keeps its contract. */
export interface ResponseCheck {
  /** @returns what is wrong (places and rules, no values), or undefined. */
  violation(operation: string, status: number, body: unknown): string | undefined;
}

interface Contract {
  paths: Record<string, Record<string, { responses: Record<string, ResponseObject> }>>;
  components: { responses: Record<string, ResponseObject> };
}

interface ResponseObject {
  $ref?: string;
  content?: { 'application/json'?: { schema: object } };
}

/**
 * Our own check rather than the validating middleware's: it can sample, it sees the text that was sent, and a
 * violation need not become a failed request.
 */
export function createResponseCheck(
  contract: object,
  operations: Readonly<Record<string, { path: string; method: string }>>,
): ResponseCheck {
  const document = contract as Contract;
  const ajv = new Ajv2020({ strict: false, allErrors: false, formats: CONTRACT_FORMATS });
  addFormats(ajv, { mode: 'full' });
  ajv.addSchema({ $id: 'contract', components: document.components });

  const validators = new Map<string, ValidateFunction>();
  for (const [id, { path, method }] of Object.entries(operations)) {
    for (const [status, response] of Object.entries(document.paths[path]![method]!.responses)) {
      const resolved = response.$ref ? document.components.responses[response.$ref.split('/').at(-1)!]! : response;
      const schema = resolved.content?.['application/json']?.schema;
      if (schema) validators.set(`${id} ${status}`, ajv.compile(absolute(schema)));
    }
  }

  return {
    violation(operation, status, body) {
      const validate = validators.get(`${operation} ${status}`);
      if (!validate) return `status ${status} is not documented`;
      if (validate(body)) return undefined;
      return ajv.errorsText(validate.errors, { dataVar: 'response' });
    },
  };
}

/** References of a schema taken out of its document, pointing back into it. */
function absolute(schema: object): object {
  return JSON.parse(JSON.stringify(schema).replaceAll('"$ref":"#/', '"$ref":"contract#/')) as object;
}
