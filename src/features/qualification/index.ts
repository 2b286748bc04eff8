export { isUnqualifiedVehicle, type Offence, type Qualification } from './rule';
export { checkQualification } from './service';
