import { Semaphore } from 'async-mutex';
import type { Database } from '../../../db/database';
import type { Calendar } from '../../../platform/calendar';
import { AppError } from '../../../platform/errors';
import { type JobAlert, JobError, type JobResult, type JobRun, LeaseLostError } from '../../../scheduling/job';
import { createSuspender } from '../../suspension';
import { createCommitter } from './committer';
import type { State } from './machine';
import type { OwnerParticulars } from './owners';
import type { createSteps, Done } from './steps';
import { advisoryCaseStore, type Case } from './store';

export interface AdvisoryPipeline {
  /**
   * Moves every advisory notice on as far as it goes: its owner, the message or letter, PS-ANS (A 4 to 7, decisions §7).
   * Each step is committed before the next one begins.
   */
  process(run: JobRun): Promise<JobResult>;
  /** Whether there is something to do now. */
  anyDue(): Promise<boolean>;
}

/** Notices under way together; how many calls each partner gets at once is its own setting. */
const UNDER_WAY = 100;
const COMMITTED_AT_ONCE = 200;
const PAGE = 200;
/** A step that could not be worked on is left alone for this long, doubled each time up to the longest. */
const SET_ASIDE_MS = 5 * 60_000;
const LONGEST_ASIDE_MS = 12 * 3_600_000;
/** Reviews that one run tells of at most, with those it only counts. */
const TOLD_AT_ONCE = 1_000;

/** A step that is committed: the case as it is now, where it owes another; or why it is not. */
type Committed = { owing: Case | undefined } | { refused: unknown };

export function createAdvisoryPipeline({
  intranet,
  steps,
  owners,
  calendar,
}: {
  intranet: Database;
  steps: ReturnType<typeof createSteps>;
  owners: OwnerParticulars;
  calendar: Calendar;
}): AdvisoryPipeline {
  const store = advisoryCaseStore(intranet);
  const suspender = createSuspender({ calendar });

  /** Whether it is about the run, and not about the notice that met it. */
  const isOfRun = (run: JobRun, error: unknown): boolean =>
    run.signal.aborted ||
    error instanceof LeaseLostError ||
    error instanceof JobError ||
    (error instanceof AppError && (error.kind === 'unavailable' || error.kind === 'unknown-outcome')) ||
    !['other', 'duplicate-key'].includes(intranet.dialect.faultOf(error));

  const commitTogether = async (run: JobRun, done: readonly Done[]): Promise<Committed[]> => {
    const at = calendar.now();
    const owing = await run.chunk(async (trx) => {
      const advances = done.map(({ advance }) => advance);
      const { moved, owing } = await store.advance(trx, advances, at);
      const mine = done.filter(({ advance: { noticeNo } }) => moved.has(noticeNo));
      const found = mine.flatMap(({ advance: { noticeNo }, particulars }) =>
        particulars ? [{ noticeNo, particulars }] : [],
      );
      if (found.length > 0) await owners.save(trx, found, at);
      const suspended = mine.filter(({ advance: { outcome } }) => outcome === 'suspended');
      const numbers = suspended.map(({ advance: { noticeNo } }) => noticeNo);
      if (numbers.length > 0) await suspender.suspend(trx, numbers, 'ANS', at, run.logger);
      return owing;
    });
    const byNumber = new Map(owing.map((each) => [each.noticeNo, each]));
    return done.map(({ advance }) => ({ owing: byNumber.get(advance.noticeNo) }));
  };

  /** One that cannot be committed holds up none of the others. */
  const commitApart = async (run: JobRun, done: readonly Done[]): Promise<Committed[]> => {
    try {
      return await commitTogether(run, done);
    } catch (error) {
      if (isOfRun(run, error)) throw error;
      if (done.length === 1) return [{ refused: error }];
    }
    const committed: Committed[] = [];
    for (const one of done) committed.push(...(await commitApart(run, [one])));
    return committed;
  };

  const commitAll = async (run: JobRun, done: readonly Done[]): Promise<Committed[]> => {
    const committed = await commitApart(run, done);
    await run.boundary('steps-committed');
    return committed;
  };

  /** What operations hear of reviews: those of earlier runs too, as far as no e-mail of them is on record. */
  const tellOfReviews = async (): Promise<Pick<JobResult, 'alert' | 'onRecord'>> => {
    const reviews = await intranet.read((executor) => store.untoldReviews(executor, TOLD_AT_ONCE));
    if (reviews.length === 0) return {};
    return {
      alert: {
        problem: listed(
          'These advisory notices are left for manual review:',
          reviews.map(({ noticeNo, reason }) => `${noticeNo}: ${reason}`),
        ),
        advice: LOOK,
      },
      onRecord: (trx) =>
        store.reviewsTold(
          trx,
          reviews.map(({ noticeNo }) => noticeNo),
        ),
    };
  };

  return {
    anyDue: () => intranet.look((executor) => store.anyDue(executor, calendar.now())),

    async process(run) {
      const ended = new Map<State, number>();
      const aside: string[] = [];
      const counts = (): Record<string, number> => countsOf(ended, aside.length);
      const committer = createCommitter<Done, Committed>(COMMITTED_AT_ONCE, (done) => commitAll(run, done));

      /** What cannot be worked on is no other notice's trouble, and is not tried again at once. */
      const setAside = async (of: Case, error: unknown): Promise<void> => {
        const { noticeNo, step, failures } = of;
        run.logger.error({ event: 'advisory-step-impossible', noticeNo, step, failures: failures + 1, error });
        const backoff = Math.min(SET_ASIDE_MS * 2 ** failures, LONGEST_ASIDE_MS);
        await run.chunk((trx) => store.setAside(trx, of, new Date(calendar.now().getTime() + backoff)));
        aside.push(`${noticeNo}: ${step}`);
        run.progress(counts());
      };

      const moveOn = async (first: Case): Promise<void> => {
        for (let current: Case | undefined = first; current;) {
          run.signal.throwIfAborted();
          let done: Done;
          try {
            done = await steps.next(current, run.signal);
          } catch (error) {
            if (isOfRun(run, error)) throw error;
            return setAside(current, error);
          }
          const { noticeNo, step, outcome, state, next, reason } = done.advance;
          await run.boundary(`${step.toLowerCase().replaceAll('_', '-')}-done`);
          const committed = await committer.commit(done);
          if ('refused' in committed) return setAside(current, committed.refused);
          current = committed.owing;
          run.logger.info({ event: 'advisory-step', noticeNo, step, outcome, state, reason });
          if (next) continue;
          ended.set(state, (ended.get(state) ?? 0) + 1);
          run.progress(counts());
        }
      };

      const places = new Semaphore(UNDER_WAY);
      const underWay = new Map<string, Promise<void>>();
      const failures: unknown[] = [];
      while (failures.length === 0) {
        run.signal.throwIfAborted();
        const due = await intranet.read((executor) => store.due(executor, calendar.now(), [...underWay.keys()], PAGE));
        if (due.length === 0) {
          if (underWay.size === 0) break;
          await Promise.race(underWay.values());
          continue;
        }
        for (const one of due) {
          const [, release] = await places.acquire();
          if (failures.length > 0) {
            release();
            break;
          }
          underWay.set(
            one.noticeNo,
            moveOn(one)
              .catch((error: unknown) => void failures.push(error))
              .finally(() => {
                underWay.delete(one.noticeNo);
                release();
              }),
          );
        }
      }
      await Promise.all(underWay.values());
      if (failures.length > 0) throw failures[0];
      const { alert: reviews, onRecord } = await tellOfReviews();
      const impossible = aside.length > 0 && {
        problem: listed('These advisory notices could not be worked on, and are tried again later:', aside),
        advice: 'Find advisory-step-impossible in the log, and tell the developers. ' + LOOK,
      };
      const alert = together([reviews, impossible]);
      return { counts: counts(), ...(alert && { alert }), ...(onRecord && { onRecord }) };
    },
  };
}

const COUNTED: Readonly<Partial<Record<State, string>>> = {
  SUSPENDED: 'suspended',
  HALTED: 'halted',
  MANUAL_REVIEW: 'manualReview',
};
const MOST_TOLD = 30;
const LOOK = 'Look at each with: npm run ocms -- advisory show NOTICE';

const countsOf = (ended: ReadonlyMap<State, number>, aside: number): Record<string, number> => ({
  ...Object.fromEntries(Object.entries(COUNTED).map(([state, name]) => [name, ended.get(state as State) ?? 0])),
  ...(aside > 0 && { setAside: aside }),
});

function listed(what: string, all: readonly string[]): string {
  const more = all.length - MOST_TOLD;
  return [what, ...all.slice(0, MOST_TOLD).map((one) => `- ${one}`), ...(more > 0 ? [`- and ${more} more`] : [])].join(
    '\n',
  );
}

/** A run has one e-mail. */
function together(alerts: readonly (JobAlert | undefined | false)[]): JobAlert | undefined {
  const [first, ...others] = alerts.filter((alert): alert is JobAlert => Boolean(alert));
  if (!first || others.length === 0) return first;
  const all = [first, ...others];
  const advice = new Set(all.map((alert) => alert.advice));
  return { problem: all.map(({ problem }) => problem).join('\n\n'), advice: [...advice].join('\n') };
}
