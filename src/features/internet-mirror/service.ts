import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Database } from '../../db/database';
import type { Clock } from '../../platform/clock';
import { AppError } from '../../platform/errors';
import { type JobAlert, JobError, type JobResult, type JobRun } from '../../scheduling/job';
import { conditionStore, TELLING } from '../../scheduling/conditions';
import { describeError, type Logger } from '../../platform/logging';
import type { Tracer } from '../../platform/tracing';
import { auditStore } from '../audit';
import type { MirroredNotice } from './columns';
import { type Chunk, createCopier, InternetZoneFault } from './copier';
import { createNudger } from './nudger';
import { type Reconciliation, reconcile, type ReconcileOptions } from './reconcile';
import { type Backlog, markStore, MAX_BACKOFF_MS, type MirrorFailure, mirrorStore } from './store';

export interface MirrorRules {
  /** Failures of a notice after which it is left to people (decisions §5: N). */
  attempts: number;
  /** How long the first retry of a notice waits, in milliseconds; it doubles from there. */
  backoffMs: number;
  /** How far apart copies of what just changed begin at least, in milliseconds; 0 leaves all to the schedule. */
  nudgeMs: number;
}

export interface InternetMirror {
  /** Says that these notices changed, once that is committed: they are copied soon, unless the internet zone is away. */
  nudge(noticeNumbers: readonly string[]): void;
  /**
   * Copies every marked notice to the internet zone (decisions §5). A notice that cannot be copied is tried again
   * later, and after some failures listed for manual verification.
   *
   * @throws JobError while the internet zone is away.
   */
  synchronise(run: JobRun): Promise<JobResult>;
  /** Compares the zones; repairs what differs if told to. */
  reconcile(options: ReconcileOptions): Promise<Reconciliation>;
  backlog(): Promise<Backlog>;
  failures(limit: number): Promise<MirrorFailure[]>;
  /** Those left to people, in the order of their numbers, after one of them. */
  leftToPeople(page: { after?: string | undefined; limit: number }): Promise<MirrorFailure[]>;
  /**
   * As a member of staff: one that was left to people is tried again with the next run.
   *
   * @throws AppError `no-such-resource` where it is not left to them.
   */
  tryAgain(noticeNo: string, officerId: string): Promise<void>;
  /** One notice in both zones, and whether the mirror will be brought up to date by itself. */
  show(
    noticeNo: string,
  ): Promise<{ intranet: MirroredNotice | undefined; internet: MirroredNotice | undefined; awaited: boolean }>;
  close(): Promise<void>;
}

const PAGE = 500;
/** Clocks of instances differ by less. */
const SKEW_MS = 60_000;
const AWAY = 'internet-zone-away';
const MANUAL_VERIFICATION = 'mirror-manual-verification';

export function createInternetMirror({
  intranet,
  internet,
  clock,
  logger,
  tracer,
  rules,
  boundary = () => Promise.resolve(),
}: {
  intranet: Database;
  internet: Database;
  clock: Clock;
  logger: Logger;
  tracer: Tracer;
  rules: MirrorRules;
  boundary?: (label: string) => Promise<void>;
}): InternetMirror {
  const marks = markStore(intranet);
  const mirror = mirrorStore(internet);
  const conditions = conditionStore(intranet);

  const copier = createCopier({ intranet, internet, marks, mirror, clock, logger, boundary });

  /** @returns whether it is left to people now. */
  const noteFailure = (noticeNo: string, error: unknown, chunk: Chunk): Promise<boolean> =>
    chunk(async (trx) => {
      const at = clock.now();
      const { type, code } = describeError(error);
      const failures = await marks.failed(trx, noticeNo, { at, error: code === undefined ? type : `${type} ${code}` });
      if (failures === 0) return false;
      const manualVerification = failures >= rules.attempts;
      const backoff = Math.min(rules.backoffMs * 2 ** (failures - 1), MAX_BACKOFF_MS);
      await marks.retryAt(trx, noticeNo, new Date(at.getTime() + backoff), manualVerification);
      return manualVerification;
    });

  /**
   * Operations hear of notices that are left to them at once, of more of them after a while.
   *
   * @param more how many this run left to them
   */
  const tellOfManual = async (run: JobRun, more: number): Promise<JobAlert | undefined> => {
    const tell = await run.chunk(async (trx) => {
      const now = clock.now();
      if (more > 0) await conditions.more(trx, MANUAL_VERIFICATION, now);
      return conditions.toTell(trx, MANUAL_VERIFICATION, now, TELLING);
    });
    if (!tell) return undefined;
    const { manualVerification } = await intranet.read((executor) => marks.backlog(executor));
    return {
      problem: `Notices that could not be copied to the internet zone in ${rules.attempts} attempts are left for manual verification: ${manualVerification}.`,
      advice:
        'See them with: npm run ocms -- mirror status. When the cause is mended: npm run ocms -- mirror reconcile --repair.',
    };
  };

  /** Operations hear of an outage once it lasts, not of every minute's run. */
  const outage = async (run: JobRun, error: unknown, manual: number): Promise<never> => {
    // First, so that nothing is recorded of the internet zone when the intranet zone is away as well.
    const { notices } = await intranet.read((executor) => marks.backlog(executor));
    const tell = await run.chunk((trx) => conditions.goesOn(trx, AWAY, clock.now(), TELLING));
    const also = await tellOfManual(run, manual);
    const problem = `The internet zone cannot be reached or written. Notices that wait to be copied: ${notices}. Nothing is lost: they are copied when it is back.`;
    const advice =
      'Bring the internet database back (reachable, with room, rights and its schema: npm run ocms -- migrate), or correct OCMS_INTERNET_DB.';
    throw new JobError(
      {
        problem: also ? `${problem} ${also.problem}` : problem,
        advice: also ? `${advice} ${also.advice}` : advice,
        recordOnly: !tell && !also,
      },
      { cause: error },
    );
  };

  const inOwnTransactions: Chunk = (work) => intranet.transaction(work);
  const nudger =
    rules.nudgeMs === 0
      ? undefined
      : createNudger({
          // A notice that cannot be copied is the schedule's to try again, and to count.
          copy: (noticeNumbers, signal) =>
            // Whoever's request set the timer, it is copied for others, too.
            tracer.root('mirror nudged', {}, async () => {
              await copier.copy(noticeNumbers, { chunk: inOwnTransactions, signal });
            }),
          intervalMs: rules.nudgeMs,
          logger,
        });

  return {
    nudge: (noticeNumbers) => nudger?.nudge(noticeNumbers),

    async synchronise(run) {
      const counts = { copied: 0, failed: 0, manual: 0 };
      let awaySince: Date | undefined;
      const chunk: Chunk = (work) => run.chunk(work);
      const onFailed = async (noticeNo: string, error: unknown): Promise<void> => {
        counts.failed += 1;
        if (await noteFailure(noticeNo, error, chunk)) counts.manual += 1;
      };
      try {
        await internet.ping().catch((error: unknown) => {
          throw new InternetZoneFault(error);
        });
        // What is marked from now on is the next run's: this one comes to an end. By the marks themselves, whatever the
        // clocks of those who made them.
        const now = clock.now();
        const upTo = (await intranet.read((executor) => marks.latest(executor))) ?? now;
        if (upTo.getTime() > now.getTime() + SKEW_MS)
          run.logger.warn({ event: 'marks-from-the-future', latest: upTo, advice: 'correct the clocks' });
        let after = '';
        for (;;) {
          const page = await intranet.read((executor) => marks.waiting(executor, after, PAGE, { upTo, now }));
          if (page.length === 0) break;
          run.signal.throwIfAborted();
          counts.copied += await copier.copy(page, { chunk, signal: run.signal, onFailed });
          after = page.at(-1)!;
          run.progress(counts);
          await nextTurn();
        }
        awaySince = await run.chunk((trx) => conditions.over(trx, AWAY));
      } catch (error) {
        if (error instanceof InternetZoneFault) return outage(run, error, counts.manual);
        throw error;
      }
      const alert = await tellOfManual(run, counts.manual);
      const back = awaySince && {
        problem: `The internet zone, which was away since ${awaySince.toISOString()}, is there again. Copied now: ${counts.copied}.`,
        advice: 'Nothing: what waited is copied.',
        over: true,
      };
      const told = alert && back ? { ...alert, problem: `${back.problem} ${alert.problem}` } : (alert ?? back);
      return { counts, ...(told && { alert: told }) };
    },

    reconcile: (options) =>
      reconcile(
        {
          intranet,
          internet,
          marks,
          mirror,
          clock,
          copy: (noticeNumbers) => copier.copy(noticeNumbers, { chunk: inOwnTransactions }),
        },
        options,
      ),

    backlog: () => intranet.read((executor) => marks.backlog(executor)),

    failures: (limit) => intranet.read((executor) => marks.failures(executor, limit)),

    leftToPeople: ({ after = '', limit }) => intranet.read((executor) => marks.manualFailures(executor, after, limit)),

    tryAgain: (noticeNo, officerId) =>
      intranet.transaction(async (trx) => {
        const at = clock.now();
        if (!(await marks.tryAgain(trx, noticeNo, at)))
          throw new AppError('no-such-resource', 'the notice is not left for manual verification');
        await auditStore.record(trx, { officerId, action: 'retry-mirror', subject: noticeNo }, at);
      }),

    async show(noticeNo) {
      const [own] = await intranet.read((executor) => marks.notices(executor, [noticeNo]));
      const awaited = await intranet.read((executor) => marks.awaited(executor, [noticeNo]));
      const [mirrored] = await internet.read((executor) => mirror.notices(executor, [noticeNo]));
      return { intranet: own, internet: mirrored, awaited: awaited.has(noticeNo) };
    },

    close: async () => nudger?.close(),
  };
}
