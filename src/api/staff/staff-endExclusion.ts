import type { Exclusions } from '../../features/reference-data';
import { versionRead } from './kept-lists';
import { etagOf, exclusionView } from './views';
import type { Operation } from '../operation';

/** Ends an entry of the exclusion list, where it still is as the officer read it. */
export const staffEndExclusion: Operation<'staff-endExclusion', { exclusions: Exclusions }> =
  ({ exclusions }) =>
  async ({ params: { exclusionId }, headers, principal }) => {
    const by = { officerId: principal.id, version: versionRead(headers['If-Match']) };
    const changed = await exclusions.end(exclusionId, by);
    return { status: 200, headers: { ETag: etagOf(changed.version) }, body: exclusionView(changed) };
  };
