import type { ManualSuspension } from '../../features/advisory-notices';
import type { AuditTrail } from '../../features/audit';
import { officerOf } from './officer';
import { instant } from './views';
import type { Operation } from '../operation';

/** Suspends an advisory notice PS-ANS (A 7.1.2). */
export const staffSuspendNotice: Operation<
  'staff-suspendNotice',
  { manualSuspension: ManualSuspension; auditTrail: AuditTrail }
> =
  ({ manualSuspension, auditTrail }) =>
  async ({ params: { noticeNo }, body: { remarks }, principal }) => {
    const officer = officerOf(principal, auditTrail);
    const { suspendedAt, dueDateOfRevival } = await manualSuspension.suspend(noticeNo, officer, remarks);
    return {
      status: 200,
      body: { suspendedAt: instant(suspendedAt), dueDateOfRevival: instant(dueDateOfRevival) },
    };
  };
