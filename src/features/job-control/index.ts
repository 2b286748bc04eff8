export { createJobControl, type JobControl, type JobStanding, type KnownJob } from './service';
export type { JobRequest } from '../../scheduling/request-store';
export type { Outcome, RunRecord, Trigger } from '../../scheduling/run-store';
export type { StoredAlert } from '../../scheduling/alert-store';
