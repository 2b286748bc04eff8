import { Registry } from 'prom-client';
import { outboundOperations } from '../../../../generated/outbound/operations';
import { createCasClient } from '../../../../src/clients/cas/client';
import type { VipVehicle } from '../../../../src/features/vip-vehicles/port';
import { UpstreamError } from '../../../../src/platform/outbound';
import { keyPlaceholder } from '../../../support/pacts';
import { callsFail, vipVehiclesAt } from '../../states';
import { consumerPact, type Exchange } from '../consumer';
import { onceAt, silent } from './settings';

const { path } = outboundOperations.refreshVIPVehicle;
const sent = { Accept: 'application/json', 'Content-Type': 'application/json' };
const cas = consumerPact('ocms', 'cas');

/** The list as OCMS's own client gets it, in one request. */
async function refresh(
  baseUrl: string,
  key = keyPlaceholder('cas'),
): Promise<{ vehicles: readonly VipVehicle[]; totalCount: number }> {
  const client = createCasClient({
    settings: onceAt(baseUrl, key),
    logger: silent(),
    registry: new Registry(),
  });
  try {
    return await client.refreshVipVehicles(new AbortController().signal);
  } finally {
    await client.close();
  }
}

describe('OCMS asks CAS for the VIP vehicles', () => {
  type Row = Parameters<typeof vipVehiclesAt>[number];

  const answered = (description: string, rows: Row[], vehicles: VipVehicle[]): void => {
    const answer = { data: rows, totalCount: rows.length };
    cas.receives(
      `a request for the VIP vehicles, ${description}`,
      { given: [vipVehiclesAt(...rows)], path, sent, status: 200, answer },
      async (url) => {
        expect(await refresh(url)).toEqual({ vehicles, totalCount: rows.length });
      },
    );
  };

  const official: VipVehicle = { vehicleNo: 'ABC1234', description: 'VIP Vehicle', status: 'ACTIVE' };
  const plain = { vehicleNo: 'SBA 1-A.', status: 'INACTIVE' };

  answered(
    'of which there are two',
    [official, { ...plain, description: 'State guest' }],
    [official, { ...plain, description: 'State guest' }],
  );
  answered(
    'one of them with a description that is null',
    [official, { ...plain, description: null }],
    [official, { ...plain, description: null }],
  );
  answered('one of them without a description', [official, plain], [official, { ...plain, description: null }]);
  answered('of which there is none', [], []);

  // The client goes by the status and reads no body of an error, so none is asked for.
  const failed = (
    description: string,
    status: number,
    outcome: { outcome: UpstreamError['outcome']; retryable: boolean },
    { key, given = [callsFail(status)] }: Pick<Exchange, 'given'> & { key?: string } = {},
  ): void => {
    cas.receives(`a request for the VIP vehicles, ${description}`, { given, path, key, sent, status }, async (url) => {
      const error: unknown = await refresh(url, key).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(UpstreamError);
      expect(error).toMatchObject({ system: 'CAS', operation: 'refreshVIPVehicle', status, attempts: 1, ...outcome });
    });
  };

  const forGood = { outcome: 'rejected', retryable: false } as const;
  const forNow = { outcome: 'rejected', retryable: true } as const;
  const unknown = { outcome: 'unknown', retryable: true } as const;
  failed('which is not understood', 400, forGood);
  failed('with an unknown key', 401, forGood, { key: 'unknown-key', given: [] });
  failed('which OCMS may not make', 403, forGood);
  failed('where there is no such operation', 404, forGood);
  failed('one too many', 429, forNow);
  failed('which CAS fails on', 500, unknown);
  failed('which brings the gateway no usable answer', 502, unknown);
  failed('while CAS is unavailable', 503, unknown);
  failed('which CAS does not answer in time', 504, unknown);
});
