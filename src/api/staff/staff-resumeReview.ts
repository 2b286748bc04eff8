import type { AdvisoryReviews } from '../../features/advisory-notices';
import type { AuditTrail } from '../../features/audit';
import { officerOf } from './officer';
import { versionOf } from './views';
import type { Operation } from '../operation';

/** Puts a notice back to the step that was owed (decisions §7). */
export const staffResumeReview: Operation<
  'staff-resumeReview',
  { advisoryReviews: AdvisoryReviews; auditTrail: AuditTrail }
> =
  ({ advisoryReviews, auditTrail }) =>
  async ({ params: { noticeNo }, headers, principal }) => {
    const version = versionOf(headers['If-Match']);
    const step = await advisoryReviews.resume(noticeNo, officerOf(principal, auditTrail), version);
    return { status: 200, body: { noticeNo, step } };
  };
