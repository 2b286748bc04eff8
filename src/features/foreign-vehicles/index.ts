export { type AdminFees, createAdminFees } from './admin-fee';
export { type Archival, createArchival } from './archival';
export { createViolationUpdates, type ViolationUpdates } from './violations';
