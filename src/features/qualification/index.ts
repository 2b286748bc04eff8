export { isUnqualifiedVehicle, type AdvisoryCandidate, type Qualification } from './rule';
export { checkQualification, pastCountsFrom } from './service';
export { unqualifiedVehicle } from './store';
