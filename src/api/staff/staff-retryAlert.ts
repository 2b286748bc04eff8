import type { JobControl } from '../../features/job-control';
import type { Operation } from '../operation';

/** Has an alert sent again that was given up. */
export const staffRetryAlert: Operation<'staff-retryAlert', { jobControl: JobControl }> =
  ({ jobControl }) =>
  async ({ params: { runId }, principal }) => {
    await jobControl.retryAlert(runId, principal.id);
    return { status: 204 };
  };
