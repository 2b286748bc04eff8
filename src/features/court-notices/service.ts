import type { Database } from '../../db/database';
import type { Clock } from '../../platform/clock';
import type { Logger } from '../../platform/logging';
import { courtNoticeRows } from './rows';
import { updateCourtNotices } from './store';
import type { CourtNoticesOutcome, CourtNoticeUpdate } from './types';

export interface CourtNoticesService {
  /**
   * Applies CAS's updates in one transaction: all that can be applied are, or, on a failure, none (C 2,
   * decisions §4). Each notice may appear once.
   *
   * @param logger of the request they came with
   */
  applyUpdates(updates: readonly CourtNoticeUpdate[], logger?: Logger): Promise<CourtNoticesOutcome>;
}

export function createCourtNoticesService({
  intranet,
  clock,
  logger,
}: {
  intranet: Database;
  clock: Clock;
  logger: Logger;
}): CourtNoticesService {
  return {
    async applyUpdates(updates, log = logger) {
      const numbers = updates.map(({ noticeNo }) => noticeNo);
      const rows = courtNoticeRows(intranet.dialect, updates);
      const { updated, others } = await updateCourtNotices(intranet, rows, numbers, clock.now());

      const notices: CourtNoticesOutcome['notices'] = [];
      const unknown: string[] = [];
      for (const noticeNo of numbers) {
        if (updated.has(noticeNo)) notices.push({ noticeNo, outcome: 'updated' });
        else if (others.has(noticeNo)) notices.push({ noticeNo, outcome: 'not-court-notice' });
        else unknown.push(noticeNo);
      }
      log.info({
        event: 'court-notices-updated',
        updated: [...updated],
        notCourtNotice: [...others],
        notFound: unknown,
      });
      return { updatedCount: updated.size, failedCount: numbers.length - updated.size, notices };
    },
  };
}
