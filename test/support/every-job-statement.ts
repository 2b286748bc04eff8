import { createCalendar } from '../../src/platform/calendar';
import { createVipVehicleService, type VipVehicle } from '../../src/features/vip-vehicles';
import { vipVehicleStore } from '../../src/features/vip-vehicles/store';
import type { Transaction } from '../../src/db/database';
import { alertStore } from '../../src/scheduling/alert-store';
import { createAlerts } from '../../src/scheduling/alerts';
import { type BoundJob, JobError } from '../../src/scheduling/job';
import { type Lease, lockStore } from '../../src/scheduling/lock';
import { createJobRunner } from '../../src/scheduling/runner';
import { runStore } from '../../src/scheduling/run-store';
import { createScheduler } from '../../src/scheduling/scheduler';
import { createLogger } from '../../src/platform/logging';
import type { Answer, RecordingDatabase, Row } from './recording-mssql';

type Flow = (recording: RecordingDatabase) => Promise<unknown>;

const AT = new Date('2026-01-15T01:02:03.456Z');
const LEASE: Lease = { name: 'test_job', lockedBy: 'one:1', fence: 7 };
const RUN_ID = 'f'.repeat(32);
const RUN: Row = {
  run_id: RUN_ID,
  job_name: 'test_job',
  instance: 'one',
  triggered_by: 'SCHEDULE',
  scheduled_for: AT,
  started_at: AT,
  ended_at: null,
  outcome: 'RUNNING',
  counts: '{"received":1}',
  error: null,
};
const ALERT: Row = {
  run_id: RUN_ID,
  message_id: '<1@test>',
  subject: 'subject',
  body: 'body',
  recorded_at: AT,
  claimed_until: null,
  sent_at: null,
  attempts: null,
  smtp_code: null,
  next_attempt_at: null,
  given_up_at: null,
};

interface Known {
  /** Who has the lock: nobody ever had it, it has run out, somebody holds it. */
  lock?: 'never' | 'free' | 'held';
  crashed?: boolean;
  succeeded?: boolean;
  old?: number;
}

/** What a database of jobs answers. */
export function jobsAnswer({ lock = 'free', crashed = false, succeeded = true, old = 0 }: Known = {}): Answer {
  let oldLeft = old;
  const rules: readonly [RegExp, () => readonly Row[]][] = [
    [/^update \[shedlock\] .* lock_until <= /i, () => [{ '': lock === 'free' ? 1 : 0 }]],
    [/^update \[ocms_job_fence\] set \[fence\] = \[fence\] \+ /i, () => [{ '': lock === 'never' ? 0 : 1 }]],
    [/@@rowcount AS removed/i, () => [{ removed: 0 }]],
    [/@@rowcount/i, () => [{ '': 1 }]],
    [/^select top \(@p0\) \[lock_until\] from \[shedlock\]/i, () => (lock === 'held' ? [{ lock_until: AT }] : [])],
    [/^select top \(@p0\) \[locked_at\], SYSUTCDATETIME\(\) AS now/i, () => [{ locked_at: AT, now: AT }]],
    [/^select top \(@p0\) \[fence\]/i, () => [{ fence: LEASE.fence }]],
    [/ as \[at\] from /i, () => [{ at: succeeded ? AT : null }]],
    [/ as \[any\], /i, () => [{ any: succeeded ? AT : null, started: AT, scheduled: null }]],
    [/ as \[failures\] from /i, () => [{ failures: 2 }]],
    [/^select \* from \[ocms_job_run\] where .*\[outcome\] = /i, () => (crashed ? [RUN] : [])],
    [/^select top .* \* from \[ocms_job_run\]/i, () => [RUN]],
    [/^select count\(\*\) as \[unsent\]/i, () => [{ unsent: 2, given_up: 1 }]],
    [/^select top .* \[unsent\]/i, () => [{ unsent: 2, given_up: 1 }]],
    [/^select top .* \[attempts\] from \[ocms_job_alert_refusal\]/i, () => [{ attempts: 5 }]],
    [/^select top .* from \[ocms_job_alert\]/i, () => [ALERT]],
    [
      /^select top .* \[run_id\] from \[ocms_job_run\]/i,
      () => {
        const some = Math.min(500, oldLeft);
        oldLeft -= some;
        return Array.from({ length: some }, (_, index) => ({ run_id: `r${index}` }));
      },
    ],
  ];
  return ({ sql }) => rules.find(([pattern]) => pattern.test(sql))?.[1]() ?? [];
}

const quiet = createLogger({ level: 'silent' });
const mailer = (refuses = false) => ({
  send: () =>
    refuses ? Promise.reject(Object.assign(new Error('refused'), { responseCode: 550 })) : Promise.resolve(),
  close: () => undefined,
});
const alertsOver = ({ database }: RecordingDatabase, refuses = false) =>
  createAlerts({ database, mailer: mailer(refuses), to: 'operations@test.invalid', logger: quiet });
const runnerOver = (recording: RecordingDatabase) =>
  createJobRunner({ database: recording.database, alerts: alertsOver(recording), logger: quiet, instance: 'one' });
const jobOf = (run: BoundJob['run']): BoundJob => ({
  name: 'test_job',
  source: 'a test',
  schedule: '0 0 1 * * *',
  lock: { atMostMs: 60_000, atLeastMs: 30_000 },
  catchUp: true,
  untouched: 'Everything is as it was.',
  run,
});
const succeed = jobOf(async () => ({ counts: { received: 1 } }));
const fail = jobOf(async () => {
  throw new JobError({ problem: 'It is broken.', advice: 'Mend it.' });
});

export const VEHICLES: readonly VipVehicle[] = Array.from({ length: 2_001 }, (_, index) => ({
  vehicleNo: `VIP${index}A`,
  description: index % 2 === 0 ? null : `Vehicle ${index}`,
  status: 'ACTIVE',
}));

const onRuns =
  (known: Known, work: (runs: ReturnType<typeof runStore>, recording: RecordingDatabase) => Promise<unknown>): Flow =>
  (recording) => {
    recording.answer(jobsAnswer(known));
    return work(runStore(recording.database), recording);
  };
const onLocks =
  (known: Known, work: (locks: ReturnType<typeof lockStore>, recording: RecordingDatabase) => Promise<unknown>): Flow =>
  (recording) => {
    recording.answer(jobsAnswer(known));
    return work(lockStore(recording.database), recording);
  };

const onAlerts =
  (work: (alerts: ReturnType<typeof alertStore>, trx: Transaction) => Promise<unknown>): Flow =>
  (recording) => {
    recording.answer(jobsAnswer());
    return recording.database.transaction((trx) => work(alertStore(recording.database), trx));
  };

/** Every function of the stores of the jobs, and of what they work on. */
export const jobStoreFlows: Readonly<Record<string, Flow>> = {
  'scheduling/lockStore.acquire': async (recording) => {
    for (const lock of ['never', 'free', 'held'] as const) {
      await onLocks({ lock }, (locks, { database }) =>
        database.transaction((trx) => locks.acquire(trx, LEASE.name, LEASE.lockedBy, 60_000)),
      )(recording);
    }
  },
  'scheduling/lockStore.extend': onLocks({}, (locks, { database }) =>
    database.transaction((trx) => locks.extend(trx, LEASE, 60_000)),
  ),
  'scheduling/lockStore.release': onLocks({}, (locks, { database }) =>
    database.transaction((trx) => locks.release(trx, LEASE, 30_000)),
  ),
  'scheduling/lockStore.check': onLocks({}, (locks, { database }) =>
    database.transaction((trx) => locks.check(trx, LEASE)),
  ),
  'scheduling/alertStore.record': onAlerts((alerts, trx) =>
    alerts.record(trx, RUN_ID, { messageId: '<1@test>', subject: 'subject', body: 'body' }),
  ),
  'scheduling/alertStore.due': onAlerts((alerts, trx) => alerts.due(trx, 20)),
  'scheduling/alertStore.claim': onAlerts((alerts, trx) => alerts.claim(trx, RUN_ID, 60_000)),
  'scheduling/alertStore.release': onAlerts((alerts, trx) => alerts.release(trx, RUN_ID)),
  'scheduling/alertStore.sent': onAlerts((alerts, trx) => alerts.sent(trx, RUN_ID)),
  'scheduling/alertStore.refused': onAlerts((alerts, trx) => alerts.refused(trx, RUN_ID, 550)),
  'scheduling/alertStore.dueIn': onAlerts((alerts, trx) => alerts.dueIn(trx, RUN_ID, 60_000)),
  'scheduling/alertStore.giveUp': onAlerts((alerts, trx) => alerts.giveUp(trx, RUN_ID)),
  'scheduling/alertStore.retryGivenUp': onAlerts((alerts, trx) => alerts.retryGivenUp(trx)),
  'scheduling/alertStore.backlog': onAlerts((alerts, trx) => alerts.backlog(trx)),
  'scheduling/alertStore.unsent': onAlerts((alerts, trx) => alerts.unsent(trx, 20)),
  'scheduling/runStore.insert': onRuns({}, async (runs, { database }) => {
    for (const [outcome, scheduledFor] of [
      ['RUNNING', AT],
      ['SKIPPED', null],
    ] as const) {
      await database.transaction((trx) =>
        runs.insert(trx, {
          runId: RUN_ID,
          jobName: 'test_job',
          instance: 'one',
          trigger: 'CATCH_UP',
          scheduledFor,
          outcome,
        }),
      );
    }
  }),
  'scheduling/runStore.finish': onRuns({}, async (runs, { database }) => {
    for (const error of [null, 'x'.repeat(500)]) {
      await database.transaction((trx) =>
        runs.finish(trx, RUN_ID, { outcome: 'FAILED', counts: { received: 1 }, error }),
      );
    }
  }),
  'scheduling/runStore.anyOpen': onRuns({}, (runs, { database }) =>
    database.read((executor) => runs.anyOpen(executor, 'test_job')),
  ),
  'scheduling/runStore.closeCrashed': onRuns({ crashed: true }, (runs, { database }) =>
    database.transaction((trx) => runs.closeCrashed(trx, 'test_job')),
  ),
  'scheduling/runStore.failuresInARow': async (recording) => {
    for (const succeeded of [true, false]) {
      await onRuns({ succeeded }, (runs, { database }) =>
        database.transaction((trx) => runs.failuresInARow(trx, 'test_job')),
      )(recording);
    }
  },
  'scheduling/runStore.servedUntil': onRuns({}, (runs, { database }) =>
    database.read((executor) => runs.servedUntil(executor, 'test_job')),
  ),
  'scheduling/runStore.lastRun': onRuns({}, (runs, { database }) =>
    database.read((executor) => runs.lastRun(executor, 'refresh_vip_vehicle')),
  ),
  'scheduling/runStore.lastSuccess': onRuns({}, (runs, { database }) =>
    database.read((executor) => runs.lastSuccess(executor, 'refresh_vip_vehicle')),
  ),
  'scheduling/runStore.firstStart': onRuns({}, (runs, { database }) =>
    database.read((executor) => runs.firstStart(executor, 'refresh_vip_vehicle')),
  ),
  'scheduling/runStore.history': onRuns({}, async (runs, { database }) => {
    for (const name of ['test_job', undefined])
      await database.read((executor) => runs.history(executor, name, 20, ['test_job']));
  }),
  'scheduling/runStore.purge': onRuns({ old: 500 }, (runs, { database }) =>
    database.transaction((trx) => runs.purge(trx, AT, 500)),
  ),
  'vip-vehicles/vipVehicleStore.clearStaged': (recording) => {
    recording.answer(jobsAnswer());
    return recording.database.transaction((trx) => vipVehicleStore(recording.database).clearStaged(trx, 2_000));
  },
  'vip-vehicles/vipVehicleStore.stage': ({ database }) =>
    database.transaction((trx) => vipVehicleStore(database).stage(trx, VEHICLES, AT)),
  'vip-vehicles/vipVehicleStore.replace': ({ database }) =>
    database.transaction((trx) => vipVehicleStore(database).replace(trx)),
};

/** What runs jobs, with every answer that makes it take another branch. */
export const jobFlows: Readonly<Record<string, Flow>> = {
  'runs of a job': async (recording) => {
    for (const known of [{ lock: 'never' }, { lock: 'held' }, { crashed: true }] as const) {
      recording.answer(jobsAnswer(known));
      for (const job of [succeed, fail]) await runnerOver(recording).run(job, { trigger: 'MANUAL' });
    }
  },
  'alerts sent, and refused': async (recording) => {
    recording.answer(jobsAnswer());
    for (const refuses of [false, true]) await alertsOver(recording, refuses).sendPending();
  },
  'catch-up and housekeeping': async (recording) => {
    recording.answer(jobsAnswer({ old: 1_001 }));
    const scheduler = createScheduler({
      jobs: [{ job: succeed, schedule: succeed.schedule }],
      runner: runnerOver(recording),
      alerts: alertsOver(recording),
      database: recording.database,
      calendar: createCalendar({ now: () => new Date(AT.getTime() + 86_400_000) }, 'Asia/Singapore'),
      logger: quiet,
      historyDays: 1,
    });
    scheduler.start();
    await scheduler.stop();
  },
  'refresh of the VIP vehicles': (recording) => {
    recording.answer(jobsAnswer());
    const service = createVipVehicleService({
      intranet: recording.database,
      source: { refreshVipVehicles: async () => ({ vehicles: [...VEHICLES], totalCount: VEHICLES.length }) },
      clock: { now: () => AT },
      rules: { wrongTotalCount: 'reject', emptyList: 'reject' },
    });
    return runnerOver(recording).run(
      jobOf((run) => service.refresh(run)),
      { trigger: 'MANUAL' },
    );
  },
};
