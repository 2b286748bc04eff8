import type { JobControl } from '../../features/job-control';
import { keyOf, pageOf } from '../../platform/cursor';
import { runView } from './views';
import type { Operation } from '../operation';

/** Past runs and those under way. */
export const staffListJobRuns: Operation<'staff-listJobRuns', { jobControl: JobControl }> =
  ({ jobControl }) =>
  async ({ query: { jobName, outcome, cursor, limit = 50 } }) => {
    const runs = await jobControl.runs({ jobName, outcome, after: keyOf(cursor), limit: limit + 1 });
    const { page, nextCursor } = pageOf(runs, limit, ({ runId }) => runId);
    return { status: 200, body: { runs: page.map(runView), nextCursor } };
  };
