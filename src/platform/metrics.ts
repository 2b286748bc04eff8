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
  /** Request fields that no contract knows, where they are ignored, by operation id. */
  readonly unknownFields: Counter<'operation'>;
  /** Notices created, by who delivered them and what became of them. */
  readonly noticesCreated: Counter<'source' | 'fate'>;
  /** Notices that wait to be copied to the internet zone. */
  readonly mirrorBacklog: Gauge;
  /** How long the oldest of them waits, in seconds. */
  readonly mirrorLag: Gauge;
  /** Notices that could not be copied and are left for manual verification. */
  readonly mirrorManualVerification: Gauge;
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
    unknownFields: new Counter({
      name: 'ocms_request_unknown_fields_total',
      help: 'Request fields outside the contract that were ignored',
      labelNames: ['operation'],
      registers,
    }),
    noticesCreated: new Counter({
      name: 'ocms_notices_created_total',
      help: 'Notices created, by source and fate',
      labelNames: ['source', 'fate'],
      registers,
    }),
    mirrorBacklog: new Gauge({
      name: 'ocms_mirror_backlog_notices',
      help: 'Notices waiting to be copied to the internet zone',
      registers,
    }),
    mirrorLag: new Gauge({
      name: 'ocms_mirror_lag_seconds',
      help: 'How long the oldest notice waits to be copied to the internet zone',
      registers,
    }),
    mirrorManualVerification: new Gauge({
      name: 'ocms_mirror_manual_verification_notices',
      help: 'Notices that could not be copied to the internet zone and are left for manual verification',
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
