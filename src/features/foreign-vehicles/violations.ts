import { randomBytes } from 'node:crypto';
import type { Database } from '../../db/database';
import { effectStore, sendOverlapped } from '../../effects';
import type { Calendar } from '../../platform/calendar';
import { UpstreamError } from '../../platform/outbound';
import type { JobResult, JobRun } from '../../scheduling/job';
import { NO_WORD, type Violation, type ViolationReceiver, type ViolationResult } from './port';
import { type Batch, frozenContent, thawed, type ViolationLists } from './violation-lists';
import { ViolationReport } from './violation-report';
import { EFFECTS, type ListDates, violationStore } from './violation-store';

export interface ViolationUpdates {
  /**
   * Tells vHub by its API of the notices of foreign vehicles that are settled, cancelled or outstanding (F 2.3,
   * decisions §8). What a crash left in doubt goes first, under the reference it had.
   *
   * @throws JobError without a usable parameter FOR.
   */
  send(run: JobRun): Promise<JobResult>;
}

const EFFECT = EFFECTS.API;
/** F 2.3.5. */
const BATCH = 50;
/** Claimed and settled together, so that a batch does not cost commits of its own. */
const CLAIMED_AT_ONCE = 5;
/** Groups that are claimed and not settled: some are sent, one is settled, one prepared. */
const MOST_GROUPS = 8;
/** What a crash leaves in doubt at most. */
export const MOST_IN_DOUBT = MOST_GROUPS * CLAIMED_AT_ONCE;

const WORDS = {
  failed: 'were not taken by vHub',
  table: 'ocms_offence_avss',
  advice:
    'Mend what the records say (E_REC_001 field lengths, E_REC_002 formats, E_REC_003 missing fields); they go again with the next run.',
};

export function createViolationUpdates({
  intranet,
  lists,
  vhub,
  calendar,
}: {
  intranet: Database;
  lists: ViolationLists;
  vhub: ViolationReceiver;
  calendar: Calendar;
}): ViolationUpdates {
  const store = violationStore(intranet);
  const effects = effectStore(intranet);

  const sendAll = (run: JobRun, groups: AsyncIterator<readonly Batch[]>, report: ViolationReport): Promise<void> =>
    sendOverlapped(groups, {
      most: MOST_GROUPS,
      send: (batches) => answersTo(run, batches),
      settle: (answered) => settle(run, answered, report),
    });

  const answersTo = async (run: JobRun, batches: readonly Batch[]): Promise<Answered[]> => {
    const answered = await Promise.all(batches.map(async (batch) => ({ batch, answer: await answerOf(run, batch) })));
    await run.boundary('batches-answered');
    return answered;
  };

  const settle = async (run: JobRun, answered: readonly Answered[], report: ViolationReport): Promise<void> => {
    const at = calendar.now();
    const outcomes = answered.flatMap(({ batch: { reference, violations }, answer }) => {
      const resultOf = resultsIn(answer);
      return violations.map((violation) => ({ reference, violation, result: resultOf(violation) }));
    });
    const refused = outcomes.flatMap(({ reference, violation, result }) =>
      result.taken ? [] : [{ ...violation, ...result, reference }],
    );
    await run.chunk(
      async (trx) => {
        const references = answered.map(({ batch }) => batch.reference);
        await store.record(trx, 'API', { references, records: outcomes.length, refused, at, calendar });
        for (const state of ['SENT', 'REJECTED', 'UNKNOWN'] as const) {
          const settled = answered.filter(({ answer }) => stateOf(answer) === state).map(({ batch }) => batch);
          if (settled.length > 0) await effects.settle(trx, settled, state, at);
        }
      },
      { long: true },
    );
    for (const { violation, result } of outcomes) report.went(violation, result);
    for (const { batch, answer } of answered) tellOfOthers(report, batch, answer);
    run.progress(report.counts());
    await run.boundary('batches-settled');
  };

  /** What a crash left claimed and not settled. */
  async function* doubtful(run: JobRun): AsyncGenerator<Batch[]> {
    for (let after: string | undefined; ;) {
      run.signal.throwIfAborted();
      const batches = await intranet.read((executor) =>
        effects.inState(executor, EFFECT, 'SENDING', CLAIMED_AT_ONCE, after),
      );
      if (batches.length === 0) return;
      after = batches.at(-1)!.reference;
      yield batches.map(thawed);
    }
  }

  /** Freezes what vHub is to be told, and claims it, a group of batches at a time. */
  async function* claimed(run: JobRun, dates: ListDates, report: ViolationReport): AsyncGenerator<Batch[]> {
    const day = calendar.today().replaceAll('-', '');
    const claim = async (violations: readonly Violation[]): Promise<Batch[]> => {
      const batches: Batch[] = [];
      for (let from = 0; from < violations.length; from += BATCH)
        batches.push({
          reference: `${day}-${randomBytes(12).toString('hex')}`,
          violations: violations.slice(from, from + BATCH),
        });
      const frozen = batches.map(({ reference, violations }) => ({
        reference,
        content: frozenContent(violations, calendar),
      }));
      await run.chunk((trx) => effects.claim(trx, EFFECT, frozen, calendar.now()), { long: true });
      await run.boundary('batches-claimed');
      return batches;
    };
    const breachOf = (violation: Violation): string | undefined => {
      const breach = vhub.breachOf(violation);
      return breach && `it breaks vHub's contract: ${breach}`;
    };
    let ready: Violation[] = [];
    for await (const page of lists.prepared(run, 'API', dates, report)) {
      ready.push(...(await lists.without(run, 'API', page, breachOf, report)));
      while (ready.length >= CLAIMED_AT_ONCE * BATCH) {
        const group = ready.slice(0, CLAIMED_AT_ONCE * BATCH);
        ready = ready.slice(CLAIMED_AT_ONCE * BATCH);
        yield await claim(group);
      }
    }
    if (ready.length > 0) yield await claim(ready);
  }

  const answerOf = async (run: JobRun, batch: Batch): Promise<Answer> => {
    try {
      return await vhub.updateViolation(batch, run.signal);
    } catch (error) {
      if (!(error instanceof UpstreamError)) throw error;
      return error;
    }
  };

  return {
    async send(run) {
      const dates = await lists.datesFor(run);
      const report = new ViolationReport(WORDS, run.logger);
      await sendAll(run, doubtful(run), report);
      await run.boundary('doubtful-sent');
      await sendAll(run, claimed(run, dates, report), report);
      const alert = report.alert();
      return { counts: report.counts(), ...(alert && { alert }) };
    },
  };
}

type Answer = ViolationResult[] | UpstreamError;
interface Answered {
  batch: Batch;
  answer: Answer;
}

function stateOf(answer: Answer): 'SENT' | 'REJECTED' | 'UNKNOWN' {
  if (!(answer instanceof UpstreamError)) return 'SENT';
  return answer.outcome === 'rejected' ? 'REJECTED' : 'UNKNOWN';
}

/** What vHub said of a batch's records, one by one. */
function resultsIn(answer: Answer): (violation: Violation) => ViolationResult {
  const notTaken = (errorDescription: string) => ({ taken: false, errorCode: NO_WORD, errorDescription });
  if (answer instanceof UpstreamError) {
    const failed = notTaken(answer.message.slice(0, 200));
    return ({ noticeNo }) => ({ noticeNo, ...failed });
  }
  const results = new Map(answer.map((result) => [result.noticeNo, result]));
  return ({ noticeNo }) => results.get(noticeNo) ?? { noticeNo, ...notTaken('vHub said nothing of this record') };
}

function tellOfOthers(report: ViolationReport, { reference, violations }: Batch, answer: Answer): void {
  if (answer instanceof UpstreamError) return;
  const sent = new Set(violations.map(({ noticeNo }) => noticeNo));
  for (const { noticeNo } of answer)
    if (!sent.has(noticeNo)) report.problem(`${noticeNo}: answered in batch ${reference}, but not sent in it`);
}
