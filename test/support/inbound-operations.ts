import { inboundOperations, type InboundOperationId } from '../../generated/inbound/operations';
import type { RequestBody } from '../../src/api/operation';
import { readInboundContract } from '../../src/contract/documents';

export interface Schema {
  $ref?: string;
  type?: string | string[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  enum?: unknown[];
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  format?: string;
  additionalProperties?: boolean;
}

interface Example {
  value: unknown;
}

interface Content {
  content: { 'application/json': { schema: Schema; examples: Record<string, Example> } };
}

/** A parameter of an operation. */
export interface Parameter {
  required?: boolean;
  $ref?: string;
  name: string;
  in: 'path' | 'query' | 'header';
  schema: Schema & { examples?: unknown[] };
}

interface Document {
  paths: Record<
    string,
    Record<
      string,
      {
        parameters?: Parameter[];
        requestBody: Content;
        responses: Record<string, Partial<Content> & { $ref?: string }>;
      }
    >
  >;
}

/** The error table of decisions §3, for the APIs of document C. */
export const ERRORS: Readonly<Record<number, { appCode: string; message: string }>> = {
  400: { appCode: 'OCMS-4000', message: 'Bad Request' },
  401: { appCode: 'OCMS-4001', message: 'Unauthorized' },
  404: { appCode: 'OCMS-4000', message: 'Bad Request' },
  405: { appCode: 'OCMS-4000', message: 'Bad Request' },
  408: { appCode: 'OCMS-4000', message: 'Bad Request' },
  413: { appCode: 'OCMS-4013', message: 'Payload Too Large' },
  415: { appCode: 'OCMS-4000', message: 'Bad Request' },
  429: { appCode: 'OCMS-4029', message: 'Too Many Requests' },
  431: { appCode: 'OCMS-4000', message: 'Bad Request' },
  500: { appCode: 'OCMS-5000', message: 'Something went wrong. Please try again later.' },
  503: { appCode: 'OCMS-5000', message: 'Something went wrong. Please try again later.' },
};

/** What is read of no operation, and so in nobody's own words: an unknown path, headers too large. */
const OF_NO_OPERATION = [404, 431];

/** What an operation's error says: its document has its own words for OCMS-4000. */
export function errorOf(id: InboundOperationId, status: number): { appCode: string; message: string } {
  const error = ERRORS[status]!;
  return error.appCode === 'OCMS-4000' && !OF_NO_OPERATION.includes(status)
    ? { ...error, message: inboundOperations[id].badRequestMessage }
    : error;
}

const document = readInboundContract() as Document;

export function dereference<T extends { $ref?: string }>(node: T): T {
  if (node.$ref === undefined) return node;
  const target = node.$ref
    .slice(2)
    .split('/')
    .reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], document);
  return dereference(target as T);
}

type WithBody = { [Id in InboundOperationId]: RequestBody<Id> extends undefined ? never : Id }[InboundOperationId];

type PartnerOperationId = {
  [Id in WithBody]: (typeof inboundOperations)[Id]['authentication'] extends 'apiKey' ? Id : never;
}[WithBody];

/** Partners' operations that take a body: what there is to spoil. */
export const operationIds = Object.entries(inboundOperations)
  .filter(([, { maxBodyBytes, authentication }]) => maxBodyBytes > 0 && authentication === 'apiKey')
  .map(([id]) => id as PartnerOperationId);

/** What members of staff call. */
export const staffOperationIds = Object.entries(inboundOperations)
  .filter(([, { authentication }]) => authentication === 'bearer')
  .map(([id]) => id as InboundOperationId);

export const takesBody = (id: InboundOperationId): id is WithBody => inboundOperations[id].maxBodyBytes > 0;

export function operationOf(id: InboundOperationId) {
  const { path, method } = inboundOperations[id];
  return document.paths[path]![method]!;
}

export function requestSchema(id: WithBody): Schema {
  return dereference(operationOf(id).requestBody.content['application/json'].schema);
}

export function requestExamples(id: WithBody): [string, unknown][] {
  return Object.entries(operationOf(id).requestBody.content['application/json'].examples).map(([name, { value }]) => [
    name,
    value,
  ]);
}

export function responseExamples(id: InboundOperationId): { status: number; name: string; value: unknown }[] {
  return Object.entries(operationOf(id).responses).flatMap(([status, response]) =>
    Object.entries(dereference(response).content?.['application/json']?.examples ?? {}).map(([name, { value }]) => ({
      status: Number(status),
      name,
      value,
    })),
  );
}

/** An offence as REPCCS and CES deliver it (A 3). */
const OFFENCE = {
  transactionId: 'T-0001',
  subsystemLabel: '030',
  anFlag: 'N',
  noticeNo: '500400060C',
  vehicleNo: 'SBA1234A',
  computerRuleCode: 10300,
  compositionAmount: 70.0,
  noticeDateAndTime: '2026-01-15T09:30:00',
  offenceNoticeType: 'O',
  vehicleCategory: 'C',
  vehicleRegistrationType: 'S',
  ppCode: 'A0007',
  ppName: 'ALIWAL STREET',
  creUserId: 'CERTIS',
  creDate: '2026-01-15T09:31:12+08:00',
};

const { creUserId: _user, creDate: _date, ...ENTERED } = OFFENCE;

/** A request that uses every field of an operation. */
export const fullRequests: Readonly<Record<WithBody, Record<string, unknown>>> = {
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
  repccsWebhook: { ...OFFENCE, subsystemLabel: 'REPCCS' },
  'cesWebhook-create-notice': OFFENCE,
  'staff-createNotice': { ...ENTERED, noticeSource: 'OCMS', subsystemLabel: 'OCMS' },
  'staff-addExclusion': { idNo: 'S1234567D' },
  'staff-addExemption': {
    ruleCode: 20412,
    compositionAmount: 80.0,
    vehicleCategory: 'LB',
    ruleRemark: 'on a footway',
    effectiveFrom: '2026-01-01',
    effectiveTo: '2026-06-30',
  },
  'staff-addRuleCode': { ruleCode: 10300, description: 'Parking without a valid ticket' },
  'staff-setExemption': { effectiveFrom: '2026-01-01', effectiveTo: '2026-06-30' },
  'staff-setParameter': { value: '14' },
  'staff-setRuleCode': { description: 'Parking without a valid ticket', effectiveTo: '2026-06-30' },
  'staff-closeReview': { reason: 'The owner was told at the counter.' },
  'staff-suspendNotice': { remarks: 'The owner was told by telephone.' },
};

/** The parameters an operation declares, but for those of every request. */
export const parametersOf = (id: InboundOperationId): Parameter[] =>
  (operationOf(id).parameters ?? []).map(dereference);

/** Whether an operation takes fields outside its contract. */
export const isOpen = (id: WithBody): boolean => requestSchema(id).additionalProperties !== false;

/** The operations with a limit on the items of their request, and it. */
export const batchLimits = new Map(
  operationIds.flatMap((id) => {
    const [limit] = inboundOperations[id].batchLimits as readonly { pointer: string; maxItems: number }[];
    return limit ? [[id, limit] as const] : [];
  }),
);

/** One way to spoil a request, and where the answer must point. */
export interface Spoilt {
  name: string;
  body: unknown;
  path: string;
}

/** Days and times that do not exist, and forms that are not of the contract. */
const BAD_INSTANTS = [
  '2026-01-15',
  '2026-01-15 09:30:00',
  '2026-01-15T09:30',
  '2026-02-30T09:30:00',
  '2023-02-29T00:00:00Z',
  '2026-01-15T24:00:00',
  '2026-01-15T09:60:00',
  '2026-01-15T09:30:60',
  '2026-01-15T09:30:00+15:00',
  '2026-01-15T09:30:00+0800',
  '1899-12-31T00:00:00',
  '15/01/2026 09:30',
  '20260115T093000',
];

/** Every field of a full request missing (where required), of a wrong type, too long, ill-formed, null (where not allowed) and unknown. */
export function spoiltRequests(id: WithBody): Spoilt[] {
  const spoilt: Spoilt[] = [];
  const original = fullRequests[id];
  const withValue = (
    path: readonly (string | number)[],
    change: (parent: Record<string | number, unknown>, key: string | number) => void,
  ): unknown => {
    const copy = structuredClone(original) as Record<string | number, unknown>;
    const parent = path
      .slice(0, -1)
      .reduce<Record<string | number, unknown>>((node, key) => node[key] as Record<string | number, unknown>, copy);
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
    const {
      type,
      properties,
      items,
      required = [],
      enum: allowed,
      pattern,
      format,
      additionalProperties,
      minLength = 0,
      maxLength = Infinity,
    } = dereference(schema);
    const types = [type].flat();
    /** Free text may hold what would spoil a code. */
    const addText = (name: string, value: string): void => {
      const holds =
        value.length >= minLength &&
        value.length <= maxLength &&
        (allowed?.includes(value) ?? true) &&
        (pattern === undefined || new RegExp(pattern, 'u').test(value));
      if (!holds) add(name, path, value);
    };
    if (path.length > 0) {
      if (types.includes('string')) {
        add('as a number', path, 42);
        add('as an object', path, { $ne: '' });
        addText('empty', '');
        addText('too long', '9'.repeat(5_000));
        addText('as SQL', "x'; DROP TABLE ocms_valid_offence_notice; --");
        addText('as a script', '<script>alert(1)</script>');
        addText('with a trailing line feed', `${allowed ? String(allowed[0]) : 'A1'}\n`);
        if (allowed) addText('outside the list', 'Q');
        if (pattern && format !== 'date') addText('in small letters', 'abc');
        if (format === 'instant') for (const instant of BAD_INSTANTS) add(`as ${instant}`, path, instant);
        if (format === 'date')
          for (const date of [
            '2024-02-30',
            '2023-02-29',
            '15-01-2024',
            '2024-1-5',
            '0000-01-01',
            '9999-01-01',
            '2024-01-15T00:00:00Z',
          ])
            add(`as ${date}`, path, date);
      }
      if (types.includes('number')) {
        add('as text', path, '300.00');
        for (const amount of [-0.01, 100_000_000, 1.001, 19.990_000_1, 1e300]) add(`as ${amount}`, path, amount);
      }
      if (types.includes('integer')) {
        add('as text', path, '10300');
        for (const number of [0, -1, 1.5, 2_147_483_648, 1e300]) add(`as ${number}`, path, number);
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
      for (const unknown of additionalProperties !== false ? [] : ['misspelt', '__proto__', 'constructor']) {
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

/** A request of an operation with a batch limit, with this many items in its batch. */
export function batchRequest(id: PartnerOperationId, count: number): Record<string, unknown> {
  const numbers = Array.from({ length: count }, (_, index) => String(600_000_000 + index) + 'A');
  const name = batchLimits.get(id)!.pointer.slice(1);
  const items = id === 'cas-updateCourtNotices' ? numbers.map((noticeNo) => ({ noticeNo, atomsFlag: 'Y' })) : numbers;
  return { ...fullRequests[id], [name]: items };
}

const exampleOf = ({ schema }: Parameter): string => String(schema.examples![0]);

/**
 * How an operation is called, but for the key or token: as its contract's examples have it, with every field. If-Match is
 * no required parameter, since without it the answer is a 428.
 */
export function validRequest(
  id: InboundOperationId,
  { params = {}, query = {} }: { params?: Record<string, string>; query?: Record<string, string> } = {},
): { method: string; path: string; headers: Record<string, string>; body: Record<string, unknown> | undefined } {
  const parameters = parametersOf(id);
  const given = (place: Parameter['in']): [string, string][] =>
    parameters
      .filter((parameter) => parameter.in === place && (parameter.required || parameter.name === 'If-Match'))
      .map((parameter) => [parameter.name, exampleOf(parameter)]);
  const path = parameters
    .filter((parameter) => parameter.in === 'path')
    .reduce<string>(
      (filled, parameter) =>
        filled.replace(`{${parameter.name}}`, encodeURIComponent(params[parameter.name] ?? exampleOf(parameter))),
      inboundOperations[id].path,
    );
  const search = new URLSearchParams({ ...Object.fromEntries(given('query')), ...query }).toString();
  return {
    method: inboundOperations[id].method.toUpperCase(),
    path: `${path}${search && `?${search}`}`,
    headers: Object.fromEntries(given('header')),
    body: takesBody(id) ? fullRequests[id] : undefined,
  };
}
