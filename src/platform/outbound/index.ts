export { type Attempt, unlessAborted } from './attempt';
export {
  type CalledOperation,
  type CallOptions,
  type ClientParts,
  createOutboundCaller,
  type OutboundCaller,
} from './caller';
export type { Check, ListChecks } from './checks';
export { type FailedOutcome, OutboundFault, UpstreamError } from './errors';
export { readJson } from './json';
export { readJsonList } from './json-list';
export { outboundDuration } from './metrics';
export { attemptRecorder } from './recorded';
export type { SystemSettings } from './settings';
export type { AttemptWatch, CallWatch, SentRequest } from './watch';
