import type { RuleCodes } from '../../features/reference-data';
import { etagOf, ruleCodeView } from './views';
import type { Operation } from '../operation';

/** Adds a rule code. */
export const staffAddRuleCode: Operation<'staff-addRuleCode', { ruleCodes: RuleCodes }> =
  ({ ruleCodes }) =>
  async ({ body, principal }) => {
    const added = await ruleCodes.add({ ...body, officerId: principal.id });
    return {
      status: 201,
      headers: { ETag: etagOf(added.version), Location: `/v1/staff/rule-codes/${added.ruleCode}` },
      body: ruleCodeView(added),
    };
  };
