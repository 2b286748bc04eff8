import type { Exclusions } from '../../features/reference-data';
import { etagOf, exclusionView } from './views';
import type { Operation } from '../operation';

/** Puts an id on the exclusion list: it is hashed at once. */
export const staffAddExclusion: Operation<'staff-addExclusion', { exclusions: Exclusions }> =
  ({ exclusions }) =>
  async ({ body, principal }) => {
    const added = await exclusions.add({ idNo: body.idNo, officerId: principal.id });
    return {
      status: 201,
      headers: { ETag: etagOf(added.version), Location: `/v1/staff/exclusions/${added.exclusionId}` },
      body: exclusionView(added),
    };
  };
