import type { Database, Executor, Transaction } from '../db/database';

/** To begin a run, or to end one that is under way. */
export type JobAction = 'START' | 'STOP';

/** `TAKEN`: an instance does it. `EXPIRED`: no instance did in time, and none will. */
export type JobRequestState = 'PENDING' | 'TAKEN' | 'DONE' | 'EXPIRED';

/** Something a member of staff asked of a job, for the instances that run jobs. */
export interface JobRequest {
  requestId: string;
  action: JobAction;
  jobName: string;
  /** The run it is about; of a start, the run that begins: it has the request's own id. */
  runId: string;
  requestedBy: string;
  requestedAt: Date;
  state: JobRequestState;
  takenBy: string | null;
  endedAt: Date | null;
  /** Of a start how its run ended, `NOT_RUN` where it could not begin; of a stop `STOPPING`, or `OVER` where there was nothing to stop. */
  outcome: string | null;
}

/** A request that no instance took by then is not done out of the blue. */
export const REQUEST_LIFETIME_MS = 15 * 60_000;

const TABLE = 'ocms_job_request';

/** What members of staff asked of jobs. Times are the database's. */
export function jobRequestStore({ dialect }: Database) {
  const ago = (executor: Executor | Transaction, milliseconds: number) => {
    const { sql, bindings } = dialect.nowPlus(-milliseconds);
    return executor.raw(sql, [...bindings] as string[]);
  };
  const toRequest = (row: Record<string, unknown>): JobRequest => ({
    requestId: row.request_id as string,
    action: row.action as JobAction,
    jobName: row.job_name as string,
    runId: row.run_id as string,
    requestedBy: row.requested_by as string,
    requestedAt: dialect.readInstant(row.requested_at),
    state: row.state as JobRequestState,
    takenBy: row.taken_by as string | null,
    endedAt: row.ended_at === null ? null : dialect.readInstant(row.ended_at),
    outcome: row.outcome as string | null,
  });

  return {
    async insert(
      trx: Transaction,
      request: Pick<JobRequest, 'requestId' | 'action' | 'jobName' | 'runId' | 'requestedBy'>,
    ): Promise<void> {
      await trx(TABLE).insert({
        request_id: request.requestId,
        action: request.action,
        job_name: request.jobName,
        run_id: request.runId,
        requested_by: request.requestedBy,
        requested_at: trx.raw(dialect.now),
        state: 'PENDING',
      });
    },

    async find(executor: Executor, requestId: string): Promise<JobRequest | undefined> {
      const row = await executor(TABLE).where('request_id', requestId).first<Record<string, unknown> | undefined>();
      return row && toRequest(row);
    },

    /** Whether the same is asked for already, and nobody took it yet. */
    async isPending(executor: Executor, action: JobAction, jobName: string): Promise<boolean> {
      const row: unknown = await executor(TABLE)
        .where({ state: 'PENDING', action, job_name: jobName })
        .where('requested_at', '>', ago(executor, REQUEST_LIFETIME_MS))
        .first('request_id');
      return row !== undefined;
    },

    /** Those that wait to be taken, the oldest first. */
    async pending(executor: Executor, limit: number): Promise<JobRequest[]> {
      const rows = await executor(TABLE)
        .where('state', 'PENDING')
        .where('requested_at', '>', ago(executor, REQUEST_LIFETIME_MS))
        .orderBy('requested_at')
        .orderBy('request_id')
        .limit(limit)
        .select<Record<string, unknown>[]>();
      return rows.map(toRequest);
    },

    /** @returns whether it is this instance's now. */
    async claim(trx: Transaction, requestId: string, instance: string): Promise<boolean> {
      const claimed = await trx(TABLE)
        .where({ request_id: requestId, state: 'PENDING' })
        .update({ state: 'TAKEN', taken_by: instance });
      return claimed > 0;
    },

    async end(trx: Transaction, requestId: string, outcome: string): Promise<void> {
      await trx(TABLE)
        .where('request_id', requestId)
        .update({ state: 'DONE', outcome, ended_at: trx.raw(dialect.now) });
    },

    async expire(trx: Transaction): Promise<void> {
      await trx(TABLE)
        .where('state', 'PENDING')
        .where('requested_at', '<=', ago(trx, REQUEST_LIFETIME_MS))
        .update({ state: 'EXPIRED', ended_at: trx.raw(dialect.now) });
    },

    /** Purges those made before an instant, some at a time. @returns how many, `limit` at most. */
    purge: (trx: Transaction, before: Date, limit: number): Promise<number> =>
      dialect.clearSome(
        trx,
        { table: TABLE, where: { sql: 'requested_at < ?', bindings: [dialect.bindInstant(before)] } },
        limit,
      ),
  };
}
