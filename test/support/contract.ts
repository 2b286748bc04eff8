import { inboundOperations, type InboundOperationId } from '../../generated/inbound/operations';
import { readInboundContract } from '../../src/app/contracts';

export interface Schema {
  $ref?: string;
  type?: string | string[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  enum?: unknown[];
  pattern?: string;
  maxLength?: number;
  format?: string;
}

interface Example {
  value: unknown;
}

interface Content {
  content: { 'application/json': { schema: Schema; examples: Record<string, Example> } };
}

interface Document {
  paths: Record<string, Record<string, { requestBody: Content; responses: Record<string, Content & { $ref?: string }> }>>;
}

/** The error table of decisions §3, for the APIs of document C. */
export const ERRORS: Readonly<Record<number, { appCode: string; message: string }>> = {
  400: { appCode: 'OCMS-4000', message: 'Bad Request' },
  401: { appCode: 'OCMS-4001', message: 'Unauthorized' },
  404: { appCode: 'OCMS-4000', message: 'Bad Request' },
  405: { appCode: 'OCMS-4000', message: 'Bad Request' },
  413: { appCode: 'OCMS-4013', message: 'Payload Too Large' },
  415: { appCode: 'OCMS-4000', message: 'Bad Request' },
  429: { appCode: 'OCMS-4029', message: 'Too Many Requests' },
  500: { appCode: 'OCMS-5000', message: 'Something went wrong. Please try again later.' },
  503: { appCode: 'OCMS-5000', message: 'Something went wrong. Please try again later.' },
};

const document = readInboundContract() as Document;

export function dereference<T extends { $ref?: string }>(node: T): T {
  if (node.$ref === undefined) return node;
  const target = node.$ref.slice(2).split('/').reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], document);
  return dereference(target as T);
}

export const operationIds = Object.keys(inboundOperations) as InboundOperationId[];

export function operationOf(id: InboundOperationId) {
  const { path, method } = inboundOperations[id];
  return document.paths[path]![method]!;
}

export function requestSchema(id: InboundOperationId): Schema {
  return dereference(operationOf(id).requestBody.content['application/json'].schema);
}

export function requestExamples(id: InboundOperationId): [string, unknown][] {
  return Object.entries(operationOf(id).requestBody.content['application/json'].examples).map(([name, { value }]) => [name, value]);
}

export function responseExamples(id: InboundOperationId): { status: number; name: string; value: unknown }[] {
  return Object.entries(operationOf(id).responses).flatMap(([status, response]) =>
    Object.entries(dereference(response).content['application/json'].examples).map(([name, { value }]) => ({
      status: Number(status),
      name,
      value,
    })),
  );
}

/** A request that uses every field of an operation. */
export const fullRequests: Readonly<Record<InboundOperationId, Record<string, unknown>>> = {
  'cas-getPaymentStatus': { noticeNumbers: ['500400058A', '500400059B'] },
  'cas-updateCourtNotices': {
    notices: [
      {
        noticeNo: '500400058A',
        suspensionType: 'TS',
        lastProcessingStage: 'CSD',
        prevProcessingStage: 'CPC',
        nextProcessingStage: 'CSR',
        lastProcessingDate: '2024-01-15',
        prevProcessingDate: '2024-01-10',
        nextProcessingDate: '2024-01-20',
        atomsFlag: 'Y',
        amountPayable: 300.0,
        paymentAcceptanceAllowed: 'Y',
        eprReasonOfSuspension: 'APP',
        eprDateOfSuspension: '2024-01-15',
      },
    ],
  },
  'plus-queryNoticeInfo': { noticeNumbers: ['500400058A', '500400059B'], paymentDueDate: '2024-01-15' },
};

/** One way to spoil a request, and where the answer must point. */
export interface Spoilt {
  name: string;
  body: unknown;
  path: string;
}

/** Every field of a full request missing (where required), of a wrong type, too long, ill-formed, null (where not allowed) and unknown. */
export function spoiltRequests(id: InboundOperationId): Spoilt[] {
  const spoilt: Spoilt[] = [];
  const original = fullRequests[id];
  const withValue = (path: readonly (string | number)[], change: (parent: Record<string | number, unknown>, key: string | number) => void): unknown => {
    const copy = structuredClone(original) as Record<string | number, unknown>;
    const parent = path.slice(0, -1).reduce<Record<string | number, unknown>>((node, key) => node[key] as Record<string | number, unknown>, copy);
    change(parent, path.at(-1)!);
    return copy;
  };
  const add = (name: string, path: readonly (string | number)[], value: unknown): void => {
    spoilt.push({
      name: `${path.join('.')} ${name}`,
      body: withValue(path, (parent, key) => (parent[key] = value)),
      path: `/body/${path.join('/')}`,
    });
  };

  const walk = (schema: Schema, path: readonly (string | number)[]): void => {
    const { type, properties, items, required = [], enum: allowed, pattern, format } = dereference(schema);
    const types = [type].flat();
    if (path.length > 0) {
      if (types.includes('string')) {
        add('as a number', path, 42);
        add('as an object', path, { $ne: '' });
        add('empty', path, '');
        add('too long', path, '9'.repeat(5_000));
        add('as SQL', path, "x'; DROP TABLE ocms_valid_offence_notice; --");
        add('as a script', path, '<script>alert(1)</script>');
        add('with a trailing line feed', path, `${allowed ? String(allowed[0]) : 'A1'}\n`);
        if (allowed) add('outside the list', path, 'Q');
        if (pattern && format !== 'date') add('in small letters', path, 'abc');
        if (format === 'date') for (const date of ['2024-02-30', '2023-02-29', '15-01-2024', '2024-1-5', '0000-01-01', '9999-01-01', '2024-01-15T00:00:00Z']) add(`as ${date}`, path, date);
      }
      if (types.includes('number')) {
        add('as text', path, '300.00');
        for (const amount of [-0.01, 100_000_000, 1.001, 19.990_000_1, 1e300]) add(`as ${amount}`, path, amount);
      }
      if (types.includes('array')) {
        add('as an object', path, {});
        add('empty', path, []);
        add('as text', path, 'x');
      }
      if (types.includes('object')) add('as text', path, 'x');
      add('as an array in an array', path, [[]]);
      if (!types.includes('null')) add('null', path, null);
    }
    if (properties) {
      for (const [name, property] of Object.entries(properties)) {
        if (required.includes(name)) {
          spoilt.push({
            name: `${[...path, name].join('.')} missing`,
            body: withValue([...path, name], (parent, key) => delete parent[key]),
            path: `/body/${[...path, name].join('/')}`,
          });
        }
        walk(property, [...path, name]);
      }
      for (const unknown of ['misspelt', '__proto__', 'constructor']) {
        const raw = JSON.stringify(withValue([...path, 'misspelt'], (parent) => (parent.misspelt = 'x')));
        spoilt.push({
          name: `${[...path, unknown].join('.')} unknown`,
          body: raw.replace('"misspelt"', JSON.stringify(unknown)),
          path: `/body/${[...path, unknown].join('/')}`,
        });
      }
    }
    if (items) walk(items, [...path, 0]);
  };
  walk(requestSchema(id), []);
  return spoilt;
}

/** A request of an operation with this many items in its batch. */
export function batchRequest(id: InboundOperationId, count: number): Record<string, unknown> {
  const numbers = Array.from({ length: count }, (_, index) => String(600_000_000 + index) + 'A');
  const name = inboundOperations[id].batchLimits[0].pointer.slice(1);
  const items = id === 'cas-updateCourtNotices' ? numbers.map((noticeNo) => ({ noticeNo, atomsFlag: 'Y' })) : numbers;
  return { ...fullRequests[id], [name]: items };
}
