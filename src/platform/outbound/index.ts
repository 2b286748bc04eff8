export type { Attempt } from './attempt';
export { type CallOptions, createOutboundCaller, type OutboundCaller } from './caller';
export { createOutboundSchemas, type Check, type ListChecks, type OutboundSchemas } from './contract';
export { type FailedOutcome, UpstreamError } from './errors';
export { readJsonList } from './json-list';
export type { SystemSettings } from './settings';
