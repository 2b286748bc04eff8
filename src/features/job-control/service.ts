import { randomUUID } from 'node:crypto';
import type { Database } from '../../db/database';
import type { Calendar } from '../../platform/calendar';
import { AppError } from '../../platform/errors';
import { alertStore, type StoredAlert } from '../../scheduling/alert-store';
import { type JobRequest, jobRequestStore } from '../../scheduling/request-store';
import { type Outcome, type RunRecord, runStore } from '../../scheduling/run-store';
import { nextMoment } from '../../scheduling/scheduler';
import { auditStore } from '../audit';

/** A job as it is known to processes that run none. */
export interface KnownJob {
  readonly name: string;
  /** Document and section. */
  readonly source: string;
  readonly frequent?: boolean;
  /** A cron expression; undefined where it runs by hand only. */
  readonly schedule: string | undefined;
}

export interface JobStanding extends KnownJob {
  nextRunAt: Date | undefined;
  /** The last one that was not skipped for another's lock. */
  lastRun: RunRecord | undefined;
}

/** What members of staff see of jobs, and ask of them. */
export interface JobControl {
  jobs(): Promise<JobStanding[]>;
  /** The last first. Without a job's name, the routine of jobs that run every few minutes is left out. */
  runs(page: {
    jobName?: string | undefined;
    outcome?: Outcome | undefined;
    after?: string | undefined;
    limit: number;
  }): Promise<RunRecord[]>;
  /** @throws AppError `no-such-resource` */
  run(runId: string): Promise<RunRecord>;
  /**
   * Asks the instances that run jobs to begin one.
   *
   * @throws AppError `no-such-resource`; `conflict` where that is asked for already.
   */
  start(jobName: string, officerId: string): Promise<JobRequest>;
  /**
   * Asks the instance that has the run to end it.
   *
   * @throws AppError `no-such-resource`; `conflict` where it is over.
   */
  stop(runId: string, officerId: string): Promise<JobRequest>;
  /** @throws AppError `no-such-resource` */
  request(requestId: string): Promise<JobRequest>;
  /** E-mails to operations, the last first. */
  alerts(page: { unsent: boolean; after?: string | undefined; limit: number }): Promise<StoredAlert[]>;
  /**
   * Has one that was given up sent again.
   *
   * @throws AppError `no-such-resource`; `conflict` where it was not given up.
   */
  retryAlert(runId: string, officerId: string): Promise<void>;
}

const noSuch = (what: string): AppError => new AppError('no-such-resource', `no such ${what}`);

export function createJobControl({
  intranet,
  calendar,
  jobs,
}: {
  intranet: Database;
  calendar: Calendar;
  jobs: readonly KnownJob[];
}): JobControl {
  const runs = runStore(intranet);
  const requests = jobRequestStore(intranet);
  const alerts = alertStore(intranet);
  const requestOf = async (requestId: string): Promise<JobRequest> => {
    const found = await intranet.read((executor) => requests.find(executor, requestId));
    if (!found) throw noSuch('request');
    return found;
  };

  return {
    jobs: () =>
      intranet.read(async (executor) => {
        const standings: JobStanding[] = [];
        for (const job of jobs) {
          const { schedule } = job;
          standings.push({
            ...job,
            nextRunAt: schedule === undefined ? undefined : nextMoment(schedule, calendar.timeZone, calendar.now()),
            lastRun: await runs.lastRun(executor, job.name),
          });
        }
        return standings;
      }),

    runs(page) {
      const frequent = jobs.filter((job) => job.frequent).map(({ name }) => name);
      return intranet.read((executor) => runs.page(executor, { ...page, frequent }));
    },

    async run(runId) {
      const found = await intranet.read((executor) => runs.find(executor, runId));
      if (!found) throw noSuch('run');
      return found;
    },

    async start(jobName, officerId) {
      if (!jobs.some(({ name }) => name === jobName)) throw noSuch('job');
      const requestId = randomUUID().replaceAll('-', '');
      await intranet.transaction(async (trx) => {
        if (await requests.isPending(trx, 'START', jobName))
          throw new AppError('conflict', 'a run of the job is asked for already');
        await requests.insert(trx, {
          requestId,
          action: 'START',
          jobName,
          runId: requestId,
          requestedBy: officerId,
        });
        const entry = { officerId, action: 'start-job', subject: jobName, after: { requestId } };
        await auditStore.record(trx, entry, calendar.now());
      });
      return requestOf(requestId);
    },

    async stop(runId, officerId) {
      const requestId = randomUUID().replaceAll('-', '');
      await intranet.transaction(async (trx) => {
        const run = await runs.find(trx, runId);
        if (!run) throw noSuch('run');
        if (run.outcome !== 'RUNNING') throw new AppError('conflict', 'the run is over');
        await requests.insert(trx, {
          requestId,
          action: 'STOP',
          jobName: run.jobName,
          runId,
          requestedBy: officerId,
        });
        const entry = { officerId, action: 'stop-job-run', subject: run.jobName, after: { requestId, runId } };
        await auditStore.record(trx, entry, calendar.now());
      });
      return requestOf(requestId);
    },

    request: requestOf,

    alerts: (page) => intranet.read((executor) => alerts.page(executor, page)),

    retryAlert: (runId, officerId) =>
      intranet.transaction(async (trx) => {
        if (!(await alerts.exists(trx, runId))) throw noSuch('alert');
        if (!(await alerts.retry(trx, runId))) throw new AppError('conflict', 'the alert was not given up');
        const entry = { officerId, action: 'retry-alert', subject: runId };
        await auditStore.record(trx, entry, calendar.now());
      }),
  };
}
