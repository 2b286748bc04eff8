export { isUnqualifiedVehicle, type AdvisoryCandidate, type Qualification } from './rule';
export { checkQualification } from './service';
