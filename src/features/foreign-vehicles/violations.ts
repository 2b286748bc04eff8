import { randomBytes } from 'node:crypto';
import type { Database } from '../../db/database';
import { type EffectBatch, effectStore } from '../../effects';
import type { Calendar } from '../../platform/calendar';
import { UpstreamError } from '../../platform/outbound';
import type { JobResult, JobRun } from '../../scheduling/job';
import { NO_WORD, type Violation, type ViolationReceiver, type ViolationResult } from './port';
import { type Batch, type Frozen, thawed, type ViolationLists } from './violation-lists';
import { ViolationReport } from './violation-report';
import { EFFECTS, violationStore } from './violation-store';

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
/** Claimed together, so that a batch does not cost two commits. */
export const CLAIMED_AT_ONCE = 40;

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

  /** Sends batches that are claimed, a few at a time, and writes down what became of them. */
  const sendClaimed = async (run: JobRun, batches: readonly Batch[], report: ViolationReport): Promise<void> => {
    const sent = await Promise.all(batches.map(async (batch) => ({ batch, answer: await answerOf(run, batch) })));
    await run.boundary('batches-answered');
    const at = calendar.now();
    await run.chunk(async (trx) => {
      for (const { batch, answer } of sent) {
        const outcomes = batch.records.map((record) => ({ ...record, result: resultOf(record.violation, answer) }));
        await store.record(trx, 'API', {
          reference: batch.reference,
          outcomes,
          batchDate: calendar.midnightFrom(at, {}),
          dayOf: (instant) => calendar.startOfDay(calendar.dateOf(instant)),
          at,
        });
      }
      for (const state of ['SENT', 'REJECTED', 'UNKNOWN'] as const) {
        const settled = sent.filter(({ answer }) => stateOf(answer) === state).map(({ batch }) => batch);
        if (settled.length > 0) await effects.settle(trx, settled, state, at);
      }
    });
    for (const { batch, answer } of sent) tookWith(report, batch, answer);
    run.progress(report.counts());
    await run.boundary('batches-settled');
  };

  const answerOf = async (run: JobRun, { reference, records }: Batch): Promise<Answer> => {
    try {
      const violations = records.map(({ violation }) => violation);
      return await vhub.updateViolation({ reference, violations }, run.signal);
    } catch (error) {
      if (!(error instanceof UpstreamError)) throw error;
      return error;
    }
  };

  return {
    async send(run) {
      const dates = await lists.datesFor(run);
      const report = new ViolationReport(WORDS);
      await run.chunk((trx) => effects.drop(trx, EFFECT));
      for (;;) {
        const doubtful = await intranet.read((executor) =>
          effects.inState(executor, EFFECT, 'SENDING', CLAIMED_AT_ONCE),
        );
        if (doubtful.length === 0) break;
        await sendClaimed(run, doubtful.map(thawed), report);
      }
      await run.boundary('doubtful-sent');

      let ready: Frozen[] = [];
      const day = calendar.today().replaceAll('-', '');
      const plan = async (least: number): Promise<void> => {
        const batches: EffectBatch[] = [];
        while (ready.length >= least && ready.length > 0) {
          batches.push({ reference: `${day}-${randomBytes(12).toString('hex')}`, content: ready.slice(0, BATCH) });
          ready = ready.slice(BATCH);
        }
        if (batches.length > 0) await run.chunk((trx) => effects.plan(trx, EFFECT, batches, calendar.now()));
      };
      for await (const page of lists.prepared(run, 'API', dates, report)) {
        ready.push(...page);
        await plan(BATCH);
      }
      await plan(1);
      await run.boundary('batches-planned');

      for (;;) {
        run.signal.throwIfAborted();
        const next = await intranet.read((executor) => effects.inState(executor, EFFECT, 'PLANNED', CLAIMED_AT_ONCE));
        if (next.length === 0) break;
        const claimed = new Set(await run.chunk((trx) => effects.claim(trx, next, calendar.now())));
        await run.boundary('batches-claimed');
        await sendClaimed(run, next.filter(({ reference }) => claimed.has(reference)).map(thawed), report);
      }
      const alert = report.alert();
      return { counts: report.counts(), ...(alert && { alert }) };
    },
  };
}

type Answer = ViolationResult[] | UpstreamError;

function stateOf(answer: Answer): 'SENT' | 'REJECTED' | 'UNKNOWN' {
  if (!(answer instanceof UpstreamError)) return 'SENT';
  return answer.outcome === 'rejected' ? 'REJECTED' : 'UNKNOWN';
}

function resultOf({ noticeNo }: Violation, answer: Answer): ViolationResult {
  if (answer instanceof UpstreamError)
    return { noticeNo, taken: false, errorCode: NO_WORD, errorDescription: answer.message.slice(0, 200) };
  const result = answer.find((each) => each.noticeNo === noticeNo);
  return result ?? { noticeNo, taken: false, errorCode: NO_WORD, errorDescription: 'vHub said nothing of this record' };
}

function tookWith(report: ViolationReport, { reference, records }: Batch, answer: Answer): void {
  for (const { violation } of records) report.went(violation, resultOf(violation, answer));
  if (answer instanceof UpstreamError) return;
  const sent = new Set(records.map(({ violation }) => violation.noticeNo));
  for (const { noticeNo } of answer)
    if (!sent.has(noticeNo)) report.problem(`${noticeNo}: answered in batch ${reference}, but not sent in it`);
}
