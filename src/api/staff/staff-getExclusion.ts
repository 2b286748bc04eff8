import type { Exclusions } from '../../features/reference-data';
import { etagOf, exclusionView } from './views';
import type { Operation } from '../operation';

/** One entry of the exclusion list, and the ETag by which it can be ended. */
export const staffGetExclusion: Operation<'staff-getExclusion', { exclusions: Exclusions }> =
  ({ exclusions }) =>
  async ({ params: { exclusionId } }) => {
    const found = await exclusions.one(exclusionId);
    return { status: 200, headers: { ETag: etagOf(found.version) }, body: exclusionView(found) };
  };
