import { Counter } from 'prom-client';
import { createContractDrift } from '../../features/contract-drift';
import type { Ground } from '../ground';

/** How real requests and responses differ from their contracts, kept for the console. */
export function drift({ intranet, calendar, registry }: Ground) {
  const counter = new Counter({
    name: 'ocms_contract_drift_total',
    help: 'Differences between messages that were looked at and their contract, by operation, partner and kind',
    labelNames: ['operation', 'partner', 'kind'],
    registers: [registry],
  });
  const contractDrift = createContractDrift({ intranet, calendar, count: (of) => counter.inc(of) });
  return {
    services: { contractDrift },
    chores: [
      { name: 'record-contract-drift', everyMs: 60_000, run: () => contractDrift.record() },
      { name: 'purge-contract-drift', everyMs: 60 * 60_000, run: () => contractDrift.purge() },
    ],
    // No end waits for what only a page is without.
    close: () => contractDrift.record().catch(() => undefined),
  };
}
