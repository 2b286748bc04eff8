import type { Channel, NextRun } from '../features/foreign-vehicles';
import { runStore } from '../scheduling/run-store';
import { nextMoment } from '../scheduling/scheduler';
import type { Ground } from './ground';
import { listedJobs } from './schedules';

/** Which job tells vHub by which channel. */
const JOBS: Readonly<Record<string, Channel>> = { vhub_update_violation_api: 'API', vhub_violation_sftp: 'SFTP' };

/** The next run of each job that tells vHub. */
export async function nextForeignRuns(context: Pick<Ground, 'config' | 'intranet' | 'calendar'>): Promise<NextRun[]> {
  const { intranet, calendar } = context;
  const runs: NextRun[] = [];
  for (const { job, schedule } of listedJobs(context)) {
    const channel = JOBS[job.name];
    if (!channel) continue;
    const at = schedule === undefined ? undefined : nextMoment(schedule, calendar.timeZone, calendar.now());
    const lastSucceededAt = await intranet.read((executor) => runStore(intranet).lastSuccess(executor, job.name));
    runs.push({ channel, job: job.name, at, lastSucceededAt });
  }
  return runs;
}
