import type { Rollback, StatementOptions, Transaction } from '../db/database';
import type { Logger } from '../platform/logging';

/** What a run did, by name: how many rows it received, staged, replaced and so on. */
export type JobCounts = Readonly<Record<string, number>>;

/** Something operations must know although, or because, of how a run ended. No personal data. */
export interface JobAlert {
  /** What is wrong, in a sentence. */
  problem: string;
  /** What to do next, in a sentence. */
  advice: string;
  /** It tells that something is over. */
  over?: boolean;
  /** On record only, where another run's e-mail tells operations already, or will. */
  recordOnly?: boolean;
}

export interface JobResult {
  counts: JobCounts;
  /** Set when the run succeeded but operations should look at something. */
  alert?: JobAlert;
  /** Done in the transaction that records the run and its alert: what was told is noted with it, or not at all. */
  onRecord?: (trx: Transaction) => Promise<void>;
}

/** A failure whose reason and remedy the job knows. */
export class JobError extends Error {
  constructor(
    readonly alert: JobAlert,
    options?: { cause?: unknown },
  ) {
    super(alert.problem, options);
    this.name = 'JobError';
  }
}

/** The run's lease ran out, and somebody else may hold the lock by now: nothing more may be written. */
export class LeaseLostError extends Error {
  constructor(job: string) {
    super(`the run of ${job} lost its lock`);
    this.name = 'LeaseLostError';
  }
}

/** What a running job is given. */
export interface JobRun {
  readonly runId: string;
  /** Aborted when the lock is lost or the run is to stop; work that waits must listen to it. */
  readonly signal: AbortSignal;
  readonly logger: Logger;
  /**
   * Runs `work` in a transaction that commits only while this run still holds its lock. Jobs write through this
   * and nothing else.
   *
   * @throws LeaseLostError
   */
  chunk<T>(work: (trx: Transaction) => Promise<T | Rollback<T>>, options?: StatementOptions): Promise<T>;
  /** When the last run that succeeded began; undefined where none has. */
  lastSucceededAt(): Promise<Date | undefined>;
  /** When the first run on record that had the lock began; this one is on record. */
  firstStartedAt(): Promise<Date | undefined>;
  /** Tells how far the run is; shown by the command line. */
  progress(counts: JobCounts): void;
  /** A labelled boundary between two steps: where a crash is tested. */
  boundary(label: string): Promise<void>;
}

/**
 * A scheduled job.
 *
 * @typeParam Deps what it works with
 */
export interface Job<Deps = void> {
  /** The name of its lock (decisions §9). */
  readonly name: string;
  /** Document and section. */
  readonly source: string;
  /** Whom it calls or exchanges files with, as the contracts name them: where partners are shown its times (`/docs`). */
  readonly partners?: readonly string[];
  /** Default schedule, a cron expression in the service's time zone. */
  readonly schedule: string;
  readonly lock: {
    /** How long the lock outlives a run that no longer extends it, in milliseconds. */
    readonly atMostMs: number;
    /** How long the lock is held at least, so that instances whose clocks differ do not run one after another. */
    readonly atLeastMs: number;
  };
  /** What is true however a run fails: what stayed as it was, in a sentence. */
  readonly untouched: string;
  /** Runs so often that its successes are left out where the runs of all jobs are listed. */
  readonly frequent?: boolean;
  /** Whether a run missed while the service was down is made up for at start, once, within 12 hours. */
  readonly catchUp: boolean;
  /** Asked every few seconds: where there is something to do, a run begins between the scheduled ones. */
  wanted?(deps: Deps): Promise<boolean>;
  run(deps: Deps, run: JobRun): Promise<JobResult>;
}

export function defineJob<Deps>(job: Job<Deps>): Job<Deps> {
  return job;
}

/** A job with what it works with: what the runner and the scheduler see. */
export type BoundJob = Omit<Job, 'run' | 'wanted'> & {
  wanted?: (() => Promise<boolean>) | undefined;
  run(run: JobRun): Promise<JobResult>;
};

export function bindJob<Deps>(job: Job<Deps>, deps: Deps): BoundJob {
  return { ...job, wanted: job.wanted && (() => job.wanted!(deps)), run: (run) => job.run(deps, run) };
}
