import { Gauge } from 'prom-client';
import { jobs } from '../../jobs';
import { runStore } from '../../scheduling/run-store';
import type { Ground } from '../ground';

/** The runs on record (decisions §9): any process can tell of them, whichever ran the job. */
export function jobRuns({ intranet, registry }: Ground) {
  const runs = runStore(intranet);
  const lastSuccess = new Gauge({
    name: 'ocms_job_last_success_timestamp_seconds',
    help: 'When the last run of a job that succeeded began; no figure for a job that never did',
    labelNames: ['job_name'],
    registers: [registry],
  });
  const measure = async (): Promise<void> => {
    for (const { name } of jobs) {
      const at = await intranet.look((executor) => runs.lastSuccess(executor, name));
      if (at) lastSuccess.set({ job_name: name }, at.getTime() / 1_000);
    }
  };
  return { chores: [{ name: 'measure-job-runs', everyMs: 60_000, run: measure }] };
}
