import { getEventListeners, once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import createClient from 'openapi-fetch';
import { Registry } from 'prom-client';
import { type OutboundOperationId, outboundOperations } from '../../../generated/outbound/operations';
import type { paths } from '../../../generated/outbound/cas-refreshVIPVehicle';
import { createLogger } from '../logging';
import { waitAskedFor } from './attempt';
import { type Attempt, createOutboundCaller, type OutboundCaller, type SystemSettings, type UpstreamError } from '.';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const silent = createLogger({ level: 'silent' });

const settingsOf = (baseUrl: string, settings: Partial<SystemSettings> = {}): SystemSettings => ({
  baseUrl,
  key: 'key',
  timeoutMs: 2_000,
  attempts: 3,
  backoffMs: 10,
  maxResponseBytes: 1_000,
  concurrency: 10,
  retryAfterMaxMs: 500,
  operations: {},
  ...settings,
});

function callerWith(settings: SystemSettings, registry = new Registry()): OutboundCaller<OutboundOperationId> {
  const caller = createOutboundCaller({ operations: outboundOperations, settings, logger: silent, registry });
  closers.push(() => caller.close());
  return caller;
}

const callerOf = (baseUrl: string, settings: Partial<SystemSettings> = {}, registry = new Registry()) =>
  callerWith(settingsOf(baseUrl, settings), registry);

async function serve(listener: RequestListener): Promise<{ url: string; times: number[] }> {
  const times: number[] = [];
  const server = createServer((request, response) => {
    times.push(performance.now());
    listener(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, times };
}

const status =
  (code: number): RequestListener =>
  (_request, response) =>
    void response.writeHead(code).end();

/** Any operation would do. */
function call(
  caller: OutboundCaller<OutboundOperationId>,
  idempotent: boolean,
  check: (attempt: Attempt) => void = () => undefined,
  signal = new AbortController().signal,
): Promise<string> {
  const client = createClient<paths>(caller.clientOptions);
  return caller.call('refreshVIPVehicle', { signal, idempotent }, async (attempt) => {
    const { response } = await client.POST('/v1/cas/refreshVIPVehicle', {
      headers: caller.headers('refreshVIPVehicle'),
      fetch: attempt.fetch,
      parseAs: 'stream',
    });
    check(attempt);
    return response.text();
  });
}

const failure = (running: Promise<unknown>): Promise<UpstreamError> =>
  running.then(
    () => Promise.reject(new Error('it succeeded')),
    (error: UpstreamError) => error,
  );

/** As `call`, of an operation whose refusals the client reads. */
function callThatReads(caller: OutboundCaller<OutboundOperationId>, refusals: readonly number[]): Promise<string> {
  const client = createClient<paths>(caller.clientOptions);
  const { signal } = new AbortController();
  return caller.call('refreshVIPVehicle', { signal, idempotent: true, refusals }, async (attempt) => {
    const { response, error } = await client.POST('/v1/cas/refreshVIPVehicle', {
      headers: caller.headers('refreshVIPVehicle'),
      fetch: attempt.fetch,
      parseAs: 'stream',
    });
    if (response.ok) return response.text();
    throw attempt.refused((error as { reasonCode?: string }).reasonCode);
  });
}

const refusing =
  (code: number, reasonCode?: string): RequestListener =>
  (_request, response) =>
    void response.writeHead(code, { 'Content-Type': 'application/json' }).end(JSON.stringify({ reasonCode }));

/** Each request gets the next, the last one from then on. */
const inTurn = (...listeners: RequestListener[]): RequestListener => {
  let requests = 0;
  return (request, response) => listeners[Math.min(requests++, listeners.length - 1)]!(request, response);
};

describe('a refusal that says why', () => {
  test('is told with its code, and not repeated', async () => {
    const { url, times } = await serve(refusing(422, 'TOO_LARGE'));
    const error = await failure(callThatReads(callerOf(url), [422]));
    expect(error).toMatchObject({ outcome: 'rejected', retryable: false, status: 422, reasonCode: 'TOO_LARGE' });
    expect(error.message).toBe('CAS refreshVIPVehicle: rejected: status 422, TOO_LARGE');
    expect(times).toHaveLength(1);
  });

  test('is one without a code all the same', async () => {
    const { url } = await serve(refusing(422));
    const error = await failure(callThatReads(callerOf(url), [422]));
    expect(error).toMatchObject({ outcome: 'rejected', retryable: false, status: 422 });
    expect(error.reasonCode).toBeUndefined();
  });

  test('is not read where the caller does not ask for it', async () => {
    const { url } = await serve(refusing(422, 'TOO_LARGE'));
    const error = await failure(callThatReads(callerOf(url), [413]));
    expect(error).toMatchObject({ outcome: 'rejected', retryable: false, status: 422 });
    expect(error.reasonCode).toBeUndefined();
  });
});

describe('an attempt that may have taken effect, then one that did not', () => {
  test.each([401, 404, 429])('%i: nobody knows what became of the call', async (code) => {
    const { url } = await serve(inTurn(status(500), status(code)));
    expect(await failure(call(callerOf(url), true))).toMatchObject({ outcome: 'unknown', status: code });
  });

  test('a refusal that says why: it did not take effect, or it would not be refused', async () => {
    const { url } = await serve(inTurn(status(500), refusing(422, 'REJECTED')));
    expect(await failure(callThatReads(callerOf(url), [422]))).toMatchObject({
      outcome: 'rejected',
      reasonCode: 'REJECTED',
      attempts: 2,
    });
  });

  test('attempts of which none did: it did not', async () => {
    const { url } = await serve(inTurn(status(429), status(404)));
    expect(await failure(call(callerOf(url), true))).toMatchObject({ outcome: 'rejected', attempts: 2 });
  });
});

describe('a call that must not be made twice', () => {
  test('is not tried again when it may have taken effect', async () => {
    const { url, times } = await serve(status(500));
    expect(await failure(call(callerOf(url), false))).toMatchObject({
      outcome: 'unknown',
      retryable: false,
      attempts: 1,
    });
    expect(times).toHaveLength(1);
  });

  test('nor when its answer cannot be understood', async () => {
    const { url, times } = await serve(
      (_request, response) => void response.writeHead(200, { 'Content-Type': 'text/html' }).end(),
    );
    expect(await failure(call(callerOf(url), false))).toMatchObject({
      outcome: 'malformed',
      retryable: false,
      attempts: 1,
    });
    expect(times).toHaveLength(1);
  });

  test('is tried again when it was refused for now', async () => {
    const { url, times } = await serve(status(429));
    expect(await failure(call(callerOf(url), false))).toMatchObject({
      outcome: 'rejected',
      retryable: true,
      attempts: 3,
    });
    expect(times).toHaveLength(3);
  });
});

test('the pauses double, give or take', async () => {
  const { url, times } = await serve(status(503));
  await failure(call(callerOf(url, { attempts: 4, backoffMs: 100 }), true));
  const pauses = times.slice(1).map((time, index) => time - times[index]!);
  expect(pauses).toHaveLength(3);
  pauses.forEach((pause, index) => {
    expect(pause).toBeGreaterThan(0.5 * 100 * 2 ** index - 5);
    expect(pause).toBeLessThan(100 * 2 ** index + 1_000);
  });
});

test('no pause is longer than a minute', async () => {
  const { url } = await serve(status(503));
  const pauses: number[] = [];
  const wait = globalThis.setTimeout;
  const waits = jest.spyOn(globalThis, 'setTimeout').mockImplementation((run: () => void, ms = 0) => {
    // Longer than any time limit of an attempt: nobody waits for it here.
    if (ms > 10_000) pauses.push(ms);
    return wait(run, ms > 10_000 ? 0 : ms);
  });
  try {
    await failure(call(callerOf(url, { attempts: 4, backoffMs: 60_000 }), true));
  } finally {
    waits.mockRestore();
  }
  expect(pauses).toHaveLength(3);
  for (const pause of pauses) {
    expect(pause).toBeGreaterThanOrEqual(30_000);
    expect(pause).toBeLessThanOrEqual(60_000);
  }
});

test('one attempt means one', async () => {
  const { url, times } = await serve(status(503));
  expect(await failure(call(callerOf(url, { attempts: 1 }), true))).toMatchObject({ retryable: true, attempts: 1 });
  expect(times).toHaveLength(1);
});

test('a defect of our own is neither hidden nor repeated', async () => {
  const defect = new TypeError('a defect');
  const { url, times } = await serve(
    (_request, response) => void response.writeHead(200, { 'Content-Type': 'application/json' }).end('{}'),
  );
  const registry = new Registry();
  const running = call(callerOf(url, {}, registry), true, () => {
    throw defect;
  });
  await expect(running).rejects.toBe(defect);
  expect(times).toHaveLength(1);
  expect(await registry.metrics()).toMatch(/outcome="failed"\} 1/);
});

test('several systems share one metric', async () => {
  const { url } = await serve(
    (_request, response) => void response.writeHead(200, { 'Content-Type': 'application/json' }).end('{}'),
  );
  const registry = new Registry();
  await call(callerOf(url, {}, registry), true);
  await call(callerOf(url, {}, registry), true);
  expect(await registry.metrics()).toMatch(/ocms_outbound_request_duration_seconds_count\{.*outcome="ok"\} 2/);
});

test('closing ends a call under way, and it is not tried again', async () => {
  const { url, times } = await serve(() => undefined);
  const caller = callerOf(url, { backoffMs: 60_000 });
  const running = failure(call(caller, true));
  while (times.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  await caller.close();
  expect(await running).toMatchObject({ outcome: 'unknown', retryable: false, attempts: 1 });
});

test('a key that no header can carry is refused without being quoted', () => {
  expect(() => callerOf('http://127.0.0.1', { key: 'two\nlines' })).toThrow(
    /^a key holds characters that a header cannot carry$/,
  );
});

describe('a system that asks to be left alone', () => {
  const refusing =
    (retryAfter: () => string): RequestListener =>
    (_request, response) =>
      void response.writeHead(503, { 'Retry-After': retryAfter() }).end();

  test.each<[what: string, header: () => string]>([
    ['seconds', () => '1'],
    ['a date', () => new Date(Date.now() + 2_000).toUTCString()],
  ])('is given that time, in %s', async (_what, header) => {
    const { url, times } = await serve(refusing(header));
    const caller = callerOf(url, { attempts: 2, backoffMs: 1, retryAfterMaxMs: 60_000 });
    await expect(call(caller, true)).rejects.toMatchObject({ status: 503, attempts: 2 });
    expect(times[1]! - times[0]!).toBeGreaterThan(900);
  });

  test.each<[header: string, milliseconds: number | undefined]>([
    ['0', 0],
    ['120', 120_000],
    ['Thu, 15 Jan 2026 00:00:30 GMT', 30_000],
    ['Wed, 14 Jan 2026 23:59:59 GMT', 0],
    ['-1', undefined],
    ['1.5', undefined],
    ['1000000000', undefined],
    ['2026-01-15T00:00:30Z', undefined],
    ['soon', undefined],
  ])('with %s asks for %s ms', (header, milliseconds) => {
    expect(waitAskedFor(header, Date.parse('2026-01-15T00:00:00Z'))).toBe(milliseconds);
  });

  test('is given no longer than the limit', async () => {
    const { url, times } = await serve(refusing(() => '3600'));
    await expect(call(callerOf(url, { attempts: 2, retryAfterMaxMs: 50 }), true)).rejects.toMatchObject({
      attempts: 2,
    });
    expect(times).toHaveLength(2);
  });

  test('is no reason to wait for a caller that gives up', async () => {
    const { url, times } = await serve(refusing(() => '3600'));
    const stop = new AbortController();
    const running = call(callerOf(url, { retryAfterMaxMs: 3_600_000 }), true, undefined, stop.signal);
    while (times.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    // The answer is there when the wait has begun.
    await new Promise((resolve) => setTimeout(resolve, 50));
    const reason = new Error('no more');
    stop.abort(reason);
    await expect(running).rejects.toBe(reason);
    expect(times).toHaveLength(1);
  });
});

test('so many calls are under way together, no more, whoever makes them', async () => {
  let together = 0;
  let most = 0;
  const { url, times } = await serve((_request, response) => {
    most = Math.max(most, (together += 1));
    setTimeout(() => {
      together -= 1;
      response.writeHead(400).end();
    }, 20);
  });
  const settings = settingsOf(url, { concurrency: 3 });
  const callers = [callerWith(settings), callerWith(settings)];
  await Promise.all(
    Array.from({ length: 10 }, (_, index) =>
      expect(call(callers[index % 2]!, true)).rejects.toMatchObject({ status: 400 }),
    ),
  );
  expect([most, times.length]).toEqual([3, 10]);
});

test('a call that waits for its next attempt leaves its place to others', async () => {
  const { url, times } = await serve((_request, response) => {
    if (times.length === 1) response.writeHead(503, { 'Retry-After': '3600' }).end();
    else response.writeHead(400).end();
  });
  const caller = callerOf(url, { concurrency: 1, retryAfterMaxMs: 3_600_000 });
  const stop = new AbortController();
  const waiting = failure(call(caller, true, undefined, stop.signal));
  while (times.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  await expect(call(caller, true)).rejects.toMatchObject({ status: 400, attempts: 1 });
  const reason = new Error('no more');
  stop.abort(reason);
  expect(await waiting).toBe(reason);
  expect(times).toHaveLength(2);
});

test('what differs for one operation', async () => {
  const { url, times } = await serve(status(503));
  const caller = callerOf(url, { operations: { refreshVIPVehicle: { attempts: 1 } } });
  await expect(call(caller, true)).rejects.toMatchObject({ attempts: 1 });
  expect(times).toHaveLength(1);

  const silence = await serve(() => undefined);
  const hurried = callerOf(silence.url, { timeoutMs: 60_000, operations: { refreshVIPVehicle: { timeoutMs: 100 } } });
  await expect(call(hurried, false)).rejects.toMatchObject({ outcome: 'unknown', attempts: 1 });
});

test('calls that are over leave nothing at the signal that they have in common', async () => {
  const { url } = await serve((_request, response) => void response.writeHead(200).end('{}'));
  const { signal } = new AbortController();
  const caller = callerOf(url);
  await Promise.allSettled(Array.from({ length: 5 }, () => call(caller, true, undefined, signal)));
  await new Promise((resolve) => setImmediate(resolve));
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});
