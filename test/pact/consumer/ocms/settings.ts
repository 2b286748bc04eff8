import type { SystemSettings } from '../../../../src/platform/outbound';
import { createLogger, type Logger } from '../../../../src/platform/logging';

/** One request, and what comes of it. */
export const onceAt = (baseUrl: string, key: string): SystemSettings => ({
  baseUrl,
  key,
  timeoutMs: 5_000,
  attempts: 1,
  backoffMs: 1,
  maxResponseBytes: 100_000,
  concurrency: 1,
  retryAfterMaxMs: 1,
  operations: {},
});

export const silent = (): Logger => createLogger({ level: 'info', destination: { write: () => undefined } });

/** The statuses that end a call, and what the client makes of each. */
export const FAILURES = [
  ['which is not understood', 400, { outcome: 'rejected', retryable: false }],
  ['which OCMS may not make', 403, { outcome: 'rejected', retryable: false }],
  ['where there is no such operation', 404, { outcome: 'rejected', retryable: false }],
  ['one too many', 429, { outcome: 'rejected', retryable: true }],
  ['which the system fails on', 500, { outcome: 'unknown', retryable: true }],
  ['which brings the gateway no usable answer', 502, { outcome: 'unknown', retryable: true }],
  ['while the system is unavailable', 503, { outcome: 'unknown', retryable: true }],
  ['which the system does not answer in time', 504, { outcome: 'unknown', retryable: true }],
] as const;
