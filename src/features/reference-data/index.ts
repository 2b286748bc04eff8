export { MOST_BYTES, referenceFile } from './file';
export { REFERENCE_NAMES, referenceColumns, type ReferenceName, type ReferenceRow } from './kinds';
export { createReferenceData, type ReferenceData } from './service';
export type { Exemption } from './kept/exemption-store';
export { createExclusions, type Exclusions, type ListedExclusion } from './kept/exclusions';
export { createExemptions, type Exemptions } from './kept/exemptions';
export type { Order, Place } from './kept/order';
export type { RuleCode } from './kept/rule-code-store';
export { createRuleCodes, type RuleCodes } from './kept/rule-codes';
