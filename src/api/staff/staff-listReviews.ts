import type { AdvisoryReviews } from '../../features/advisory-notices';
import { cursorKeyOf, instantKey, pageOf, readInstantKey } from '../../platform/cursor';
import { etagOf, instant, instantOrNull, versionText } from './views';
import type { Operation } from '../operation';

/** The manual reviews (A 4.2.3, A 6.2.3). */
export const staffListReviews: Operation<'staff-listReviews', { advisoryReviews: AdvisoryReviews }> =
  ({ advisoryReviews }) =>
  async ({ query: { cursor, limit = 50 } }) => {
    const last = cursorKeyOf(cursor, readInstantKey);
    const after = last && { since: last.at, noticeNo: last.name };
    const reviews = await advisoryReviews.list(after, limit + 1);
    const { page, nextCursor } = pageOf(reviews, limit, ({ since, noticeNo }) => instantKey(since, noticeNo));
    return {
      status: 200,
      body: {
        reviews: page.map(({ noticeNo, vehicleNo, reason, since, takenBy, takenAt, resumesAt, version }) => ({
          noticeNo,
          vehicleNo,
          reason,
          since: instant(since),
          takenBy: takenBy ?? null,
          takenAt: instantOrNull(takenAt),
          resumesAt,
          etag: etagOf(versionText(version)),
        })),
        nextCursor,
      },
    };
  };
