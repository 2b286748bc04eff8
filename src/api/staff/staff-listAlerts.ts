import type { JobControl } from '../../features/job-control';
import { keyOf, pageOf } from '../../platform/cursor';
import { alertView } from './views';
import type { Operation } from '../operation';

/** E-mails to operations (C 3). */
export const staffListAlerts: Operation<'staff-listAlerts', { jobControl: JobControl }> =
  ({ jobControl }) =>
  async ({ query: { unsent = false, cursor, limit = 50 } }) => {
    const alerts = await jobControl.alerts({ unsent, after: keyOf(cursor), limit: limit + 1 });
    const { page, nextCursor } = pageOf(alerts, limit, ({ runId }) => runId);
    return { status: 200, body: { alerts: page.map(alertView), nextCursor } };
  };
