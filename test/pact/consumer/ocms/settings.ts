import type { Violation } from '../../../../src/features/foreign-vehicles/port';
import type { Cents } from '../../../../src/platform/money';
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

/** What vHub is told of a notice. */
export const violation = (fields: Partial<Violation> = {}): Violation => ({
  noticeNo: '500500123A',
  offenceAt: '2026-01-01T01:30:00.000Z',
  offenceCode: 10300,
  location: 'BISHAN STREET 23',
  offenceDescription: 'Parking without a valid coupon',
  vehicleNo: 'JTR1234',
  vehicleType: 'C',
  compositionAmount: 7_030 as Cents,
  adminFee: 1_020 as Cents,
  totalAmount: 8_050 as Cents,
  status: 'O',
  ...fields,
});
