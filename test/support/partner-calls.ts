import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { Registry } from 'prom-client';
import { outboundOperations } from '../../generated/outbound/operations';
import { readConfig } from '../../src/config/config';
import type { System } from '../../src/config/systems';
import { createLogger } from '../../src/platform/logging';
import { type ClientParts, type SystemSettings, UpstreamError } from '../../src/platform/outbound';
import { patience } from './patience';

/** A call to a partner of advisory notices (A 4 to 6, A 9), as its tests make it. */
export interface PartnerCall<Client extends { close(): Promise<void> }, Result> {
  system: System;
  operation: keyof typeof outboundOperations;
  create: (parts: ClientParts) => Client;
  call: (client: Client, signal: AbortSignal) => Promise<Result>;
  /** The request's body. */
  sent: object;
  /** A body of 200, and what the client makes of it. */
  answer: object;
  result: Result;
  /** Bodies of 200 that break the contract, by what is wrong. */
  breaches: Readonly<Record<string, unknown>>;
  /** How long an attempt may take (A 4.2.3, A 5.2.3, A 6.2.3, A 9; decisions §7). */
  timeoutMs: number;
  /** Of persons: what must be in no error, log or metric. */
  particulars: readonly string[];
}

/** A partner on the loopback that gives each request the next answer, the last one from then on. */
export interface TestPartner<Client> {
  readonly client: Client;
  readonly requests: {
    method: string;
    url: string;
    headers: NodeJS.Dict<string | string[]>;
    body: string;
    at: number;
  }[];
  /** All that was logged, and the metrics. */
  told(): Promise<string>;
  close(): Promise<void>;
}

export const answer =
  (status: number, body: unknown, type = 'application/json'): RequestListener =>
  (_request, response) => {
    response.writeHead(status, { 'Content-Type': type }).end(typeof body === 'string' ? body : JSON.stringify(body));
  };
export const never: RequestListener = () => undefined;

export async function testPartner<Client extends { close(): Promise<void> }>(
  create: (parts: ClientParts) => Client,
  answers: readonly RequestListener[],
  settings: Partial<SystemSettings> = {},
): Promise<TestPartner<Client>> {
  const requests: TestPartner<Client>['requests'] = [];
  const server = createServer((request, response) => {
    void buffer(request).then((body) => {
      const { method = '', url = '', headers } = request;
      requests.push({ method, url, headers, body: body.toString(), at: performance.now() });
      answers[Math.min(requests.length, answers.length) - 1]!(request, response);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const log: string[] = [];
  const registry = new Registry();
  const client = create({
    settings: {
      baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      key: 'the-key-of-ocms',
      timeoutMs: 5_000,
      attempts: 4,
      backoffMs: 5,
      maxResponseBytes: 100_000,
      concurrency: 4,
      retryAfterMaxMs: 100,
      operations: {},
      ...settings,
    },
    logger: createLogger({ level: 'debug', destination: { write: (line: string) => log.push(line) } }),
    registry,
  });
  return {
    client,
    requests,
    // Without sums of seconds, whose decimals may hold any number.
    told: async () => log.join('') + (await registry.metrics()).replaceAll(/^.*_sum\{.*$/gm, ''),
    async close() {
      await client.close();
      server.closeAllConnections();
      server.close();
    },
  };
}

export async function failureOf(running: Promise<unknown>): Promise<UpstreamError> {
  const error: unknown = await running.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(UpstreamError);
  return error as UpstreamError;
}

/** An error as anybody could log it, with all it holds. */
export const everythingOf = (error: UpstreamError): string =>
  `${error.message} ${error.stack} ${JSON.stringify(error)} ${String(error.cause)}`;

/** The tests of a call that holds for every partner of advisory notices: the error rows of A 4 to 6 and A 9 that are the client's. */
export function keepsToThePolicy<Client extends { close(): Promise<void> }, Result>(
  its: PartnerCall<Client, Result>,
): void {
  const { system, operation } = its;
  const closers: (() => Promise<void>)[] = [];
  let partner: TestPartner<Client>;
  const met = async (answers: readonly RequestListener[], settings?: Partial<SystemSettings>): Promise<void> => {
    partner = await testPartner(its.create, answers, settings);
    closers.push(() => partner.close());
  };
  const call = (): Promise<Result> => its.call(partner.client, new AbortController().signal);
  const tellsNothing = async (error?: UpstreamError): Promise<void> => {
    const told = `${await partner.told()}${error ? everythingOf(error) : ''}`;
    expect(told).toContain(operation);
    for (const particular of its.particulars) expect(told).not.toContain(particular);
  };
  afterEach(async () => {
    for (const close of closers.splice(0)) await close();
  });

  test('the request and the answer are as the contract has them; nothing of them is in the URL or the log', async () => {
    await met([answer(200, its.answer)]);
    expect(await call()).toEqual(its.result);
    const { path, keyHeader } = outboundOperations[operation];
    expect(partner.requests).toHaveLength(1);
    const [{ method, url, headers, body }] = partner.requests as [(typeof partner.requests)[number]];
    expect([method, url, headers[keyHeader.toLowerCase()]]).toEqual(['POST', path, 'the-key-of-ocms']);
    expect(headers['content-type']).toBe('application/json');
    expect(JSON.parse(body)).toEqual(its.sent);
    await tellsNothing();
  });

  test(`an attempt has ${its.timeoutMs / 1_000} seconds, and there are four, from one second on`, () => {
    const settings = readConfig({}).systems[system]!;
    expect(settings).toMatchObject({ timeoutMs: its.timeoutMs, attempts: 4, backoffMs: 1_000 });
    expect(Object.keys(settings.operations)).not.toContain(operation);
  });

  test('no answer in time: four attempts, each the same request; nobody knows whether they arrived', async () => {
    await met([never], { timeoutMs: patience(500) });
    const error = await failureOf(call());
    expect(error).toMatchObject({ system, operation, outcome: 'unknown', retryable: true, attempts: 4 });
    expect(partner.requests.map(({ body }) => JSON.parse(body) as unknown)).toEqual(Array(4).fill(its.sent));
    await tellsNothing(error);
  });

  test('pauses between attempts double, with jitter', async () => {
    await met([answer(503, '')], { backoffMs: 80 });
    expect(await failureOf(call())).toMatchObject({ outcome: 'unknown', status: 503, attempts: 4 });
    const at = partner.requests.map((request) => request.at);
    // Jitter takes up to half.
    for (const [index, least] of [40, 80, 160].entries())
      expect(at[index + 1]! - at[index]!).toBeGreaterThanOrEqual(least - 5);
  });

  test('a failure, then an answer: it is the answer that counts', async () => {
    await met([answer(500, its.particulars.join(' ')), answer(200, its.answer)]);
    expect(await call()).toEqual(its.result);
    expect(partner.requests).toHaveLength(2);
    await tellsNothing();
  });

  test.each([400, 401, 403, 404, 409])('%i is a refusal, not repeated, and its words go nowhere', async (status) => {
    await met([answer(status, { statusCode: status, message: `no ${its.particulars.join(' ')}` })]);
    const error = await failureOf(call());
    expect(error).toMatchObject({ system, operation, outcome: 'rejected', retryable: false, status, attempts: 1 });
    expect(partner.requests).toHaveLength(1);
    await tellsNothing(error);
  });

  test('429 is repeated', async () => {
    await met([answer(429, {}), answer(200, its.answer)]);
    expect(await call()).toEqual(its.result);
  });

  test.each(Object.entries(its.breaches))('an answer with %s breaks the contract', async (_what, body) => {
    await met([answer(200, body)], { attempts: 2 });
    const error = await failureOf(call());
    expect(error).toMatchObject({ outcome: 'malformed', retryable: true, attempts: 2 });
    await tellsNothing(error);
  });

  test.each<[string, RequestListener]>([
    ['HTML', answer(200, '<html>login</html>', 'text/html')],
    ['half the JSON', (request, response) => answer(200, JSON.stringify(its.answer).slice(0, -3))(request, response)],
    ['nothing', answer(200, '')],
  ])('an answer that is %s breaks the contract', async (_what, listener) => {
    await met([listener], { attempts: 1 });
    const error = await failureOf(call());
    expect(error).toMatchObject({ outcome: 'malformed' });
    await tellsNothing(error);
  });
}

/** The tests of what is sent: who refuses it says why, once, and nothing of it is told. */
export function tellsWhyItIsRefused<Client extends { close(): Promise<void> }, Result>(
  its: Pick<PartnerCall<Client, Result>, 'operation' | 'create' | 'call' | 'particulars'>,
): void {
  const refusedWith = async (listener: RequestListener) => {
    const partner = await testPartner(its.create, [listener]);
    try {
      const error = await failureOf(its.call(partner.client, new AbortController().signal));
      return { error, requests: partner.requests.length, told: `${await partner.told()}${everythingOf(error)}` };
    } finally {
      await partner.close();
    }
  };
  const words = its.particulars.join(' ');

  test.each(['REJECTED', 'SOME_OTHER'])('a refusal with reason code %s, not repeated', async (reasonCode) => {
    const { error, requests, told } = await refusedWith(answer(422, { reasonCode, message: words, [words]: 1 }));
    expect(error).toMatchObject({ outcome: 'rejected', retryable: false, status: 422, reasonCode, attempts: 1 });
    expect(requests).toBe(1);
    expect(told).toContain(reasonCode);
    for (const particular of its.particulars) expect(told).not.toContain(particular);
  });

  test.each<[string, RequestListener]>([
    ['a code that is a sentence', answer(422, { reasonCode: words })],
    ['a code that is an id', answer(422, { reasonCode: 'S0000001X' })],
    ['no code', answer(422, { message: words })],
    ['HTML', answer(422, `<p>${words}</p>`, 'text/html')],
    ['nothing', answer(422, '')],
  ])('a refusal with %s is one all the same', async (_what, listener) => {
    const { error, requests, told } = await refusedWith(listener);
    expect(error).toMatchObject({ outcome: 'rejected', retryable: false, status: 422 });
    expect(error.reasonCode).toBeUndefined();
    expect(requests).toBe(1);
    for (const particular of [...its.particulars, 'S0000001X']) expect(told).not.toContain(particular);
  });
}
