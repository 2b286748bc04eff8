import type { JobControl } from '../../features/job-control';
import { requestView } from './views';
import type { Operation } from '../operation';

/** What became of a request. */
export const staffGetJobRequest: Operation<'staff-getJobRequest', { jobControl: JobControl }> =
  ({ jobControl }) =>
  async ({ params: { requestId } }) => ({ status: 200, body: requestView(await jobControl.request(requestId)) });
