import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createLogger } from '../../src/platform/logging';
import { createTracer, inSpan, type Tracer } from '../../src/platform/tracing';
import { startTestService } from '../support/service';
import { startTraceCollector, tracingTo } from '../support/trace-collector';
import { inboundOperations } from '../../generated/inbound/operations';

const servers: Server[] = [];
let log: string[];
beforeEach(() => {
  log = [];
});
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

const tracerTo = (url: string): Tracer =>
  createTracer(tracingTo(url).tracing, {
    instance: 'a test',
    logger: createLogger({ level: 'debug', destination: { write: (line: string) => void log.push(line) } }),
  });
const told = (event: string): number => log.filter((line) => line.includes(`"${event}"`)).length;

/** A collector that answers as it is told, or never. */
async function collectorThat(answers: () => number | undefined): Promise<string> {
  const server = createServer((request, response) => {
    const status = answers();
    request.resume();
    if (status !== undefined) response.writeHead(status, { 'Content-Type': 'application/json' }).end('{}');
  });
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
/** Makes spans until something is told: each batch of them is sent at once. */
async function spansUntil(tracer: Tracer, event: string): Promise<void> {
  while (told(event) === 0) {
    for (let made = 0; made < 512; made++) tracer.start('work', {})!.end();
    await nextTurn();
  }
}

test('spans that come faster than they can be sent are let go: 2,048 wait, and 512 are on their way', async () => {
  const collector = await startTraceCollector();
  const tracer = tracerTo(collector.url);
  for (let made = 0; made < 10_000; made++) tracer.start('work', {})!.end();
  await tracer.close();
  expect(collector.spans).toHaveLength(2_048 + 512);
  await collector.close();
});

test('a collector that refuses is told of once, and once when it takes spans again', async () => {
  let status = 400;
  const tracer = tracerTo(await collectorThat(() => status));
  await spansUntil(tracer, 'traces-not-exported');
  status = 200;
  await spansUntil(tracer, 'traces-exported-again');
  await tracer.close();
  expect([told('traces-not-exported'), told('traces-exported-again')]).toEqual([1, 1]);
});

test('a collector that never answers holds up neither answers nor, for more than a few seconds, the end', async () => {
  const url = await collectorThat(() => undefined);
  const service = await startTestService({ config: tracingTo(url) });
  const { path } = inboundOperations['cas-getPaymentStatus'];
  for (let asked = 0; asked < 3; asked++)
    expect((await service.post(path, { noticeNumbers: ['1A'] })).status).toBe(200);
  const before = performance.now();
  await service.context.tracer.close();
  expect(performance.now() - before).toBeLessThan(5_000);
  await service.close();
});

test('one trace for work in work, each with its outcome; what goes wrong is told by its kind alone', async () => {
  const collector = await startTraceCollector();
  const tracer = tracerTo(collector.url);
  const failing = tracer.root('outer', {}, () =>
    inSpan('inner', { attributes: { count: 2, long: 'x'.repeat(1_000) } }, () =>
      Promise.reject(new TypeError('S1234567D')),
    ),
  );
  await expect(failing).rejects.toThrow('S1234567D');
  await tracer.close();
  const [inner, outer] = collector.spans;
  expect(inner).toMatchObject({ name: 'inner', traceId: outer!.traceId, parentSpanId: outer!.spanId });
  expect(inner!.status.code).toBe(2);
  expect(inner!.attributes).toEqual({ count: 2, long: 'x'.repeat(200), 'error.type': 'TypeError' });
  expect(collector.text).not.toContain('S1234567D');
  await collector.close();
});

test('outside a trace nothing is a span', async () => {
  expect(await inSpan('alone', {}, (span) => Promise.resolve(span))).toBeUndefined();
});
