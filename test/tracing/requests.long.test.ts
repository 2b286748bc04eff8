import { inboundOperations } from '../../generated/inbound/operations';
import { startTestService, type TestService } from '../support/service';
import { startTraceCollector, type TraceCollector } from '../support/trace-collector';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const CALLER = '00f067aa0ba902b7';
const { path: STATUS } = inboundOperations['cas-getPaymentStatus'];
const RECORDED = { traceparent: `00-${TRACE}-${CALLER}-01` };

let collector: TraceCollector;
let service: TestService | undefined;
beforeEach(async () => {
  collector = await startTraceCollector();
});
afterEach(async () => {
  await service?.close();
  service = undefined;
  await collector.close();
});

const serving = async (variables?: Record<string, string>): Promise<TestService> =>
  (service = await startTestService({ config: collector.tracing(variables) }));
const asked = (headers: Record<string, string> = RECORDED, key?: string) =>
  service!.post(STATUS, { noticeNumbers: ['500400101A'] }, { headers, ...(key !== undefined && { key }) });
const ended = async (): Promise<void> => {
  await service?.close();
  service = undefined;
};
const requestLines = (): Record<string, unknown>[] =>
  service!.log.map((line) => JSON.parse(line) as Record<string, unknown>).filter(({ event }) => event === 'request');

test('a request is a span of the caller’s trace, named as its operation, with what the log has of it', async () => {
  await serving({ OCMS_OTEL_ENVIRONMENT: 'uat', OCMS_OTEL_HEADERS: 'Authorization=Bearer the-secret' });
  expect((await asked({ ...RECORDED, 'X-Request-Id': 'request-0001' })).status).toBe(200);
  const span = await collector.span(({ name }) => name === 'cas-getPaymentStatus');
  expect(span).toMatchObject({
    traceId: TRACE,
    parentSpanId: CALLER,
    kind: 2,
    attributes: {
      'http.request.method': 'POST',
      'http.route': STATUS,
      'http.response.status_code': 200,
      'ocms.partner': 'CAS',
      'ocms.request_id': 'request-0001',
    },
    resource: { 'service.name': 'ocms', 'deployment.environment.name': 'uat' },
  });
  expect(Object.keys(span.attributes)).toHaveLength(5);
  expect(requestLines()).toEqual([expect.objectContaining({ trace_id: TRACE, span_id: span.spanId })]);
  expect(collector.headers[0]).toMatchObject({ authorization: 'Bearer the-secret' });
  expect(collector.text).not.toContain('500400101A');
  expect(service!.log.join('')).not.toContain('the-secret');
});

test('without traceparent, or with one that is none, a trace begins here', async () => {
  await serving();
  await asked({});
  await asked({ traceparent: `00-${TRACE.toUpperCase()}-${CALLER}-01` });
  await ended();
  const spans = collector.spans.filter(({ name }) => name === 'cas-getPaymentStatus');
  expect(spans).toHaveLength(2);
  expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(2);
  for (const span of spans) {
    expect(span.parentSpanId ?? '').toBe('');
    expect(span.traceId.toLowerCase()).not.toBe(TRACE);
  }
});

test('nobody unknown makes a span: neither a wrong key nor a wrong path', async () => {
  await serving();
  expect((await asked(RECORDED, 'wrong')).status).toBe(401);
  expect((await service!.post('/v1/cas/other', {}, { headers: RECORDED })).status).toBe(404);
  await ended();
  expect(collector.spans).toEqual([]);
});

test('what a caller does not record is not recorded', async () => {
  await serving();
  await asked({ traceparent: `00-${TRACE}-${CALLER}-00` });
  expect(requestLines()).toEqual([expect.objectContaining({ trace_id: TRACE })]);
  await ended();
  expect(collector.spans).toEqual([]);
});

test('a caller that records everything gets no more than the share', async () => {
  await serving({ OCMS_OTEL_RATIO: '0' });
  for (let index = 0; index < 20; index++) await asked();
  await ended();
  expect(collector.spans).toEqual([]);
});

test('a failed request is a failed span, without what the error says', async () => {
  service = await startTestService({
    config: collector.tracing(),
    overrides: {
      services: { paymentStatus: { find: () => Promise.reject(new Error('500400101A S1234567D')) } },
    },
  });
  expect((await asked()).status).toBe(500);
  const span = await collector.span(({ name }) => name === 'cas-getPaymentStatus');
  expect(span).toMatchObject({ status: { code: 2 }, attributes: { 'error.type': '500' } });
  expect(collector.text).not.toContain('S1234567D');
});
