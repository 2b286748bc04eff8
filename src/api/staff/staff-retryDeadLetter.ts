import type { InternetMirror } from '../../features/internet-mirror';
import type { Operation } from '../operation';

/** Has a notice copied again that was left for manual verification. */
export const staffRetryDeadLetter: Operation<'staff-retryDeadLetter', { internetMirror: InternetMirror }> =
  ({ internetMirror }) =>
  async ({ params: { noticeNo }, principal }) => {
    await internetMirror.tryAgain(noticeNo, principal.id);
    return { status: 204 };
  };
