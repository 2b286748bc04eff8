import type { Database } from '../../db/database';
import type { Calendar } from '../../platform/calendar';
import type { JobResult, JobRun } from '../../scheduling/job';
import type { Parameters } from '../parameters';
import { onceMore } from './admin-fee';
import { fileName } from './file-names';
import type { ListedVehicle, VehicleListReceiver } from './port';
import { vehicleListStore } from './vehicle-list-store';

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
    let listed = 0;
    const skipped: string[] = [];
    async function* pages(): AsyncGenerator<ListedVehicle[]> {
      for (let after = ''; ;) {
        run.signal.throwIfAborted();
        const page = await onceMore(() =>
          intranet.read((executor) => store.page(executor, datedBefore, after, PAGE), { long: true }),
        );
        if (page.length > 0) {
          after = page.at(-1)!.noticeNo;
          const whole = page.flatMap(({ noticeNo, vehicle }) => {
            if (!vehicle) skipped.push(noticeNo);
            return vehicle ?? [];
          });
          listed += whole.length;
          run.progress({ listed, skipped: skipped.length });
          yield whole;
        }
        if (page.length < PAGE) return;
      }
    }
    const name = fileName(prefix, now, 'csv', calendar);
    await run.boundary('parameters-read');
    await receiver.deliver(name, pages(), run.signal);
    await run.boundary('list-delivered');
    run.logger.info({ event: 'vehicle-list-delivered', file: name, listed });
    return {
      counts: { listed, skipped: skipped.length },
      ...(skipped.length > 0 && {
        alert: {
          problem: `Notices without a vehicle, an offence's date or a rule code are not in ${name}: ${[
            ...skipped.slice(0, MOST_TOLD),
            ...(skipped.length > MOST_TOLD ? [`and ${skipped.length - MOST_TOLD} more`] : []),
          ].join(', ')}.`,
          advice: 'Complete the notices; they are listed by the next run.',
        },
      }),
    };
  };

  return {
    sendListed: (run) => send(run, repccs, 'URA_REPCCS_LISTED_VEHICLE'),
    sendTagged: (run) => send(run, ces, 'URA_CES_TAGGED_VEHICLE'),
  };
}
