import type { AdvisoryReviews } from '../../features/advisory-notices';
import type { AuditTrail } from '../../features/audit';
import { officerOf } from './officer';
import type { Operation } from '../operation';

/** Notes who works on a review. */
export const staffTakeReview: Operation<
  'staff-takeReview',
  { advisoryReviews: AdvisoryReviews; auditTrail: AuditTrail }
> =
  ({ advisoryReviews, auditTrail }) =>
  async ({ params: { noticeNo }, principal }) => {
    await advisoryReviews.take(noticeNo, officerOf(principal, auditTrail));
    return { status: 204 };
  };
