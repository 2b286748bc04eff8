import { createCalendar } from '../../src/platform/calendar';
import type { BoundJob, JobRun } from '../../src/scheduling/job';
import { createScheduler, type Scheduler } from '../../src/scheduling/scheduler';
import { databaseKinds } from '../support/databases';
import {
  insertRuns,
  type JobInstance,
  JOB,
  type JobSuite,
  jobOf,
  makeJobSuite,
  type StoredRun,
  takeAsShedLock,
  until,
} from '../support/job-suite';

/** 04:00 in Singapore; the job was due at 01:00. */
const NOW = new Date('2026-01-15T20:00:00.000Z');
const DUE = new Date('2026-01-15T17:00:00.000Z');
const DAY = 86_400_000;
const before = (ms: number): Date => new Date(DUE.getTime() - ms);
const after = (ms: number): Date => new Date(DUE.getTime() + ms);

const YESTERDAY: StoredRun = {
  runId: 'yesterday',
  outcome: 'SUCCEEDED',
  startedAt: before(DAY),
  scheduledFor: before(DAY),
};

describe.each(databaseKinds)('runs missed while the service was down (decisions §9) on %s', (kind) => {
  let suite: JobSuite;
  let one: JobInstance;
  beforeEach(async () => {
    suite = await makeJobSuite(kind);
    one = suite.instance('one');
  });
  afterEach(() => suite.close());

  const ran: JobRun[] = [];
  beforeEach(() => void ran.splice(0));
  const job: BoundJob = jobOf(async (run) => {
    ran.push(run);
    return { counts: {} };
  });

  const schedulerOf = (
    instance: JobInstance,
    given: BoundJob = job,
    now = NOW,
    historyDays = 3_650,
    schedule: string | undefined = given.schedule,
  ): Scheduler =>
    createScheduler({
      jobs: [{ job: given, schedule }],
      runner: instance.runner,
      alerts: instance.alerts,
      database: instance.database,
      calendar: createCalendar({ now: () => now }, 'Asia/Singapore'),
      logger: suite.context.logger,
      historyDays,
    });
  /** Starts and stops: whatever is made up for is over then. */
  const startOnce = async (...schedulers: Scheduler[]): Promise<void> => {
    for (const scheduler of schedulers) scheduler.start();
    for (const scheduler of schedulers) await scheduler.stop();
  };
  const caughtUp = async () => (await suite.history()).filter(({ trigger }) => trigger === 'CATCH_UP');

  it('are none for a job without any history', async () => {
    await startOnce(schedulerOf(one));
    expect(await suite.history()).toEqual([]);
  });

  it('are made up for once, under the moment that was missed, and not at the next start', async () => {
    await insertRuns(suite.database, [YESTERDAY]);
    await startOnce(schedulerOf(one));
    expect(await caughtUp()).toMatchObject([{ outcome: 'SUCCEEDED', scheduledFor: DUE }]);
    await startOnce(schedulerOf(one));
    await startOnce(schedulerOf(suite.instance('two')));
    expect(await caughtUp()).toHaveLength(1);
    expect(ran).toHaveLength(1);
  });

  it('are made up for by the last of them only', async () => {
    await insertRuns(suite.database, [{ ...YESTERDAY, startedAt: before(9 * DAY), scheduledFor: before(9 * DAY) }]);
    const hourly = jobOf(job.run, { schedule: '0 0 * * * *' });
    await startOnce(schedulerOf(one, hourly, new Date(NOW.getTime() + 1)));
    expect(await caughtUp()).toMatchObject([{ scheduledFor: NOW }]);
  });

  it('are made up for once the lease of a process that was killed and started again has ended', async () => {
    await insertRuns(suite.database, [
      YESTERDAY,
      { ...YESTERDAY, runId: 'killed', outcome: 'RUNNING', startedAt: after(0), scheduledFor: DUE },
    ]);
    expect(await takeAsShedLock(suite.database, JOB, 'one:killed', 1_500)).toBe(true);
    const scheduler = schedulerOf(one);
    scheduler.start();
    await until(async () => (await caughtUp()).some(({ outcome }) => outcome === 'SUCCEEDED'));
    await scheduler.stop();
    expect(ran).toHaveLength(1);
    expect((await suite.history()).find(({ runId }) => runId === 'killed')).toMatchObject({ outcome: 'CRASHED' });
    expect(await suite.alerts()).toHaveLength(1);
  });

  it('that another instance was killed in are reported although nothing runs again', async () => {
    await insertRuns(suite.database, [
      { ...YESTERDAY, runId: 'killed', outcome: 'RUNNING', startedAt: after(0), scheduledFor: DUE },
    ]);
    await startOnce(schedulerOf(one, jobOf(job.run, { catchUp: false })));
    expect(await suite.history()).toMatchObject([{ runId: 'killed', outcome: 'CRASHED' }]);
    expect(await suite.alerts()).toHaveLength(1);
    expect(ran).toEqual([]);
  });

  it('are made up for once by instances that start at once', async () => {
    await insertRuns(suite.database, [YESTERDAY]);
    await startOnce(...['two', 'three', 'four'].map((name) => schedulerOf(suite.instance(name))));
    expect(ran).toHaveLength(1);
    expect((await caughtUp()).filter(({ outcome }) => outcome !== 'SKIPPED')).toMatchObject([{ outcome: 'SUCCEEDED' }]);
  });

  it.each<[string, StoredRun]>([
    ['a run by schedule at that moment', { runId: 'r', outcome: 'SUCCEEDED', startedAt: DUE, scheduledFor: DUE }],
    [
      "a run by schedule, begun a little before its moment by the database's clock",
      { runId: 'r', outcome: 'SUCCEEDED', startedAt: before(40), scheduledFor: DUE },
    ],
    ['a run by hand after it', { runId: 'r', outcome: 'SUCCEEDED', startedAt: after(1), trigger: 'MANUAL' }],
    [
      'a run that made up for it',
      { runId: 'r', outcome: 'SUCCEEDED', startedAt: after(60_000), scheduledFor: DUE, trigger: 'CATCH_UP' },
    ],
    [
      'a run that failed, which is alerted and not repeated',
      { runId: 'r', outcome: 'FAILED', startedAt: DUE, scheduledFor: DUE },
    ],
    ['a run by hand that failed', { runId: 'r', outcome: 'FAILED', startedAt: after(1), trigger: 'MANUAL' }],
  ])('are none after %s', async (_what, run) => {
    await insertRuns(suite.database, [YESTERDAY, run]);
    await startOnce(schedulerOf(one));
    expect(ran).toEqual([]);
    expect(await suite.history()).toHaveLength(2);
  });

  it.each(['CRASHED', 'STOPPED', 'LOST', 'SKIPPED', 'RUNNING'])('include one whose run was %s', async (outcome) => {
    await insertRuns(suite.database, [YESTERDAY, { runId: 'cut', outcome, startedAt: DUE, scheduledFor: DUE }]);
    await startOnce(schedulerOf(one));
    expect(await caughtUp()).toMatchObject([{ outcome: 'SUCCEEDED', scheduledFor: DUE }]);
    expect((await suite.history()).find(({ runId }) => runId === 'cut')!.outcome).toBe(
      outcome === 'RUNNING' ? 'CRASHED' : outcome,
    );
  });

  it('include one of a job that has only ever been cut off', async () => {
    await insertRuns(suite.database, [{ runId: 'cut', outcome: 'CRASHED', startedAt: DUE, scheduledFor: DUE }]);
    await startOnce(schedulerOf(one));
    expect(await caughtUp()).toHaveLength(1);
  });

  it('include one after a run by hand a moment before it', async () => {
    await insertRuns(suite.database, [
      YESTERDAY,
      { runId: 'early', outcome: 'SUCCEEDED', startedAt: before(1), trigger: 'MANUAL' },
    ]);
    await startOnce(schedulerOf(one));
    expect(await caughtUp()).toHaveLength(1);
  });

  it.each([
    ['just within 12 hours', 12 * 3_600_000 - 1, 1],
    ['12 hours ago', 12 * 3_600_000, 0],
    ['longer ago', 20 * 3_600_000, 0],
  ])('that were due %s', async (_when, ago, runs) => {
    await insertRuns(suite.database, [YESTERDAY]);
    await startOnce(schedulerOf(one, job, after(ago)));
    expect(await caughtUp()).toHaveLength(runs);
  });

  it('are none for a job that does not ask for it, nor for one that is off', async () => {
    await insertRuns(suite.database, [YESTERDAY]);
    await startOnce(schedulerOf(one, jobOf(job.run, { catchUp: false })));
    const off = createScheduler({
      jobs: [{ job, schedule: undefined }],
      runner: one.runner,
      alerts: one.alerts,
      database: one.database,
      calendar: createCalendar({ now: () => NOW }, 'Asia/Singapore'),
      logger: suite.context.logger,
      historyDays: 3_650,
    });
    await startOnce(off);
    expect(ran).toEqual([]);
  });

  it("of one job say nothing of another's", async () => {
    await insertRuns(suite.database, [
      YESTERDAY,
      { runId: 'other', jobName: 'other_job', outcome: 'SUCCEEDED', startedAt: after(1), scheduledFor: DUE },
    ]);
    await startOnce(schedulerOf(one));
    expect(await caughtUp()).toMatchObject([{ jobName: JOB }]);
  });
});
