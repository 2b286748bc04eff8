import type { Parameters } from '../../features/parameters';
import { etagOf, parameterView } from './views';
import type { Operation } from '../operation';

/** One parameter, and the ETag by which it can be changed. */
export const staffGetParameter: Operation<'staff-getParameter', { parameters: Parameters }> =
  ({ parameters }) =>
  async ({ params: { id, code } }) => {
    const standing = await parameters.one(id, code);
    return { status: 200, headers: { ETag: etagOf(standing.version) }, body: parameterView(standing) };
  };
