import type { JobControl } from '../../features/job-control';
import { accepted } from './views';
import type { Operation } from '../operation';

/** Has a run end. */
export const staffStopJobRun: Operation<'staff-stopJobRun', { jobControl: JobControl }> =
  ({ jobControl }) =>
  async ({ params: { runId }, principal }) =>
    accepted(await jobControl.stop(runId, principal.id));
