import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { runInNewContext } from 'node:vm';
import type { OperationFacts } from '../../src/app/http/facts';
import { httpServer } from '../../src/app/http/connection';
import { type FrontDoorOptions, openFrontDoor } from '../../src/app/http/front-door';
import type { OperationAnswer, OperationHandler } from '../../src/app/http/steps/answer';
import { apiKeys, bearerTokens } from '../../src/app/http/steps/authenticate';
import type { KeyRing } from '../../src/features/api-keys';
import { createCalendar } from '../../src/platform/calendar';
import { createLogger } from '../../src/platform/logging';
import { createRegistry } from '../../src/platform/metrics';
import { until } from '../support/job-suite';
import { patience } from '../support/patience';

/*
 * What an operation is given and may answer, by a contract of its own (front-door/inbound/try.yaml): the generator, the
 * validator and every step of a request, over HTTP.
 */
jest.setTimeout(patience(60_000));

const ROOT = join(__dirname, '../..');
const KEY = { 'API-Key': 'ces-key' };
const TOKEN = { Authorization: 'Bearer staff-token' };

let folder: string;
let contract: object;
let operations: Record<string, OperationFacts>;
let log: Record<string, unknown>[];
let server: Server;
let url: string;
/** What the last operation was given. */
let given: Parameters<OperationHandler>[0] | undefined;
/** The stream of the last export. */
let exported: Readable;

const echo =
  (answered: (request: Parameters<OperationHandler>[0]) => OperationAnswer): OperationHandler =>
  (request) => {
    given = request;
    return Promise.resolve(answered(request));
  };

function exportOf(how: unknown): Readable {
  switch (how) {
    case 'empty':
      return Readable.from([]);
    case 'never':
      return new Readable({
        read() {
          this.destroy(new Error('the first row was not to be had'));
        },
      });
    case 'broken':
      return Readable.from(
        (async function* () {
          yield 'slipNo\n';
          await new Promise((resolve) => setImmediate(resolve));
          throw new Error('the second row was not to be had');
        })(),
      );
    case 'endless':
      return new PassThrough().on('pipe', () => undefined);
    default:
      return Readable.from(['slipNo,amount\n', '1,70.00\n']);
  }
}

const handlers: Record<string, OperationHandler> = {
  getSlip: echo(({ params, query, headers, principal }) => ({
    status: 200,
    headers: { ETag: '"7"' },
    body: { params, query, headers, principal },
  })),
  replaceSlip: echo(({ params, body }) => ({ status: 200, body: { params, body } })),
  changeSlip: echo(() => ({ status: 202 })),
  deleteSlip: echo(() => ({ status: 204 })),
  createSlip: echo(({ body }) => ({ status: 201, headers: { Location: '/v1/slips/8' }, body: { body } })),
  exportSlips: echo(({ query }) => {
    exported = exportOf((query as { how?: string }).how);
    return {
      status: 200,
      headers: { 'Content-Disposition': 'attachment; filename="slips.csv"' },
      contentType: 'text/csv',
      stream: exported,
    };
  }),
};

const keyRing = {
  ownerOf: (key: string) => Promise.resolve(key === 'ces-key' ? { partner: 'CES', keyId: 'k1' } : undefined),
} as KeyRing;

const door = (more: Partial<FrontDoorOptions> = {}): FrontDoorOptions => ({
  contract,
  operations,
  handlers,
  authenticators: {
    apiKey: apiKeys(keyRing),
    bearer: bearerTokens((token) =>
      Promise.resolve(
        {
          'staff-token': { partner: 'STAFF', id: 'u7', roles: ['officer'] },
          'visitor-token': { partner: 'STAFF', id: 'u8', roles: ['visitor'] },
          'new-token': { partner: 'STAFF', id: 'u9' },
          'ces-token': { partner: 'CES', id: 'x' },
        }[token],
      ),
    ),
  },
  rateLimits: new Map(),
  calendar: createCalendar({ now: () => now }, 'Asia/Singapore'),
  responseCheck: 1,
  trustProxy: [],
  routers: [],
  logger: createLogger({
    level: 'info',
    destination: { write: (line: string) => void log.push(JSON.parse(line) as Record<string, unknown>) },
  }),
  registry: createRegistry(),
  stopping: () => false,
  ...more,
});

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ocms-front-door-'));
  execFileSync(process.execPath, [
    join(ROOT, 'scripts/generate.mjs'),
    ...['--contracts', join(__dirname, 'front-door'), '--into', folder],
  ]);
  contract = JSON.parse(readFileSync(join(folder, 'inbound/inbound.json'), 'utf8')) as object;
  const source = readFileSync(join(folder, 'inbound/operations.ts'), 'utf8');
  const [, facts] = /export const inboundOperations = (\{.*\}) as const;/s.exec(source)!;
  operations = runInNewContext(`(${facts})`) as typeof operations;
  log = [];
  server = httpServer((await openFrontDoor(door())).app, 30_000).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
let now = new Date('2026-02-01T00:00:00Z');
beforeEach(() => {
  log.length = 0;
  given = undefined;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true });
});

describe('an operation that the contract deprecates (RFC 9745, RFC 8594)', () => {
  afterEach(() => (now = new Date('2026-02-01T00:00:00Z')));
  const announced = ({ status, headers }: Called) => [status, headers.get('deprecation'), headers.get('sunset')];
  const [since, end] = ['@1768406400', 'Fri, 31 Jul 2026 16:00:00 GMT'];

  test('says since when, and when it ends, with every answer, refusals included', async () => {
    expect(announced(await call('DELETE', '/v1/slips/1'))).toEqual([204, since, end]);
    expect(announced(await call('DELETE', '/v1/slips/1000'))).toEqual([400, since, end]);
    expect(announced(await call('DELETE', '/v1/slips/1', {}))).toEqual([401, since, end]);
  });

  test('others say nothing', async () => {
    expect(announced(await call('GET', '/v1/slips/1'))).toEqual([200, null, null]);
  });

  test('to the end of its last day in Singapore; then there is no such path, whoever asks', async () => {
    now = new Date('2026-07-31T15:59:59.999Z');
    expect(announced(await call('DELETE', '/v1/slips/1'))).toEqual([204, since, end]);
    now = new Date('2026-07-31T16:00:00.000Z');
    for (const headers of [KEY, {}])
      expect(announced(await call('DELETE', '/v1/slips/1', headers))).toEqual([404, null, null]);
    expect((await call('GET', '/v1/slips/1')).status).toBe(200);
  });
});

test('requests and responses are the application’s own from the start: Express changes the prototype of none', async () => {
  const messages: object[] = [];
  const prototypes = (): object[] => messages.map((message) => Object.getPrototypeOf(message) as object);
  let before: object[] = [];
  server.prependOnceListener('request', (request, response) => {
    messages.push(request, response);
    before = prototypes();
  });
  expect((await call('GET', '/v1/slips/1')).status).toBe(200);
  expect(before).toHaveLength(2);
  prototypes().forEach((prototype, index) => expect(prototype).toBe(before[index]));
});

interface Called {
  status: number;
  headers: Headers;
  text: string;
  json: () => unknown;
}

async function call(method: string, path: string, headers: object = KEY, body?: unknown): Promise<Called> {
  const response = await fetch(url + path, {
    method,
    headers: { ...(body === undefined ? {} : { 'Content-Type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: () => JSON.parse(text) as unknown };
}

const errorsOf = ({ json }: Called): unknown => (json() as { data: { errors?: unknown } }).data.errors;

describe('an operation is given', () => {
  test('parameters of path and query by the types of its contract, the headers it declares, and who calls', async () => {
    const called = await call('GET', '/v1/slips/12?from=2026-02-28&limit=5&field=amount&field=state', {
      ...KEY,
      'If-None-Match': '"6"',
      'X-Other': 'not declared',
    });
    expect(called.status).toBe(200);
    expect(called.json()).toEqual({
      params: { slipNo: 12 },
      query: { from: '2026-02-28', limit: 5, field: ['amount', 'state'] },
      headers: { 'If-None-Match': '"6"' },
      principal: { partner: 'CES', id: 'k1' },
    });
    expect(given!.body).toBeUndefined();
  });

  test('what the contract says where nothing was sent; one value of a list as a list', async () => {
    const { json } = await call('GET', '/v1/slips/12?field=state');
    expect(json()).toMatchObject({ query: { limit: 10, field: ['state'] }, headers: {} });
  });

  test('a body with PUT and POST', async () => {
    expect((await call('PUT', '/v1/slips/3', KEY, { amount: 70.5 })).json()).toEqual({
      params: { slipNo: 3 },
      body: { amount: 70.5 },
    });
    expect((await call('POST', '/v1/slips', KEY, { amount: 0 })).json()).toEqual({ body: { amount: 0 } });
  });
});

describe('an operation answers', () => {
  test.each([
    ['GET', '/v1/slips/1', undefined, 200, { etag: '"7"' }],
    ['HEAD', '/v1/slips/1', undefined, 200, { etag: '"7"' }],
    ['PATCH', '/v1/slips/1', { amount: 1 }, 202, {}],
    ['DELETE', '/v1/slips/1', undefined, 204, {}],
    ['POST', '/v1/slips', { amount: 1 }, 201, { location: '/v1/slips/8' }],
  ] as const)('%s %s', async (method, path, body, status, headers) => {
    const called = await call(method, path, KEY, body);
    expect(called.status).toBe(status);
    expect(Object.fromEntries(called.headers)).toMatchObject({ ...headers, 'cache-control': 'no-store' });
    if (status === 202 || status === 204) {
      expect(called.text).toBe('');
      expect(called.headers.get('content-type')).toBeNull();
    }
  });

  test('a stream', async () => {
    const called = await call('GET', '/v1/slips/export', TOKEN);
    expect([called.status, called.text]).toEqual([200, 'slipNo,amount\n1,70.00\n']);
    expect(Object.fromEntries(called.headers)).toMatchObject({
      'content-type': 'text/csv',
      'content-disposition': 'attachment; filename="slips.csv"',
      'cache-control': 'no-store',
    });
    expect((await call('GET', '/v1/slips/export?how=empty', TOKEN)).text).toBe('');
    const head = await call('HEAD', '/v1/slips/export', TOKEN);
    expect([head.status, head.headers.get('content-type')]).toEqual([200, 'text/csv']);
    await until(() => exported.destroyed);
  });

  test('a stream that fails before its first byte is answered as any other error', async () => {
    const called = await call('GET', '/v1/slips/export?how=never', TOKEN);
    expect([called.status, called.headers.get('content-disposition')]).toEqual([500, null]);
    expect(called.json()).toMatchObject({ data: { appCode: 'OCMS-5000' } });
  });

  test('a stream that fails after it is cut off, and logged as a failure', async () => {
    const response = await fetch(`${url}/v1/slips/export?how=broken`, { headers: TOKEN });
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow('terminated');
    await until(() => log.some(({ event }) => event === 'request'));
    expect(log.map(({ event, level, status }) => [event, level, status])).toEqual([
      ['request-failed', 'error', undefined],
      ['request', 'info', 500],
    ]);
  });

  test('nobody any more once the caller has gone, and nothing is produced for them', async () => {
    const gone = new AbortController();
    const response = fetch(`${url}/v1/slips/export?how=endless`, { headers: TOKEN, signal: gone.signal });
    await until(() => given !== undefined);
    gone.abort();
    await expect(response).rejects.toThrow();
    await until(() => exported.destroyed && log.some(({ event }) => event === 'request'));
    expect(log.map(({ event, status }) => [event, status])).toEqual([['request', 499]]);
  });

  test('nothing outside its contract: another media type, a body where there is none', async () => {
    const { app: wrong } = await openFrontDoor(
      door({
        handlers: {
          ...handlers,
          exportSlips: () =>
            Promise.resolve({ status: 200, contentType: 'text/plain', stream: Readable.from(['not CSV']) }),
          deleteSlip: () => Promise.resolve({ status: 204, body: {} }),
          replaceSlip: () => Promise.resolve({ status: 200 }),
        },
      }),
    );
    const other = httpServer(wrong, 30_000).listen(0, '127.0.0.1');
    await once(other, 'listening');
    const [here, there] = [url, `http://127.0.0.1:${(other.address() as AddressInfo).port}`];
    try {
      url = there;
      expect((await call('GET', '/v1/slips/export', TOKEN)).status).toBe(500);
      expect((await call('DELETE', '/v1/slips/1')).status).toBe(500);
      expect((await call('PUT', '/v1/slips/1', KEY, { amount: 1 })).status).toBe(500);
      expect(log.filter(({ event }) => event === 'response-breaks-contract').map(({ violation }) => violation)).toEqual(
        [
          'status 200 has text/csv, and not text/plain',
          'status 204 has no content, and not application/json',
          'status 200 has application/json, and not none',
        ],
      );
    } finally {
      url = here;
      other.closeAllConnections();
      other.close();
    }
  });
});

describe('callers', () => {
  test.each([
    ['a bearer token', '/v1/slips/export', TOKEN, 200],
    ['a bearer token, the scheme in small letters', '/v1/slips/export', { Authorization: 'bearer staff-token' }, 200],
    ['no token', '/v1/slips/export', {}, 401],
    ['a wrong token', '/v1/slips/export', { Authorization: 'Bearer other' }, 401],
    ['two tokens', '/v1/slips/export', { Authorization: 'Bearer staff-token staff-token' }, 401],
    ['no bearer token', '/v1/slips/export', { Authorization: 'Basic staff-token' }, 401],
    ["another's token", '/v1/slips/export', { Authorization: 'Bearer ces-token' }, 401],
    ['a key where a token is asked for', '/v1/slips/export', KEY, 401],
    ['a token where a key is asked for', '/v1/slips/1', TOKEN, 401],
    ['a key', '/v1/slips/1', KEY, 200],
  ] as const)('with %s', async (_what, path, headers, status) => {
    const called = await call('GET', path, headers);
    expect(called.status).toBe(status);
    const challenge = status === 401 && path.endsWith('export') ? 'Bearer' : null;
    expect(called.headers.get('www-authenticate')).toBe(challenge);
    expect(given === undefined).toBe(status === 401);
  });

  test.each(['visitor-token', 'new-token'])('without a role of the operation: %s', async (token) => {
    const called = await call('GET', '/v1/slips/export', { Authorization: `Bearer ${token}` });
    expect([called.status, called.headers.get('www-authenticate')]).toEqual([403, 'Bearer error="insufficient_scope"']);
    expect(called.json()).toEqual({ data: { appCode: 'OCMS-4003', message: 'Forbidden' } });
    expect(given).toBeUndefined();
  });

  test('that nobody here can authenticate: the service does not start', async () => {
    await expect(openFrontDoor(door({ authenticators: { apiKey: apiKeys(keyRing) } }))).rejects.toThrow(
      'exportSlips: nothing here authenticates callers by bearer',
    );
  });
});

describe('what is outside the contract is refused', () => {
  test.each([
    ['GET', '/v1/slips/none', undefined, [{ path: '/params/slipNo', message: 'must be integer' }]],
    ['GET', '/v1/slips/1000', undefined, [{ path: '/params/slipNo', message: 'must be <= 999' }]],
    ['DELETE', '/v1/slips/0', undefined, [{ path: '/params/slipNo', message: 'must be >= 1' }]],
    ['GET', '/v1/slips/1?limit=51', undefined, [{ path: '/query/limit', message: 'must be <= 50' }]],
    ['GET', '/v1/slips/1?other=1', undefined, [{ path: '/query/other', message: 'is not part of the contract' }]],
    ['GET', '/v1/slips/1?from=2026-02-29', undefined, [{ path: '/query/from', message: expect.any(String) as string }]],
    ['DELETE', '/v1/slips/1', { amount: 1 }, [{ path: '/body', message: 'is not part of the contract' }]],
    ['PATCH', '/v1/slips/1', { amount: -1 }, [{ path: '/body/amount', message: 'must be >= 0' }]],
  ] as const)('%s %s %j', async (method, path, body, errors) => {
    const called = await call(method, path, KEY, body);
    expect(called.status).toBe(400);
    expect(errorsOf(called)).toEqual(errors);
    expect(given).toBeUndefined();
  });

  test('a header that is too long', async () => {
    const called = await call('GET', '/v1/slips/1', { ...KEY, 'If-None-Match': 'x'.repeat(21) });
    expect([called.status, errorsOf(called)]).toEqual([
      400,
      [{ path: '/headers/if-none-match', message: 'must NOT have more than 20 characters' }],
    ]);
  });

  test('a media type is asked for only where there is a body', async () => {
    const typed = { ...KEY, 'Content-Type': 'text/plain' };
    expect((await call('GET', '/v1/slips/1', typed)).status).toBe(200);
    expect((await call('PUT', '/v1/slips/1', typed, { amount: 1 })).status).toBe(415);
  });

  test('a path that cannot be read', async () => {
    expect((await call('GET', '/v1/slips/%zz')).status).toBe(400);
  });

  test.each([
    ['POST', '/v1/slips/1', 'GET, HEAD, PUT, PATCH, DELETE'],
    // Not a slip named export: a concrete path goes first, whatever the method.
    ['DELETE', '/v1/slips/export', 'GET, HEAD'],
    ['OPTIONS', '/v1/slips', 'POST'],
  ])('%s %s: its methods are told', async (method, path, allowed) => {
    const called = await call(method, path);
    expect([called.status, called.headers.get('allow')?.split(', ').sort()]).toEqual([405, allowed.split(', ').sort()]);
  });
});
