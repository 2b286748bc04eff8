import type { AdvisoryReviews } from '../../features/advisory-notices';
import { cursorKeyOf, pageOf } from '../../platform/cursor';
import { etagOf, instant, instantOrNull, versionText } from './views';
import type { Operation } from '../operation';

/** The manual reviews (A 4.2.3, A 6.2.3). */
export const staffListReviews: Operation<'staff-listReviews', { advisoryReviews: AdvisoryReviews }> =
  ({ advisoryReviews }) =>
  async ({ query: { cursor, limit = 50 } }) => {
    const after = cursorKeyOf(cursor, (key) => {
      const [since, noticeNo] = key.split(' ') as [string, string | undefined];
      return noticeNo === undefined || Number.isNaN(Date.parse(since))
        ? undefined
        : { since: new Date(since), noticeNo };
    });
    const reviews = await advisoryReviews.list(after, limit + 1);
    const { page, nextCursor } = pageOf(reviews, limit, ({ since, noticeNo }) => `${instant(since)} ${noticeNo}`);
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
