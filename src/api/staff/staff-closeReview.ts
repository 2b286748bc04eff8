import type { AdvisoryReviews } from '../../features/advisory-notices';
import type { AuditTrail } from '../../features/audit';
import { officerOf } from './officer';
import { versionOf } from './views';
import type { Operation } from '../operation';

/** Ends a review without telling the owner (decisions §7). */
export const staffCloseReview: Operation<
  'staff-closeReview',
  { advisoryReviews: AdvisoryReviews; auditTrail: AuditTrail }
> =
  ({ advisoryReviews, auditTrail }) =>
  async ({ params: { noticeNo }, headers, body: { reason }, principal }) => {
    const version = versionOf(headers['If-Match']);
    await advisoryReviews.close(noticeNo, reason, officerOf(principal, auditTrail), version);
    return { status: 204 };
  };
