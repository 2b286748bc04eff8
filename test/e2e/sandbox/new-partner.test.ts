import { sandboxKeys } from '../../../src/partner-sandbox/index';
import { KEY_HEADER, type TestSandbox, testSandbox } from './sandbox';
import { request } from '../../support/service';

// A partner of tomorrow: a contract, and no code.
const text = (pattern: string) => ({ type: 'string', pattern });
const json = (schema: object, value: unknown) => ({
  content: { 'application/json': { schema, examples: { one: { value } } } },
});
const accepted = json(
  { type: 'object', required: ['accepted'], properties: { accepted: { type: 'integer' } } },
  { accepted: 2 },
);
const refused = json(
  { type: 'object', required: ['reason'], properties: { reason: { type: 'string' } } },
  { reason: 'not like this' },
);
const operations = {
  sendViolations: {
    contract: 'hub-violations',
    method: 'put',
    path: '/v1/violations/{channel}',
    system: 'HUB',
    keyHeader: 'X-Hub-Key',
    maxBodyBytes: 2_000,
    batchLimits: [{ pointer: '/vehicles', maxItems: 3 }],
  },
};
const document = {
  openapi: '3.1.0',
  info: { title: 'hub', version: '1' },
  paths: {
    '/v1/violations/{channel}': {
      put: {
        operationId: 'sendViolations',
        parameters: [
          { name: 'channel', in: 'path', required: true, schema: text('^[A-Z]{1,9}$') },
          { name: 'day', in: 'query', schema: { type: 'string', format: 'date' } },
        ],
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: {
                type: 'object',
                required: ['vehicles'],
                additionalProperties: false,
                properties: { vehicles: { type: 'array', minItems: 1, maxItems: 3, items: text('^[A-Z0-9]{1,10}$') } },
              },
            },
          },
        },
        responses: { 200: { description: 'taken', ...accepted }, 400: { description: 'refused', ...refused } },
      },
    },
  },
  components: {},
};

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await testSandbox({ contracts: { document, operations } });
});
afterAll(() => sandbox.close());

const key = sandboxKeys(operations).HUB!;
const call = (
  body: unknown,
  { path = '/v1/violations/REST', headers = {} }: { path?: string; headers?: object } = {},
) =>
  request(sandbox.url + path, {
    method: 'PUT',
    headers: { 'Content-Type': 'application/json', 'X-Hub-Key': key, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

test('its contract is all it takes: calls are checked and answered by its example', async () => {
  expect(await call({ vehicles: ['SBA1A', 'SBA2B'] }, { path: '/v1/violations/REST?day=2026-01-31' })).toMatchObject({
    status: 200,
    body: { accepted: 2 },
  });
});

test.each([
  ['a field of a wrong form', { vehicles: ['lower'] }],
  ['a field it does not have', { vehicles: ['A'], more: 1 }],
  ['no body', ''],
  ['not JSON', '{"vehicles":'],
  ['too many', { vehicles: ['A', 'B', 'C', 'D'] }],
])('%s: 400 with the example of the contract', async (_what, body) => {
  const response = await call(body);
  expect(response.status).toBe(400);
  expect(response.body).toEqual({ reason: 'not like this' });
  expect(response.headers.get('x-sandbox-problem')).toBeTruthy();
});

test('wrong parameters are 400, another media type 415, a large body 413, another system’s header 401', async () => {
  const body = { vehicles: ['A'] };
  expect((await call(body, { path: '/v1/violations/rest' })).status).toBe(400);
  expect((await call(body, { path: '/v1/violations/REST?day=tomorrow' })).status).toBe(400);
  expect((await call(body, { headers: { 'Content-Type': 'text/plain' } })).status).toBe(415);
  expect((await call(`{"vehicles":["A"${' '.repeat(2_000)}]}`)).status).toBe(413);
  expect((await call(body, { headers: { 'X-Hub-Key': '', [KEY_HEADER]: key } })).status).toBe(401);
});

test('a magic value in a body or a path is a fault', async () => {
  expect((await call({ vehicles: ['SBA1A', 'FAULT503'] })).status).toBe(503);
  expect((await call({ vehicles: ['A'] }, { path: '/v1/violations/FAULTHTML' })).headers.get('content-type')).toContain(
    'text/html',
  );
  const received = (await sandbox.admin('GET', '/received?operation=sendViolations')).body as {
    fault?: string;
    body: string;
    headers: Record<string, string>;
  }[];
  expect(received.slice(-2)).toMatchObject([
    { fault: 'status', body: '{"vehicles":["SBA1A","FAULT503"]}' },
    { fault: 'malformed' },
  ]);
  expect(received.at(-1)!.headers['x-hub-key']).toBe('***');
});

test('a list fault on an answer without a list says why not', async () => {
  expect(
    (await sandbox.admin('POST', '/faults', { operation: 'sendViolations', fault: 'empty-list' })).body.sandbox,
  ).toBe('the operation does not answer with a list');
  expect((await call({ vehicles: ['FAULTTWICE'] })).body.sandbox).toBe('the operation does not answer with a list');
});
