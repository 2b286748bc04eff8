import type { Exemptions } from '../../features/reference-data';
import { pathNumber } from './kept-lists';
import { etagOf, exemptionView } from './views';
import type { Operation } from '../operation';

/** One exemption, and the ETag by which it can be changed. */
export const staffGetExemption: Operation<'staff-getExemption', { exemptions: Exemptions }> =
  ({ exemptions }) =>
  async ({ params: { ruleNo } }) => {
    const found = await exemptions.one(pathNumber(ruleNo));
    return { status: 200, headers: { ETag: etagOf(found.version) }, body: exemptionView(found) };
  };
