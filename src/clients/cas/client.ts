import createClient from 'openapi-fetch';
import type { components, paths } from '../../../generated/outbound/cas-refreshVIPVehicle';
import { outboundOperations } from '../../../generated/outbound/operations';
import { type OutboundSchemas, outboundSchemas } from '../../contract/outbound';
import type { VipVehicle, VipVehicleSource } from '../../features/vip-vehicles/port';
import { type ClientParts, createOutboundCaller, readJsonList } from '../../platform/outbound';
import { toVipVehicle } from './mapper';

type VipVehicleItem = components['schemas']['VipVehicleItem'];

/** CAS, as far as OCMS calls it. */
export type CasClient = VipVehicleSource & { close(): Promise<void> };

export function createCasClient({
  schemas = outboundSchemas(),
  ...parts
}: ClientParts & { schemas?: OutboundSchemas }): CasClient {
  const outbound = createOutboundCaller({ operations: outboundOperations, ...parts });
  const cas = createClient<paths>(outbound.clientOptions);
  const vipVehicles = schemas.listResponse('refreshVIPVehicle', 200, 'data');

  return {
    refreshVipVehicles: (signal) =>
      // It reads only, whatever its method says.
      outbound.call('refreshVIPVehicle', { signal, idempotent: true }, async (attempt) => {
        const { response } = await cas.POST('/v1/cas/refreshVIPVehicle', {
          headers: { ...outbound.headers('refreshVIPVehicle'), 'Content-Type': 'application/json' },
          fetch: attempt.fetch,
          parseAs: 'stream',
        });
        const vehicles: VipVehicle[] = [];
        const { totalCount } = await readJsonList(response, {
          list: 'data',
          checks: vipVehicles,
          attempt,
          onItem: (item) => vehicles.push(toVipVehicle(item as VipVehicleItem)),
        });
        return { vehicles, totalCount: totalCount as number };
      }),
    close: () => outbound.close(),
  };
}
