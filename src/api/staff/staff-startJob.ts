import type { JobControl } from '../../features/job-control';
import { accepted } from './views';
import type { Operation } from '../operation';

/** Has a job run now. */
export const staffStartJob: Operation<'staff-startJob', { jobControl: JobControl }> =
  ({ jobControl }) =>
  async ({ params: { jobName }, principal }) =>
    accepted(await jobControl.start(jobName, principal.id));
