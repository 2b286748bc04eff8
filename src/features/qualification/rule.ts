import type { Cents } from '../../platform/money';

/** A rule that keeps an offence from being an advisory notice (A 2.5.a, decisions §6). A condition that is null is none. */
export interface ExemptionRule {
  computerRuleCode: number;
  compositionAmount: Cents | null;
  vehicleCategory: string | null;
  ruleRemark: string | null;
  /** Calendar dates, inclusive. */
  effectiveFrom: string | null;
  effectiveTo: string | null;
}

/** Past notices of the vehicle with the same suspension, and how many they are. */
export interface PastNotices {
  suspensionType: string | null;
  reasonOfSuspension: string | null;
  notices: number;
}

/** What qualification looks at of the notice itself. */
export interface AdvisoryCandidate {
  offenceNoticeType: string;
  /** After the detection of its type. */
  vehicleRegistrationType: string;
  vehicleCategory: string;
  computerRuleCode: number;
  compositionAmount: Cents;
  /** Calendar date of the offence in the service's zone. */
  offenceDate: string;
  /** No payload carries one yet. */
  ruleRemark?: string;
}

export type Qualification =
  { qualified: true } | { qualified: false; reason: 'offence-type' | 'vehicle-type' | 'exempt' | 'past-offence' };

/** Local vehicles (A 2.2). */
const LOCAL = new Set(['S', 'D', 'V', 'I']);
/** Past notices suspended for these reasons do not count (A 2.5.c). */
export const ANS_PS_REASONS: ReadonlySet<string> = new Set(['CAN', 'CFA', 'DBB', 'VST']);

/** Whether a notice can be an advisory notice at all, whatever the vehicle's past: what needs no facts (A 2.2). */
export function mayQualify({ offenceNoticeType, vehicleRegistrationType }: AdvisoryCandidate): Qualification {
  if (offenceNoticeType !== 'O') return { qualified: false, reason: 'offence-type' };
  if (!LOCAL.has(vehicleRegistrationType)) return { qualified: false, reason: 'vehicle-type' };
  return { qualified: true };
}

/** Whether a notice is an advisory notice (A 2.5, decisions §6). */
export function qualify(
  offence: AdvisoryCandidate,
  exemptions: readonly ExemptionRule[],
  past: readonly PastNotices[],
): Qualification {
  const possible = mayQualify(offence);
  if (!possible.qualified) return possible;
  if (exemptions.some((rule) => exempts(rule, offence))) return { qualified: false, reason: 'exempt' };
  if (isUnqualifiedVehicle(past)) return { qualified: false, reason: 'past-offence' };
  return { qualified: true };
}

/** Whether a vehicle's past keeps it from advisory notices: it has past notices, and not all are suspended as A 2.5.c has it. */
export function isUnqualifiedVehicle(past: readonly PastNotices[]): boolean {
  return past.some(
    ({ suspensionType, reasonOfSuspension }) =>
      suspensionType !== 'PS' || !ANS_PS_REASONS.has(reasonOfSuspension ?? ''),
  );
}

function exempts(rule: ExemptionRule, offence: AdvisoryCandidate): boolean {
  return (
    rule.computerRuleCode === offence.computerRuleCode &&
    (rule.compositionAmount === null || rule.compositionAmount === offence.compositionAmount) &&
    (rule.vehicleCategory === null || rule.vehicleCategory === offence.vehicleCategory) &&
    (rule.ruleRemark === null || rule.ruleRemark === offence.ruleRemark) &&
    (rule.effectiveFrom === null || rule.effectiveFrom <= offence.offenceDate) &&
    (rule.effectiveTo === null || offence.offenceDate <= rule.effectiveTo)
  );
}
