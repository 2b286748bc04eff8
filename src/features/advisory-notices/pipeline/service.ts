import { Semaphore } from 'async-mutex';
import { type Database, type Executor, rollback, type Transaction } from '../../../db/database';
import type { Calendar } from '../../../platform/calendar';
import { AppError } from '../../../platform/errors';
import { inSpan, inThisSpan, type Span } from '../../../platform/tracing';
import { conditionStore, TELLING } from '../../../scheduling/conditions';
import { type JobAlert, JobError, type JobResult, type JobRun, LeaseLostError } from '../../../scheduling/job';
import { createSuspender } from '../../suspension';
import { askedFor, PARTNERS } from './asks';
import { createCommitter } from './committer';
import { advisoryGateStore, type Gate } from './gate-store';
import { createGates, GateClosed } from './gates';
import type { Partner, State } from './machine';
import type { OwnerParticulars } from './owners';
import type { createSteps, Done } from './steps';
import { type Advance, advisoryCaseStore, type Case } from './store';

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
/** Many steps at once take long enough to keep others of the process waiting. */
const AWAY_FROM_OTHERS = { long: true };
/** A step that could not be worked on is left alone for this long, doubled each time up to the longest. */
const SET_ASIDE_MS = 5 * 60_000;
const LONGEST_ASIDE_MS = 12 * 3_600_000;
/** Reviews that one run tells of at most, with those it only counts. */
const TOLD_AT_ONCE = 1_000;

/** Which notice tries a closed gate: the longest due, but every so many-th time another. */
const OTHER_PROBE = 4;

/** What operations hear, and what is noted with it. */
interface Told {
  alerts: readonly JobAlert[];
  onRecord(trx: Transaction): Promise<void>;
}
const NOTHING_TOLD: Told = { alerts: [], onRecord: () => Promise.resolve() };

/** A step that is committed, as it is: the case as it is now, where it owes another; or why it is not. */
type Committed = { committed: Advance; owing: Case | undefined } | { refused: unknown };

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
  const gateStore = advisoryGateStore(intranet);
  const conditions = conditionStore(intranet);
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
    const result = await run.chunk<{ owing: Case[] } | { suspendedMeanwhile: string[] }>(async (trx) => {
      const advances = done.map(({ advance }) => advance);
      const { moved, owing } = await store.advance(trx, advances, at);
      const mine = done.filter(({ advance: { noticeNo } }) => moved.has(noticeNo));
      const found = mine.flatMap(({ advance: { noticeNo }, particulars }) =>
        particulars ? [{ noticeNo, particulars }] : [],
      );
      if (found.length > 0) await owners.save(trx, found, at);
      const toSuspend = mine.filter(({ advance: { outcome } }) => outcome === 'suspended');
      const numbers = toSuspend.map(({ advance: { noticeNo } }) => noticeNo);
      if (numbers.length > 0) {
        const suspended = new Set(await suspender.suspendTold(trx, numbers, at, run.logger));
        const suspendedMeanwhile = numbers.filter((noticeNo) => !suspended.has(noticeNo));
        if (suspendedMeanwhile.length > 0) return rollback({ suspendedMeanwhile });
      }
      return { owing };
    }, AWAY_FROM_OTHERS);
    if ('suspendedMeanwhile' in result) {
      // Somebody else's suspension came between the step and its commit, and stands.
      const current = await intranet.read((executor) => store.current(executor, result.suspendedMeanwhile));
      const instead = new Map<string, Done>();
      for (const each of current) instead.set(each.noticeNo, await steps.next(each, run.signal));
      const again = done.map((one) => instead.get(one.advance.noticeNo) ?? one);
      return commitTogether(run, again);
    }
    const byNumber = new Map(result.owing.map((each) => [each.noticeNo, each]));
    return done.map(({ advance }) => ({ committed: advance, owing: byNumber.get(advance.noticeNo) }));
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
  const tellOfReviews = async (): Promise<Told> => {
    const reviews = await intranet.read((executor) => store.untoldReviews(executor, TOLD_AT_ONCE));
    if (reviews.length === 0) return NOTHING_TOLD;
    const numbers = reviews.map(({ noticeNo }) => noticeNo);
    const lines = reviews.map(({ noticeNo, reason }) => `${noticeNo}: ${reason}`);
    return {
      alerts: [{ problem: listed('These advisory notices are left for manual review:', lines), advice: LOOK }],
      onRecord: (trx) => store.reviewsTold(trx, numbers),
    };
  };

  /** Operations hear of a partner that is away once that lasts, in measure, and when it is back. */
  const tellOfPartners = async (run: JobRun, closed: readonly Gate[]): Promise<Told> => {
    const now = calendar.now();
    const alerts: JobAlert[] = [];
    for (const { partner, closedAt } of closed) {
      const waiting = await intranet.read((executor) => store.waiting(executor, partner, now));
      const tell =
        waiting > 0 && (await run.chunk((trx) => conditions.goesOn(trx, conditionOf(partner), now, TELLING)));
      if (tell) alerts.push(awayAlert(partner, waiting, calendar.format(closedAt!)));
    }
    const open = PARTNERS.filter((partner) => closed.every((gate) => gate.partner !== partner));
    const over = await intranet.read((executor) => conditions.ongoing(executor, open.map(conditionOf)));
    for (const partner of open) {
      const known = over.find(({ name }) => name === conditionOf(partner));
      if (known?.toldAt) alerts.push(backAlert(partner, calendar.format(known.since)));
    }
    return {
      alerts,
      async onRecord(trx) {
        for (const { name } of over) await conditions.over(trx, name);
      },
    };
  };

  /** The longest due; every fourth time one of the latest, lest one that is never answered for stands before them. */
  const probeOf = async (
    executor: Executor,
    { partner, probes }: Gate,
    at: Date,
    without: readonly string[],
  ): Promise<Case | undefined> => {
    const turn = (probes + 1) / OTHER_PROBE;
    const waiting = Number.isInteger(turn) ? await store.waiting(executor, partner, at) : 0;
    return store.oneWaiting(executor, partner, at, without, waiting > 0 ? (waiting - (turn % waiting)) % waiting : 0);
  };

  return {
    anyDue: () =>
      intranet.look(async (executor) => {
        const closed = (await gateStore.all(executor)).flatMap(({ partner, closedAt }) => (closedAt ? [partner] : []));
        return store.anyDue(executor, calendar.now(), closed);
      }),

    async process(run) {
      const ended = new Map<State, number>();
      const aside: string[] = [];
      const counts = (): Record<string, number> => countsOf(ended, aside.length);
      const gates = await createGates({ intranet, calendar, run });
      // Steps of many traces are committed together: that is the run's.
      const committer = createCommitter<Done, Committed>(
        COMMITTED_AT_ONCE,
        inThisSpan((done: readonly Done[]) => commitAll(run, done)),
      );
      /** A step is part of the trace in which its notice was created. */
      const inTrace = <T>({ step, noticeNo, traceparent }: Case, work: (span?: Span) => Promise<T>): Promise<T> =>
        inSpan(`step ${step}`, { keptWith: traceparent, attributes: { 'ocms.notice_no': noticeNo } }, work);

      /** What cannot be worked on is no other notice's trouble, and is not tried again at once. */
      const setAside = async (of: Case, error: unknown): Promise<void> => {
        const { noticeNo, step, failures } = of;
        run.logger.error({ event: 'advisory-step-impossible', noticeNo, step, failures: failures + 1, error });
        const backoff = Math.min(SET_ASIDE_MS * 2 ** failures, LONGEST_ASIDE_MS);
        await run.chunk((trx) => store.setAside(trx, of, new Date(calendar.now().getTime() + backoff)));
        aside.push(`${noticeNo}: ${step}`);
        run.progress(counts());
      };

      /** Does a case's steps one after another. @param probe the partner whose closed gate its first step is to try. */
      const moveOn = async (first: Case, probe?: Partner): Promise<void> => {
        for (let current: Case | undefined = first; current;) {
          const owed: Case = current;
          run.signal.throwIfAborted();
          current = await inTrace(owed, (span) => oneStep(owed, owed === first && probe !== undefined, span));
        }
      };

      /** @returns the case as it is now, where it owes another step that can be done at once. */
      const oneStep = async (current: Case, probing: boolean, span?: Span): Promise<Case | undefined> => {
        const partner = askedFor(current);
        const call = partner && gates.call(partner, current.noticeNo, probing);
        if (partner && !call) return undefined;
        let done: Done;
        try {
          done = await steps.next(current, call?.signal ?? run.signal);
        } catch (error) {
          if (error instanceof GateClosed) return undefined;
          if (isOfRun(run, error)) throw error;
          await setAside(current, error);
          return undefined;
        }
        if (done.partner === 'answered') await call?.answered();
        if (done.partner === 'silent' && (await call?.silent()) === 'waits') return undefined;
        await run.boundary(`${done.advance.step.toLowerCase().replaceAll('_', '-')}-done`);
        const result = await committer.commit(done);
        if ('refused' in result) {
          await setAside(current, result.refused);
          return undefined;
        }
        const { noticeNo, step, outcome, state, next, reason } = result.committed;
        span?.set({ 'ocms.outcome': outcome, 'ocms.state': state });
        const { recipient } = done;
        run.logger.info({ event: 'advisory-step', noticeNo, step, outcome, state, reason, recipient });
        if (!next) {
          ended.set(state, (ended.get(state) ?? 0) + 1);
          run.progress(counts());
        }
        return result.owing;
      };

      const places = new Semaphore(UNDER_WAY);
      const underWay = new Map<string, Promise<void>>();
      const failures: unknown[] = [];
      const start = async (one: Case, probe?: Partner): Promise<void> => {
        const [, release] = await places.acquire();
        if (failures.length > 0) return release();
        if (probe) gates.probeBegins(probe);
        underWay.set(
          one.noticeNo,
          moveOn(one, probe)
            .catch((error: unknown) => void failures.push(error))
            .finally(() => {
              if (probe) gates.probeEnds(probe);
              underWay.delete(one.noticeNo);
              release();
            }),
        );
      };
      const read = <T>(work: (executor: Executor, at: Date, without: readonly string[]) => Promise<T>): Promise<T> =>
        intranet.read((executor) => work(executor, calendar.now(), [...underWay.keys()]));

      try {
        while (failures.length === 0) {
          run.signal.throwIfAborted();
          for (const gate of gates.toProbe()) {
            const one = await read((executor, at, without) => probeOf(executor, gate, at, without));
            if (one) await start(one, gate.partner);
          }
          const closed = gates.closed().map(({ partner }) => partner);
          const due = await read((executor, at, without) => store.due(executor, at, without, closed, PAGE));
          for (const one of due) if (failures.length === 0) await start(one);
          if (due.length > 0) continue;
          if (underWay.size === 0) {
            // One of them may have opened while what is due was looked for.
            const stillClosed = new Set(gates.closed().map(({ partner }) => partner));
            if (closed.every((partner) => stillClosed.has(partner))) break;
            continue;
          }
          if (gates.held() === underWay.size) await gates.settle();
          else await Promise.race([...underWay.values(), gates.nextHeld()]);
        }
      } finally {
        gates.end();
      }
      await Promise.all(underWay.values());
      if (failures.length > 0) throw failures[0];
      const reviews = await tellOfReviews();
      const impossible = aside.length > 0 && {
        problem: listed('These advisory notices could not be worked on, and are tried again later:', aside),
        advice: 'Find advisory-step-impossible in the log, and tell the developers. ' + LOOK,
      };
      const partners = await tellOfPartners(run, gates.closed());
      const alert = together([...reviews.alerts, ...(impossible ? [impossible] : []), ...partners.alerts]);
      return {
        counts: counts(),
        ...(alert && { alert }),
        async onRecord(trx) {
          await reviews.onRecord(trx);
          await partners.onRecord(trx);
        },
      };
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
function together(alerts: readonly JobAlert[]): JobAlert | undefined {
  if (alerts.length < 2) return alerts[0];
  return {
    problem: alerts.map(({ problem }) => problem).join('\n\n'),
    advice: [...new Set(alerts.map(({ advice }) => advice))].join('\n'),
    ...(alerts.every(({ over }) => over) && { over: true }),
  };
}

const conditionOf = (partner: Partner): string => `advisory-${partner.toLowerCase()}-away`;

const awayAlert = (partner: Partner, waiting: number, since: string): JobAlert => ({
  problem: `${partner} has not answered since ${since}. Advisory notices that wait for it: ${waiting}. Nothing is lost: one is tried every few minutes, and all go on in their order when it answers.`,
  advice: `Find out from ${partner} what is wrong, or correct its address and key.`,
});

const backAlert = (partner: Partner, since: string): JobAlert => ({
  problem: `${partner}, which had not answered since ${since}, answers again. What waited for it goes on.`,
  advice: `Nothing: advisory notices that waited for ${partner} go on in their order.`,
  over: true,
});
