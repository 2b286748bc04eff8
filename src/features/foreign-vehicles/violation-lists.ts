import { hash as digest } from 'node:crypto';
import type { Database } from '../../db/database';
import type { EffectBatch } from '../../effects';
import type { Calendar } from '../../platform/calendar';
import { JsonText } from '../../platform/json';
import { type Cents, centsFromColumn } from '../../platform/money';
import { UpstreamError } from '../../platform/outbound';
import type { JobRun } from '../../scheduling/job';
import type { Parameters } from '../parameters';
import { eachNotice } from './pages';
import type { CarParkSource, VehicleType, Violation } from './port';
import type { ViolationReport } from './violation-report';
import {
  type Channel,
  type FrozenViolation,
  type ListDates,
  type ListedNotice,
  type StoredNotice,
  violationStore,
} from './violation-store';

export interface ViolationLists {
  /** @throws JobError without a usable parameter FOR. */
  datesFor(run: JobRun): Promise<ListDates>;
  /**
   * What vHub is to be told by a channel: the lists of settled, cancelled and outstanding notices (F 2.3.2 to 2.3.4,
   * decisions §8), without what it took today already, some at a time, in the order of the notices' numbers. What cannot be
   * told is reported; where vHub knows the notice, it is owed from then on.
   */
  prepared(run: JobRun, channel: Channel, dates: ListDates, report: ViolationReport): AsyncGenerator<Violation[]>;
  /**
   * Takes those out that cannot be sent, which is reported: they hold up no other, and where vHub knows the notice, it is
   * owed from then on.
   *
   * @param reasonOf undefined for one that can be.
   */
  without(
    run: JobRun,
    channel: Channel,
    violations: readonly Violation[],
    reasonOf: (violation: Violation) => string | undefined,
    report: ViolationReport,
  ): Promise<Violation[]>;
}

const PAGE = 2_000;

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

/** What leaves in one piece. */
export interface Batch {
  reference: string;
  violations: readonly Violation[];
}

export function createViolationLists({
  intranet,
  parameters,
  carParks,
  calendar,
}: {
  intranet: Database;
  parameters: Parameters;
  carParks: CarParkSource;
  calendar: Calendar;
}): ViolationLists {
  const store = violationStore(intranet);

  const owe = async (
    run: JobRun,
    channel: Channel,
    notices: readonly Pick<Violation, 'noticeNo' | 'status'>[],
  ): Promise<void> => {
    if (notices.length > 0) await run.chunk((trx) => store.owe(trx, channel, notices), { long: true });
  };

  const namesOfCarParks = async (
    run: JobRun,
    report: ViolationReport,
  ): Promise<ReadonlyMap<string, string> | undefined> => {
    try {
      return await carParks.carParks(run.signal);
    } catch (error) {
      if (!(error instanceof UpstreamError)) throw error;
      run.logger.warn({ event: 'car-parks-not-had', error });
      report.withoutCarParks = true;
      return undefined;
    }
  };

  return {
    async datesFor(run) {
      const days = Number(await parameters.required('FOR'));
      return listDates({ calendar, days, at: calendar.now(), last: await run.lastSucceededAt() });
    },

    async *prepared(run, channel, dates, report) {
      let names: ReadonlyMap<string, string> | undefined;
      let asked = false;
      const pageAfter = (after: string): ReturnType<typeof store.listed> =>
        intranet.read((executor) => store.listed(executor, channel, dates, after, PAGE), { long: true });
      for await (const some of eachNotice(run, pageAfter)) {
        if (!asked) names = await namesOfCarParks(run, report);
        asked = true;
        const ready: Violation[] = [];
        const owed: ListedNotice[] = [];
        // Midnight may have passed since the run began.
        const today = calendar.today();
        for (const notice of some) {
          const violation = violationOf(notice, names, report);
          if (!violation) {
            if (notice.sentStatus !== null && notice.failedStatus === null) owed.push(notice);
            continue;
          }
          if (!toldOn(today, notice, violation, calendar)) ready.push(violation);
        }
        await owe(run, channel, owed);
        yield ready;
      }
    },

    async without(run, channel, violations, reasonOf, report) {
      const kept: Violation[] = [];
      const leftOut: Violation[] = [];
      for (const violation of violations) {
        const reason = reasonOf(violation);
        if (reason !== undefined) report.skip(violation.noticeNo, reason);
        (reason === undefined ? kept : leftOut).push(violation);
      }
      await owe(run, channel, leftOut);
      return kept;
    },
  };
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

const hashOf = (text: string): string => digest('sha256', text);

/** A {@link FrozenViolation} as JSON. @param dayOf when the day of an instant began, as text. */
function frozenText(violation: Violation, dayOf: (instant: string) => string): string {
  const text = JSON.stringify(violation);
  return `${text.slice(0, -1)},"offenceDay":"${dayOf(violation.offenceAt)}","hash":"${hashOf(text)}"}`;
}

/** Whether vHub took the same that day, and nothing else since that OCMS knows of: then it is not told again (decisions §8). */
export function toldOn(
  day: string,
  { sentAt, sentHash }: Pick<StoredNotice, 'sentAt' | 'sentHash'>,
  violation: Violation,
  calendar: Calendar,
): boolean {
  return (
    sentAt !== null &&
    sentHash !== null &&
    calendar.dateOf(new Date(sentAt)) === day &&
    sentHash === hashOf(JSON.stringify(violation))
  );
}

/** What is to leave in one piece, as it is frozen. */
export function frozenContent(violations: readonly Violation[], calendar: Calendar): JsonText<FrozenViolation[]> {
  /** Many notices are of few days. */
  const days = new Map<string, string>();
  const dayOf = (instant: string): string => {
    const date = calendar.dateOf(new Date(instant));
    let day = days.get(date);
    if (day === undefined) days.set(date, (day = calendar.startOfDay(date).toISOString()));
    return day;
  };
  return new JsonText(`[${violations.map((violation) => frozenText(violation, dayOf)).join(',')}]`);
}

export function thawed({ reference, content }: EffectBatch): Batch {
  return {
    reference,
    violations: (content as readonly FrozenViolation[]).map(({ offenceDay: _, hash: __, ...violation }) => violation),
  };
}

/** @returns what vHub is told, or undefined for a record that cannot be told, which is reported. */
export function violationOf(
  notice: ListedNotice,
  names: ReadonlyMap<string, string> | undefined,
  report: Pick<ViolationReport, 'skip'>,
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
  const totalAmount = centsFromColumn(notice.compositionAmount);
  const adminFee = centsFromColumn(notice.adminFee);
  return {
    noticeNo,
    offenceAt,
    offenceCode: ruleCode,
    location,
    offenceDescription: notice.ruleDescription ?? '',
    vehicleNo,
    vehicleType,
    // After F 2.7 the composition amount includes the fee (decisions §8).
    compositionAmount: (totalAmount - adminFee) as Cents,
    adminFee,
    totalAmount,
    status,
  };
}
