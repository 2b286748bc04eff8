import { createHash, randomBytes } from 'node:crypto';
import type { Database } from '../../db/database';
import { type EffectBatch, effectStore } from '../../effects';
import type { Calendar } from '../../platform/calendar';
import type { Cents } from '../../platform/money';
import { UpstreamError } from '../../platform/outbound';
import type { JobAlert, JobResult, JobRun } from '../../scheduling/job';
import type { Parameters } from '../parameters';
import { onceMore } from './admin-fee';
import {
  type CarParkSource,
  NO_WORD,
  type VehicleType,
  type Violation,
  type ViolationReceiver,
  type ViolationResult,
} from './port';
import { API_EFFECT, type ListDates, type ListedNotice, violationStore } from './violation-store';

export interface ViolationUpdates {
  /**
   * Tells vHub by its API of the notices of foreign vehicles that are settled, cancelled or outstanding (F 2.3,
   * decisions §8). What a crash left in doubt goes first, under the reference it had.
   *
   * @throws JobError without a usable parameter FOR.
   */
  send(run: JobRun): Promise<JobResult>;
}

/** F 2.3.5. */
const BATCH = 50;
const PAGE = 1_000;
/** Claimed together, so that a batch does not cost two commits. */
export const CLAIMED_AT_ONCE = 40;
const MOST_TOLD = 30;

/** F 2.3.2 and decisions §8. */
const VEHICLE_TYPES: Readonly<Record<string, VehicleType>> = {
  C: 'C',
  M: 'M',
  B: 'B',
  H: 'B',
  Y: 'M',
  LB: 'B',
  HL: 'B',
};

/** A violation as it is frozen in a batch. */
type Frozen = Omit<Violation, 'offenceAt'> & { offenceAt: string; hash: string };

interface Batch {
  reference: string;
  records: { violation: Violation; hash: string }[];
}

export function createViolationUpdates({
  intranet,
  parameters,
  vhub,
  carParks,
  calendar,
}: {
  intranet: Database;
  parameters: Parameters;
  vhub: ViolationReceiver;
  carParks: CarParkSource;
  calendar: Calendar;
}): ViolationUpdates {
  const store = violationStore(intranet);
  const effects = effectStore(intranet);

  const datesFor = async (run: JobRun): Promise<ListDates> => {
    const days = Number(await parameters.required('FOR'));
    return listDates({ calendar, days, at: calendar.now(), last: await run.lastSucceededAt() });
  };

  const namesOfCarParks = async (run: JobRun, report: Report): Promise<ReadonlyMap<string, string> | undefined> => {
    try {
      return await carParks.carParks(run.signal);
    } catch (error) {
      if (!(error instanceof UpstreamError)) throw error;
      run.logger.warn({ event: 'car-parks-not-had', error });
      report.withoutCarParks = true;
      return undefined;
    }
  };

  /** Sends batches that are claimed, a few at a time, and writes down what became of them. */
  const sendClaimed = async (run: JobRun, batches: readonly Batch[], report: Report): Promise<void> => {
    const sent = await Promise.all(batches.map(async (batch) => ({ batch, answer: await answerOf(run, batch) })));
    await run.boundary('batches-answered');
    const at = calendar.now();
    await run.chunk(async (trx) => {
      for (const { batch, answer } of sent) {
        const outcomes = batch.records.map((record) => ({ ...record, result: resultOf(record.violation, answer) }));
        await store.record(trx, {
          reference: batch.reference,
          outcomes,
          batchDate: calendar.midnightFrom(at, {}),
          dayOf: (instant) => calendar.midnightFrom(instant, {}),
          at,
        });
      }
      for (const state of ['SENT', 'REJECTED', 'UNKNOWN'] as const) {
        const settled = sent.filter(({ answer }) => stateOf(answer) === state).map(({ batch }) => batch);
        if (settled.length > 0) await effects.settle(trx, settled, state, at);
      }
    });
    for (const { batch, answer } of sent) report.took(batch, answer);
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
      const dates = await datesFor(run);
      const report = new Report();
      await run.chunk((trx) => effects.drop(trx, API_EFFECT));
      for (;;) {
        const doubtful = await intranet.read((executor) =>
          effects.inState(executor, API_EFFECT, 'SENDING', CLAIMED_AT_ONCE),
        );
        if (doubtful.length === 0) break;
        await sendClaimed(run, doubtful.map(thawed), report);
      }
      await run.boundary('doubtful-sent');

      let names: ReadonlyMap<string, string> | undefined;
      let asked = false;
      let ready: Frozen[] = [];
      const day = calendar.today().replaceAll('-', '');
      const plan = async (least: number): Promise<void> => {
        const batches: EffectBatch[] = [];
        while (ready.length >= least && ready.length > 0) {
          batches.push({ reference: `${day}-${randomBytes(12).toString('hex')}`, content: ready.slice(0, BATCH) });
          ready = ready.slice(BATCH);
        }
        if (batches.length > 0) await run.chunk((trx) => effects.plan(trx, API_EFFECT, batches, calendar.now()));
      };
      for (let after = ''; ;) {
        run.signal.throwIfAborted();
        const page = await onceMore(() =>
          intranet.read((executor) => store.listed(executor, 'API', dates, after, PAGE), { long: true }),
        );
        if (page.length === 0) break;
        after = page.at(-1)!.noticeNo;
        if (!asked) names = await namesOfCarParks(run, report);
        asked = true;
        for (const notice of page) {
          const violation = violationOf(notice, names, report);
          if (!violation) continue;
          const frozen = frozenOf(violation);
          if (toldToday(notice, frozen, dates, calendar)) continue;
          ready.push(frozen);
        }
        await plan(BATCH);
        if (page.length < PAGE) break;
      }
      await plan(1);
      await run.boundary('batches-planned');

      for (;;) {
        run.signal.throwIfAborted();
        const next = await intranet.read((executor) =>
          effects.inState(executor, API_EFFECT, 'PLANNED', CLAIMED_AT_ONCE),
        );
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

/**
 * The dates a run's lists go by (decisions §8).
 *
 * @param days the parameter FOR.
 * @param at when the run is.
 * @param last when the last one that succeeded began.
 */
export function listDates({
  calendar,
  days,
  at,
  last,
}: {
  calendar: Calendar;
  days: number;
  at: Date;
  last: Date | undefined;
}): ListDates {
  const midnight = (offset: number): Date => calendar.midnightFrom(at, { days: offset });
  const earlier = (date: Date): Date => (last && last < date ? last : date);
  return {
    changedSince: earlier(midnight(-1)),
    suspendedSince: earlier(midnight(0)),
    datedBefore: midnight(1 - days),
    today: calendar.dateOf(at),
    tomorrow: calendar.dateOf(midnight(1)),
  };
}

/** A violation with its content's hash. */
export function frozenOf(violation: Violation): Frozen {
  const frozen = { ...violation, offenceAt: violation.offenceAt.toISOString() };
  return { ...frozen, hash: createHash('sha256').update(JSON.stringify(frozen)).digest('hex') };
}

/** Whether vHub took the same today: then it is not told again (decisions §8). */
export function toldToday(
  { sent }: Pick<ListedNotice, 'sent'>,
  { hash }: Frozen,
  { today }: ListDates,
  calendar: Calendar,
): boolean {
  return sent?.hash === hash && calendar.dateOf(sent.at) === today;
}

export function thawed({ reference, content }: EffectBatch): Batch {
  const records = (content as readonly Frozen[]).map(({ hash, offenceAt, ...rest }) => ({
    violation: { ...rest, offenceAt: new Date(offenceAt) },
    hash,
  }));
  return { reference, records };
}

/** @returns what vHub is told, or undefined for a record that cannot be told, which is reported. */
export function violationOf(
  notice: ListedNotice,
  names: ReadonlyMap<string, string> | undefined,
  report: { skip(noticeNo: string, reason: string): void },
): Violation | undefined {
  const { noticeNo, status, offenceAt, ruleCode, vehicleNo } = notice;
  const skip = (reason: string): undefined => void report.skip(noticeNo, reason);
  const vehicleType = VEHICLE_TYPES[notice.vehicleCategory ?? ''];
  if (!vehicleType) return skip(`vHub has no vehicle type for category ${notice.vehicleCategory ?? 'none'}`);
  if (!offenceAt || ruleCode === null || vehicleNo === null)
    return skip('it lacks the offence’s date, its rule code or the vehicle');
  const named = names ? names.get(notice.ppCode ?? '') : notice.ppName;
  // A cancelled record goes with the code (decisions §8).
  const location = named ?? (status === 'C' ? notice.ppCode : null);
  if (!location) return skip(`its car park ${notice.ppCode ?? ''} has no name`);
  return {
    noticeNo,
    offenceAt,
    offenceCode: ruleCode,
    location,
    offenceDescription: notice.ruleDescription ?? '',
    vehicleNo,
    vehicleType,
    // After F 2.7 the composition amount includes the fee (decisions §8).
    compositionAmount: (notice.compositionAmount - notice.adminFee) as Cents,
    adminFee: notice.adminFee as Cents,
    totalAmount: notice.compositionAmount as Cents,
    status,
  };
}

/** What a run did, and what operations are to hear of it. */
class Report {
  withoutCarParks = false;
  private readonly problems: string[] = [];
  private readonly by = { settled: 0, cancelled: 0, outstanding: 0, taken: 0, failed: 0, skipped: 0 };

  counts(): Record<string, number> {
    return { ...this.by };
  }

  skip(noticeNo: string, reason: string): void {
    this.by.skipped += 1;
    this.problem(`${noticeNo}: not sent, ${reason}`);
  }

  took({ reference, records }: Batch, answer: Answer): void {
    for (const { violation } of records) {
      const { taken, errorCode, errorDescription } = resultOf(violation, answer);
      this.by[({ S: 'settled', C: 'cancelled', O: 'outstanding' } as const)[violation.status]] += 1;
      this.by[taken ? 'taken' : 'failed'] += 1;
      if (!taken) this.problem(`${violation.noticeNo}: ${errorCode ?? ''} ${errorDescription ?? ''}`.trimEnd());
    }
    if (answer instanceof UpstreamError) return;
    const sent = new Set(records.map(({ violation }) => violation.noticeNo));
    for (const { noticeNo } of answer)
      if (!sent.has(noticeNo)) this.problem(`${noticeNo}: answered in batch ${reference}, but not sent in it`);
  }

  alert(): JobAlert | undefined {
    if (this.problems.length === 0 && !this.withoutCarParks) return undefined;
    const more = this.problemCount - this.problems.length;
    const lines = [
      ...(this.withoutCarParks
        ? ["REPCCS's car park list could not be had: notices went with the names OCMS has."]
        : []),
      ...(this.problemCount > 0
        ? [`${this.by.failed} records were not taken by vHub, ${this.by.skipped} could not be sent:`]
        : []),
      ...this.problems.map((line) => `- ${line}`),
      ...(more > 0 ? [`- and ${more} more (ocms_offence_avss)`] : []),
    ];
    return {
      problem: lines.join('\n'),
      advice:
        'Mend what the records say (E_REC_001 field lengths, E_REC_002 formats, E_REC_003 missing fields); they go again with the next run.',
    };
  }

  private problemCount = 0;

  private problem(line: string): void {
    this.problemCount += 1;
    if (this.problems.length < MOST_TOLD) this.problems.push(line);
  }
}
