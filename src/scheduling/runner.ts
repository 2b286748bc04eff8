import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Database, Transaction } from '../db/database';
import { AppError } from '../platform/errors';
import { describeError, type Logger } from '../platform/logging';
import type { Alerts } from './alerts';
import { UpstreamError } from '../platform/outbound/index';
import {
  type BoundJob,
  type JobAlert,
  type JobCounts,
  JobError,
  type JobResult,
  type JobRun,
  LeaseLostError,
} from './job';
import { type Lease, lockStore } from './lock';
import { type Outcome, runStore, type Trigger } from './run-store';

export interface RunRequest {
  trigger: Trigger;
  /** The id the run is to have; else it gets one. */
  runId?: string;
  /** The scheduled moment this run serves. */
  scheduledFor?: Date;
  /** Stops the run cleanly. */
  signal?: AbortSignal;
  onProgress?: (counts: JobCounts) => void;
  /** Asked when the lock is held: whether the run is still wanted. */
  stillWanted?: (trx: Transaction) => Promise<boolean>;
}

export interface RunReport {
  outcome: Exclude<Outcome, 'RUNNING' | 'CRASHED'> | 'NOT_NEEDED';
  runId: string;
  counts: JobCounts;
  /** Why it did not succeed. */
  error?: string;
  /** When SKIPPED: until when another run holds the lock. */
  heldUntil?: Date;
}

export interface JobRunner {
  /** Runs a job under its lock and records it. Never throws for a run that fails, only for one that cannot begin. */
  run(job: BoundJob, request: RunRequest): Promise<RunReport>;
  /** Whether this process has the run under way. */
  isRunning(runId: string): boolean;
  /** Has a run that this process has under way end as soon as it can. @returns whether there was one. */
  stop(runId: string): boolean;
  /** Closes the runs of a job whose process is gone, and records their alerts; leaves one alone that is running. */
  closeCrashed(job: BoundJob): Promise<void>;
}

export interface JobRunnerOptions {
  database: Database;
  alerts: Alerts;
  logger: Logger;
  /** Tells this process from others in the records. */
  instance: string;
  /** Where tests crash the process. */
  boundary?: (label: string) => Promise<void>;
}

/** How long a scheduled run waits for a database that is away. */
const BEGIN_PATIENCE_MS = 15 * 60_000;
const BEGIN_PAUSE_MS = 2_000;
const HOUSEKEEPING_MS = 10_000;

export function createJobRunner({
  database,
  alerts,
  logger,
  instance,
  boundary = () => Promise.resolve(),
}: JobRunnerOptions): JobRunner {
  const locks = lockStore(database);
  const runs = runStore(database);
  /** What stops each run that is under way, by its id. */
  const underWay = new Map<string, AbortController>();

  /** Under the job's lock: whoever's run is open is gone. */
  const closeCrashed = async (trx: Transaction, jobName: string): Promise<void> => {
    for (const crashed of await runs.closeCrashed(trx, jobName)) {
      await alerts.record(trx, {
        runId: crashed.runId,
        jobName,
        instance: crashed.instance,
        outcome: 'CRASHED',
        failuresInARow: await runs.failuresInARow(trx, jobName),
        alert: {
          problem: 'The process ended, or stood still past its lock, while the job ran.',
          advice:
            'Look for the reason in the log of that instance, and in the history whether the job has run again since.',
        },
      });
    }
  };

  const begin = (
    job: BoundJob,
    runId: string,
    request: RunRequest,
  ): Promise<{ lease: Lease; askedAt: number } | { heldUntil: Date } | 'not needed'> =>
    database.transaction(async (trx) => {
      const scheduledFor = request.scheduledFor ?? null;
      // Not before: the wait for a database that was away is no part of the lease.
      const askedAt = performance.now();
      const lease = await locks.acquire(trx, job.name, `${instance}:${runId}`, job.lock.atMostMs);
      if ('heldUntil' in lease) {
        await runs.insert(trx, {
          runId,
          jobName: job.name,
          instance,
          trigger: request.trigger,
          scheduledFor,
          outcome: 'SKIPPED',
        });
        return lease;
      }
      await closeCrashed(trx, job.name);
      if (request.stillWanted && !(await request.stillWanted(trx))) {
        await locks.release(trx, lease, 0);
        return 'not needed';
      }
      await runs.insert(trx, {
        runId,
        jobName: job.name,
        instance,
        trigger: request.trigger,
        scheduledFor,
        outcome: 'RUNNING',
      });
      return { lease, askedAt };
    });

  const beginOnce = async (job: BoundJob, runId: string, request: RunRequest): ReturnType<typeof begin> => {
    // A person sees at once that the database is away; a schedule waits for it.
    const until = performance.now() + (request.trigger === 'MANUAL' ? 0 : BEGIN_PATIENCE_MS);
    for (let first = true; ; first = false) {
      try {
        return await begin(job, runId, request);
      } catch (error) {
        // Two first runs of a job at once: the lock's row is there now.
        if (first && database.dialect.faultOf(error) === 'duplicate-key') continue;
        if (!isAway(error) || performance.now() >= until) throw error;
        logger.warn({ event: 'job-waits-for-database', job: job.name });
        await sleep(BEGIN_PAUSE_MS, undefined, { ...(request.signal && { signal: request.signal }) });
      }
    }
  };

  return {
    isRunning: (runId) => underWay.has(runId),

    stop(runId) {
      const stopper = underWay.get(runId);
      stopper?.abort();
      return stopper !== undefined;
    },

    async closeCrashed(job) {
      if (!(await database.read((executor) => runs.anyOpen(executor, job.name)))) return;
      await database.transaction(async (trx) => {
        const lease = await locks.acquire(trx, job.name, `${instance}:housekeeping`, HOUSEKEEPING_MS);
        if ('heldUntil' in lease) return;
        await closeCrashed(trx, job.name);
        await locks.release(trx, lease, 0);
      });
    },

    async run(job, request) {
      const runId = request.runId ?? randomUUID().replaceAll('-', '');
      const log = logger.child({ job: job.name, runId });
      const begun = await beginOnce(job, runId, request);
      if (begun === 'not needed') return { outcome: 'NOT_NEEDED', runId, counts: {} };
      if ('heldUntil' in begun) {
        log.info({ event: 'job-skipped', trigger: request.trigger, heldUntil: begun.heldUntil });
        return { outcome: 'SKIPPED', runId, counts: {}, heldUntil: begun.heldUntil };
      }
      const { lease, askedAt } = begun;

      log.info({ event: 'job-started', trigger: request.trigger, fence: lease.fence });
      const startedAt = performance.now();
      const lost = new AbortController();
      const stopper = new AbortController();
      const stopped = AbortSignal.any([stopper.signal, ...(request.signal ? [request.signal] : [])]);
      const signal = AbortSignal.any([lost.signal, stopped]);
      underWay.set(runId, stopper);
      // As many as there are calls at once.
      setMaxListeners(0, signal);
      const keepAlive = extendRegularly(database, locks, lease, job, lost, log, askedAt);
      let counts: JobCounts = {};
      const run: JobRun = {
        runId,
        signal,
        logger: log,
        async chunk(work, options) {
          signal.throwIfAborted();
          return database.transaction(async (trx) => {
            await locks.check(trx, lease).catch((error: unknown) => {
              // Found before any timer noticed: whatever else the run waits for ends too.
              if (error instanceof LeaseLostError) lost.abort(error);
              throw error;
            });
            return work(trx);
          }, options);
        },
        lastSucceededAt: () => database.read((executor) => runs.lastSuccess(executor, job.name)),
        firstStartedAt: () => database.read((executor) => runs.firstStart(executor, job.name)),
        progress(latest) {
          counts = { ...counts, ...latest };
          request.onProgress?.(counts);
        },
        boundary,
      };

      let outcome: RunReport['outcome'] & Outcome;
      let alert: JobAlert | undefined;
      let onRecord: JobResult['onRecord'];
      try {
        await boundary('acquired');
        const result = await job.run(run);
        counts = { ...counts, ...result.counts };
        outcome = 'SUCCEEDED';
        ({ alert, onRecord } = result);
      } catch (error) {
        ({ outcome, alert } = judge(job, error, lost.signal, stopped));
        const entry = { event: 'job-failed', outcome, error };
        if (outcome === 'STOPPED') log.info(entry);
        else log[alert?.recordOnly ? 'warn' : 'error'](entry);
      }
      underWay.delete(runId);
      const report: RunReport = {
        outcome,
        runId,
        counts,
        ...(outcome !== 'SUCCEEDED' && alert && { error: alert.problem }),
      };
      await boundary('before-record');
      const end = (): Promise<void> =>
        database.transaction(async (trx) => {
          const open = await runs.finish(trx, runId, { outcome, counts, error: report.error ?? null });
          if (open && alert && !alert.recordOnly) {
            const failuresInARow = await runs.failuresInARow(trx, job.name);
            await alerts.record(trx, { runId, jobName: job.name, instance, outcome, failuresInARow, alert });
          }
          if (open) await onRecord?.(trx);
          // Only scheduled runs meet others of the same moment; one that was stopped is to be made up for.
          await locks.release(
            trx,
            lease,
            request.trigger === 'MANUAL' || outcome === 'STOPPED' ? 0 : job.lock.atLeastMs,
          );
        });
      // An extension that came after the release would hold the lock for a run that is over.
      await keepAlive.stop();
      const recorded = await patiently(end, job.lock.atMostMs, log);
      if (!recorded) return report;
      await boundary('recorded');
      log.info({ event: 'job-ended', outcome, counts, ms: Math.round(performance.now() - startedAt) });
      await alerts.sendPending().catch((error: unknown) => log.warn({ event: 'alerts-not-sent', error }));
      return report;
    },
  };
}

const UPSTREAM: Readonly<Record<UpstreamError['outcome'], string>> = {
  rejected: 'the request was refused or never arrived',
  unknown: 'no usable answer came',
  malformed: 'the answer breaks the contract',
};

function judge(
  { untouched }: Pick<BoundJob, 'untouched'>,
  error: unknown,
  lost: AbortSignal,
  stop: AbortSignal,
): { outcome: 'FAILED' | 'LOST' | 'STOPPED'; alert?: JobAlert } {
  if (error instanceof LeaseLostError || lost.aborted) {
    return {
      outcome: 'LOST',
      alert: {
        problem:
          'The run lost its lock: it stood still, or could not reach the database, for longer than the lock lasts.',
        advice: 'Another run may have taken over, see the history. Look for a stalled instance if this repeats.',
      },
    };
  }
  if (stop.aborted) return { outcome: 'STOPPED' };
  if (error instanceof JobError) return { outcome: 'FAILED', alert: error.alert };
  if (error instanceof UpstreamError) {
    const status = error.status === undefined ? '' : `, status ${error.status}`;
    return {
      outcome: 'FAILED',
      alert: {
        problem: `${error.system} ${error.operation}: ${UPSTREAM[error.outcome]} (${error.outcome}${status}, attempts: ${error.attempts}). ${untouched}`,
        advice: `Find out from ${error.system} what is wrong, or correct its address and key, then run the job again.`,
      },
    };
  }
  if (error instanceof AppError && error.kind === 'unavailable') {
    return {
      outcome: 'FAILED',
      alert: {
        problem: `${error.message}. ${untouched}`,
        advice: 'Bring the database back, then run the job again.',
      },
    };
  }
  // What an unknown error says may quote data: only its kind is told.
  const { type, code } = describeError(error);
  return {
    outcome: 'FAILED',
    alert: {
      problem: `Unexpected ${type}${code === undefined ? '' : ` (${code})`}.`,
      advice: 'Find the run in the log (job-failed) and tell the developers.',
    },
  };
}

const isAway = (error: unknown): boolean => error instanceof AppError && error.kind === 'unavailable';

/** Repeats what ends a run while the database is away, as long as the lock may last. @returns whether it was done. */
async function patiently(end: () => Promise<void>, patienceMs: number, log: Logger): Promise<boolean> {
  const until = performance.now() + patienceMs;
  for (;;) {
    try {
      await end();
      return true;
    } catch (error) {
      if (!isAway(error) || performance.now() >= until) {
        // The next run finds this one open and reports it.
        log.error({ event: 'job-end-not-recorded', error });
        return false;
      }
      await sleep(Math.min(1_000, patienceMs / 10));
    }
  }
}

/** Extends the lease while the run lasts, and gives the run up when it can no longer be sure of it. */
function extendRegularly(
  database: Database,
  locks: ReturnType<typeof lockStore>,
  lease: Lease,
  { name, lock: { atMostMs } }: BoundJob,
  lost: AbortController,
  log: Logger,
  leasedAt: number,
): { stop(): Promise<void> } {
  let extending: Promise<void> | undefined;
  const giveUp = (): void => lost.abort(new LeaseLostError(name));
  // Counted from before the database counts, so never longer than the lease.
  const lastFrom = (askedAt: number): NodeJS.Timeout =>
    setTimeout(giveUp, Math.max(0, askedAt + atMostMs - performance.now())).unref();
  let end = lastFrom(leasedAt);
  const timer = setInterval(() => {
    if (extending || lost.signal.aborted) return;
    const askedAt = performance.now();
    extending = database
      .transaction((trx) => locks.extend(trx, lease, atMostMs))
      .then(
        (held) => {
          if (!held) return giveUp();
          clearTimeout(end);
          end = lastFrom(askedAt);
        },
        // The lease may outlast a passing trouble.
        (error: unknown) => log.warn({ event: 'lock-not-extended', error }),
      )
      .finally(() => (extending = undefined));
  }, atMostMs / 3);
  timer.unref();
  return {
    async stop() {
      clearInterval(timer);
      await extending;
      clearTimeout(end);
    },
  };
}
