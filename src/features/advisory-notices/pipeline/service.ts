import { Semaphore } from 'async-mutex';
import type { Database } from '../../../db/database';
import type { Calendar } from '../../../platform/calendar';
import type { JobAlert, JobResult, JobRun } from '../../../scheduling/job';
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

  /** @returns the cases as they are now, where they owe another step. */
  const commitAll = async (run: JobRun, done: readonly Done[]): Promise<(Case | undefined)[]> => {
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
    await run.boundary('steps-committed');
    const byNumber = new Map(owing.map((each) => [each.noticeNo, each]));
    return done.map(({ advance }) => byNumber.get(advance.noticeNo));
  };

  return {
    anyDue: () => intranet.look((executor) => store.anyDue(executor, calendar.now())),

    async process(run) {
      const ended = new Map<State, number>();
      const reviews: string[] = [];
      const committer = createCommitter<Done, Case | undefined>(COMMITTED_AT_ONCE, (done) => commitAll(run, done));
      const moveOn = async (first: Case): Promise<void> => {
        for (let current: Case | undefined = first; current;) {
          run.signal.throwIfAborted();
          const done: Done = await steps.next(current, run.signal);
          const { noticeNo, step, outcome, state, next, reason } = done.advance;
          await run.boundary(`${step.toLowerCase().replaceAll('_', '-')}-done`);
          current = await committer.commit(done);
          run.logger.info({ event: 'advisory-step', noticeNo, step, outcome, state, reason });
          if (next) continue;
          ended.set(state, (ended.get(state) ?? 0) + 1);
          if (reason) reviews.push(`${noticeNo}: ${reason}`);
          run.progress(countsOf(ended));
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
      const alert = alertOf(reviews);
      return { counts: countsOf(ended), ...(alert && { alert }) };
    },
  };
}

const COUNTED: Readonly<Partial<Record<State, string>>> = {
  SUSPENDED: 'suspended',
  HALTED: 'halted',
  MANUAL_REVIEW: 'manualReview',
};
const MOST_TOLD = 30;

const countsOf = (ended: ReadonlyMap<State, number>): Record<string, number> =>
  Object.fromEntries(Object.entries(COUNTED).map(([state, name]) => [name, ended.get(state as State) ?? 0]));

function alertOf(reviews: readonly string[]): JobAlert | undefined {
  if (reviews.length === 0) return undefined;
  const lines = reviews.slice(0, MOST_TOLD).map((review) => `- ${review}`);
  const more = reviews.length - lines.length;
  return {
    problem: [
      'These advisory notices are left for manual review:',
      ...lines,
      ...(more > 0 ? [`- and ${more} more`] : []),
    ].join('\n'),
    advice: 'Look at each with: npm run ocms -- advisory show NOTICE',
  };
}
