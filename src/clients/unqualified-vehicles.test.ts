import { keepsToThePolicy } from '../../test/support/partner-calls';
import { createCesClient } from './ces/client';
import { createRepccsClient } from './repccs/client';
import type { UnqualifiedVehicleApi } from './unqualified-vehicles';

describe.each([
  { system: 'REPCCS' as const, operation: 'repccs-unqualifiedVehicles' as const, create: createRepccsClient },
  { system: 'CES' as const, operation: 'ces-unqualifiedVehicles' as const, create: createCesClient },
])('$system API timeout and error (A 9, error handling): vehicles that do not qualify', (partner) => {
  const batch = { reference: `URA_${partner.system}_UNQUALIFIED_AN_20260115_060000-1`, vehicles: ['SBA1234A'] };
  const { reference } = batch;
  keepsToThePolicy<UnqualifiedVehicleApi & { close(): Promise<void> }, void>({
    ...partner,
    call: (client, signal) => client.unqualifiedVehicles(batch, signal),
    sent: batch,
    answer: { reference },
    result: undefined,
    breaches: { 'no reference': {}, 'a reference that is a number': { reference: 1 } },
    timeoutMs: 60_000,
    particulars: ['SBA1234A'],
  });
});
