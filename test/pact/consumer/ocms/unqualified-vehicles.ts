import { outboundOperations } from '../../../../generated/outbound/operations';
import type { UnqualifiedVehicleApi } from '../../../../src/clients/unqualified-vehicles';
import { UpstreamError } from '../../../../src/platform/outbound';
import { callsFail } from '../../states';
import type { consumerPact } from '../consumer';
import { FAILURES } from './settings';

/** What OCMS relies on where it tells a partner of vehicles that do not qualify for advisory notices (A 9). */
export function unqualifiedVehicles(
  pact: ReturnType<typeof consumerPact>,
  {
    system,
    createClient,
  }: {
    system: 'REPCCS' | 'CES';
    /** With a key of its own, or the one it has. */
    createClient: (baseUrl: string, key?: string) => UnqualifiedVehicleApi & { close(): Promise<void> };
  },
): void {
  const operation = system === 'REPCCS' ? 'repccs-unqualifiedVehicles' : 'ces-unqualifiedVehicles';
  const { path } = outboundOperations[operation];
  const sent = { Accept: 'application/json', 'Content-Type': 'application/json' };
  const body = { reference: `URA_${system}_UNQUALIFIED_AN_20260115_060000-1`, vehicles: ['SBA1234A', 'SKX 2026-A.'] };
  const tell = async (url: string, key?: string): Promise<void> => {
    const client = createClient(url, key);
    try {
      await client.unqualifiedVehicles(body, new AbortController().signal);
    } finally {
      await client.close();
    }
  };
  const fails = async (url: string, status: number, outcome: object, key?: string): Promise<void> => {
    const error: unknown = await tell(url, key).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(UpstreamError);
    expect(error).toMatchObject({ system, operation, status, attempts: 1, ...outcome });
  };

  pact.receives(
    'two vehicles that do not qualify for advisory notices',
    { path, sent, body, status: 200, answer: { reference: body.reference } },
    (url) => tell(url),
  );
  for (const [description, status, outcome] of FAILURES)
    pact.receives(
      `vehicles that do not qualify, ${description}`,
      { given: [callsFail(status)], path, sent, body, status },
      (url) => fails(url, status, outcome),
    );
  pact.receives(
    'vehicles that do not qualify, with an unknown key',
    { path, sent, body, status: 401, key: 'unknown-key' },
    (url) => fails(url, 401, { outcome: 'rejected', retryable: false }, 'unknown-key'),
  );
}
