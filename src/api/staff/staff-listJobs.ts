import type { JobControl } from '../../features/job-control';
import { jobView } from './views';
import type { Operation } from '../operation';

/** What jobs there are (decisions §9). */
export const staffListJobs: Operation<'staff-listJobs', { jobControl: JobControl }> =
  ({ jobControl }) =>
  async () => ({ status: 200, body: { jobs: (await jobControl.jobs()).map(jobView) } });
