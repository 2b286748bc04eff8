export { type AdvisoryPipeline, createAdvisoryPipeline } from './pipeline/service';
export { type Case, type CaseStory, advisoryCaseStore } from './pipeline/store';
export { advisoryGateStore } from './pipeline/gate-store';
export { PARTNERS } from './pipeline/asks';
export { pipelineDiagram } from './pipeline/diagram';
export { createSteps, type Partners, type Writings } from './pipeline/steps';
export type { OwnerParticulars, Particulars } from './pipeline/owners';
export { createLetterReturns } from './letter-returns/service';
export {
  createLetterReconciliation,
  type LetterPeriod,
  type LetterReconciliation,
} from './letter-returns/reconciliation';
export type { LetterDay, LetterDifference } from './letter-returns/store';
export { createManualSuspension, type ManualSuspension, type SuspendedByStaff } from './manual-suspension';
export { type AdvisoryReviews, createAdvisoryReviews, type ListedReview } from './reviews/service';
export type { ReviewPlace } from './reviews/store';
export { type AdvisoryCases, type AdvisoryStory, createAdvisoryCases, type ShownOwner } from './story/service';
export type { Told } from './story/store';
export type { Staff, StaffChange } from './staff';
export { createExclusionList } from './exclusions';
export { createWritings } from './writings';
