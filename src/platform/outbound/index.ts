export type { Attempt } from './attempt';
export { type CalledOperation, type CallOptions, createOutboundCaller, type OutboundCaller } from './caller';
export type { Check, ListChecks } from './checks';
export { type FailedOutcome, UpstreamError } from './errors';
export { readJsonList } from './json-list';
export type { SystemSettings } from './settings';
