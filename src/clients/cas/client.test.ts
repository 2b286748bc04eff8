import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server as TcpServer, type Socket } from 'node:net';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { Registry } from 'prom-client';
import { createLogger } from '../../platform/logging';
import { type SystemSettings, UpstreamError } from '../../platform/outbound';
import { type CasClient, createCasClient } from './client';

const KEY = 'the-key-of-ocms';
const VEHICLE = { vehicleNo: 'ABC1234', description: 'VIP Vehicle', status: 'ACTIVE' };
const LIST = JSON.stringify({ data: [VEHICLE], totalCount: 1 });

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function listen(server: Server | TcpServer, sockets = new Set<Socket>()): Promise<string> {
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

interface Cas {
  client: CasClient;
  log: string[];
  registry: Registry;
  refresh(signal?: AbortSignal): ReturnType<CasClient['refreshVipVehicles']>;
  /** Outcome and status of every attempt, as logged. */
  attempts(): [outcome: string, status: number | undefined][];
}

function casAt(baseUrl: string, settings: Partial<SystemSettings> = {}): Cas {
  const log: string[] = [];
  const registry = new Registry();
  const client = createCasClient({
    settings: {
      baseUrl,
      key: KEY,
      timeoutMs: 5_000,
      attempts: 3,
      backoffMs: 10,
      maxResponseBytes: 1_000_000,
      concurrency: 4,
      retryAfterMaxMs: 1_000,
      operations: {},
      ...settings,
    },
    logger: createLogger({ level: 'debug', destination: { write: (line: string) => log.push(line) } }),
    registry,
  });
  closers.push(() => client.close());
  return {
    client,
    log,
    registry,
    refresh: (signal = new AbortController().signal) => client.refreshVipVehicles(signal),
    attempts: () =>
      log
        .map((line) => JSON.parse(line) as { outcome: string; status?: number })
        .map(({ outcome, status }) => [outcome, status]),
  };
}

/** A CAS that gives each request the next answer, and the last one from then on. */
async function cas(
  answers: RequestListener[],
  settings: Partial<SystemSettings> = {},
): Promise<Cas & { requests: number; connections: Set<Socket>; url: string }> {
  const connections = new Set<Socket>();
  const state = { requests: 0 };
  const server = createServer((request, response) => {
    answers[Math.min(state.requests++, answers.length - 1)]!(request, response);
  });
  const url = await listen(server, connections);
  return Object.assign(state, casAt(url, settings), { connections, url });
}

const answer =
  (
    status: number,
    body: string | Buffer = LIST,
    headers: Record<string, string> = { 'Content-Type': 'application/json' },
  ): RequestListener =>
  (_request, response) => {
    response.writeHead(status, headers).end(body);
  };
const json = (value: unknown): RequestListener => answer(200, JSON.stringify(value));

async function failure(running: Promise<unknown>): Promise<UpstreamError> {
  const error: unknown = await running.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(UpstreamError);
  return error as UpstreamError;
}

test('the list arrives, whatever fields came with it, and the request is as the document says (C 3)', async () => {
  let seen: unknown;
  const { refresh, log, attempts } = await cas([
    (request, response) => {
      const { 'ocp-apim-subscription-key': key, 'content-type': type, 'content-length': length } = request.headers;
      seen = [request.method, request.url, key, type, length];
      json({
        version: { of: ['CAS'] },
        data: [VEHICLE, { vehicleNo: 'S 1.-A', status: 'EXPIRED', extra: {} }, { ...VEHICLE, description: null }],
        totalCount: 150,
      })(request, response);
    },
  ]);
  expect(await refresh()).toEqual({
    vehicles: [
      VEHICLE,
      { vehicleNo: 'S 1.-A', description: null, status: 'EXPIRED' },
      { ...VEHICLE, description: null },
    ],
    totalCount: 150,
  });
  expect(seen).toEqual(['POST', '/v1/cas/refreshVIPVehicle', KEY, 'application/json', '0']);
  expect(attempts()).toEqual([['ok', 200]]);
  expect(log.join('')).not.toMatch(/ABC1234|the-key|127\.0\.0\.1/);
});

test.each([
  ['an empty list', { data: [], totalCount: 0 }, { vehicles: [], totalCount: 0 }],
  ['the count first', { totalCount: 1, data: [VEHICLE] }, { vehicles: [VEHICLE], totalCount: 1 }],
])('%s is fine', async (_what, body, expected) => {
  const { refresh } = await cas([json(body)]);
  expect(await refresh()).toEqual(expected);
});

test('the base URL may have a path of its own', async () => {
  let path: string | undefined;
  const { url } = await cas([
    (request, response) => {
      path = request.url;
      answer(200)(request, response);
    },
  ]);
  await casAt(`${url}/gateway/`).refresh();
  expect(path).toBe('/gateway/v1/cas/refreshVIPVehicle');
});

describe('rejected', () => {
  test('a refused connection, tried again', async () => {
    const server = createTcpServer();
    const url = await listen(server);
    server.close();
    const { refresh, attempts } = casAt(url);
    const error = await failure(refresh());
    expect(error).toMatchObject({
      system: 'CAS',
      operation: 'refreshVIPVehicle',
      outcome: 'rejected',
      retryable: true,
      attempts: 3,
    });
    expect(error.message).toBe('CAS refreshVIPVehicle: rejected: no connection (ECONNREFUSED)');
    expect(attempts()).toHaveLength(3);
  });

  test('a name that does not exist', async () => {
    expect(await failure(casAt('http://cas.invalid').refresh())).toMatchObject({
      outcome: 'rejected',
      retryable: true,
      attempts: 3,
    });
  });

  test('a connection that is not ready in time: nothing was sent', async () => {
    // Accepted, but silent where TLS begins.
    const url = await listen(createTcpServer());
    const startedAt = performance.now();
    const error = await failure(casAt(url.replace('http:', 'https:'), { timeoutMs: 200, attempts: 2 }).refresh());
    expect(error).toMatchObject({ outcome: 'rejected', retryable: true, attempts: 2 });
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });

  test.each([400, 401, 403, 404, 405, 415])('%i, not tried again', async (status) => {
    const server = await cas([answer(status, '{"statusCode":401,"message":"secret words"}')]);
    const error = await failure(server.refresh());
    expect(error).toMatchObject({ outcome: 'rejected', retryable: false, status, attempts: 1 });
    expect(server.requests).toBe(1);
    expect(`${error.message}${server.log.join('')}`).not.toContain('secret words');
  });

  test.each([408, 425, 429])('%i, tried again', async (status) => {
    const server = await cas([answer(status, '{}')]);
    expect(await failure(server.refresh())).toMatchObject({
      outcome: 'rejected',
      retryable: true,
      status,
      attempts: 3,
    });
    expect(server.requests).toBe(3);
  });

  test.each([301, 302, 303, 307, 308])('a redirect (%i), not followed', async (status) => {
    const elsewhere = await cas([answer(200)]);
    const server = await cas([answer(status, '', { Location: `${elsewhere.url}/v1/cas/refreshVIPVehicle` })]);
    expect(await failure(server.refresh())).toMatchObject({
      outcome: 'rejected',
      retryable: false,
      status,
      attempts: 1,
    });
    expect([server.requests, elsewhere.requests]).toEqual([1, 0]);
  });
});

describe('unknown', () => {
  test('500, then 200: the second attempt brings the list', async () => {
    const server = await cas([answer(500, 'no'), answer(200)]);
    expect(await server.refresh()).toEqual({ vehicles: [VEHICLE], totalCount: 1 });
    expect(server.attempts()).toEqual([
      ['unknown', 500],
      ['ok', 200],
    ]);
  });

  test.each([500, 502, 503, 504])('%i, every time', async (status) => {
    const server = await cas([answer(status, '<html>down</html>', { 'Content-Type': 'text/html' })]);
    expect(await failure(server.refresh())).toMatchObject({ outcome: 'unknown', retryable: true, status, attempts: 3 });
    expect(server.requests).toBe(3);
  });

  test('a black hole: each attempt ends in time', async () => {
    const server = await cas([() => undefined], { timeoutMs: 200 });
    const startedAt = performance.now();
    expect(await failure(server.refresh())).toMatchObject({ outcome: 'unknown', retryable: true, attempts: 3 });
    expect(performance.now() - startedAt).toBeGreaterThan(590);
    expect(performance.now() - startedAt).toBeLessThan(3_000);
    expect(server.requests).toBe(3);
  });

  test('dripping bytes: the time is for all of an attempt', async () => {
    const server = await cas(
      [
        (_request, response) => {
          response.writeHead(200, { 'Content-Type': 'application/json' });
          const timer = setInterval(() => response.write(' '), 20);
          response.on('close', () => clearInterval(timer));
        },
      ],
      { timeoutMs: 300, attempts: 2 },
    );
    const startedAt = performance.now();
    const error = await failure(server.refresh());
    expect(error).toMatchObject({ outcome: 'unknown', retryable: true, status: 200, attempts: 2 });
    expect(error.message).toContain('timed out');
    expect(performance.now() - startedAt).toBeLessThan(2_500);
    await sleep(50);
    expect([...server.connections].filter(({ destroyed }) => !destroyed)).toHaveLength(0);
  });

  test('a connection reset before the request was read', async () => {
    let connections = 0;
    const url = await listen(
      createTcpServer((socket) => {
        connections += 1;
        socket.resetAndDestroy();
      }),
    );
    const error = await failure(casAt(url).refresh());
    expect(error).toMatchObject({ retryable: true, attempts: 3 });
    // Whether any of it had left is a race.
    expect(['rejected', 'unknown']).toContain(error.outcome);
    expect(connections).toBe(3);
  });

  test('a connection reset after the request', async () => {
    const server = await cas([(request) => request.socket.resetAndDestroy()]);
    expect(await failure(server.refresh())).toMatchObject({ outcome: 'unknown', retryable: true, attempts: 3 });
    expect(server.requests).toBe(3);
  });

  test.each([
    ['with', { 'Content-Length': '1000' }],
    ['without', {}],
  ])('a connection reset within the answer, %s a length', async (_what, length) => {
    const server = await cas([
      (request, response) => {
        response.writeHead(200, { 'Content-Type': 'application/json', ...length }).write(LIST.slice(0, 20));
        setTimeout(() => request.socket.resetAndDestroy(), 20);
      },
    ]);
    expect(await failure(server.refresh())).toMatchObject({
      outcome: 'unknown',
      retryable: true,
      status: 200,
      attempts: 3,
    });
  });
});

describe('malformed', () => {
  const row = (change: object): object => ({ data: [VEHICLE, { ...VEHICLE, ...change }], totalCount: 2 });

  test.each<[string, RequestListener]>([
    ['HTML', answer(200, '<html>login</html>', { 'Content-Type': 'text/html' })],
    ['HTML that says JSON', answer(200, '<html>login</html>')],
    ['no content type', answer(200, LIST, {})],
    ['204', answer(204)],
    ['206', answer(206)],
    ['nothing', answer(200, '')],
    ['a number', json(5)],
    ['a list', json([VEHICLE])],
    ['no data', json({ totalCount: 0 })],
    ['no totalCount', json({ data: [VEHICLE] })],
    ['data that is null', json({ data: null, totalCount: 0 })],
    ['data that is an object', json({ data: {}, totalCount: 0 })],
    ['data that is an object with vehicles', json({ data: { 0: VEHICLE }, totalCount: 1 })],
    ['data in a list', json([{ data: [VEHICLE], totalCount: 1 }])],
    ['a totalCount that is text', json({ data: [], totalCount: '0' })],
    ['a negative totalCount', json({ data: [], totalCount: -1 })],
    ['a broken totalCount', json({ data: [], totalCount: 0.5 })],
    ['a totalCount from a prototype', answer(200, '{"data":[],"__proto__":{"totalCount":0}}')],
    ['data twice', answer(200, '{"data":[],"data":[],"totalCount":0}')],
    ['a vehicle that is null', json({ data: [null], totalCount: 1 })],
    ['a vehicle that is text', json({ data: ['ABC1234'], totalCount: 1 })],
    ['a vehicle that is a list', json({ data: [[]], totalCount: 1 })],
    ['no vehicleNo', json(row({ vehicleNo: undefined }))],
    ['a vehicleNo in small letters', json(row({ vehicleNo: 'abc1234' }))],
    ['an empty vehicleNo', json(row({ vehicleNo: '' }))],
    ['a vehicleNo that is too long', json(row({ vehicleNo: 'A'.repeat(15) }))],
    ['a vehicleNo that is a number', json(row({ vehicleNo: 1234 }))],
    ['a description that is too long', json(row({ description: 'x'.repeat(1_001) }))],
    ['a description that is a number', json(row({ description: 7 }))],
    ['no status', json(row({ status: undefined }))],
    ['a status that is too long', json(row({ status: 'x'.repeat(21) }))],
    ['a status of two lines', json(row({ status: 'active\n' }))],
    ['truncated JSON', answer(200, LIST.slice(0, -10))],
    ['JSON truncated before its last brace', answer(200, LIST.slice(0, -1))],
    ['garbage after it', answer(200, `${LIST} x`)],
    ['another one after it', answer(200, LIST + LIST)],
    ['a comma too many', answer(200, '{"data":[],"totalCount":0,}')],
    [
      'text that is no UTF-8',
      answer(
        200,
        Buffer.from('{"data":[{"vehicleNo":"A","status":"A","description":"\xff"}],"totalCount":1}', 'latin1'),
      ),
    ],
    [
      'a content coding that was not asked for',
      answer(200, LIST, { 'Content-Type': 'application/json', 'Content-Encoding': 'zstd' }),
    ],
    ['gzip that is none', answer(200, LIST, { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' })],
    [
      'truncated gzip',
      answer(200, gzipSync(LIST).subarray(0, 30), { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' }),
    ],
  ])('%s', async (_what, listener) => {
    const server = await cas([listener], { attempts: 2 });
    const error = await failure(server.refresh());
    expect(error).toMatchObject({ outcome: 'malformed', retryable: true, attempts: 2 });
    expect(server.requests).toBe(2);
    // Never a value.
    expect(`${error.message}${server.log.join('')}`).not.toMatch(/ABC1234|abc1234|VIP Vehicle|login|xxxx/);
  });

  test('what is no HTTP', async () => {
    const url = await listen(createTcpServer((socket) => socket.once('data', () => socket.end('hello\r\n\r\n'))));
    expect(await failure(casAt(url, { attempts: 2 }).refresh())).toMatchObject({
      outcome: 'malformed',
      retryable: true,
      attempts: 2,
    });
  });

  test('the place and the rule are told', async () => {
    const { refresh } = await cas([json(row({ status: 'active\n' }))], { attempts: 1 });
    expect((await failure(refresh())).message).toBe(
      'CAS refreshVIPVehicle: malformed: the answer/data/1/status must match pattern "^[^\\x00-\\x1f\\x7f-\\x9f]{1,20}$"',
    );
  });

  test('an answer over the limit that says so is refused at once', async () => {
    let written = false;
    const server = await cas(
      [
        (_request, response) => {
          response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '1000001' });
          response.flushHeaders();
          setTimeout(() => {
            written = true;
          }, 2_000).unref();
        },
      ],
      { attempts: 3 },
    );
    expect(await failure(server.refresh())).toMatchObject({ outcome: 'malformed', retryable: false, attempts: 1 });
    expect([server.requests, written]).toEqual([1, false]);
  });

  test('an answer over the limit that does not say so is cut off', async () => {
    let sent = 0;
    const server = await cas(
      [
        (_request, response) => {
          response.writeHead(200, { 'Content-Type': 'application/json' });
          const more = (): void => {
            while (!response.destroyed && response.write(' '.repeat(65_536))) sent += 65_536;
            if (!response.destroyed) response.once('drain', more);
          };
          more();
        },
      ],
      { maxResponseBytes: 200_000 },
    );
    expect(await failure(server.refresh())).toMatchObject({ outcome: 'malformed', retryable: false, attempts: 1 });
    expect(sent).toBeLessThan(50_000_000);
  });

  test('a gzip bomb is bounded by what comes out of it', async () => {
    const bomb = gzipSync(Buffer.alloc(200_000_000, ' '));
    const server = await cas([answer(200, bomb, { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' })]);
    const before = process.memoryUsage().rss;
    expect(await failure(server.refresh())).toMatchObject({ outcome: 'malformed', retryable: false, attempts: 1 });
    expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000);
  });

  test('an answer just within the limit is read, compressed or not', async () => {
    const compressed = (coding: string, body: Buffer) =>
      answer(200, body, { 'Content-Type': 'application/json; charset=utf-8', 'Content-Encoding': coding });
    const answers = [answer(200), compressed('gzip', gzipSync(LIST)), compressed('br', brotliCompressSync(LIST))];
    const server = await cas(answers, { maxResponseBytes: LIST.length });
    const plain = await server.refresh();
    for (const _ of ['gzip', 'br']) expect(await server.refresh()).toEqual(plain);
    const tighter = await cas(answers, { maxResponseBytes: LIST.length - 1 });
    for (const _ of answers)
      expect(await failure(tighter.refresh())).toMatchObject({ outcome: 'malformed', retryable: false });
  });
});

describe('the caller gives up', () => {
  const reason = new Error('the run has ended');

  test.each<[string, RequestListener, number]>([
    ['while it waits for an answer', () => undefined, 0],
    [
      'while it reads the answer',
      (_request, response) => {
        response.writeHead(200, { 'Content-Type': 'application/json' }).write('{"data":[');
      },
      0,
    ],
    ['between two attempts', answer(503, '{}'), 1],
  ])('%s: its reason comes back at once, and no other attempt', async (_what, listener, open) => {
    const server = await cas([listener], { timeoutMs: 60_000, backoffMs: 60_000 });
    const abort = new AbortController();
    const running = server.refresh(abort.signal);
    setTimeout(() => abort.abort(reason), 200);
    const startedAt = performance.now();
    await expect(running).rejects.toBe(reason);
    expect(performance.now() - startedAt).toBeLessThan(5_000);
    await sleep(100);
    expect(server.requests).toBe(1);
    // An answer that was whole leaves its connection for the next call.
    expect([...server.connections].filter(({ destroyed }) => !destroyed)).toHaveLength(open);
  });

  test('before it begins: nothing is sent', async () => {
    const server = await cas([answer(200)]);
    await expect(server.refresh(AbortSignal.abort(reason))).rejects.toBe(reason);
    expect(server.requests).toBe(0);
  });
});

test('several calls use one connection; closing ends it', async () => {
  const server = await cas([answer(200)]);
  for (let call = 0; call < 5; call += 1) await server.refresh();
  expect([server.requests, server.connections.size]).toEqual([5, 1]);
  await server.client.close();
  await sleep(50);
  expect([...server.connections][0]!.destroyed).toBe(true);
});

test('every attempt is counted, by system, operation and outcome', async () => {
  const server = await cas([answer(500), answer(200, '{}'), answer(200)]);
  await server.refresh();
  const metrics = await server.registry.metrics();
  for (const outcome of ['unknown', 'malformed', 'ok']) {
    expect(metrics).toContain(
      `ocms_outbound_request_duration_seconds_count{system="CAS",operation="refreshVIPVehicle",outcome="${outcome}"} 1`,
    );
  }
});

test('200,000 vehicles arrive whole while the process stays awake', async () => {
  const vehicles = Array.from({ length: 200_000 }, (_, index) => ({
    vehicleNo: `SG${index}A`,
    description: `VIP vehicle ${index}`,
    status: 'ACTIVE',
  }));
  const body = Buffer.from(JSON.stringify({ data: vehicles, totalCount: vehicles.length }));
  const { refresh } = await cas([answer(200, body)], { maxResponseBytes: 100_000_000, timeoutMs: 30_000 });
  const delay = monitorEventLoopDelay({ resolution: 5 });
  const startedAt = performance.now();
  delay.enable();
  const list = await refresh();
  delay.disable();
  const took = performance.now() - startedAt;
  expect(list.totalCount).toBe(200_000);
  expect(list.vehicles).toHaveLength(200_000);
  expect(list.vehicles[123_456]).toEqual(vehicles[123_456]);
  // Of the whole time, however long it is on this machine.
  expect(delay.max / 1e6).toBeLessThan(took / 3);
});
