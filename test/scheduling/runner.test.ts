import { once } from 'node:events';
import { JobError, type JobRun, LeaseLostError } from '../../src/scheduling/job';
import { AppError } from '../../src/platform/errors';
import { runStore } from '../../src/scheduling/run-store';
import { createJobRunner } from '../../src/scheduling/runner';
import { UpstreamError } from '../../src/platform/outbound';
import type { Database } from '../../src/db/database';
import { databaseKinds } from '../support/databases';
import { patience } from '../support/patience';
import {
  insertRuns,
  JOB,
  type JobSuite,
  jobOf,
  makeJobSuite,
  storedLock,
  stores,
  takeAsShedLock,
  until,
} from '../support/job-suite';

const ADVICE = 'Mend it, then run the job again.';
const throwing = (error: unknown) =>
  jobOf(async () => {
    throw error;
  });

const FAILURES: readonly (readonly [what: string, error: () => unknown, problem: RegExp])[] = [
  [
    'a JobError, with its own words',
    () => new JobError({ problem: 'It is broken.', advice: ADVICE }),
    /^It is broken\.$/,
  ],
  [
    'a partner that refused',
    () =>
      new UpstreamError('no', {
        system: 'CAS',
        operation: 'refreshVIPVehicle',
        outcome: 'rejected',
        retryable: false,
        attempts: 1,
        status: 403,
      }),
    /^CAS refreshVIPVehicle: the request was refused or never arrived \(rejected, status 403, attempts: 1\)\./,
  ],
  [
    'a partner that did not answer',
    () =>
      new UpstreamError('no', {
        system: 'CAS',
        operation: 'refreshVIPVehicle',
        outcome: 'unknown',
        retryable: true,
        attempts: 4,
        status: undefined,
      }),
    /^CAS refreshVIPVehicle: no usable answer came \(unknown, attempts: 4\)\./,
  ],
  [
    'a partner that broke its contract',
    () =>
      new UpstreamError('no', {
        system: 'CAS',
        operation: 'refreshVIPVehicle',
        outcome: 'malformed',
        retryable: false,
        attempts: 1,
        status: 200,
      }),
    /the answer breaks the contract \(malformed, status 200, attempts: 1\)/,
  ],
  [
    'a database that is away',
    () => new AppError('unavailable', 'the intranet database is not available'),
    /^the intranet database is not available\. Everything is as it was\.$/,
  ],
  [
    'an error that nobody foresaw, without what it says',
    () => new TypeError('S1234567D is not a function'),
    /^Unexpected TypeError\.$/,
  ],
  [
    'an error with a code',
    () => Object.assign(new Error('S1234567D'), { code: 'E_STRANGE' }),
    /^Unexpected Error \(E_STRANGE\)\.$/,
  ],
  ['something thrown that is no error', () => 'S1234567D', /^Unexpected string\.$/],
];

describe.each(databaseKinds)('runs of a job (decisions §9) on %s', (kind) => {
  let suite: JobSuite;
  beforeEach(async () => {
    suite = await makeJobSuite(kind);
  });
  afterEach(() => suite.close());
  const outcomes = async (): Promise<string[]> => (await suite.history()).map(({ outcome }) => outcome);

  it('are recorded with trigger, scheduled moment, instance, start, end, outcome and counts', async () => {
    const { runner } = suite.instance('one');
    const scheduledFor = new Date('2026-01-15T17:00:00.000Z');
    const seen: object[] = [];
    const job = jobOf(async (run) => {
      run.progress({ received: 3 });
      run.progress({ staged: 2, received: 4 });
      const [record] = await suite.history();
      expect(record).toMatchObject({ outcome: 'RUNNING', endedAt: null, error: null, counts: {} });
      return { counts: { replaced: 4 } };
    });
    const report = await runner.run(job, {
      trigger: 'SCHEDULE',
      scheduledFor,
      onProgress: (counts) => seen.push(counts),
    });
    const counts = { received: 4, staged: 2, replaced: 4 };
    expect(report).toEqual({ outcome: 'SUCCEEDED', runId: expect.stringMatching(/^[0-9a-f]{32}$/), counts });
    expect(seen).toEqual([{ received: 3 }, { received: 4, staged: 2 }]);
    const [record, ...others] = await suite.history();
    expect(others).toEqual([]);
    expect(record).toEqual({
      runId: report.runId,
      jobName: JOB,
      instance: 'one',
      trigger: 'SCHEDULE',
      scheduledFor,
      startedAt: expect.any(Date),
      endedAt: expect.any(Date),
      outcome: 'SUCCEEDED',
      counts,
      error: null,
    });
    expect(record!.endedAt!.getTime()).toBeGreaterThanOrEqual(record!.startedAt.getTime());
    expect(await suite.alerts()).toEqual([]);
  });

  it('note what they told in the transaction that records them, with their alert, or not at all', async () => {
    const noted = () =>
      suite.database.read(async (executor) => (await executor('ocms_job_fence').pluck('name')) as string[]);
    const job = jobOf(async () => ({
      counts: {},
      alert: { problem: 'Look at it.', advice: ADVICE },
      onRecord: (trx) => trx('ocms_job_fence').insert({ name: 'told', fence: 0 }),
    }));
    const overtaken = jobOf(async (run) => {
      await suite.database.transaction((trx) =>
        trx('ocms_job_run').where('run_id', run.runId).update({ outcome: 'CRASHED' }),
      );
      return job.run(run);
    });
    await suite.instance('one').runner.run(overtaken, { trigger: 'MANUAL' });
    expect(await suite.alerts()).toEqual([]);
    expect(await noted()).toEqual([JOB]);
    await suite.instance('one').runner.run(job, { trigger: 'MANUAL' });
    expect(await suite.alerts()).toHaveLength(1);
    expect((await noted()).sort()).toEqual([JOB, 'told'].sort());
  });

  it('are told when the last one that succeeded, and the first that had the lock, began', async () => {
    const at = (day: number): Date => new Date(Date.UTC(2026, 0, day));
    const told = async (): Promise<(Date | undefined)[]> => {
      let dates: (Date | undefined)[] = [];
      const job = jobOf(async (run) => {
        dates = [await run.lastSucceededAt(), await run.firstStartedAt()];
        return { counts: {} };
      });
      await suite.instance('one').runner.run(job, { trigger: 'MANUAL' });
      return dates;
    };
    await insertRuns(suite.database, [
      { runId: 'other', jobName: 'other', outcome: 'SUCCEEDED', startedAt: at(1) },
      { runId: 'skipped', outcome: 'SKIPPED', startedAt: at(2) },
      { runId: 'failed', outcome: 'FAILED', startedAt: at(3) },
      { runId: 'failed again', outcome: 'FAILED', startedAt: at(4) },
    ]);
    expect(await told()).toEqual([undefined, at(3)]);
    const [succeeded] = await suite.history();
    expect(await told()).toEqual([succeeded!.startedAt, at(3)]);
  });

  it('of all jobs are listed without the successes of those that run often, and with every other', async () => {
    const at = (second: number): Date => new Date(Date.UTC(2026, 0, 15, 1, 0, second));
    const runs = [
      ['often', 'SUCCEEDED'],
      ['often', 'FAILED'],
      ['seldom', 'SUCCEEDED'],
      ['seldom', 'FAILED'],
      ['often', 'SUCCEEDED'],
    ] as const;
    await insertRuns(
      suite.database,
      runs.map(([jobName, outcome], index) => ({ runId: `run${index}`, jobName, outcome, startedAt: at(index) })),
    );
    const listed = async (name: string | undefined, limit = 10): Promise<string[]> =>
      (await suite.database.read((executor) => runStore(suite.database).history(executor, name, limit, ['often']))).map(
        ({ runId }) => runId,
      );
    expect(await listed(undefined)).toEqual(['run3', 'run2', 'run1']);
    expect(await listed(undefined, 2)).toEqual(['run3', 'run2']);
    expect(await listed('often')).toEqual(['run4', 'run1', 'run0']);
  });

  it('of several instances are listed without those that one skipped for another, and a failed run stays in sight', async () => {
    const at = (second: number): Date => new Date(Date.UTC(2026, 0, 15, 1, 0, second));
    const often = ['SUCCEEDED', 'SKIPPED', 'SKIPPED', 'SUCCEEDED', 'SKIPPED', 'SKIPPED'];
    const runs = [
      { runId: 'mended', jobName: 'seldom', outcome: 'FAILED', startedAt: at(0) },
      { runId: 'failed', jobName: 'failing', outcome: 'CRASHED', startedAt: at(1) },
      { runId: 'skipped', jobName: 'failing', outcome: 'SKIPPED', startedAt: at(2) },
      { runId: 'again', jobName: 'seldom', outcome: 'SUCCEEDED', startedAt: at(3) },
      { runId: 'other', jobName: 'seldom', outcome: 'SUCCEEDED', startedAt: at(4) },
      ...often.map((outcome, index) => ({ runId: `o${index}`, jobName: 'often', outcome, startedAt: at(10 + index) })),
    ];
    await insertRuns(suite.database, runs);
    const store = runStore(suite.database);
    const listed = async (name?: string): Promise<string[]> =>
      (await suite.database.read((executor) => store.history(executor, name, 2, ['often']))).map(({ runId }) => runId);
    expect(await listed()).toEqual(['other', 'again', 'failed']);
    expect(await listed('often')).toEqual(['o3', 'o0']);
    expect(await listed('failing')).toEqual(['skipped', 'failed']);
    const last = async (name: string) => suite.database.read((executor) => store.lastRun(executor, name));
    expect(await last('failing')).toMatchObject({ runId: 'failed' });
    expect(await last('often')).toMatchObject({ runId: 'o3' });
    expect(await last('none')).toBeUndefined();
  });

  it.each(FAILURES)('fail by %s', async (_what, error, problem) => {
    const report = await suite.instance('one').runner.run(throwing(error()), { trigger: 'MANUAL' });
    expect(report).toMatchObject({ outcome: 'FAILED', error: expect.stringMatching(problem) });
    const [record] = await suite.history();
    expect(record).toMatchObject({ outcome: 'FAILED', error: report.error });
    const [alert, ...more] = await suite.alerts();
    expect(more).toEqual([]);
    expect(alert!.body).toContain(report.error!.slice(0, 300));
    expect(JSON.stringify([record, alert, suite.mail.list()])).not.toContain('S1234567D');
  });

  it('keep what they counted before they failed, and 400 characters of why', async () => {
    const job = jobOf(async (run) => {
      run.progress({ received: 5 });
      throw new JobError({ problem: 'x'.repeat(900), advice: ADVICE });
    });
    await suite.instance('one').runner.run(job, { trigger: 'MANUAL' });
    expect((await suite.history())[0]).toMatchObject({
      outcome: 'FAILED',
      counts: { received: 5 },
      error: 'x'.repeat(400),
    });
  });

  it('are skipped, recorded and not alerted while another holds the lock, and say until when', async () => {
    await takeAsShedLock(suite.database, JOB, 'java-host', 60_000);
    const job = jobOf(() => Promise.reject(new Error('it ran')));
    const report = await suite.instance('one').runner.run(job, { trigger: 'SCHEDULE' });
    expect(report).toMatchObject({ outcome: 'SKIPPED', heldUntil: (await storedLock(suite.database)).lockUntil });
    const [record] = await suite.history();
    expect(record).toMatchObject({ runId: report.runId, outcome: 'SKIPPED', endedAt: record!.startedAt });
    expect(await suite.alerts()).toEqual([]);
  });

  it('are stopped by a signal: recorded, not alerted, the lock given back', async () => {
    const stop = new AbortController();
    const { runner } = suite.instance('one');
    const job = jobOf(async (run) => {
      setImmediate(() => stop.abort());
      await once(run.signal, 'abort');
      return run.chunk(async () => ({ counts: {} }));
    });
    expect(await runner.run(job, { trigger: 'MANUAL', signal: stop.signal })).toMatchObject({ outcome: 'STOPPED' });
    expect(await outcomes()).toEqual(['STOPPED']);
    expect(await suite.alerts()).toEqual([]);
    expect(
      await runner.run(
        jobOf(async () => ({ counts: {} })),
        { trigger: 'MANUAL' },
      ),
    ).toMatchObject({ outcome: 'SUCCEEDED' });
  });

  it('that find at an extension that their lock is gone are told by their signal, and recorded as lost with an alert', async () => {
    const job = jobOf(
      async (run) => {
        await suite.database.transaction((trx) => trx('shedlock').update({ locked_by: 'java-host' }));
        await once(run.signal, 'abort');
        return run.chunk(async () => ({ counts: {} }));
      },
      { lock: { atMostMs: 900, atLeastMs: 0 } },
    );
    expect(await suite.instance('one').runner.run(job, { trigger: 'MANUAL' })).toMatchObject({ outcome: 'LOST' });
    expect(await outcomes()).toEqual(['LOST']);
    expect((await suite.alerts()).map(({ subject }) => subject)).toEqual([
      `[OCMS] ${JOB} lost its lock and wrote nothing more`,
    ]);
    // Another's lock is not released.
    expect((await storedLock(suite.database)).lockedBy).toBe('java-host');
  });

  it('that stood still past their lease with nobody after them write nothing more, and end as lost, the lock free', async () => {
    const job = jobOf(async (run) => {
      await suite.expire();
      await expect(
        run.chunk(async (trx) => trx('ocms_job_fence').insert({ name: 'written late', fence: 0 })),
      ).rejects.toBeInstanceOf(LeaseLostError);
      // No timer had its turn, and yet what waits beside the chunk is told.
      expect(run.signal.reason).toBeInstanceOf(LeaseLostError);
      return run.chunk(async () => ({ counts: {} }));
    });
    const report = await suite.instance('one').runner.run(job, { trigger: 'MANUAL' });
    expect(report).toMatchObject({ outcome: 'LOST' });
    expect(
      await suite.database.read(async (executor) => (await executor('ocms_job_fence').pluck('name')) as string[]),
    ).toEqual([JOB]);
    expect(await suite.history()).toMatchObject([{ runId: report.runId, outcome: 'LOST', endedAt: expect.any(Date) }]);
    expect((await suite.alerts()).map(({ run_id }) => run_id)).toEqual([report.runId]);
    expect(
      await suite.instance('two').runner.run(
        jobOf(async () => ({ counts: {} })),
        { trigger: 'MANUAL' },
      ),
    ).toMatchObject({ outcome: 'SUCCEEDED' });
  });

  it('that come back after another run took over write nothing, and are recorded and alerted once, as the other found them', async () => {
    const other = suite.instance('two');
    let late!: JobRun;
    const job = jobOf(async (run) => {
      late = run;
      await suite.expire();
      expect(
        await other.runner.run(
          jobOf(async () => ({ counts: { replaced: 1 } })),
          { trigger: 'MANUAL' },
        ),
      ).toMatchObject({ outcome: 'SUCCEEDED' });
      await run.chunk(async (trx) => trx('ocms_job_fence').insert({ name: 'written late', fence: 0 }));
      return { counts: {} };
    });
    expect(await suite.instance('one').runner.run(job, { trigger: 'MANUAL' })).toMatchObject({ outcome: 'LOST' });
    await expect(late.chunk(async () => undefined)).rejects.toBeInstanceOf(LeaseLostError);
    expect(
      await suite.database.read(async (executor) => (await executor('ocms_job_fence').pluck('name')) as string[]),
    ).toEqual([JOB]);
    expect((await outcomes()).sort()).toEqual(['CRASHED', 'SUCCEEDED']);
    expect((await suite.alerts()).map(({ run_id }) => run_id)).toEqual([late.runId]);
  });

  it('that their process left open are closed by the next one, with one alert, however many begin at once', async () => {
    await takeAsShedLock(suite.database, JOB, 'dead:1', 60_000);
    await suite.expire();
    const startedAt = new Date(Date.now() - 600_000);
    await insertRuns(suite.database, [{ runId: 'c'.repeat(32), outcome: 'RUNNING', startedAt }]);
    await Promise.all(
      ['one', 'two', 'three'].map((name) =>
        suite.instance(name).runner.run(
          jobOf(async () => ({ counts: {} })),
          { trigger: 'MANUAL' },
        ),
      ),
    );
    const crashed = (await suite.history()).filter(({ outcome }) => outcome === 'CRASHED');
    expect(crashed).toMatchObject([{ runId: 'c'.repeat(32), startedAt, endedAt: expect.any(Date) }]);
    const alerts = await suite.alerts();
    expect(alerts.map(({ run_id, subject }) => [run_id, subject])).toEqual([
      ['c'.repeat(32), `[OCMS] ${JOB} was cut off when its process ended`],
    ]);
    await until(() => suite.mail.list().length > 0);
    expect(suite.mail.list()).toHaveLength(1);
  });

  it('of another job that are open are not touched', async () => {
    await insertRuns(suite.database, [
      { runId: 'd'.repeat(32), jobName: 'other_job', outcome: 'RUNNING', startedAt: new Date() },
    ]);
    await suite.instance('one').runner.run(
      jobOf(async () => ({ counts: {} })),
      { trigger: 'MANUAL' },
    );
    expect((await suite.history('other_job')).map(({ outcome }) => outcome)).toEqual(['RUNNING']);
  });

  it('end in the transaction that records their alert: without it they stay open, and the next one closes them', async () => {
    const { runner } = suite.instance('one');
    const job = jobOf(async (run) => {
      // An alert of this run is there: the one that its failure records is refused.
      await suite.database.transaction((trx) =>
        trx('ocms_job_alert').insert({
          run_id: run.runId,
          message_id: 'x',
          subject: 'x',
          body: 'x',
          recorded_at: trx.raw(suite.database.dialect.now),
          sent_at: trx.raw(suite.database.dialect.now),
        }),
      );
      throw new JobError({ problem: 'It is broken.', advice: ADVICE });
    });
    expect(await runner.run(job, { trigger: 'MANUAL' })).toMatchObject({ outcome: 'FAILED' });
    expect(await suite.history()).toMatchObject([{ outcome: 'RUNNING', endedAt: null, error: null }]);
    expect((await storedLock(suite.database)).lockUntil.getTime()).toBeGreaterThan(
      (await storedLock(suite.database)).now.getTime(),
    );

    await suite.database.transaction((trx) => trx('ocms_job_alert').delete());
    await suite.expire();
    await runner.run(
      jobOf(async () => ({ counts: {} })),
      { trigger: 'MANUAL' },
    );
    expect((await outcomes()).sort()).toEqual(['CRASHED', 'SUCCEEDED']);
    expect(await suite.alerts()).toHaveLength(1);
  });

  it('that fail one after another are counted, those that were skipped or stopped are not, and a success begins anew', async () => {
    const { runner } = suite.instance('one');
    const stopped = AbortSignal.abort();
    const fail = () =>
      runner.run(throwing(new JobError({ problem: 'It is broken.', advice: ADVICE })), { trigger: 'MANUAL' });
    await fail();
    await runner.run(
      jobOf(async (run) => run.chunk(async () => ({ counts: {} }))),
      { trigger: 'MANUAL', signal: stopped },
    );
    await fail();
    await runner.run(
      jobOf(async () => ({ counts: {} })),
      { trigger: 'MANUAL' },
    );
    await fail();
    expect(suite.mail.list().map(({ subject }) => subject)).toEqual([
      `[OCMS] ${JOB} failed`,
      `[OCMS] ${JOB} failed (2 times in a row)`,
      `[OCMS] ${JOB} failed`,
    ]);
  });

  it('that last longer than atMost keep their lock', async () => {
    let finish!: () => void;
    const finished = new Promise<void>((resolve) => (finish = resolve));
    const running = suite.instance('one').runner.run(
      jobOf(() => finished.then(() => ({ counts: {} })), { lock: { atMostMs: patience(1_500), atLeastMs: 0 } }),
      { trigger: 'MANUAL' },
    );
    await until(async () => (await suite.history()).length === 1);
    const first = await storedLock(suite.database);
    await until(async () => (await storedLock(suite.database)).now > first.lockUntil);
    expect(
      await suite.instance('two').runner.run(
        jobOf(async () => ({ counts: {} })),
        { trigger: 'MANUAL' },
      ),
    ).toMatchObject({ outcome: 'SKIPPED' });
    finish();
    expect(await running).toMatchObject({ outcome: 'SUCCEEDED' });
  });

  it('that hold one transaction for longer than their lease lose it: nothing extends it meanwhile', async () => {
    const job = jobOf(
      async (run) => {
        await run.chunk(async () => (run.signal.aborted ? undefined : once(run.signal, 'abort')), { long: true });
        return run.chunk(async () => ({ counts: {} }));
      },
      { lock: { atMostMs: 1_500, atLeastMs: 0 } },
    );
    expect(await suite.instance('one').runner.run(job, { trigger: 'MANUAL' })).toMatchObject({ outcome: 'LOST' });
  });

  it('that have given their lock back do not extend it once more', async () => {
    const own: { database?: Database } = {};
    let letGo!: () => void;
    const held = new Promise<void>((resolve) => (letGo = resolve));
    // What ends the run waits until the time for an extension has come.
    const one = suite.instance('one', async (label) => {
      if (label !== 'before-record') return;
      void own.database!.transaction(async (trx) => {
        await trx('shedlock').where('name', JOB).update({ name: JOB });
        await held;
      });
      await new Promise((resolve) => setTimeout(resolve, 50));
      setTimeout(letGo, 700);
    });
    own.database = one.database;
    await one.runner.run(
      jobOf(async () => ({ counts: {} }), { lock: { atMostMs: 1_500, atLeastMs: 30_000 } }),
      { trigger: 'SCHEDULE' },
    );
    const { lockUntil, lockedAt } = await storedLock(suite.database);
    expect(lockUntil.getTime() - lockedAt.getTime()).toBe(30_000);
  });

  it('give their lock back only when an extension under way is through, which would take it again', async () => {
    const one = suite.instance('one');
    let running = false;
    let extension: Promise<unknown> | undefined;
    let asked!: () => void;
    const extensionAsked = new Promise<void>((resolve) => (asked = resolve));
    let letGo!: () => void;
    const held = new Promise<void>((resolve) => (letGo = resolve));
    const database: Database = {
      ...one.database,
      transaction(work) {
        if (!running || extension) return one.database.transaction(work);
        const extending = held.then(() => one.database.transaction(work));
        extension = extending;
        asked();
        return extending;
      },
    };
    const runner = createJobRunner({
      database,
      alerts: one.alerts,
      logger: suite.context.logger,
      instance: 'one',
      boundary: async (label) => {
        // Whoever does not wait for it ends the run before this.
        if (label === 'before-record') setImmediate(letGo);
      },
    });
    const job = jobOf(
      async () => {
        running = true;
        await extensionAsked;
        return { counts: {} };
      },
      { lock: { atMostMs: 1_500, atLeastMs: 30_000 } },
    );
    expect(await runner.run(job, { trigger: 'SCHEDULE' })).toMatchObject({ outcome: 'SUCCEEDED' });
    expect(await extension).toBe(true);
    const { lockUntil, lockedAt } = await storedLock(suite.database);
    expect(lockUntil.getTime() - lockedAt.getTime()).toBe(30_000);
  });

  it('by schedule wait for a database that is away, and have their whole lease once it is back; those by hand say so at once', async () => {
    const one = suite.instance('one');
    let away = 1;
    const database: Database = {
      ...one.database,
      transaction: (work) =>
        away-- > 0 ? Promise.reject(new AppError('unavailable', 'away')) : one.database.transaction(work),
    };
    const runner = createJobRunner({ database, alerts: one.alerts, logger: suite.context.logger, instance: 'one' });
    const job = jobOf(
      async (run) => {
        await new Promise((resolve) => setTimeout(resolve, 100));
        return run.chunk(async () => ({ counts: {} }));
      },
      // Shorter than the pause before it tries again.
      { lock: { atMostMs: 1_500, atLeastMs: 0 } },
    );
    expect(await runner.run(job, { trigger: 'SCHEDULE' })).toMatchObject({ outcome: 'SUCCEEDED' });
    expect(suite.context.log.join('')).toContain('"event":"job-waits-for-database"');
    expect(await outcomes()).toEqual(['SUCCEEDED']);
    away = 1;
    await expect(runner.run(job, { trigger: 'MANUAL' })).rejects.toMatchObject({ kind: 'unavailable' });
  });

  it('that are no longer wanted once they hold the lock leave nothing behind', async () => {
    const job = jobOf(() => Promise.reject(new Error('it ran')), { lock: { atMostMs: 60_000, atLeastMs: 30_000 } });
    const report = await suite.instance('one').runner.run(job, { trigger: 'CATCH_UP', stillWanted: async () => false });
    expect(report).toMatchObject({ outcome: 'NOT_NEEDED' });
    expect(await suite.history()).toEqual([]);
    expect(
      await suite.database.transaction((trx) => stores(suite.database).locks.acquire(trx, JOB, 'two:2', 1_000)),
    ).toMatchObject({ fence: 2 });
  });
});
