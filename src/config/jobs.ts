import { defineSection } from './section';
import { wholeNumber } from './values';

/** The schedule of a job has a variable of its own: this, and the job's name in capitals. */
const SCHEDULE = 'OCMS_SCHEDULE_';

export const isSchedule = (variable: string): boolean => variable.startsWith(SCHEDULE);

/** Cron expressions by job name, in place of the defaults; `off` for never. Which jobs there are is not known here. */
export function schedulesIn(given: Readonly<Record<string, string | undefined>>): ReadonlyMap<string, string> {
  const variables = Object.keys(given).filter(isSchedule);
  return new Map(variables.map((variable) => [variable.slice(SCHEDULE.length).toLowerCase(), given[variable]!]));
}

/** How jobs are run. */
export const jobsSection = defineSection({
  variables: () => ({ OCMS_JOB_HISTORY_DAYS: wholeNumber(1, 3_650).optional() }),
  settings: (values) => ({
    /** For how many days the record of a job's run is kept. */
    jobHistoryDays: values.OCMS_JOB_HISTORY_DAYS ?? 90,
  }),
});
