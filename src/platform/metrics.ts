import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** The service's Prometheus metrics; one set per context. */
export interface Metrics {
  readonly registry: Registry;
  /** Seconds per request, by operation id (`none` where no operation matched), partner and status. */
  readonly requestDuration: Histogram<'operation' | 'partner' | 'status'>;
  /** Responses found to break the contract, by operation id and status. */
  readonly responseViolations: Counter<'operation' | 'status'>;
  /** Requests refused before they reached their operation, by operation id and error kind. */
  readonly requestsRefused: Counter<'operation' | 'reason'>;
  /** 1 when a zone's database answered the last time it was asked, else 0. */
  readonly databaseUp: Gauge<'zone'>;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    registry,
    requestDuration: new Histogram({
      name: 'ocms_http_request_duration_seconds',
      help: 'Time to answer a request, by operation, partner and status',
      labelNames: ['operation', 'partner', 'status'],
      buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers,
    }),
    responseViolations: new Counter({
      name: 'ocms_response_contract_violations_total',
      help: 'Responses found to break their contract',
      labelNames: ['operation', 'status'],
      registers,
    }),
    requestsRefused: new Counter({
      name: 'ocms_http_requests_refused_total',
      help: 'Requests refused before they reached their operation, by reason',
      labelNames: ['operation', 'reason'],
      registers,
    }),
    databaseUp: new Gauge({
      name: 'ocms_database_up',
      help: 'Whether the zone database answered the last time it was asked',
      labelNames: ['zone'],
      registers,
    }),
  };
}
