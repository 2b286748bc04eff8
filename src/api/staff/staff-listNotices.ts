import type { NoticeHistory, NoticeSummary } from '../../features/notice-history';
import { cursorKeyOf, instantKey, pageOf, readInstantKey } from '../../platform/cursor';
import { dollars, instant, instantOrNull } from './views';
import type { Operation } from '../operation';

/** Notices that officers look for; nothing of their owners. */
export const staffListNotices: Operation<'staff-listNotices', { noticeHistory: NoticeHistory }> =
  ({ noticeHistory }) =>
  async ({ query: { cursor, limit = 50, sort = '-noticeDateAndTime', from, to, ...filters } }) => {
    const after = cursorKeyOf(cursor, readInstantKey);
    const found = await noticeHistory.search({
      filters,
      days: { from, to },
      latestFirst: sort === '-noticeDateAndTime',
      after: after && { at: after.at, noticeNo: after.name },
      limit: limit + 1,
    });
    const { page, nextCursor } = pageOf(found, limit, (each) => instantKey(each.noticeDateAndTime, each.noticeNo));
    return { status: 200, body: { notices: page.map(summaryView), nextCursor } };
  };

const summaryView = (notice: NoticeSummary) => ({
  ...notice,
  noticeDateAndTime: instant(notice.noticeDateAndTime),
  amountPayable: dollars(notice.amountPayable),
  amountPaid: dollars(notice.amountPaid),
  createdAt: instantOrNull(notice.createdAt),
});
