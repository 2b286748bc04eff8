import { CronTime } from 'cron';
import { type Config, ConfigError } from '../config/config';
import { jobs as everyJob } from '../jobs';
import type { BoundJob } from '../scheduling/job';

/** A job as it is listed; its schedule is undefined where it has none. */
export interface Listed {
  readonly job: Omit<BoundJob, 'run' | 'wanted'>;
  readonly schedule: string | undefined;
}

/**
 * Every job with its schedule, for processes that run none.
 *
 * @throws ConfigError for a schedule of no job, or one that is no cron expression.
 */
export function listedJobs({ config }: { readonly config: Config }): readonly Listed[] {
  return scheduled(everyJob, config.schedules);
}

/** @throws ConfigError as {@link listedJobs} */
export function scheduled<J extends Listed['job']>(
  jobs: readonly J[],
  schedules: ReadonlyMap<string, string>,
): { job: J; schedule: string | undefined }[] {
  const problems: string[] = [];
  for (const [name, schedule] of schedules) {
    const variable = `OCMS_SCHEDULE_${name.toUpperCase()}`;
    if (!jobs.some((job) => job.name === name))
      problems.push(`${variable} names no job; jobs are ${jobs.map((job) => job.name).join(', ')}`);
    else if (schedule !== 'off' && !everComes(schedule)) problems.push(`${variable} takes a cron expression or off`);
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return jobs.map((job) => {
    const schedule = schedules.get(job.name) ?? job.schedule;
    return { job, schedule: schedule === 'off' ? undefined : schedule };
  });
}

/** Whether this is a cron expression, and not one of a day that no month has. */
function everComes(schedule: string): boolean {
  try {
    new CronTime(schedule).sendAt();
    return true;
  } catch {
    return false;
  }
}
