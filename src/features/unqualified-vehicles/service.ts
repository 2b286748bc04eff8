import type { Database } from '../../db/database';
import type { Calendar } from '../../platform/calendar';
import { fileName } from '../../platform/file-names';
import { UpstreamError } from '../../platform/outbound';
import { type JobAlert, JobError, type JobResult, type JobRun, LeaseLostError } from '../../scheduling/job';
import { pastCountsFrom } from '../qualification';
import type { UnqualifiedVehicle, UnqualifiedVehicleReceiver } from './port';
import { type ListScope, type Position, type Recipient, unqualifiedVehicleStore } from './store';

export interface UnqualifiedVehicleLists {
  /**
   * Tells REPCCS and CES of the vehicles of the previous day's notices of theirs that do not qualify for advisory
   * notices, and of earlier ones that were not delivered (A 9, decisions §6). A notice is marked as told once the list
   * with its vehicle is delivered.
   *
   * @throws JobError where one of them could not be told; the other is told all the same.
   */
  send(run: JobRun): Promise<JobResult>;
}

const PAGE = 1_000;
const MARKED_AT_ONCE = 500;
const MOST_TOLD = 30;
const RECIPIENTS: readonly Recipient[] = ['REPCCS', 'CES'];

export function createUnqualifiedVehicleLists({
  intranet,
  receivers,
  calendar,
}: {
  intranet: Database;
  receivers: Readonly<Record<Recipient, UnqualifiedVehicleReceiver>>;
  calendar: Calendar;
}): UnqualifiedVehicleLists {
  const store = unqualifiedVehicleStore(intranet);

  /** A list's vehicles, each by its first notice, and all notices it stands for. */
  const read = async (run: JobRun, scope: ListScope) => {
    const vehicles = new Map<string, UnqualifiedVehicle>();
    const notices: { noticeNo: string; vehicleNo: string }[] = [];
    for (let after: Position | undefined; ;) {
      run.signal.throwIfAborted();
      const page = await intranet.read((executor) => store.page(executor, scope, after, PAGE), { long: true });
      for (const { noticeNo, vehicleNo } of page) {
        notices.push({ noticeNo, vehicleNo });
        if (!vehicles.has(vehicleNo)) vehicles.set(vehicleNo, { noticeNo, vehicleNo });
      }
      if (page.length < PAGE) return { vehicles: [...vehicles.values()], notices };
      after = page.at(-1);
    }
  };

  /** @returns how many could not be marked: they are told again. */
  const mark = async (run: JobRun, noticeNumbers: readonly string[], at: Date): Promise<number> => {
    let unmarked = 0;
    for (let start = 0; start < noticeNumbers.length; start += MARKED_AT_ONCE) {
      const some = noticeNumbers.slice(start, start + MARKED_AT_ONCE);
      try {
        await run.chunk((trx) => store.markSent(trx, some, at));
      } catch (error) {
        if (run.signal.aborted || error instanceof LeaseLostError) throw error;
        // A 9, error handling: the next ones go on.
        run.logger.error({ event: 'unqualified-vehicles-not-marked', notices: some.length, error });
        unmarked += some.length;
      }
      await run.boundary('notices-marked');
    }
    return unmarked;
  };

  const sendTo = async (run: JobRun, scope: ListScope, at: Date): Promise<Told> => {
    const { recipient } = scope;
    const { vehicles, notices } = await read(run, scope);
    if (vehicles.length === 0) return { recipient, vehicles: 0, leftOut: new Map(), unmarked: 0 };
    const name = fileName(`URA_${recipient}_UNQUALIFIED_AN`, at, 'csv', calendar);
    await run.boundary('list-read');
    const leftOut = await receivers[recipient].deliver(name, vehicles, run.signal);
    const without = new Set(vehicles.filter(({ noticeNo }) => leftOut.has(noticeNo)).map(({ vehicleNo }) => vehicleNo));
    const told = notices.filter(({ vehicleNo }) => !without.has(vehicleNo)).map(({ noticeNo }) => noticeNo);
    const sent = vehicles.length - leftOut.size;
    run.logger.info({ event: 'unqualified-vehicles-delivered', file: name, vehicles: sent, notices: told.length });
    await run.boundary('list-delivered');
    const unmarked = await mark(run, told, calendar.now());
    return { recipient, vehicles: sent, leftOut, unmarked };
  };

  return {
    async send(run) {
      const at = calendar.now();
      const yesterday = calendar.midnightFrom(at, { days: -1 });
      const [last, first] = [await run.lastSucceededAt(), await run.firstStartedAt()];
      // A run covers the days before its own; one that failed left the day before the first.
      const covered = last ? calendar.midnightFrom(last, {}) : first && calendar.midnightFrom(first, { days: -1 });
      const scope = {
        // What no run that succeeded has covered.
        createdFrom: covered && covered < yesterday ? covered : yesterday,
        createdBefore: calendar.midnightFrom(at, {}),
        pastFrom: pastCountsFrom(at, calendar),
      };
      const told: Told[] = [];
      const failures: UpstreamError[] = [];
      for (const recipient of RECIPIENTS) {
        try {
          told.push(await sendTo(run, { ...scope, recipient }, at));
        } catch (error) {
          if (!(error instanceof UpstreamError)) throw error;
          failures.push(error);
        }
        run.progress(countsOf(told));
      }
      const alert = alertOf(told, failures);
      if (failures.length > 0) throw new JobError(alert!, { cause: failures[0] });
      return { counts: countsOf(told), ...(alert && { alert }) };
    },
  };
}

interface Told {
  recipient: Recipient;
  vehicles: number;
  leftOut: ReadonlyMap<string, string>;
  unmarked: number;
}

function countsOf(told: readonly Told[]): Record<string, number> {
  const sum = (of: (each: Told) => number): number => told.reduce((total, each) => total + of(each), 0);
  return {
    ...Object.fromEntries(told.map(({ recipient, vehicles }) => [recipient.toLowerCase(), vehicles])),
    skipped: sum(({ leftOut }) => leftOut.size),
    unmarked: sum(({ unmarked }) => unmarked),
  };
}

function alertOf(told: readonly Told[], failures: readonly UpstreamError[]): JobAlert | undefined {
  const leftOut = told.flatMap((each) => [...each.leftOut]);
  const unmarked = told.reduce((total, each) => total + each.unmarked, 0);
  const problems = [
    ...failures.map((failure) => `A list of unqualified vehicles was not delivered: ${failure.message}`),
    ...leftOut
      .slice(0, MOST_TOLD)
      .map(([noticeNo, reason]) => `The vehicle of ${noticeNo} was left out of its list: ${reason}`),
    ...(leftOut.length > MOST_TOLD ? [`${leftOut.length - MOST_TOLD} more vehicles were left out`] : []),
    ...(unmarked > 0 ? [`${unmarked} notices that were told could not be marked as told`] : []),
  ];
  if (problems.length === 0) return undefined;
  return {
    problem: problems.join('\n'),
    advice:
      failures.length > 0
        ? 'Find out what is wrong with the partner, its SFTP server or the Blob storage; what was not delivered goes with the next run.'
        : 'Mend the notices that were left out. What was not marked is told once more by the next run.',
  };
}
