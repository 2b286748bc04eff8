import { createCalendar } from '../../src/platform/calendar';
import { once } from 'node:events';
import { createWorker } from '../../src/app/worker';
import { readConfig } from '../../src/config/config';
import { addAdminFee } from '../../src/jobs/ocms/add-admin-fee';
import type { BoundJob } from '../../src/scheduling/job';
import { createScheduler, type Scheduler } from '../../src/scheduling/scheduler';
import { databaseKinds } from '../support/databases';
import {
  insertRuns,
  JOB,
  type JobInstance,
  type JobSuite,
  jobOf,
  makeJobSuite,
  type StoredRun,
  takeAsShedLock,
  until,
} from '../support/job-suite';

const EVERY_SECOND = '* * * * * *';
const DAY = 86_400_000;

describe.each(databaseKinds)('the schedule of jobs (decisions §9) on %s', (kind) => {
  let suite: JobSuite;
  let one: JobInstance;
  beforeEach(async () => {
    suite = await makeJobSuite(kind);
    one = suite.instance('one');
  });
  afterEach(() => suite.close());

  const schedulerOf = (
    jobs: readonly [BoundJob, string | undefined][],
    { now = () => new Date(), instance = one, historyDays = 90 } = {},
  ): Scheduler =>
    createScheduler({
      jobs: jobs.map(([job, schedule]) => ({ job, schedule })),
      runner: instance.runner,
      alerts: instance.alerts,
      database: instance.database,
      calendar: createCalendar({ now }, 'Asia/Singapore'),
      logger: suite.context.logger,
      historyDays,
      watchMs: 100,
    });

  it('runs jobs at its moments and records which', async () => {
    const job = jobOf(async () => ({ counts: { done: 1 } }), { catchUp: false });
    const scheduler = schedulerOf([[job, EVERY_SECOND]]);
    scheduler.start();
    await until(async () => (await suite.history()).filter(({ outcome }) => outcome === 'SUCCEEDED').length >= 2);
    await scheduler.stop();
    const runs = await suite.history();
    for (const { trigger, scheduledFor, outcome, counts } of runs) {
      expect({ trigger, outcome, counts }).toEqual({ trigger: 'SCHEDULE', outcome: 'SUCCEEDED', counts: { done: 1 } });
      expect(scheduledFor!.getMilliseconds()).toBe(0);
    }
    expect(new Set(runs.map(({ scheduledFor }) => scheduledFor!.getTime())).size).toBe(runs.length);
  });

  describe('a job that says when it is wanted', () => {
    const YEARLY = '0 0 1 1 1 *';
    const wantedJob = (wanted: () => boolean) => ({
      ...jobOf(async () => ({ counts: {} }), { catchUp: false }),
      wanted: () => Promise.resolve(wanted()),
    });

    it('runs between its moments, only then', async () => {
      let [wanted, asked] = [false, 0];
      const scheduler = schedulerOf([
        [
          wantedJob(() => {
            asked += 1;
            return wanted;
          }),
          YEARLY,
        ],
      ]);
      scheduler.start();
      await until(() => Promise.resolve(asked >= 2));
      expect(await suite.history()).toEqual([]);
      wanted = true;
      await until(async () => (await suite.history()).some(({ outcome }) => outcome === 'SUCCEEDED'));
      await scheduler.stop();
      expect((await suite.history())[0]).toMatchObject({ trigger: 'SCHEDULE', scheduledFor: null });
    });

    it('is not asked where it has no schedule', async () => {
      let asked = 0;
      const count = () => {
        asked += 1;
        return true;
      };
      let others = 0;
      const other = wantedJob(() => {
        others += 1;
        return false;
      });
      const scheduler = schedulerOf([
        [wantedJob(count), undefined],
        [other, YEARLY],
      ]);
      scheduler.start();
      await until(() => Promise.resolve(others >= 2));
      await scheduler.stop();
      expect(asked).toBe(0);
      expect(await suite.history()).toEqual([]);
    });

    it('is not run again before its next moment where a run failed: operations are told once', async () => {
      let asked = 0;
      const failing = {
        ...jobOf(() => Promise.reject(new Error('it does not work')), { catchUp: false }),
        wanted: () => {
          asked += 1;
          return Promise.resolve(true);
        },
      };
      let others = 0;
      const other = {
        ...wantedJob(() => {
          others += 1;
          return false;
        }),
        name: 'another_job',
      };
      let ended = 0;
      const runner: JobInstance['runner'] = {
        ...one.runner,
        async run(...asIs) {
          const report = await one.runner.run(...asIs);
          ended += 1;
          return report;
        },
      };
      const scheduler = schedulerOf(
        [
          [failing, YEARLY],
          [other, YEARLY],
        ],
        { instance: { ...one, runner } },
      );
      scheduler.start();
      await until(() => Promise.resolve(ended === 1));
      const before = others;
      await until(() => Promise.resolve(others >= before + 3));
      await scheduler.stop();
      expect(asked).toBe(1);
      expect((await suite.history()).map(({ outcome }) => outcome)).toEqual(['FAILED']);
    });

    it('is left alone while somebody else runs it', async () => {
      await takeAsShedLock(suite.database, JOB, 'somebody', 60_000);
      let asked = 0;
      const job = wantedJob(() => {
        asked += 1;
        return true;
      });
      let others = 0;
      const other = {
        ...wantedJob(() => {
          others += 1;
          return false;
        }),
        name: 'another_job',
      };
      const scheduler = schedulerOf([
        [job, YEARLY],
        [other, YEARLY],
      ]);
      scheduler.start();
      await until(() => Promise.resolve(others >= 3));
      await scheduler.stop();
      expect(asked).toBe(1);
      expect((await suite.history()).map(({ outcome }) => outcome)).toEqual(['SKIPPED']);
    });
  });

  it('records the moment that a run serves, not when a busy process came round to it', async () => {
    const job = jobOf(async () => ({ counts: {} }), { catchUp: false });
    const scheduler = schedulerOf([[job, '*/3 * * * * *']]);
    let moment: number;
    do {
      moment = (Math.floor(Date.now() / 3_000) + 1) * 3_000;
      await new Promise((resolve) => setTimeout(resolve, moment - 500 - Date.now()));
    } while (Date.now() > moment - 100);
    scheduler.start();
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, moment + 1_200 - Date.now());
    await until(async () => (await suite.history()).some(({ outcome }) => outcome === 'SUCCEEDED'));
    await scheduler.stop();
    expect((await suite.history()).at(-1)).toMatchObject({ scheduledFor: new Date(moment) });
  });

  it('runs a job on one of two instances at each moment', async () => {
    const moments: string[] = [];
    // Longer than the two can be apart even on a busy machine, shorter than the time between two moments.
    const job = jobOf(async () => ({ counts: {} }), { catchUp: false, lock: { atMostMs: 60_000, atLeastMs: 1_800 } });
    const schedulers = ['two', 'three'].map((name) =>
      schedulerOf([[job, '*/2 * * * * *']], { instance: suite.instance(name) }),
    );
    for (const scheduler of schedulers) scheduler.start();
    await until(async () => (await suite.history()).filter(({ outcome }) => outcome === 'SUCCEEDED').length >= 2);
    for (const scheduler of schedulers) await scheduler.stop();
    for (const { outcome, scheduledFor } of await suite.history())
      if (outcome !== 'SKIPPED') moments.push(scheduledFor!.toISOString());
    expect(new Set(moments).size).toBe(moments.length);
  });

  it('does not begin a job again on the same instance while it runs', async () => {
    let begun = 0;
    let ticks = 0;
    const job = jobOf(
      async ({ signal }) => {
        begun += 1;
        if (!signal.aborted) await once(signal, 'abort');
        return { counts: {} };
      },
      { catchUp: false },
    );
    const beside = jobOf(async () => ({ counts: { tick: (ticks += 1) } }), { name: 'beside', catchUp: false });
    const scheduler = schedulerOf([
      [job, EVERY_SECOND],
      [beside, EVERY_SECOND],
    ]);
    scheduler.start();
    await until(() => begun > 0 && ticks >= 2);
    await scheduler.stop();
    expect(begun).toBe(1);
    expect(await suite.history()).toHaveLength(1);
  });

  it('once stopped begins nothing more, after it stopped what ran and saw it recorded', async () => {
    let running = false;
    const job = jobOf(
      async (run) => {
        running = true;
        if (!run.signal.aborted) await once(run.signal, 'abort');
        return run.chunk(async () => ({ counts: {} }));
      },
      { catchUp: false },
    );
    const scheduler = schedulerOf([[job, EVERY_SECOND]]);
    scheduler.start();
    await until(() => running);
    await scheduler.stop();
    expect(await suite.history()).toMatchObject([
      { outcome: 'STOPPED', trigger: 'SCHEDULE', endedAt: expect.any(Date) },
    ]);
    expect(await suite.alerts()).toEqual([]);
    await scheduler.stop();
  });

  it('stays up when a run cannot even begin', async () => {
    const refusing: JobInstance = {
      ...one,
      runner: { ...one.runner, run: () => Promise.reject(new Error('no database')) },
    };
    const scheduler = schedulerOf([[jobOf(async () => ({ counts: {} }), { catchUp: false }), EVERY_SECOND]], {
      instance: refusing,
    });
    scheduler.start();
    await until(() => suite.context.log.some((line) => line.includes('job-not-run')));
    await scheduler.stop();
  });

  it('sends at start the alerts that a run could not', async () => {
    await one.database.transaction((trx) =>
      one.alerts.record(trx, {
        runId: 'a',
        jobName: JOB,
        instance: 'one',
        outcome: 'FAILED',
        failuresInARow: 1,
        alert: { problem: 'p', advice: 'a' },
      }),
    );
    const scheduler = schedulerOf([]);
    scheduler.start();
    await scheduler.stop();
    expect(suite.mail.list()).toHaveLength(1);
  });

  it('forgets runs that ended longer ago than it keeps, with their alerts, 500 at a time, and nothing newer', async () => {
    const now = new Date('2026-04-15T00:00:00.000Z');
    const ended = (ms: number): Date => new Date(now.getTime() - 90 * DAY + ms);
    const old: StoredRun[] = Array.from({ length: 1_201 }, (_, index) => ({
      runId: `old${index}`,
      outcome: 'SUCCEEDED',
      startedAt: ended(-60_000 - index),
      endedAt: ended(-1 - index),
    }));
    const kept: StoredRun[] = [
      { runId: 'at the limit', outcome: 'SUCCEEDED', startedAt: ended(-60_000), endedAt: ended(0) },
      { runId: 'newer', outcome: 'FAILED', startedAt: ended(DAY), endedAt: ended(DAY) },
      { runId: 'open', outcome: 'RUNNING', startedAt: ended(-DAY) },
    ];
    await insertRuns(suite.database, [...old, ...kept]);
    await suite.database.transaction(async (trx) => {
      for (const runId of ['old0', 'old1200', 'newer']) {
        await trx('ocms_job_alert').insert({
          run_id: runId,
          message_id: runId,
          subject: 's',
          body: 'b',
          recorded_at: suite.database.dialect.bindInstant(now),
          sent_at: suite.database.dialect.bindInstant(now),
        });
      }
    });
    const deletes: number[] = [];
    const stop = one.database.onStatement((sql, bindings) => {
      if (/^delete from .ocms_job_run/.test(sql)) deletes.push(bindings.length);
    });
    const scheduler = schedulerOf([], { now: () => now });
    scheduler.start();
    await scheduler.stop();
    stop();
    expect((await suite.history()).map(({ runId }) => runId).sort()).toEqual(['at the limit', 'newer', 'open']);
    expect((await suite.alerts()).map(({ run_id }) => run_id)).toEqual(['newer']);
    expect(deletes).toEqual([500, 500, 201]);
  });
});

describe('the lease of add_admin_fee (F 2.7)', () => {
  // All fees are added in one transaction, and while a run is in a transaction nothing extends its lease (runner.test.ts).
  it('outlasts the ten minutes that its statement may take, so that the run still holds its lock after it', () => {
    expect(addAdminFee.lock.atMostMs).toBeGreaterThan(10 * 60_000);
  });
});

describe('schedules as configured (decisions §9: "Schedules are configuration")', () => {
  let suite: JobSuite;
  beforeAll(async () => {
    suite = await makeJobSuite();
  });
  afterAll(() => suite.close());
  const workerWith = (env: Record<string, string>) =>
    createWorker(suite.context.another({ schedules: readConfig(env).schedules }));

  it('default to those of decisions §9', async () => {
    const worker = workerWith({});
    expect(worker.jobs.map(({ job, schedule }) => [job.name, schedule])).toEqual([
      ['refresh_vip_vehicle', '0 0 1 * * *'],
      ['add_admin_fee', '0 30 1 * * *'],
      ['mark_for_archival', '0 0 2 * * *'],
      ['forget_owner_particulars', '0 30 2 * * *'],
      ['vhub_update_violation_api', '0 0 3 * * *'],
      ['vhub_violation_sftp', '0 0 4 * * *'],
      ['vhub_violation_ack', '0 0 * * * *'],
      ['gen_rep_listed_vehicle', '0 0 5 * * *'],
      ['gen_ces_tagged_vehicle', '0 30 5 * * *'],
      ['send_unqualified_an_list', '0 0 6 * * *'],
      ['archive_notices', '0 0 23 * * *'],
      ['process_advisory_notices', '0 */5 * * * *'],
      ['collect_letter_returns', '0 0 * * * *'],
      ['sync_internet_zone', '0 * * * * *'],
    ]);
    await worker.close();
  });

  it.each([
    ['off', undefined],
    ['*/5 * * * *', '*/5 * * * *'],
    ['30 15 2 * * 1-5', '30 15 2 * * 1-5'],
  ])('can be %s', async (given, schedule) => {
    const worker = workerWith({ OCMS_SCHEDULE_REFRESH_VIP_VEHICLE: given });
    expect(worker.jobs[0]!.schedule).toBe(schedule);
    expect(worker.jobs.at(-1)!.schedule).toBe('0 * * * * *');
    await worker.close();
  });

  it.each(['daily', '0 0 1 30 2 *', '0 0 25 * * *', '* * *', 'OFF', '0 0 1 * * * *'])('are refused as %s', (given) => {
    expect(() => workerWith({ OCMS_SCHEDULE_REFRESH_VIP_VEHICLE: given })).toThrow(
      expect.objectContaining({
        name: 'ConfigError',
        message: expect.stringContaining('OCMS_SCHEDULE_REFRESH_VIP_VEHICLE takes a cron expression or off'),
      }),
    );
  });

  it('of no job are refused with the names of those there are, with all that is wrong at once', () => {
    expect(() => workerWith({ OCMS_SCHEDULE_REFRESH_VIP: 'off', OCMS_SCHEDULE_REFRESH_VIP_VEHICLE: 'never' })).toThrow(
      /OCMS_SCHEDULE_REFRESH_VIP names no job; jobs are refresh_vip_vehicle[\s\S]*OCMS_SCHEDULE_REFRESH_VIP_VEHICLE takes a cron expression or off/,
    );
  });
});
