import type { RuleCodes } from '../../features/reference-data';
import { pageOf } from '../../platform/cursor';
import { orderOf, placeOf, placeText, readNumber } from './kept-lists';
import { ruleCodeView } from './views';
import type { Operation } from '../operation';

/** Offence rule codes (A 3). */
export const staffListRuleCodes: Operation<'staff-listRuleCodes', { ruleCodes: RuleCodes }> =
  ({ ruleCodes }) =>
  async ({ query: { status, sort = 'number', cursor, limit = 50 } }) => {
    const order = orderOf(sort);
    const after = placeOf(order, cursor, readNumber);
    const found = await ruleCodes.page({ status, order, after, limit: limit + 1 });
    const { page, nextCursor } = pageOf(found, limit, (each) => placeText(order.by, each.ruleCode, each.changedAt));
    return { status: 200, body: { ruleCodes: page.map(ruleCodeView), nextCursor } };
  };
