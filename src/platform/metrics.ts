import { collectDefaultMetrics, Registry } from 'prom-client';

/** Where the service's Prometheus metrics meet, Node's own among them: one for each process. Whoever measures declares. */
export function createRegistry(): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return registry;
}
