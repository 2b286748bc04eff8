import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type FaultPlace,
  JOB,
  makeFaultPlace,
  mailsByRun,
  numbersOf,
  runWhenFree,
  until,
  vehicles,
} from '../support/fault';
import { endChildren, startInstance, stopBetweenWrites } from '../support/fault-children';
import { patience } from '../support/patience';

const OLD = vehicles('OLD', 300);
/** What the first run received: three chunks. */
const FIRST = vehicles('FST', 5_000);
const SECOND = vehicles('SCD', 2_500);
/** Of runs that are to outlive or to lose it: as short as a busy machine still lets them extend it. */
const LEASE_MS = 2_000;

jest.setTimeout(patience(60_000));

let place: FaultPlace;
beforeEach(async () => {
  place = await makeFaultPlace();
  await place.bringIn(OLD);
  await place.offer(FIRST);
});
afterEach(async () => {
  await endChildren();
  await place.close();
});

/** The first run is on record as cut off, operations were told once, and the table is the second's. */
async function expectSecondOnly(secondRunId: string): Promise<void> {
  expect(await place.stored()).toEqual(numbersOf(SECOND));
  expect(await place.staged()).toBe(0);
  const [first, second, ...others] = (await place.runs()).filter(({ outcome }) => outcome !== 'SKIPPED');
  expect(others).toEqual([]);
  expect(second).toMatchObject({ runId: secondRunId, outcome: 'SUCCEEDED', counts: { replaced: SECOND.length } });
  expect(first).toMatchObject({ outcome: 'CRASHED' });
  expect(await mailsByRun(place)).toEqual(new Map([[first!.runId, 1]]));
}

test('SIGSTOP past the lease while staging, a second instance runs, SIGCONT: the first writes nothing', async () => {
  const first = startInstance(place, { atMostMs: LEASE_MS, holdAt: { label: 'chunk-staged', nth: 2 } });
  await first.next('ready');
  first.tell('run');
  await first.next('held');
  expect(await place.staged()).toBe(4_000);
  await stopBetweenWrites(first, place);

  await place.offer(SECOND);
  const second = await runWhenFree(place.worker, place.job(place.worker));
  expect(second.outcome).toBe('SUCCEEDED');
  await expectSecondOnly(second.runId);

  // It finds the answer it waits for already there when it wakes.
  first.tell('go');
  first.signal('SIGCONT');
  expect(await first.next('report')).toMatchObject({ outcome: 'LOST' });
  expect(await first.next('aborted')).toMatchObject({ reason: 'LeaseLostError' });
  expect(first.said.filter(({ label }) => label === 'chunk-staged')).toHaveLength(2);
  expect(first.said.filter(({ label }) => label === 'replaced')).toEqual([]);
  await expectSecondOnly(second.runId);
});

test('an event loop that stood still just before the exchange: the fence holds, though no timer had its turn', async () => {
  const untilFile = join(place.context.place.folder, 'go');
  const first = startInstance(place, { atMostMs: LEASE_MS, stallAt: { label: 'staged', nth: 1, untilFile } });
  await first.next('ready');
  first.tell('run');
  await first.next('stalled');

  await place.offer(SECOND);
  const second = await runWhenFree(place.worker, place.job(place.worker));
  expect(second.outcome).toBe('SUCCEEDED');
  writeFileSync(untilFile, '');
  expect(await first.next('report')).toMatchObject({ outcome: 'LOST' });
  expect(first.said.filter(({ label }) => label === 'replaced')).toEqual([]);
  await expectSecondOnly(second.runId);
});

test('stopped past its lease with nobody after it: it gives up by itself, and is on record as LOST', async () => {
  const first = startInstance(place, { atMostMs: LEASE_MS, holdAt: { label: 'chunk-staged', nth: 1 } });
  await first.next('ready');
  first.tell('run');
  await first.next('held');
  await stopBetweenWrites(first, place);
  await until('the lease has ended', async () => (await heldForMs()) <= 0);
  first.tell('go');
  first.signal('SIGCONT');
  const report = await first.next('report');
  expect(report.outcome).toBe('LOST');
  expect(await place.stored()).toEqual(numbersOf(OLD));
  expect(await place.runs()).toMatchObject([{ outcome: 'LOST' }]);
  expect(await mailsByRun(place)).toEqual(new Map([[report.runId, 1]]));
});

test('a run longer than its lease keeps the lock', async () => {
  let letGo = (): void => undefined;
  const held = new Promise<void>((resolve) => (letGo = resolve));
  const worker = place.anotherWorker({}, (label) => (label === 'received' ? held : Promise.resolve()));
  const run = place.run(worker, place.job(worker, LEASE_MS));
  const startedAt = performance.now();
  await until('it runs', async () => (await place.runs()).length === 1);
  const others: string[] = [];
  while (performance.now() - startedAt < 2 * LEASE_MS) {
    others.push((await place.run(place.worker, place.job(place.worker, LEASE_MS))).outcome);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  letGo();
  expect((await run).outcome).toBe('SUCCEEDED');
  expect(new Set(others)).toEqual(new Set(['SKIPPED']));
  expect(await place.stored()).toEqual(numbersOf(FIRST));
  // And gives it back: the next one need not wait.
  expect((await place.run()).outcome).toBe('SUCCEEDED');
  expect(await place.mails()).toEqual([]);
});

test('the database is away for longer than the lease: the run ends as LOST, with the old list', async () => {
  let signal: AbortSignal | undefined;
  let reached = (): void => undefined;
  const received = new Promise<void>((resolve) => (reached = resolve));
  const worker = place.anotherWorker({}, async (label) => {
    if (label !== 'received') return;
    reached();
    await new Promise((resolve) => signal!.addEventListener('abort', resolve));
  });
  const job = place.job(worker, LEASE_MS);
  const run = place.run(worker, {
    ...job,
    run: (own) => {
      signal = own.signal;
      return job.run(own);
    },
  });
  await received;
  // Somebody holds the lock's row; on SQLite, the file.
  const holder = place.context.another().intranet;
  let letGo = (): void => undefined;
  const released = new Promise<void>((resolve) => (letGo = resolve));
  let held = (): void => undefined;
  const holding = new Promise<void>((resolve) => (held = resolve));
  const hold = holder.transaction(async (trx) => {
    await trx('shedlock').where('name', JOB).update('locked_by', trx.ref('locked_by'));
    held();
    await released;
  });
  await holding;
  await until('the run gives up', () => signal?.aborted);
  letGo();
  await hold;
  const report = await run;
  expect(report.outcome).toBe('LOST');
  expect(await place.stored()).toEqual(numbersOf(OLD));
  expect(await place.runs()).toMatchObject([{ outcome: 'LOST', error: expect.stringContaining('lost its lock') }]);
  expect(await mailsByRun(place)).toEqual(new Map([[report.runId, 1]]));
  expect((await place.run()).outcome).toBe('SUCCEEDED');
});

async function heldForMs(): Promise<number> {
  const row = await place.context.intranet.read(
    async (executor) => await executor('shedlock').where('name', JOB).first<{ lock_until: string }>('lock_until'),
  );
  return Date.parse(row.lock_until) - Date.now();
}
