import type { NoticeHistory, NoticePosition, NoticeSummary } from '../../features/notice-history';
import { cursorKeyOf, pageOf } from '../../platform/cursor';
import { dollars, instant, instantOrNull } from './views';
import type { Operation } from '../operation';

/** Notices that officers look for; nothing of their owners. */
export const staffListNotices: Operation<'staff-listNotices', { noticeHistory: NoticeHistory }> =
  ({ noticeHistory }) =>
  async ({ query: { cursor, limit = 50, sort = '-noticeDateAndTime', from, to, ...filters } }) => {
    const found = await noticeHistory.search({
      filters,
      days: { from, to },
      latestFirst: sort === '-noticeDateAndTime',
      after: cursorKeyOf(cursor, positionOf),
      limit: limit + 1,
    });
    const { page, nextCursor } = pageOf(
      found,
      limit,
      ({ noticeDateAndTime, noticeNo }) => `${instant(noticeDateAndTime)} ${noticeNo}`,
    );
    return { status: 200, body: { notices: page.map(summaryView), nextCursor } };
  };

function positionOf(key: string): NoticePosition | undefined {
  const [at, noticeNo] = key.split(' ') as [string, string | undefined];
  return noticeNo === undefined || Number.isNaN(Date.parse(at)) ? undefined : { at: new Date(at), noticeNo };
}

const summaryView = (notice: NoticeSummary) => ({
  ...notice,
  noticeDateAndTime: instant(notice.noticeDateAndTime),
  amountPayable: dollars(notice.amountPayable),
  amountPaid: dollars(notice.amountPaid),
  createdAt: instantOrNull(notice.createdAt),
});
