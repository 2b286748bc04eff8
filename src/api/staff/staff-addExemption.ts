import type { Exemptions } from '../../features/reference-data';
import { centsFromDollars } from '../../platform/money';
import { etagOf, exemptionView } from './views';
import type { Operation } from '../operation';

/** Adds an exemption. */
export const staffAddExemption: Operation<'staff-addExemption', { exemptions: Exemptions }> =
  ({ exemptions }) =>
  async ({ body, principal }) => {
    const added = await exemptions.add({
      ruleCode: body.ruleCode,
      compositionAmount: body.compositionAmount == null ? null : centsFromDollars(body.compositionAmount),
      vehicleCategory: body.vehicleCategory ?? null,
      ruleRemark: body.ruleRemark ?? null,
      effectiveFrom: body.effectiveFrom ?? null,
      effectiveTo: body.effectiveTo ?? null,
      officerId: principal.id,
    });
    return {
      status: 201,
      headers: { ETag: etagOf(added.version), Location: `/v1/staff/exemptions/${added.ruleNo}` },
      body: exemptionView(added),
    };
  };
