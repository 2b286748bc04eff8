import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../src/contract/documents';
import { databaseUrl } from '../support/databases';
import { type FaultPlace, JOB, makeFaultPlace, numbersOf, until, vehicles } from '../support/fault';
import { freePort, start } from '../support/process';
import { patience } from '../support/patience';

const OLD = vehicles('OLD', 300);
const NEW = vehicles('NEW', 900);
/** So many that a signal finds them being staged. */
const MANY = { fault: 'size', rows: 200_000, times: 1 };

jest.setTimeout(patience(90_000));

let place: FaultPlace;
const started: ChildProcess[] = [];
beforeEach(async () => {
  place = await makeFaultPlace();
  await place.bringIn(OLD);
  await place.offer(NEW);
});
afterEach(async () => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
  await place.close();
});

const environment = (extra: Record<string, string> = {}): Record<string, string> => ({
  OCMS_INTRANET_DB: databaseUrl(place.context.place.intranet),
  OCMS_INTERNET_DB: databaseUrl(place.context.place.internet),
  OCMS_CAS_URL: place.sandbox.url,
  OCMS_SMTP_URL: place.sandbox.smtpUrl,
  ...extra,
});

const commandOf = (...args: string[]): string[] => [
  process.execPath,
  join(PROJECT_ROOT, 'scripts/ocms.mjs'),
  'jobs',
  'run',
  ...args,
];

/** `npm run ocms -- jobs run …`, without npm's own time. */
const jobsRun = (...args: string[]) => running(commandOf(...args));

function running([command, ...args]: string[]): {
  child: ChildProcess;
  ended: Promise<{ code: number | null; stdout: string; stderr: string }>;
} {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(OCMS_|PORT$|NODE_ENV$)/.test(name));
  const child = spawn(command!, args, {
    env: { ...Object.fromEntries(inherited), ...environment() },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  started.push(child);
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  return { child, ended: new Promise((resolve) => child.once('close', (code) => resolve({ code, stdout, stderr }))) };
}

const staging = (): Promise<number> =>
  until('rows are being staged', async () => (await place.staged()) || undefined, 60_000);

async function expectStopped(): Promise<void> {
  const [run, ...others] = (await place.runs()).filter(({ outcome }) => outcome !== 'SKIPPED');
  expect(others).toEqual([]);
  expect(run).toMatchObject({ outcome: 'STOPPED', counts: { received: 200_000 }, error: null });
  expect(run!.endedAt).not.toBeNull();
  expect(await place.stored()).toEqual(numbersOf(OLD));
  expect(await place.alerts()).toEqual([]);
}

test('Ctrl-C on `jobs run` while it stages: 130, recorded as stopped, the list untouched, the lock released', async () => {
  await place.sandbox.fault(MANY);
  const { child, ended } = jobsRun(JOB);
  await staging();
  child.kill('SIGINT');
  const { code, stdout, stderr } = await ended;
  expect([code, stdout]).toEqual([130, expect.stringContaining(`${JOB} STOPPED`)]);
  expect(stderr).not.toMatch(/^\s+at /m);
  await expectStopped();
  // What it left in the making is in nobody's way.
  const next = await jobsRun(JOB).ended;
  expect([next.code, next.stdout]).toEqual([0, expect.stringContaining(`${JOB} SUCCEEDED`)]);
  expect(await place.stored()).toEqual(numbersOf(NEW));
  expect(await place.staged()).toBe(0);
});

test('SIGTERM on the service while a scheduled run stages: it stops the run, and ends with 0', async () => {
  await place.sandbox.fault(MANY);
  const service = start(
    environment({ PORT: String(await freePort()), [`OCMS_SCHEDULE_${JOB.toUpperCase()}`]: '* * * * * *' }),
  );
  started.push(service.child);
  await staging();
  expect(await service.ended('SIGTERM')).toBe(0);
  expect(service.output()).toContain('"event":"stopped"');
  await expectStopped();
  const [run] = await place.runs();
  // The start makes up for the second that passed since the list was brought in.
  expect(run!.trigger).toMatch(/^(SCHEDULE|CATCH_UP)$/);
});

// util-linux' script gives the command a terminal; that of other systems takes other options.
const onTerminal = process.platform === 'linux' && hasScript() ? test : test.skip;
onTerminal(
  'on a terminal `jobs run` shows how far it is in one line that changes, and wipes it before it tells the outcome',
  async () => {
    await place.offer(vehicles('NEW', 4_100));
    const command = commandOf(JOB)
      .map((word) => `'${word}'`)
      .join(' ');
    const { code, stdout } = await running(['script', '--quiet', '--return', '--command', command, '/dev/null']).ended;
    expect(code).toBe(0);
    const [progress, outcome] = stdout.split(`\r\x1b[K${JOB} SUCCEEDED`);
    expect(progress!.split('\r\x1b[K')).toEqual(
      expect.arrayContaining(
        [
          'received 4,100',
          'received 4,100, staged 2,000',
          'received 4,100, staged 4,100',
          'received 4,100, staged 4,100, replaced 4,100',
        ].map((counts) => `${JOB} … ${counts}`),
      ),
    );
    expect(progress).not.toContain('\n');
    expect(outcome).toBe(' received 4,100, staged 4,100, replaced 4,100\r\n');
  },
);

test('`jobs run` ends with 0, 1, 2 or 3', async () => {
  expect(await jobsRun(JOB).ended).toMatchObject({
    code: 0,
    stdout: `${JOB} SUCCEEDED received 900, staged 900, replaced 900\n`,
  });
  expect(await place.stored()).toEqual(numbersOf(NEW));

  await place.sandbox.fault({ fault: 'wrong-total-count', times: 1 });
  expect(await jobsRun(JOB).ended).toMatchObject({
    code: 1,
    stdout: expect.stringContaining(`${JOB} FAILED`),
    stderr: expect.stringContaining('901 rows'),
  });

  expect(await jobsRun('no_such_job').ended).toMatchObject({ code: 2, stderr: expect.stringContaining(JOB) });

  let letGo = (): void => undefined;
  const held = new Promise<void>((resolve) => (letGo = resolve));
  let reached = (): void => undefined;
  const acquired = new Promise<void>((resolve) => (reached = resolve));
  const worker = place.anotherWorker({}, (label) => (label === 'acquired' ? (reached(), held) : Promise.resolve()));
  const holding = place.run(worker);
  await acquired;
  expect(await jobsRun(JOB).ended).toMatchObject({
    code: 3,
    stdout: expect.stringContaining(`${JOB} SKIPPED: another run holds the lock`),
  });
  letGo();
  expect((await holding).outcome).toBe('SUCCEEDED');
});

function hasScript(): boolean {
  try {
    return execFileSync('script', ['--version'], { encoding: 'utf8' }).includes('util-linux');
  } catch {
    return false;
  }
}
