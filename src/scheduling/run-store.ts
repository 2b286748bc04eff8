import type { Knex } from 'knex';
import type { Database, Transaction } from '../db/database';
import type { JobCounts } from './job';

export type Trigger = 'SCHEDULE' | 'CATCH_UP' | 'MANUAL';

/**
 * How a run ended: SKIPPED another held the lock; STOPPED it was asked to stop; LOST it lost its lock; CRASHED its
 * process ended under it, as the next run found.
 */
export type Outcome = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'SKIPPED' | 'STOPPED' | 'LOST' | 'CRASHED';

/** Ends that operations are told of. */
const FAILURES: readonly Outcome[] = ['FAILED', 'LOST', 'CRASHED'];

export interface RunRecord {
  runId: string;
  jobName: string;
  instance: string;
  trigger: Trigger;
  scheduledFor: Date | null;
  startedAt: Date;
  endedAt: Date | null;
  outcome: Outcome;
  counts: JobCounts;
  error: string | null;
}

const MAX_ERROR = 400;
const MAX_COUNTS = 1_000;

/** The record of every run, `ocms_job_run` (decisions §9). */
export function runStore({ dialect }: Database) {
  const instantOf = (value: unknown): Date | null => (value === null ? null : dialect.readInstant(value));
  const toRecord = (row: Record<string, unknown>): RunRecord => ({
    runId: row.run_id as string,
    jobName: row.job_name as string,
    instance: row.instance as string,
    trigger: row.triggered_by as Trigger,
    scheduledFor: instantOf(row.scheduled_for),
    startedAt: dialect.readInstant(row.started_at),
    endedAt: instantOf(row.ended_at),
    outcome: row.outcome as Outcome,
    counts: row.counts === null ? {} : (JSON.parse(row.counts as string) as JobCounts),
    error: row.error as string | null,
  });

  return {
    async insert(
      trx: Transaction,
      run: {
        runId: string;
        jobName: string;
        instance: string;
        trigger: Trigger;
        scheduledFor: Date | null;
        outcome: 'RUNNING' | 'SKIPPED';
      },
    ): Promise<void> {
      await trx('ocms_job_run').insert({
        run_id: run.runId,
        job_name: run.jobName,
        instance: run.instance,
        triggered_by: run.trigger,
        scheduled_for: run.scheduledFor === null ? null : dialect.bindInstant(run.scheduledFor),
        started_at: trx.raw(dialect.now),
        ended_at: run.outcome === 'SKIPPED' ? trx.raw(dialect.now) : null,
        outcome: run.outcome,
      });
    },

    /** @returns whether the run was still open: a later run may have found it dead and closed it. */
    async finish(
      trx: Transaction,
      runId: string,
      end: { outcome: Outcome; counts: JobCounts; error: string | null },
    ): Promise<boolean> {
      const finished = await trx('ocms_job_run')
        .where({ run_id: runId, outcome: 'RUNNING' })
        .update({
          ended_at: trx.raw(dialect.now),
          outcome: end.outcome,
          counts: countsText(end.counts),
          error: end.error?.slice(0, MAX_ERROR) ?? null,
        });
      return finished > 0;
    },

    async anyOpen(executor: Knex, jobName: string): Promise<boolean> {
      const row: unknown = await executor('ocms_job_run')
        .where({ job_name: jobName, outcome: 'RUNNING' })
        .first('run_id');
      return row !== undefined;
    },

    /** Runs of a job that are open although their lock was free: their process is gone. Closes them. */
    async closeCrashed(trx: Transaction, jobName: string): Promise<RunRecord[]> {
      const rows = (await trx('ocms_job_run').where({ job_name: jobName, outcome: 'RUNNING' })) as Record<
        string,
        unknown
      >[];
      for (const row of rows) {
        await trx('ocms_job_run')
          .where({ run_id: row.run_id as string })
          .update({ outcome: 'CRASHED', ended_at: trx.raw(dialect.now) });
      }
      return rows.map(toRecord);
    },

    /** How many runs of a job failed since it last succeeded. */
    async failuresInARow(trx: Transaction, jobName: string): Promise<number> {
      const success = (await trx('ocms_job_run')
        .where({ job_name: jobName, outcome: 'SUCCEEDED' })
        .max('started_at AS at')
        .first()) as { at: unknown };
      const query = trx('ocms_job_run')
        .where('job_name', jobName)
        .whereIn('outcome', FAILURES)
        .count('* AS failures')
        .first();
      if (success.at !== null) void query.where('started_at', '>', success.at as string);
      const { failures } = (await query) as unknown as { failures: number };
      return Number(failures);
    },

    /**
     * The latest moment up to which a job's schedule is served: by a run that came to an end of its own. Undefined
     * for a job that never ran.
     */
    async servedUntil(executor: Knex, jobName: string): Promise<Date | undefined> {
      const row = (await executor('ocms_job_run')
        .where('job_name', jobName)
        .max({ any: 'started_at' })
        .max({
          started: executor.raw(
            `CASE WHEN outcome IN ('SUCCEEDED', 'FAILED') THEN started_at END`,
          ) as unknown as string,
          scheduled: executor.raw(
            `CASE WHEN outcome IN ('SUCCEEDED', 'FAILED') THEN scheduled_for END`,
          ) as unknown as string,
        })
        .first()) as { any: unknown; started: unknown; scheduled: unknown };
      if (row.any === null) return undefined;
      const served = [row.started, row.scheduled].map(instantOf).map((instant) => instant?.getTime() ?? 0);
      return new Date(Math.max(...served));
    },

    /**
     * The last runs of a job, or of all, the last first. Of the jobs in `frequent`, whose runs would hide all others,
     * a list of one job leaves out the skipped runs, and a list of all jobs the successful ones, too. A job that fails
     * stays in sight: its last run is in the list whatever came after it.
     */
    async history(
      executor: Knex,
      jobName: string | undefined,
      limit: number,
      frequent: readonly string[] = [],
    ): Promise<RunRecord[]> {
      const listed = (): Knex.QueryBuilder => {
        const query = executor('ocms_job_run');
        if (jobName !== undefined) void query.where('job_name', jobName);
        const left = jobName === undefined ? `('SUCCEEDED', 'SKIPPED')` : `('SKIPPED')`;
        for (const name of frequent) void query.whereRaw(`NOT (job_name = ? AND outcome IN ${left})`, [name]);
        return query;
      };
      const latest = (await listed().orderBy('started_at', 'desc').orderBy('run_id').limit(limit)) as Record<
        string,
        unknown
      >[];
      const failing = await executor('ocms_job_run AS r')
        .whereIn('r.outcome', FAILURES)
        .modify((query) => void (jobName !== undefined && query.where('r.job_name', jobName)))
        .whereRaw(
          `NOT EXISTS (SELECT 1 FROM ocms_job_run AS later WHERE later.job_name = r.job_name
             AND later.started_at > r.started_at AND later.outcome NOT IN ('SKIPPED', 'RUNNING'))`,
        )
        .select<Record<string, unknown>[]>('r.*');
      const inList = new Set(latest.map(({ run_id }) => run_id));
      return [...latest, ...failing.filter(({ run_id }) => !inList.has(run_id))].map(toRecord);
    },

    async find(executor: Knex, runId: string): Promise<RunRecord | undefined> {
      const row = await executor('ocms_job_run').where('run_id', runId).first<Record<string, unknown> | undefined>();
      return row && toRecord(row);
    },

    /**
     * Runs, the last first, after one of them. Without a job's name, what `frequent` jobs did in vain or well is left
     * out: it would hide all others.
     */
    async page(
      executor: Knex,
      page: {
        jobName?: string | undefined;
        outcome?: Outcome | undefined;
        after?: string | undefined;
        limit: number;
        frequent: readonly string[];
      },
    ): Promise<RunRecord[]> {
      const { jobName, outcome, after, limit, frequent } = page;
      const query = executor('ocms_job_run').orderBy('started_at', 'desc').orderBy('run_id').limit(limit);
      if (outcome !== undefined) void query.where('outcome', outcome);
      if (jobName !== undefined) void query.where('job_name', jobName);
      else
        for (const name of frequent)
          void query.whereRaw(`NOT (job_name = ? AND outcome IN ('SUCCEEDED', 'SKIPPED'))`, [name]);
      if (after !== undefined)
        void query.whereRaw(
          `(started_at < (SELECT a.started_at FROM ocms_job_run AS a WHERE a.run_id = ?) OR
            (started_at = (SELECT a.started_at FROM ocms_job_run AS a WHERE a.run_id = ?) AND run_id > ?))`,
          [after, after, after],
        );
      return (await query.select<Record<string, unknown>[]>()).map(toRecord);
    },

    /** The last run of a job that was not skipped for another's lock. */
    async lastRun(executor: Knex, jobName: string): Promise<RunRecord | undefined> {
      const row = (await executor('ocms_job_run')
        .where('job_name', jobName)
        .whereNot('outcome', 'SKIPPED')
        .orderBy('started_at', 'desc')
        .orderBy('run_id')
        .first()) as Record<string, unknown> | undefined;
      return row && toRecord(row);
    },

    /** When the last successful run of a job began. */
    async lastSuccess(executor: Knex, jobName: string): Promise<Date | undefined> {
      const row = await executor('ocms_job_run')
        .where({ job_name: jobName, outcome: 'SUCCEEDED' })
        .orderBy('started_at', 'desc')
        .first<{ started_at: unknown } | undefined>('started_at');
      return row && dialect.readInstant(row.started_at);
    },

    /** When the first run of a job on record began that had the lock. */
    async firstStart(executor: Knex, jobName: string): Promise<Date | undefined> {
      const row = await executor('ocms_job_run')
        .where({ job_name: jobName })
        .whereNot('outcome', 'SKIPPED')
        .orderBy('started_at')
        .first<{ started_at: unknown } | undefined>('started_at');
      return row && dialect.readInstant(row.started_at);
    },

    /**
     * Purges runs, and their alerts, that ended before an instant, but the last one of each job; some at a time.
     *
     * @returns how many runs.
     */
    async purge(trx: Transaction, before: Date, limit: number): Promise<number> {
      const rows = await trx('ocms_job_run')
        .where('ended_at', '<', dialect.bindInstant(before))
        .whereRaw(
          'started_at < (SELECT MAX(later.started_at) FROM ocms_job_run AS later WHERE later.job_name = ocms_job_run.job_name)',
        )
        .orderBy('started_at')
        .limit(limit)
        .select<{ run_id: string }[]>('run_id');
      const ids = rows.map(({ run_id }) => run_id);
      if (ids.length > 0) {
        for (const table of ['ocms_job_alert_refusal', 'ocms_job_alert'])
          await trx(table).whereIn('run_id', ids).delete();
        await trx('ocms_job_run').whereIn('run_id', ids).delete();
      }
      return ids.length;
    },
  };
}

/** Counts as JSON; more than the column holds are not worth losing the record of a run. */
function countsText(counts: JobCounts): string {
  const text = JSON.stringify(counts);
  return text.length <= MAX_COUNTS ? text : '{}';
}
