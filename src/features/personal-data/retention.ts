import type { Database } from '../../db/database';
import type { Calendar } from '../../platform/calendar';
import type { JobResult, JobRun } from '../../scheduling/job';
import { personalDataStore } from './store';

export interface OwnerRetention {
  /**
   * Forgets the owners of notices that are PS-ANS for more than the days kept, by the calendar: the day they were suspended
   * is more than so many days before today. 500 notices a transaction; it can be cut anywhere and run again.
   */
  forget(run: JobRun): Promise<JobResult>;
}

const PAGE = 500;

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
      const before = calendar.midnightFrom(calendar.now(), { days: -days });
      let forgotten = 0;
      for (let after = ''; ;) {
        const numbers = await intranet.read((executor) => store.ended(executor, before, after, PAGE), { long: true });
        if (numbers.length === 0) return { counts: { forgotten } };
        after = numbers.at(-1)!;
        forgotten += await run.chunk((trx) => store.forget(trx, numbers, before), { aside: true });
        run.progress({ forgotten });
        await run.boundary('owners-forgotten');
      }
    },
  };
}
