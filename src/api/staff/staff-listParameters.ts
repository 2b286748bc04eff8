import type { Parameters } from '../../features/parameters';
import { parameterView } from './views';
import type { Operation } from '../operation';

/** The numbers that jobs go by. */
export const staffListParameters: Operation<'staff-listParameters', { parameters: Parameters }> =
  ({ parameters }) =>
  async () => ({ status: 200, body: { parameters: (await parameters.all()).map(parameterView) } });
