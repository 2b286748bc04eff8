import type { Exemptions } from '../../features/reference-data';
import { pathNumber, versionRead } from './kept-lists';
import { etagOf, exemptionView } from './views';
import type { Operation } from '../operation';

/** Gives an exemption its days, where it still is as the officer read it. */
export const staffSetExemption: Operation<'staff-setExemption', { exemptions: Exemptions }> =
  ({ exemptions }) =>
  async ({ params: { ruleNo }, headers, body, principal }) => {
    const by = { officerId: principal.id, version: versionRead(headers['If-Match']) };
    const changed = await exemptions.change(pathNumber(ruleNo), { ...body, ...by });
    return { status: 200, headers: { ETag: etagOf(changed.version) }, body: exemptionView(changed) };
  };
