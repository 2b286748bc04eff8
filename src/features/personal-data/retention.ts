import type { Database } from '../../db/database';
import type { Calendar } from '../../platform/calendar';
import type { JobResult, JobRun } from '../../scheduling/job';
import { personalDataStore } from './store';

export interface OwnerRetention {
  /**
   * Forgets the owners of notices whose advisory processing has ended for more than the days kept, by the calendar: the day
   * they were suspended PS-ANS, halted or closed is more than so many days before today. Those in manual review are kept
   * twice as long, from the day they were put there. 500 notices a transaction; it can be cut anywhere and run again.
   */
  forget(run: JobRun): Promise<JobResult>;
}

const PAGE = 500;
/** People need time. */
const TIMES_IN_REVIEW = 2;

export function createOwnerRetention({
  intranet,
  calendar,
  days,
}: {
  intranet: Database;
  calendar: Calendar;
  days: number;
}): OwnerRetention {
  const store = personalDataStore(intranet);
  return {
    async forget(run) {
      const now = calendar.now();
      const kept = {
        endedBefore: calendar.midnightFrom(now, { days: -days }),
        reviewBefore: calendar.midnightFrom(now, { days: -TIMES_IN_REVIEW * days }),
      };
      let forgotten = 0;
      for (let after = ''; ;) {
        const numbers = await intranet.read((executor) => store.ended(executor, kept, after, PAGE), { long: true });
        if (numbers.length === 0) return { counts: { forgotten } };
        after = numbers.at(-1)!;
        forgotten += await run.chunk((trx) => store.forget(trx, numbers, kept), { aside: true });
        run.progress({ forgotten });
        await run.boundary('owners-forgotten');
      }
    },
  };
}
