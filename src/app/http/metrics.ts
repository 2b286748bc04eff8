import { Counter, Histogram, type Registry } from 'prom-client';

/** What is measured of requests. */
export type HttpMetrics = ReturnType<typeof createHttpMetrics>;

export function createHttpMetrics(registry: Registry) {
  const registers = [registry];
  return {
    /** Seconds per request, by operation id (`none` where no operation matched), partner and status. */
    requestDuration: new Histogram({
      name: 'ocms_http_request_duration_seconds',
      help: 'Time to answer a request, by operation, partner and status',
      labelNames: ['operation', 'partner', 'status'],
      buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers,
    }),
    /** Requests refused before they reached their operation, by operation id and error kind. */
    requestsRefused: new Counter({
      name: 'ocms_http_requests_refused_total',
      help: 'Requests refused before they reached their operation, by reason',
      labelNames: ['operation', 'reason'],
      registers,
    }),
    /** Request fields that no contract knows, where they are ignored, by operation id. */
    unknownFields: new Counter({
      name: 'ocms_request_unknown_fields_total',
      help: 'Request fields outside the contract that were ignored',
      labelNames: ['operation'],
      registers,
    }),
  };
}
