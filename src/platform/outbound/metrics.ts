import { Histogram, type Registry } from 'prom-client';
import type { FailedOutcome } from './errors';

const NAME = 'ocms_outbound_request_duration_seconds';

/** `aborted`: given up by the caller; `failed`: by a defect of our own. */
export type AttemptOutcome = 'ok' | FailedOutcome | 'aborted' | 'failed';

export type OutboundDuration = Histogram<'system' | 'operation' | 'outcome'>;

/** Seconds per attempt; one for all systems of a registry. */
export function outboundDuration(registry: Registry): OutboundDuration {
  const present = registry.getSingleMetric(NAME) as OutboundDuration | undefined;
  return (
    present ??
    new Histogram({
      name: NAME,
      help: 'Time of one attempt to call another system, its answer read, by system, operation and outcome',
      labelNames: ['system', 'operation', 'outcome'],
      buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
      registers: [registry],
    })
  );
}
