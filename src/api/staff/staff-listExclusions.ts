import type { Exclusions } from '../../features/reference-data';
import { pageOf } from '../../platform/cursor';
import { orderOf, placeOf, placeText, readId } from './kept-lists';
import { exclusionView } from './views';
import type { Operation } from '../operation';

/** Who is told by letter only (A 4.1.4.b). */
export const staffListExclusions: Operation<'staff-listExclusions', { exclusions: Exclusions }> =
  ({ exclusions }) =>
  async ({ query: { status, sort = '-changed', cursor, limit = 50 } }) => {
    const order = orderOf(sort);
    const after = placeOf(order, cursor, readId);
    const found = await exclusions.page({ ended: status && status === 'ENDED', order, after, limit: limit + 1 });
    const { page, nextCursor } = pageOf(found, limit, (each) => placeText(order.by, each.exclusionId, each.changedAt));
    return { status: 200, body: { exclusions: page.map(exclusionView), nextCursor } };
  };
