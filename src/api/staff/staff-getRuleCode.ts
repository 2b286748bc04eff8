import type { RuleCodes } from '../../features/reference-data';
import { pathNumber } from './kept-lists';
import { etagOf, ruleCodeView } from './views';
import type { Operation } from '../operation';

/** One rule code, and the ETag by which it can be changed. */
export const staffGetRuleCode: Operation<'staff-getRuleCode', { ruleCodes: RuleCodes }> =
  ({ ruleCodes }) =>
  async ({ params: { ruleCode } }) => {
    const found = await ruleCodes.one(pathNumber(ruleCode));
    return { status: 200, headers: { ETag: etagOf(found.version) }, body: ruleCodeView(found) };
  };
