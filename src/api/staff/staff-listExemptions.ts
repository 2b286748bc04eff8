import type { Exemptions } from '../../features/reference-data';
import { pageOf } from '../../platform/cursor';
import { orderOf, placeOf, placeText, readNumber } from './kept-lists';
import { exemptionView } from './views';
import type { Operation } from '../operation';

/** Rules that keep offences from being advisory notices (A 2.5.a). */
export const staffListExemptions: Operation<'staff-listExemptions', { exemptions: Exemptions }> =
  ({ exemptions }) =>
  async ({ query: { ruleCode, status, sort = 'number', cursor, limit = 50 } }) => {
    const order = orderOf(sort);
    const after = placeOf(order, cursor, readNumber);
    const found = await exemptions.page({ ruleCode, status, order, after, limit: limit + 1 });
    const { page, nextCursor } = pageOf(found, limit, (each) => placeText(order.by, each.ruleNo, each.changedAt));
    return { status: 200, body: { exemptions: page.map(exemptionView), nextCursor } };
  };
