import type { Database } from '../db/database';
import type { Logger } from '../platform/logging';
import type { BoundJob } from './job';
import { type JobRequest, jobRequestStore } from './request-store';
import { runStore } from './run-store';
import type { JobRunner } from './runner';

/** Does what members of staff ask of jobs, in a process that runs them. */
export interface RequestTaker {
  /**
   * Takes what waits: stops runs of this process, and begins runs, whose end it does not wait for.
   *
   * @param track is given each run that began
   */
  take(track: (run: Promise<unknown>) => void, signal: AbortSignal): Promise<void>;
  /** Forgets old ones. */
  purge(before: Date): Promise<void>;
}

const AT_ONCE = 20;
const PURGE_AT_ONCE = 500;

export function createRequestTaker({
  database,
  jobs,
  runner,
  instance,
  logger,
}: {
  database: Database;
  jobs: readonly BoundJob[];
  runner: JobRunner;
  /** Tells this process from others in the records. */
  instance: string;
  logger: Logger;
}): RequestTaker {
  const requests = jobRequestStore(database);
  const runs = runStore(database);
  const claim = ({ requestId }: JobRequest): Promise<boolean> =>
    database.transaction((trx) => requests.claim(trx, requestId, instance));
  const end = ({ requestId }: JobRequest, outcome: string): Promise<void> =>
    database.transaction((trx) => requests.end(trx, requestId, outcome));

  const start = async (job: BoundJob, request: JobRequest, signal: AbortSignal): Promise<void> => {
    const { requestId: runId, requestedBy } = request;
    logger.info({ event: 'job-requested', job: job.name, runId, requestedBy });
    try {
      const { outcome } = await runner.run(job, { trigger: 'MANUAL', runId, signal });
      await end(request, outcome);
    } catch (error) {
      logger.error({ event: 'job-not-run', job: job.name, runId, error });
      await end(request, 'NOT_RUN').catch(() => undefined);
    }
  };

  /** Whoever has the run stops it; whoever comes upon one that is over says so. */
  const stop = async (request: JobRequest): Promise<void> => {
    if (runner.isRunning(request.runId)) {
      if (!(await claim(request))) return;
      logger.info({ event: 'job-stop-requested', runId: request.runId, requestedBy: request.requestedBy });
      await end(request, runner.stop(request.runId) ? 'STOPPING' : 'OVER');
      return;
    }
    const run = await database.read((executor) => runs.find(executor, request.runId));
    if (run?.outcome !== 'RUNNING' && (await claim(request))) await end(request, 'OVER');
  };

  return {
    async take(track, signal) {
      for (const request of await database.read((executor) => requests.pending(executor, AT_ONCE))) {
        if (signal.aborted) return;
        if (request.action === 'STOP') await stop(request);
        else {
          const job = jobs.find(({ name }) => name === request.jobName);
          if (job && (await claim(request))) track(start(job, request, signal));
        }
      }
    },

    async purge(before) {
      await database.transaction((trx) => requests.expire(trx));
      let purged: number;
      do {
        purged = await database.transaction((trx) => requests.purge(trx, before, PURGE_AT_ONCE));
      } while (purged === PURGE_AT_ONCE);
    },
  };
}
