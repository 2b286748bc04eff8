import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { type Config, readConfig } from '../../src/config/config';
import type { RunReport } from '../../src/scheduling/runner';
import { type FaultPlace, JOB, makeFaultPlace, mailsByRun, numbersOf, until, vehicles } from '../support/fault';
import { patience } from '../support/patience';
import type { SystemSettings } from '../../src/platform/outbound';

const ATTEMPTS = 4;
/** For attempts that are to run out of time: nothing else of the run may take as long. */
const SHORT_MS = 1_000;
/** For all others: a busy machine is not to run out of it. */
const LONG_MS = 10_000;
const CAS: Omit<SystemSettings, 'baseUrl'> = {
  key: 'sandbox-cas-key',
  timeoutMs: LONG_MS,
  attempts: ATTEMPTS,
  backoffMs: 10,
  maxResponseBytes: 200_000,
  concurrency: 4,
  retryAfterMaxMs: 1_000,
  operations: {},
};
/** All attempts, their waits, and what a busy machine takes. */
const BOUND_MS = ATTEMPTS * SHORT_MS + 5_000;
const OLD = vehicles('OLD', 120);
const NEW = vehicles('NEW', 150);

jest.setTimeout(patience(30_000));

/** As the sandbox takes it. */
type Fault = { fault: string } & Record<string, unknown>;

interface RawServer {
  url: string;
  close(): Promise<void>;
}

let place: FaultPlace;
const rawServers: RawServer[] = [];
beforeEach(async () => {
  place = await makeFaultPlace();
  await place.bringIn(OLD);
  await place.offer(NEW);
});
afterEach(async () => {
  for (const server of rawServers.splice(0)) await server.close();
  await place.close();
});

const casAt = (baseUrl: string, timeoutMs = LONG_MS): Partial<Config> => ({
  systems: { ...readConfig({}).systems, CAS: { ...CAS, baseUrl, timeoutMs } },
});
const timeLimitFor = ({ fault }: Fault): number => (['timeout', 'delay', 'drip'].includes(fault) ? SHORT_MS : LONG_MS);

async function timed(config: Partial<Config> = {}): Promise<RunReport> {
  const worker = place.anotherWorker({ ...casAt(place.sandbox.url), ...config });
  const startedAt = performance.now();
  const report = await place.run(worker);
  expect(performance.now() - startedAt).toBeLessThan(BOUND_MS);
  return report;
}

/** The list in use is the old one, the run is on record, and operations were told once, in so many words. */
async function expectFailure(report: RunReport, said: RegExp): Promise<void> {
  expect(report.outcome).toBe('FAILED');
  expect(await place.stored()).toEqual(numbersOf(OLD));
  expect(await place.staged()).toBe(0);
  const runs = await place.runs();
  expect(runs).toHaveLength(1);
  expect(runs[0]).toMatchObject({
    runId: report.runId,
    jobName: JOB,
    outcome: 'FAILED',
    trigger: 'MANUAL',
    error: report.error,
  });
  expect(runs[0]!.endedAt).not.toBeNull();
  await expectOneMail(report, said);
}

async function expectOneMail({ runId }: RunReport, said: RegExp): Promise<void> {
  const [mail, ...others] = await place.mails();
  expect(others).toEqual([]);
  expect(mail).toMatchObject({ to: ['operations@ocms.invalid'], subject: expect.stringContaining(JOB) });
  expect(await mailsByRun(place)).toEqual(new Map([[runId, 1]]));
  expect(mail!.text).toMatch(said);
  expect(mail!.text).toMatch(/What is wrong: {2}\S.{20,}/);
  expect(mail!.text).toMatch(/What to do: {5}\S.{20,}/);
  expect(mail!.text).toContain('Failed in a row:');
  expect(mail!.text).toContain(`npm run ocms -- jobs run ${JOB}`);
  // No vehicle of either list, and no key.
  expect(mail!.text).not.toMatch(/OLD\d|NEW\d|sandbox-cas-key/);
  expect(place.context.log.join('')).not.toMatch(/OLD\d{3}|NEW\d{3}|sandbox-cas-key/);
  expect((await place.alerts()).map(({ run_id, sent_at }) => [run_id, sent_at !== null])).toEqual([[runId, true]]);
}

const attemptsLogged = (): number =>
  place.context.log.filter((line) => line.includes('"outbound-attempt"') && !line.includes('"outcome":"ok"')).length;

describe('CAS fails in every attempt: the old list stays, one mail', () => {
  test.each<[string, Fault, number, RegExp]>([
    ['takes the request and never answers', { fault: 'timeout' }, ATTEMPTS, /unknown, attempts: 4/],
    ['answers too late', { fault: 'delay', ms: 20_000 }, ATTEMPTS, /unknown, attempts: 4/],
    ['resets before the request', { fault: 'reset', when: 'before' }, ATTEMPTS, /unknown, attempts: 4/],
    ['resets after the request', { fault: 'reset', when: 'after' }, ATTEMPTS, /unknown, attempts: 4/],
    ['resets in the middle of its answer', { fault: 'partial' }, ATTEMPTS, /unknown, status 200, attempts: 4/],
    ['drips bytes', { fault: 'drip', bytes: 1, everyMs: 20 }, ATTEMPTS, /unknown, status 200, attempts: 4/],
    ['answers 503', { fault: 'status', status: 503 }, ATTEMPTS, /unknown, status 503, attempts: 4/],
    ['answers 429', { fault: 'status', status: 429 }, ATTEMPTS, /rejected, status 429, attempts: 4/],
    ['answers 401', { fault: 'status', status: 401 }, 1, /rejected, status 401, attempts: 1/],
    ['redirects', { fault: 'redirect' }, 1, /rejected, status 307, attempts: 1/],
    ['answers 200 with HTML', { fault: 'malformed', as: 'html' }, ATTEMPTS, /malformed, status 200, attempts: 4/],
    [
      'answers with half the JSON',
      { fault: 'malformed', as: 'cut-json' },
      ATTEMPTS,
      /malformed, status 200, attempts: 4/,
    ],
    [
      'answers with a wrong type',
      { fault: 'malformed', as: 'wrong-type' },
      ATTEMPTS,
      /malformed, status 200, attempts: 4/,
    ],
    ['answers with too much', { fault: 'oversized', bytes: 50_000_000 }, 1, /malformed, status 200, attempts: 1/],
    ['gives a wrong total', { fault: 'wrong-total-count' }, 1, /says it has 151 rows, but has 150/],
    ['repeats a vehicle', { fault: 'duplicate-row' }, 1, /1 of 151 rows/],
    ['has no vehicles', { fault: 'empty-list' }, 1, /list is empty.*OCMS_VIP_EMPTY_LIST=replace/s],
  ])('CAS %s', async (_does, fault, attempts, said) => {
    expect((await place.sandbox.fault(fault)).status).toBe(201);
    await expectFailure(await timed(casAt(place.sandbox.url, timeLimitFor(fault))), said);
    expect(await place.received()).toHaveLength(attempts);
  });

  test('CAS refuses connections', async () => {
    const closed = await rawServer(() => undefined);
    await closed.close();
    await expectFailure(await timed(casAt(closed.url)), /rejected, attempts: 4/);
    expect(attemptsLogged()).toBe(ATTEMPTS);
  });

  test('CAS is a black hole: what is sent is never read or answered', async () => {
    const sockets: Socket[] = [];
    const hole = await rawServer((socket) => void sockets.push(socket.pause()));
    await expectFailure(await timed(casAt(hole.url, SHORT_MS)), /unknown, attempts: 4/);
    expect(attemptsLogged()).toBe(ATTEMPTS);
    // What had been sent, seen only now: one request for each attempt.
    for (const socket of sockets) socket.resume();
    await until('all have ended', () => sockets.every((socket) => socket.readableEnded || socket.destroyed));
    expect(sockets.filter(({ bytesRead }) => bytesRead > 0)).toHaveLength(ATTEMPTS);
  });

  test('CAS answers something that is not HTTP', async () => {
    const strange = await rawServer((socket) => void socket.write('SSH-2.0-OpenSSH_9.6\r\n'));
    await expectFailure(await timed(casAt(strange.url)), /(malformed|unknown|rejected), attempts: 4/);
  });
});

describe('CAS recovers in time: the new list, no mail', () => {
  test.each<[string, Fault, number]>([
    ['500 once, then 200', { fault: 'status', status: 500, times: 1 }, 2],
    ['three resets, then 200', { fault: 'reset', when: 'after', times: 3 }, 4],
    ['no answer once, then 200', { fault: 'timeout', times: 1 }, 2],
    ['HTML once, then 200', { fault: 'malformed', as: 'html', times: 1 }, 2],
  ])('%s', async (_does, fault, attempts) => {
    await place.sandbox.fault(fault);
    const report = await timed(casAt(place.sandbox.url, timeLimitFor(fault)));
    expect(report).toMatchObject({ outcome: 'SUCCEEDED', counts: { received: 150, replaced: 150 } });
    expect(await place.stored()).toEqual(numbersOf(NEW));
    expect(await place.staged()).toBe(0);
    expect(await place.received()).toHaveLength(attempts);
    expect(await place.runs()).toMatchObject([{ outcome: 'SUCCEEDED', counts: { replaced: 150 }, error: null }]);
    expect(await place.mails()).toEqual([]);
  });
});

describe('what is configured otherwise', () => {
  test('OCMS_VIP_TOTAL_COUNT=warn: a wrong total replaces the list and alerts', async () => {
    await place.sandbox.fault({ fault: 'wrong-total-count', by: -7 });
    const report = await timed({ vipVehicles: { wrongTotalCount: 'warn', emptyList: 'reject' } });
    expect(report.outcome).toBe('SUCCEEDED');
    expect(await place.stored()).toEqual(numbersOf(NEW));
    await expectOneMail(report, /says it has 143 rows, but has 150.*OCMS_VIP_TOTAL_COUNT=warn/s);
  });

  test('OCMS_VIP_TOTAL_COUNT=warn: a repeated vehicle still replaces nothing', async () => {
    await place.sandbox.fault({ fault: 'duplicate-row' });
    await expectFailure(await timed({ vipVehicles: { wrongTotalCount: 'warn', emptyList: 'reject' } }), /there twice/);
  });

  test('OCMS_VIP_EMPTY_LIST=replace: an empty list empties the table, and operations are told', async () => {
    await place.sandbox.fault({ fault: 'empty-list' });
    const report = await timed({ vipVehicles: { wrongTotalCount: 'reject', emptyList: 'replace' } });
    expect(report).toMatchObject({ outcome: 'SUCCEEDED', counts: { replaced: 0 } });
    expect(await place.stored()).toEqual([]);
    expect(await place.mails()).toEqual([expect.objectContaining({ text: expect.stringContaining('list is empty') })]);
  });
});

describe('the mail server fails', () => {
  const alertOf = async (): Promise<unknown> => (await place.alerts())[0]!.sent_at;

  test('it is down: the run ends, its alert is sent later, once', async () => {
    await place.sandbox.fault({ fault: 'status', status: 401, times: 1 });
    const report = await timed({
      alerts: { smtpUrl: 'smtp://127.0.0.1:9', from: 'ocms@ocms.invalid', to: 'operations@ocms.invalid' },
    });
    expect(report.outcome).toBe('FAILED');
    expect(await place.runs()).toMatchObject([{ outcome: 'FAILED' }]);
    expect(await place.mails()).toEqual([]);
    expect(await alertOf()).toBeNull();

    // Two instances start at once, with the server back.
    const workers = [place.anotherWorker(), place.anotherWorker()];
    for (const { scheduler } of workers) scheduler.start();
    await until('the alert is sent', async () => (await alertOf()) !== null);
    for (const { scheduler } of workers) await scheduler.stop();
    await place.run();
    await expectOneMail(report, /status 401/);
  });

  test.each(['reject', 'tempfail', 'drop'])(
    '%s: sent with the next run once its time has come, once',
    async (fault) => {
      await place.sandbox.fault({ operation: 'smtp', fault, times: 1 });
      await place.sandbox.fault({ fault: 'status', status: 401, times: 1 });
      const report = await timed();
      expect([report.outcome, await alertOf()]).toEqual(['FAILED', null]);
      // What was refused waits a minute.
      await place.endClaims();
      expect((await timed()).outcome).toBe('SUCCEEDED');
      await expectOneMail(report, /status 401/);
    },
  );

  test('it takes the message without saying so: repeated under the same Message-ID', async () => {
    await place.sandbox.fault({ operation: 'smtp', fault: 'drop', when: 'after', times: 1 });
    await place.sandbox.fault({ fault: 'status', status: 401, times: 1 });
    const { runId } = await timed();
    expect((await timed()).outcome).toBe('SUCCEEDED');
    expect(await mailsByRun(place)).toEqual(new Map([[runId, 2]]));
    expect(new Set((await place.mails()).map(({ messageId }) => messageId)).size).toBe(1);
  });
});

test('failures in a row are counted, one mail each', async () => {
  await place.sandbox.fault({ fault: 'status', status: 401, times: 3 });
  for (let run = 1; run <= 3; run += 1) await timed();
  const subjects = (await place.mails()).map(({ subject }) => subject);
  expect(subjects).toEqual([
    expect.not.stringContaining('in a row'),
    expect.stringContaining('2 times in a row'),
    expect.stringContaining('3 times in a row'),
  ]);
  expect((await timed()).outcome).toBe('SUCCEEDED');
  expect(await place.mails()).toHaveLength(3);
});

async function rawServer(onConnection: (socket: Socket) => void): Promise<RawServer> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    socket.on('error', () => undefined);
    sockets.add(socket);
    onConnection(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const running: RawServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
  rawServers.push(running);
  return running;
}
