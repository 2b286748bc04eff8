import { inboundOperations } from '../../generated/inbound/operations';
import { createWorker, type Worker } from '../../src/app/worker';
import { type Config, readConfig } from '../../src/config/config';
import { testSandbox, type TestSandbox } from '../e2e/sandbox/sandbox';
import { patience } from '../support/patience';
import { startTestService, type TestService } from '../support/service';
import { fileVariables, repeatedSoon } from '../support/sandbox-files';
import { type CollectedSpan, startTraceCollector, type TraceCollector } from '../support/trace-collector';

jest.setTimeout(patience(60_000));

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const SYSTEMS = ['LTA', 'DATAHIVE', 'MHA', 'SMS', 'EMAIL', 'SLIFT'];

const offence = {
  transactionId: 'RC-1',
  subsystemLabel: 'REPCCS',
  noticeNo: '900000001A',
  vehicleNo: 'SBX1A',
  computerRuleCode: 10300,
  compositionAmount: 70,
  noticeDateAndTime: '2026-01-20T09:30:00',
  offenceNoticeType: 'O',
  vehicleCategory: 'C',
  vehicleRegistrationType: 'S',
  ppCode: 'A0007',
  ppName: 'ALIWAL STREET',
  creUserId: 'REPCCS',
  creDate: '2026-01-20T09:31:00',
};

let sandbox: TestSandbox;
let collector: TraceCollector;
let service: TestService | undefined;
let worker: Worker | undefined;
beforeAll(async () => {
  sandbox = await testSandbox();
});
afterAll(() => sandbox.close());
beforeEach(async () => {
  await sandbox.admin('DELETE', '');
  collector = await startTraceCollector();
});
afterEach(async () => {
  await worker?.close();
  await service?.close();
  worker = service = undefined;
  await collector.close();
});

/** The service and its jobs. */
async function started(tracing?: Record<string, string>, more: Partial<Config> = {}): Promise<void> {
  const { systems, sftp, blob } = readConfig({
    ...fileVariables(sandbox),
    ...Object.fromEntries(SYSTEMS.map((system) => [`OCMS_${system}_URL`, sandbox.url])),
  });
  service = await startTestService({
    config: { systems, ...repeatedSoon({ sftp, blob }), ...(tracing && collector.tracing(tracing)), ...more },
  });
  worker = createWorker(service.context);
}
const run = async (name: string): Promise<void> => {
  const { job } = worker!.jobs.find(({ job }) => job.name === name)!;
  expect(await worker!.runner.run(job, { trigger: 'MANUAL' })).toMatchObject({ outcome: 'SUCCEEDED' });
};
const created = async (headers: Record<string, string> = {}): Promise<void> => {
  const { path } = inboundOperations.repccsWebhook;
  expect((await service!.post(path, offence, { headers })).status).toBe(200);
};
/** `traceparent`s that partners were sent, by operation. */
const sent = async (): Promise<Record<string, string | undefined>> => {
  const received = (await sandbox.admin('GET', '/received')).body as {
    operation: string;
    headers: Record<string, string>;
  }[];
  return Object.fromEntries(received.map(({ operation, headers }) => [operation, headers.traceparent]));
};
const kept = (table: string): Promise<unknown[]> =>
  service!.context.intranet.read((executor) => executor(table).pluck('traceparent'));
const closed = async (): Promise<readonly CollectedSpan[]> => {
  await service!.context.tracer.close();
  return collector.spans;
};

test('A 3 to 7: one trace from the webhook through creation and mirror to each step and each call of a partner', async () => {
  await started({});
  await created({ traceparent: `00-${TRACE}-00f067aa0ba902b7-01` });
  const [mark] = await kept('ocms_internet_mirror_mark');
  expect(mark).toMatch(new RegExp(`^00-${TRACE}-[0-9a-f]{16}-01$`));
  await run('sync_internet_zone');
  await run('process_advisory_notices');
  const calls = await sent();
  const spans = await closed();

  const trace = spans.filter(({ traceId }) => traceId === TRACE);
  const names = trace.map(({ name }) => name);
  expect(names).toEqual(
    expect.arrayContaining([
      'repccsWebhook',
      'intranet transaction',
      'mirror',
      'step FIND_OWNER',
      'LTA ownerParticulars',
      'step CHOOSE_CHANNEL',
      'step FIND_CONTACT',
      'DATAHIVE contact',
      'step SEND_SMS',
      'SMS sendSms',
      'step SUSPEND',
    ]),
  );
  // Each call is part of its step, each step of the request, and linked with the run that did it.
  const named = (name: string): CollectedSpan => spans.find((span) => span.name === name)!;
  const job = named('job process_advisory_notices');
  for (const [step, call, operation] of [
    ['step FIND_OWNER', 'LTA ownerParticulars', 'ownerParticulars'],
    ['step FIND_CONTACT', 'DATAHIVE contact', 'contact'],
    ['step SEND_SMS', 'SMS sendSms', 'sendSms'],
  ] as const) {
    expect(named(call).parentSpanId).toBe(named(step).spanId);
    expect(calls[operation]).toBe(`00-${TRACE}-${named(call).spanId}-01`);
    expect(named(step).links).toEqual([expect.objectContaining({ traceId: job.traceId, spanId: job.spanId })]);
  }
  expect(job.traceId).not.toBe(TRACE);
  expect(named('mirror').links).toEqual([expect.objectContaining({ spanId: named('mirror batch').spanId })]);
  expect(named('mirror batch')).toMatchObject({ traceId: named('job sync_internet_zone').traceId });
  // The log names it, too.
  const lines = service!.log.map((line) => JSON.parse(line) as Record<string, unknown>);
  for (const event of ['request', 'notice-created', 'outbound-attempt', 'advisory-step'])
    expect(lines.find((line) => line.event === event)).toMatchObject({ trace_id: TRACE });
  // Nothing of the vehicle, or of whoever owns it.
  for (const text of ['SBX1A', 'ALIWAL', ...(await particulars())]) expect(collector.text).not.toContain(text);
});

/** What the sandbox was told and told of the owner. */
async function particulars(): Promise<string[]> {
  const messages = (await sandbox.admin('GET', '/sms/messages')).body as { to: string; text: string }[];
  const asked = (await sandbox.admin('GET', '/received?operation=contact')).body as { body: string }[];
  const texts = [
    ...messages.flatMap(({ to, text }) => [to, to.slice(-8), text]),
    ...asked.map(({ body }) => (JSON.parse(body) as { idNo: string }).idNo),
  ];
  expect(texts.length).toBeGreaterThan(3);
  return texts;
}

test('the mirror that is nudged at once is no part of the request that set it going, but its copy is', async () => {
  await started({}, { mirror: { ...readConfig({}).mirror, nudgeMs: 20 } });
  await created({ traceparent: `00-${TRACE}-00f067aa0ba902b7-01` });
  const nudged = await collector.span(({ name }) => name === 'mirror nudged');
  const batch = await collector.span(({ name }) => name === 'mirror batch');
  const copy = await collector.span(({ name }) => name === 'mirror');
  expect([nudged.parentSpanId ?? '', batch.parentSpanId, batch.traceId]).toEqual(['', nudged.spanId, nudged.traceId]);
  expect(nudged.traceId).not.toBe(TRACE);
  expect(copy).toMatchObject({ traceId: TRACE, links: [{ spanId: batch.spanId }] });
});

test('partners are sent nothing of it where that is off; what was kept goes on', async () => {
  await started({ OCMS_OTEL_TRACEPARENT_OUT: 'off' });
  await created({ traceparent: `00-${TRACE}-00f067aa0ba902b7-01` });
  await run('process_advisory_notices');
  expect(Object.values(await sent()).filter((header) => header !== undefined)).toEqual([]);
  const spans = await closed();
  expect(spans.find(({ name }) => name === 'SMS sendSms')).toMatchObject({ traceId: TRACE });
});

test('what is not recorded is not recorded later either', async () => {
  await started({});
  await created({ traceparent: `00-${TRACE}-00f067aa0ba902b7-00` });
  await run('sync_internet_zone');
  await run('process_advisory_notices');
  expect((await sent()).sendSms).toMatch(new RegExp(`^00-${TRACE}-[0-9a-f]{16}-00$`));
  const spans = await closed();
  expect(spans.map(({ name }) => name)).toContain('job process_advisory_notices');
  expect(spans.filter(({ traceId }) => traceId === TRACE)).toEqual([]);
});

test('off, no column is written, no partner sent a header, no line of the log changed', async () => {
  await started();
  await created({ traceparent: `00-${TRACE}-00f067aa0ba902b7-01` });
  expect(await kept('ocms_internet_mirror_mark')).toEqual([null]);
  expect(await kept('ocms_advisory_case')).toEqual([null]);
  await run('sync_internet_zone');
  await run('process_advisory_notices');
  const headers = await sent();
  expect(Object.keys(headers)).toContain('sendSms');
  expect(Object.values(headers).filter((header) => header !== undefined)).toEqual([]);
  expect(service!.log.join('')).not.toMatch(/trace_id|span_id/);
});
