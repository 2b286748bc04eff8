import type { Database } from '../../db/database';
import { AppError } from '../../platform/errors';
import { noticeHistoryStore } from './store';
import type { NoticeRecord, SuspensionRecord } from './types';

export type { NoticeRecord, SuspensionRecord } from './types';

/** As many as are told of a notice. */
const MOST_SUSPENSIONS = 200;

export interface NoticeHistory {
  /**
   * A notice as it is, and its suspensions in the order they were made.
   *
   * @throws AppError `no-such-resource`
   */
  of(noticeNo: string): Promise<{ notice: NoticeRecord; suspensions: SuspensionRecord[] }>;
}

export const createNoticeHistory = ({ intranet }: { intranet: Database }): NoticeHistory => ({
  of: (noticeNo) =>
    intranet.read(async (executor) => {
      const notice = await noticeHistoryStore.notice(executor, noticeNo);
      if (!notice) throw new AppError('no-such-resource', 'no such notice');
      return { notice, suspensions: await noticeHistoryStore.suspensions(executor, noticeNo, MOST_SUSPENSIONS) };
    }),
});
