import type { Parameters } from '../../features/parameters';
import { AppError } from '../../platform/errors';
import { etagOf, parameterView } from './views';
import type { Operation } from '../operation';

/** Gives a parameter its value, where it still is as the officer read it. */
export const staffSetParameter: Operation<'staff-setParameter', { parameters: Parameters }> =
  ({ parameters }) =>
  async ({ params: { id, code }, headers, body: { value }, principal }) => {
    const etag = headers['If-Match'];
    if (etag === undefined) throw new AppError('precondition-required', 'no If-Match');
    const standing = await parameters.change({
      id,
      code,
      value,
      officerId: principal.id,
      version: etag.replaceAll('"', ''),
    });
    return { status: 200, headers: { ETag: etagOf(standing.version) }, body: parameterView(standing) };
  };
