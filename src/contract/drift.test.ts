import { inboundOperations } from '../../generated/inbound/operations';
import { readInboundContract } from './documents';
import { compareWithContract, LONGEST_PLACE } from './drift';

const CONTRACT = {
  paths: {
    '/things/{id}': {
      post: {
        parameters: [
          { name: 'limit', in: 'query', schema: { type: 'integer' } },
          { name: 'sort', in: 'query', required: true, schema: { type: 'string', enum: ['UP', 'DOWN'] } },
          { name: 'If-Match', in: 'header', schema: { type: 'string' } },
        ],
        requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Thing' } } } },
        responses: {
          200: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Answer' } } } },
          204: {},
        },
      },
    },
    '/things': {
      get: {
        responses: { 200: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Thing' } } } } },
      },
    },
  },
  components: {
    schemas: {
      Thing: {
        type: 'object',
        additionalProperties: false,
        required: ['name', 'items'],
        properties: {
          name: { type: 'string', pattern: '^[A-Z]+$' },
          kind: { type: 'string', enum: ['A', 'B'] },
          note: { type: ['string', 'null'] },
          amount: { type: 'number', format: 'money' },
          day: { type: 'string', format: 'date' },
          items: { type: 'array', items: { $ref: '#/components/schemas/Item' } },
          free: { type: 'object' },
        },
      },
      Item: {
        type: 'object',
        required: ['no'],
        properties: { no: { type: 'integer' }, inner: { $ref: '#/components/schemas/Thing' } },
      },
      Answer: {
        type: 'object',
        properties: {
          last: { anyOf: [{ $ref: '#/components/schemas/Item' }, { type: 'null' }] },
          where: { oneOf: [{ $ref: '#/components/schemas/Where' }, { type: 'null' }] },
        },
      },
      Where: { oneOf: [{ $ref: '#/components/schemas/Here' }, { $ref: '#/components/schemas/There' }] },
      Here: {
        type: 'object',
        required: ['kind', 'street'],
        properties: { kind: { type: 'string', enum: ['HERE'] }, street: { type: 'string' } },
      },
      There: {
        type: 'object',
        required: ['kind', 'lines'],
        properties: { kind: { const: 'THERE' }, lines: { type: 'array', items: { type: 'string' } } },
      },
    },
  },
};

const { request, response } = compareWithContract(CONTRACT, {
  change: { path: '/things/{id}', method: 'post', keyHeader: 'API-Key' },
  ask: { path: '/things', method: 'get', keyHeader: 'API-Key' },
});

const RIGHT = { name: 'X', items: [{ no: 1 }] };
const of = (body: unknown, more: { query?: object; headers?: object } = {}): string[] =>
  request('change', { query: { sort: 'UP', ...more.query }, headers: { ...more.headers }, body }).map(
    ({ place, kind }) => `${kind} ${place}`,
  );
const ofAnswer = (status: number, body: unknown): string[] =>
  response('change', status, body).map(({ place, kind }) => `${kind} ${place}`);

describe('a message as its contract has it: no difference', () => {
  test.each<[string, unknown]>([
    ['the least', RIGHT],
    ['the most', { ...RIGHT, kind: 'B', note: null, amount: 19.99, day: '2026-02-28', free: { any: 1 } }],
    ['one within another', { name: 'X', items: [{ no: 1, inner: RIGHT }] }],
    ['no body', undefined],
  ])('%s', (_what, body) => expect(of(body)).toEqual([]));

  test('what any client or proxy sends is none', () => {
    const headers = {
      ...{ host: 'x', 'user-agent': 'x', accept: '*/*', 'content-type': 'application/json', 'content-length': '2' },
      ...{
        'x-forwarded-for': '1.2.3.4',
        traceparent: '0',
        'api-key': 'secret',
        'if-match': '"1"',
        'x-request-id': '1',
      },
    };
    expect(of(RIGHT, { headers, query: { limit: '5' } })).toEqual([]);
  });

  test.each([
    // API clients, browsers' libraries
    ...['postman-token', 'x-requested-with', 'sec-fetch-mode'],
    // tracing
    ...['request-id', 'request-context', 'traceparent', 'baggage', 'uber-trace-id', 'sentry-trace', 'newrelic'],
    ...['x-newrelic-id', 'x-dynatrace', 'x-datadog-trace-id', 'x-b3-traceid'],
    // gateways and App Service
    ...['x-azure-ref', 'x-arr-log-id', 'x-appgw-trace-id', 'client-ip', 'true-client-ip', 'disguised-host'],
    ...['was-default-hostname', 'x-waws-unencoded-url', 'cf-ray'],
  ])('%s is no drift', (name) => expect(of(RIGHT, { headers: { [name]: '1' } })).toEqual([]));

  test('an answer', () => {
    expect(ofAnswer(200, { last: null })).toEqual([]);
    expect(ofAnswer(200, { last: { no: 1 } })).toEqual([]);
    expect(ofAnswer(200, { where: null })).toEqual([]);
    expect(ofAnswer(200, { where: { kind: 'HERE', street: 'x' } })).toEqual([]);
    expect(ofAnswer(200, { where: { kind: 'THERE', lines: ['x'] } })).toEqual([]);
    expect(ofAnswer(204, undefined)).toEqual([]);
  });
});

describe('a difference is told by place and kind', () => {
  test.each<[string, unknown, string[]]>([
    ['a new field', { ...RIGHT, colour: 'red' }, ['UNDECLARED body.colour']],
    ['a new field of an entry', { name: 'X', items: [{ no: 1, size: 2 }] }, ['UNDECLARED body.items[].size']],
    ['a field left out', { items: [] }, ['MISSING body.name']],
    ['another type', { ...RIGHT, name: 7 }, ['TYPE body.name']],
    ['a number with decimals for a whole one', { name: 'X', items: [{ no: 1.5 }] }, ['TYPE body.items[].no']],
    ['a list in place of an object', [RIGHT], ['TYPE body']],
    ['null where there was none', { ...RIGHT, name: null }, ['NULL body.name']],
    ['a new code', { ...RIGHT, kind: 'C' }, ['CODE body.kind']],
    ['another pattern', { ...RIGHT, name: 'x' }, ['FORMAT body.name']],
    ['three decimals', { ...RIGHT, amount: 1.234 }, ['FORMAT body.amount']],
    ['a day that is none', { ...RIGHT, day: '2026-02-30' }, ['FORMAT body.day']],
    ['the same in many entries, once', { name: 'X', items: [{ no: 'a' }, { no: 'b' }] }, ['TYPE body.items[].no']],
  ])('%s', (_what, body, expected) => expect(of(body)).toEqual(expected));

  test('parameters and headers', () => {
    expect(of(RIGHT, { query: { source: 'x' } })).toEqual(['UNDECLARED query.source']);
    expect(of(RIGHT, { query: { sort: 'SIDEWAYS' } })).toEqual(['CODE query.sort']);
    expect(of(RIGHT, { query: { sort: ['UP', 'UP'] } })).toEqual(['TYPE query.sort']);
    expect(of(RIGHT, { query: { limit: 'many' } })).toEqual(['TYPE query.limit']);
    expect(of(RIGHT, { headers: { 'x-batch-no': '1' } })).toEqual(['UNDECLARED header.x-batch-no']);
    expect(request('change', { query: {}, headers: {}, body: RIGHT })).toEqual([
      { place: 'query.sort', kind: 'MISSING' },
    ]);
  });

  test('answers', () => {
    expect(ofAnswer(200, { last: { no: 'x' }, more: 1 })).toEqual([
      'TYPE 200.body.last.no',
      'UNDECLARED 200.body.more',
    ]);
    expect(ofAnswer(200, { last: 'x' })).toEqual(['TYPE 200.body.last']);
    expect(ofAnswer(418, {})).toEqual(['UNDECLARED 418']);
  });

  test('what may be of several shapes is held against the one whose code it has', () => {
    expect(ofAnswer(200, { where: { kind: 'THERE', street: 'x' } })).toEqual([
      'UNDECLARED 200.body.where.street',
      'MISSING 200.body.where.lines',
    ]);
    expect(ofAnswer(200, { where: { kind: 'ELSEWHERE', street: 'x' } })).toEqual(['CODE 200.body.where.kind']);
  });

  test('of a body that is not all there nothing is missing but within what is', () => {
    expect(ofAnswer(200, { last: {} })).toEqual(['MISSING 200.body.last.no']);
    const whole = false;
    expect(response('ask', 200, { more: 1, items: [{}] }, whole)).toEqual([
      { place: '200.body.more', kind: 'UNDECLARED' },
      { place: '200.body.items[].no', kind: 'MISSING' },
    ]);
    expect(response('ask', 200, { items: [] })).toEqual([{ place: '200.body.name', kind: 'MISSING' }]);
  });
});

describe('a name of the caller’s own is not trusted', () => {
  test.each([
    ['S1234567D'],
    ['91234567'],
    ['tan.ah.kow@example.com'],
    ['SKX2026A'],
    ['500400058A'],
    ['a b'],
    ['x'.repeat(41)],
    ['\u0000'],
    ['__proto__x\n'],
    ['ocms_cas_0123456789abcdef0123'],
    [''],
  ])('%j is (other)', (name) => expect(of({ ...RIGHT, [name]: 1 })).toEqual(['UNDECLARED body.(other)']));

  test.each([['roadSurface'], ['road_surface'], ['line-2'], ['constructor'], ['hasOwnProperty']])(
    '%s is told',
    (name) => expect(of({ ...RIGHT, [name]: 1 })).toEqual([`UNDECLARED body.${name}`]),
  );

  test('of very many, some are', () => {
    const names = Array.from(
      { length: 500 },
      (_, at) => `f${'abcdefghij'[at % 10]}${'klmnopqrst'[Math.floor(at / 10) % 10]}${'uvwxy'[Math.floor(at / 100)]}`,
    );
    const found = of({ ...RIGHT, ...Object.fromEntries(names.map((name) => [name, 1])) });
    expect(found).toHaveLength(21);
    expect(found.at(-1)).toBe('UNDECLARED body.(other)');
  });

  test('no value is told, wherever it is', () => {
    const canary = 'S1234567D';
    const body = { name: canary, kind: canary, amount: canary, day: canary, items: [{ no: canary }], [canary]: canary };
    const found = of(body, { query: { sort: canary, [canary]: canary }, headers: { 'x-note': canary } });
    expect(found.length).toBeGreaterThan(6);
    expect(JSON.stringify(found)).not.toContain(canary);
  });
});

test('of a very deep or wide body no more is looked at than a bound', () => {
  let looked = 0;
  const counted = (item: object): object => ({
    ...item,
    get no() {
      looked += 1;
      return 'x';
    },
  });
  let deep: object = RIGHT;
  for (let level = 0; level < 5_000; level += 1) deep = { name: 'X', items: [counted({ inner: deep })] };
  for (const { place } of request('change', { query: { sort: 'UP' }, headers: {}, body: deep }))
    expect(place.length).toBeLessThanOrEqual(LONGEST_PLACE);
  expect(looked).toBeLessThanOrEqual(2_000);
  looked = 0;
  const wide = { name: 'X', items: Array.from({ length: 200_000 }, () => counted({ size: 1 })) };
  expect(of(wide).sort()).toEqual(['TYPE body.items[].no', 'UNDECLARED body.items[].size']);
  expect(looked).toBeLessThanOrEqual(100);
});

test('it knows every operation of the contracts', () => {
  const watch = compareWithContract(readInboundContract(), inboundOperations);
  for (const id of Object.keys(inboundOperations))
    expect(watch.request(id, { query: {}, headers: { 'x-batch': '1' }, body: undefined })).toContainEqual({
      place: 'header.x-batch',
      kind: 'UNDECLARED',
    });
});

test('of a list the first hundred entries are looked at', () => {
  const wrongAt = (wrong: number) => ({
    name: 'X',
    items: Array.from({ length: 150 }, (_, at) => ({ no: at === wrong ? 'x' : 1 })),
  });
  expect(of(wrongAt(99))).toEqual(['TYPE body.items[].no']);
  expect(of(wrongAt(100))).toEqual([]);
});
