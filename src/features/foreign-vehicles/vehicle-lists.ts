import type { Database } from '../../db/database';
import type { Calendar } from '../../platform/calendar';
import { centsFromColumn } from '../../platform/money';
import type { JobAlert, JobResult, JobRun } from '../../scheduling/job';
import type { Parameters } from '../parameters';
import { eachNotice } from './pages';
import { fileName } from '../../platform/file-names';
import type { ListedVehicle, VehicleListReceiver } from './port';
import { type ListedRow, vehicleListStore } from './vehicle-list-store';

export interface VehicleLists {
  /**
   * Tells REPCCS which vehicles to look out for in its car parks: those of unpaid notices of foreign vehicles past their
   * FOR days (F 2.5, decisions §8).
   *
   * @throws JobError without a usable parameter FOR.
   * @throws UpstreamError where the file could not be delivered.
   */
  sendListed(run: JobRun): Promise<JobResult>;
  /** The same for CES's enforcement (F 2.6). */
  sendTagged(run: JobRun): Promise<JobResult>;
}

const PAGE = 2_000;
const MOST_TOLD = 30;

export function createVehicleLists({
  intranet,
  parameters,
  repccs,
  ces,
  calendar,
}: {
  intranet: Database;
  parameters: Parameters;
  repccs: VehicleListReceiver;
  ces: VehicleListReceiver;
  calendar: Calendar;
}): VehicleLists {
  const store = vehicleListStore(intranet);

  const send = async (run: JobRun, receiver: VehicleListReceiver, prefix: string): Promise<JobResult> => {
    const days = Number(await parameters.required('FOR'));
    const now = calendar.now();
    // notice_date_and_time <= CURRENT_DATE - FOR days: that day counts to its end.
    const datedBefore = calendar.midnightFrom(now, { days: 1 - days });
    let read = 0;
    const leftOut = new Map<string, string>();
    const pageAfter = (after: string): ReturnType<typeof store.page> =>
      intranet.read((executor) => store.page(executor, datedBefore, after, PAGE), { long: true });
    async function* pages(): AsyncGenerator<ListedVehicle[]> {
      for await (const some of eachNotice(run, pageAfter)) {
        yield some.flatMap((row) => {
          const vehicle = vehicleOf(row);
          if (!vehicle) leftOut.set(row.noticeNo, 'it lacks the vehicle or its rule code');
          return vehicle ?? [];
        });
        read += some.length;
        run.progress({ listed: read - leftOut.size, skipped: leftOut.size });
      }
    }
    const name = fileName(prefix, now, 'csv', calendar);
    await run.boundary('parameters-read');
    for (const [noticeNo, reason] of await receiver.deliver(name, pages(), run.signal)) leftOut.set(noticeNo, reason);
    await run.boundary('list-delivered');
    const counts = { listed: read - leftOut.size, skipped: leftOut.size };
    run.logger.info({ event: 'vehicle-list-delivered', file: name, ...counts });
    return { counts, ...(leftOut.size > 0 && { alert: alertOf(name, leftOut) }) };
  };

  return {
    sendListed: (run) => send(run, repccs, 'URA_REPCCS_LISTED_VEHICLE'),
    sendTagged: (run) => send(run, ces, 'URA_CES_TAGGED_VEHICLE'),
  };
}

function vehicleOf({
  noticeNo,
  vehicleNo,
  offenceAt,
  ruleCode,
  ppCode,
  compositionAmount,
}: ListedRow): ListedVehicle | undefined {
  if (vehicleNo === null || ruleCode === null) return undefined;
  const amount = centsFromColumn(compositionAmount);
  return { noticeNo, vehicleNo, offenceAt: new Date(offenceAt), offenceCode: ruleCode, ppCode, amount };
}

function alertOf(name: string, leftOut: ReadonlyMap<string, string>): JobAlert {
  const lines = [...leftOut].slice(0, MOST_TOLD).map(([noticeNo, reason]) => `- ${noticeNo}: ${reason}`);
  const more = leftOut.size - lines.length;
  return {
    problem: [`${name} went without these notices:`, ...lines, ...(more > 0 ? [`- and ${more} more`] : [])].join('\n'),
    advice: 'Mend the notices; they are listed by the next run.',
  };
}
