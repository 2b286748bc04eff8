import { setTimeout as sleep } from 'node:timers/promises';
import { CronJob, CronTime } from 'cron';
import type { Database } from '../db/database';
import type { Calendar } from '../platform/calendar';
import type { Logger } from '../platform/logging';
import type { Alerts } from './alerts';
import { type Chore, startChores } from './chores';
import type { BoundJob } from './job';
import { runStore } from './run-store';
import type { RequestTaker } from './requests';
import type { JobRunner } from './runner';

/** A job and when it runs: a cron expression, or undefined for never. */
export interface ScheduledJob {
  job: BoundJob;
  schedule: string | undefined;
}

export interface Scheduler {
  /** Makes up for missed runs, then keeps the schedule. */
  start(): void;
  /** Lets no new run begin, stops those under way, and waits for their end. */
  stop(): Promise<void>;
}

/** How far back a missed run is made up for (decisions §9). */
const CATCH_UP_MS = 12 * 3_600_000;
const HOUSEKEEPING_MS = 60_000;
const WATCH_MS = 2_000;
const PURGE_AT_ONCE = 500;
const MAX_WAIT_MS = 60_000;

export function createScheduler({
  jobs,
  runner,
  alerts,
  database,
  calendar,
  logger,
  historyDays,
  requests,
  watchMs = WATCH_MS,
}: {
  jobs: readonly ScheduledJob[];
  runner: JobRunner;
  alerts: Alerts;
  database: Database;
  calendar: Calendar;
  logger: Logger;
  historyDays: number;
  /** Does what members of staff ask of jobs. */
  requests?: RequestTaker;
  /** Between two times that a job is asked whether it is wanted. */
  watchMs?: number;
}): Scheduler {
  const stopping = new AbortController();
  const underWay = new Set<Promise<unknown>>();
  const crons: CronJob[] = [];
  let watches: { stop(): Promise<void> } | undefined;
  let housekeeping: NodeJS.Timeout | undefined;

  const track = (work: Promise<unknown>): Promise<void> => {
    const tracked: Promise<void> = work
      .then(
        () => undefined,
        (error: unknown) => {
          // What the stop itself cut short is no failure.
          if (!stopping.signal.aborted) logger.error({ event: 'job-not-run', error });
        },
      )
      .finally(() => underWay.delete(tracked));
    underWay.add(tracked);
    return tracked;
  };

  const catchUp = async (job: BoundJob, schedule: string): Promise<void> => {
    const missed = lastMoment(schedule, calendar.timeZone, calendar.now());
    if (missed === undefined) return;
    const runs = runStore(database);
    const isMissed = async (executor: Parameters<typeof runs.servedUntil>[0]): Promise<boolean> => {
      const served = await runs.servedUntil(executor, job.name);
      return served !== undefined && served < missed;
    };
    if (!(await database.read(isMissed))) return;
    logger.info({ event: 'job-missed', job: job.name, scheduledFor: missed });
    for (;;) {
      // Asked again under the lock: another instance may have been faster.
      const { outcome, heldUntil } = await runner.run(job, {
        trigger: 'CATCH_UP',
        scheduledFor: missed,
        signal: stopping.signal,
        stillWanted: isMissed,
      });
      if (outcome !== 'SKIPPED' || !heldUntil) return;
      // Held by another run, or by one whose process is gone, until its lease ends.
      const wait = Math.min(Math.max(heldUntil.getTime() - Date.now(), 0) + 500, MAX_WAIT_MS);
      await sleep(wait, undefined, { signal: stopping.signal, ref: false });
      if (!(await database.read(isMissed))) return;
    }
  };

  const keepHouse = async (): Promise<void> => {
    for (const { job } of jobs) await runner.closeCrashed(job);
    await alerts.sendPending();
    const before = new Date(calendar.now().getTime() - historyDays * 86_400_000);
    const runs = runStore(database);
    let purged: number;
    do {
      purged = await database.transaction((trx) => runs.purge(trx, before, PURGE_AT_ONCE));
    } while (purged === PURGE_AT_ONCE);
    await requests?.purge(before);
  };

  const watch = (job: BoundJob, wanted: () => Promise<boolean>, schedule: string): Chore => {
    let notBefore: Date | undefined;
    return {
      name: `watch-${job.name}`,
      everyMs: watchMs,
      async run() {
        if (notBefore && calendar.now() < notBefore) return;
        if (!(await wanted()) || stopping.signal.aborted) return;
        const { outcome, heldUntil } = await runner.run(job, { trigger: 'SCHEDULE', signal: stopping.signal });
        // Whoever runs it does what there is to do; what failed is not tried, and told of, more often than by schedule.
        notBefore =
          heldUntil ?? (outcome === 'SUCCEEDED' ? undefined : nextMoment(schedule, calendar.timeZone, calendar.now()));
      },
    };
  };

  return {
    start() {
      for (const { job, schedule } of jobs) {
        if (schedule === undefined) continue;
        crons.push(
          CronJob.from({
            cronTime: schedule,
            timeZone: calendar.timeZone,
            start: true,
            waitForCompletion: true,
            errorHandler: (error) => logger.error({ event: 'job-not-run', job: job.name, error }),
            onTick: () => {
              const now = calendar.now();
              // A process that was busy or asleep ticks late.
              const scheduledFor = lastMoment(schedule, calendar.timeZone, now) ?? startOfSecond(now);
              return track(runner.run(job, { trigger: 'SCHEDULE', scheduledFor, signal: stopping.signal }));
            },
          }),
        );
        if (job.catchUp) void track(catchUp(job, schedule));
      }
      watches = startChores(
        [
          ...jobs.flatMap(({ job, schedule }) =>
            job.wanted && schedule !== undefined ? [watch(job, job.wanted, schedule)] : [],
          ),
          ...(requests
            ? [
                {
                  name: 'watch-job-requests',
                  everyMs: watchMs,
                  run: () => requests.take((run) => void track(run), stopping.signal),
                },
              ]
            : []),
        ],
        logger,
      );
      void track(keepHouse());
      housekeeping = setInterval(() => void track(keepHouse()), HOUSEKEEPING_MS);
      housekeeping.unref();
    },

    async stop() {
      clearInterval(housekeeping);
      for (const cron of crons) void cron.stop();
      stopping.abort();
      await watches?.stop();
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}

/** The last moment of a schedule within the 12 hours before now. */
export function lastMoment(schedule: string, timeZone: string, now: Date): Date | undefined {
  const time = new CronTime(schedule, timeZone);
  // The nearest first: a schedule that comes every second has tens of thousands of moments in 12 hours.
  for (const back of [60_000, 3_600_000, CATCH_UP_MS]) {
    let last: Date | undefined;
    let next = time.getNextDateFrom(new Date(now.getTime() - back), timeZone).toJSDate();
    while (next <= now) {
      last = next;
      next = time.getNextDateFrom(next, timeZone).toJSDate();
    }
    if (last) return last;
  }
  return undefined;
}

/** The next moment of a schedule. */
export function nextMoment(schedule: string, timeZone: string, now: Date): Date {
  return new CronTime(schedule, timeZone).getNextDateFrom(now, timeZone).toJSDate();
}

function startOfSecond(instant: Date): Date {
  return new Date(Math.floor(instant.getTime() / 1_000) * 1_000);
}
