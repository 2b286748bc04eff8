import type { Context } from '../../src/app/context';
import type { Database } from '../../src/db/database';
import { type Alerts, createAlerts } from '../../src/scheduling/alerts';
import type { BoundJob } from '../../src/scheduling/job';
import { lockStore } from '../../src/scheduling/lock';
import { createJobRunner, type JobRunner } from '../../src/scheduling/runner';
import { type RunRecord, runStore } from '../../src/scheduling/run-store';
import { createMailer } from '../../src/platform/mail/mailer';
import { FaultBook } from '../../src/partner-sandbox/faults/book';
import { startMailReceiver } from '../../src/partner-sandbox/mail';
import { makeContext, type TestContext } from './contexts';
import { defaultKind } from './databases';

/** What one instance of the service has to run jobs with. */
export interface JobInstance {
  readonly context: Context;
  readonly database: Database;
  readonly runner: JobRunner;
  readonly alerts: Alerts;
}

export type SuiteMail = Awaited<ReturnType<typeof startMailReceiver>>;

/** Jobs on a database and a mail server of the test's own. */
export interface JobSuite {
  readonly context: TestContext;
  readonly database: Database;
  readonly mail: SuiteMail;
  readonly faults: FaultBook;
  /** Another instance: its own connections, one database. */
  instance(name: string, boundary?: (label: string) => Promise<void>): JobInstance;
  /** Every run of a job, the latest first. */
  history(job?: string): Promise<RunRecord[]>;
  alerts(): Promise<Record<string, unknown>[]>;
  /** Lets a lock run out, as far as the database knows. */
  expire(job?: string): Promise<void>;
  close(): Promise<void>;
}

export const JOB = 'test_job';

export async function makeJobSuite(kind = defaultKind): Promise<JobSuite> {
  const context = await makeContext(kind);
  const faults = new FaultBook();
  const mail = await startMailReceiver('127.0.0.1', 0, faults);
  const mailers: { close(): void }[] = [];
  const database = context.intranet;
  const { dialect } = database;
  return {
    context,
    database,
    mail,
    faults,
    instance(name, boundary) {
      const own = context.another();
      const mailer = createMailer({ url: `smtp://127.0.0.1:${mail.port}`, from: 'ocms@ocms.invalid' });
      mailers.push(mailer);
      const tests = boundary ? { boundary } : {};
      const alerts = createAlerts({
        database: own.intranet,
        mailer,
        to: 'operations@ocms.invalid',
        logger: context.logger,
        ...tests,
      });
      const runner = createJobRunner({
        database: own.intranet,
        alerts,
        logger: context.logger,
        instance: name,
        ...tests,
      });
      return { context: own, database: own.intranet, runner, alerts };
    },
    history: (job = JOB) => database.read((executor) => runStore(database).history(executor, job, 2_000)),
    alerts: () =>
      database.read(
        async (executor) => (await executor('ocms_job_alert').orderBy('recorded_at')) as Record<string, unknown>[],
      ),
    async expire(job = JOB) {
      const past = dialect.nowPlus(-1);
      await database.transaction((trx) =>
        trx('shedlock')
          .where('name', job)
          .update({ lock_until: trx.raw(past.sql, [...past.bindings] as string[]) }),
      );
    },
    async close() {
      for (const mailer of mailers) mailer.close();
      await mail.close();
      await context.close();
    },
  };
}

export function jobOf(run: BoundJob['run'], more: Partial<BoundJob> = {}): BoundJob {
  return {
    name: JOB,
    source: 'a test',
    schedule: '0 0 1 * * *',
    lock: { atMostMs: 60_000, atLeastMs: 0 },
    catchUp: true,
    untouched: 'Everything is as it was.',
    run,
    ...more,
  };
}

export interface StoredRun {
  runId: string;
  jobName?: string;
  outcome: string;
  startedAt: Date;
  endedAt?: Date | null;
  scheduledFor?: Date | null;
  trigger?: string;
}

/** Writes runs down as they were in the past. */
export async function insertRuns(database: Database, runs: readonly StoredRun[]): Promise<void> {
  const bind = (instant: Date | null): unknown => (instant === null ? null : database.dialect.bindInstant(instant));
  await database.transaction(async (trx) => {
    for (const {
      runId,
      jobName = JOB,
      outcome,
      startedAt,
      endedAt,
      scheduledFor = null,
      trigger = 'SCHEDULE',
    } of runs) {
      await trx('ocms_job_run').insert({
        run_id: runId,
        job_name: jobName,
        instance: 'earlier',
        triggered_by: trigger,
        scheduled_for: bind(scheduledFor),
        started_at: bind(startedAt),
        ended_at: outcome === 'RUNNING' ? null : bind(endedAt ?? startedAt),
        outcome,
      });
    }
  });
}

/** The lock of a job as a Java service with ShedLock takes it on the database's clock: a new row, or one that has run out. */
export async function takeAsShedLock(
  database: Database,
  name: string,
  holder: string,
  forMs: number,
): Promise<boolean> {
  const { dialect } = database;
  const until = dialect.nowPlus(forMs);
  return database.transaction(async (trx) => {
    const row = {
      lock_until: trx.raw(until.sql, [...until.bindings] as string[]),
      locked_at: trx.raw(dialect.now),
      locked_by: holder,
    };
    if ((await trx('shedlock').where('name', name).first('name')) === undefined) {
      await trx('shedlock').insert({ name, ...row });
      return true;
    }
    return (await trx('shedlock').where('name', name).whereRaw(`lock_until <= ${dialect.now}`).update(row)) === 1;
  });
}

export interface StoredLock {
  lockUntil: Date;
  lockedAt: Date;
  lockedBy: string;
  now: Date;
}

/** A lock as stored, and the database's time. */
export async function storedLock(database: Database, name = JOB): Promise<StoredLock> {
  const { dialect } = database;
  const row = await database.read(
    async (executor) =>
      await executor('shedlock')
        .where('name', name)
        .first<Record<string, unknown>>('*', executor.raw(`${dialect.now} AS now`)),
  );
  return {
    lockUntil: dialect.readInstant(row.lock_until),
    lockedAt: dialect.readInstant(row.locked_at),
    lockedBy: row.locked_by as string,
    now: dialect.readInstant(row.now),
  };
}

/** Waits for what must come true; the test's own time limit ends it. */
export async function until(condition: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 5));
}

export const stores = (database: Database) => ({ locks: lockStore(database), runs: runStore(database) });
