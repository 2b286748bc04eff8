import type { JobControl } from '../../features/job-control';
import { runView } from './views';
import type { Operation } from '../operation';

/** One run. */
export const staffGetJobRun: Operation<'staff-getJobRun', { jobControl: JobControl }> =
  ({ jobControl }) =>
  async ({ params: { runId } }) => ({ status: 200, body: runView(await jobControl.run(runId)) });
