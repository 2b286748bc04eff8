import type { InternetMirror } from '../../features/internet-mirror';
import { instantOrNull } from './views';
import type { Operation } from '../operation';

/** How far the internet zone is behind (decisions §5). */
export const staffGetMirror: Operation<'staff-getMirror', { internetMirror: InternetMirror }> =
  ({ internetMirror }) =>
  async () => {
    const { notices, oldest, manualVerification } = await internetMirror.backlog();
    return { status: 200, body: { waiting: notices, oldestAt: instantOrNull(oldest), manualVerification } };
  };
