import type { RuleCodes } from '../../features/reference-data';
import { pathNumber, versionRead } from './kept-lists';
import { etagOf, ruleCodeView } from './views';
import type { Operation } from '../operation';

/** Changes or ends a rule code, where it still is as the officer read it. */
export const staffSetRuleCode: Operation<'staff-setRuleCode', { ruleCodes: RuleCodes }> =
  ({ ruleCodes }) =>
  async ({ params: { ruleCode }, headers, body, principal }) => {
    const by = { officerId: principal.id, version: versionRead(headers['If-Match']) };
    const changed = await ruleCodes.change(pathNumber(ruleCode), { ...body, ...by });
    return { status: 200, headers: { ETag: etagOf(changed.version) }, body: ruleCodeView(changed) };
  };
