import type { Database } from '../../db/database';
import type { Calendar } from '../../platform/calendar';
import { AppError } from '../../platform/errors';
import { type Days, spanOf } from './span';
import { noticeHistoryStore } from './store';
import type { NoticeFilters, NoticePosition, NoticeRecord, NoticeSummary, SuspensionRecord } from './types';

export type { NoticeFilters, NoticePosition, NoticeRecord, NoticeSummary, SuspensionRecord } from './types';

/** As many as are told of a notice. */
const MOST_SUSPENSIONS = 200;

/** A notice, and its suspensions in the order they were made. */
export interface NoticeWithSuspensions {
  notice: NoticeRecord;
  suspensions: SuspensionRecord[];
  /** Missing while it is not in the archive (F 2.2). */
  archivedAt?: Date;
}

export interface NoticeHistory {
  /**
   * A notice as it is, or as it was archived.
   *
   * @throws AppError `no-such-resource`
   */
  of(noticeNo: string): Promise<NoticeWithSuspensions>;
  /**
   * Notices that meet every filter, by when the offence was and by their number, after a position of the list.
   *
   * Without a notice or vehicle number, of 31 days at most: those up to tomorrow, as senders' clocks may be ahead.
   *
   * @throws AppError `validation` for a period that ends before it begins, or is too long.
   */
  search(page: {
    filters: NoticeFilters;
    days: Days;
    latestFirst: boolean;
    after?: NoticePosition | undefined;
    limit: number;
  }): Promise<NoticeSummary[]>;
}

export const createNoticeHistory = ({
  intranet,
  calendar,
}: {
  intranet: Database;
  calendar: Calendar;
}): NoticeHistory => ({
  of: (noticeNo) =>
    intranet.read(async (executor) => {
      const living = await noticeHistoryStore.notice(executor, noticeNo);
      const found = living ? { notice: living } : await noticeHistoryStore.archived(executor, noticeNo);
      if (!found) throw new AppError('no-such-resource', 'no such notice');
      const archivedAt = 'archivedAt' in found ? found.archivedAt : undefined;
      return {
        ...found,
        suspensions: await noticeHistoryStore.suspensions(executor, noticeNo, MOST_SUSPENSIONS, archivedAt),
      };
    }),

  search: ({ filters, days, latestFirst, after, limit }) => {
    const ofAnyAge = filters.noticeNo !== undefined || filters.vehicleNo !== undefined;
    const span = spanOf(days, ofAnyAge, calendar);
    return intranet.read((executor) =>
      noticeHistoryStore.search(executor, { ...filters, ...span, latestFirst }, after, limit),
    );
  },
});
