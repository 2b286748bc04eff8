import type { InternetMirror } from '../../features/internet-mirror';
import { keyOf, pageOf } from '../../platform/cursor';
import { instant } from './views';
import type { Operation } from '../operation';

/** Notices left for manual verification (decisions §5). */
export const staffListDeadLetters: Operation<'staff-listDeadLetters', { internetMirror: InternetMirror }> =
  ({ internetMirror }) =>
  async ({ query: { cursor, limit = 50 } }) => {
    const failures = await internetMirror.leftToPeople({ after: keyOf(cursor), limit: limit + 1 });
    const { page, nextCursor } = pageOf(failures, limit, ({ noticeNo }) => noticeNo);
    const deadLetters = page.map(({ noticeNo, failures: times, lastFailedAt, error }) => ({
      noticeNo,
      failures: times,
      lastFailedAt: instant(lastFailedAt),
      error,
    }));
    return { status: 200, body: { deadLetters, nextCursor } };
  };
