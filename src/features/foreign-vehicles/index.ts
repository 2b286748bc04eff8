export { type AdminFees, createAdminFees } from './admin-fee';
export { type Archival, createArchival } from './archival';
export { NO_WORD, type ViolationStatus } from './port';
export { createStories, type NextRun, type Owed, type Stories, type Story } from './story';
export type { Life, Told } from './story-store';
export type { Channel } from './violation-store';
export { createViolationUpdates, type ViolationUpdates } from './violations';
