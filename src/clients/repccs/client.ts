import createClient from 'openapi-fetch';
import { outboundOperations } from '../../../generated/outbound/operations';
import type { components, paths as CarParkPaths } from '../../../generated/outbound/repccs-carParks';
import type { paths as UnqualifiedVehiclePaths } from '../../../generated/outbound/repccs-unqualifiedVehicles';
import { type OutboundSchemas, outboundSchemas } from '../../contract/outbound';
import type { CarParkSource } from '../../features/foreign-vehicles/port';
import { type ClientParts, createOutboundCaller, readJson, readJsonList } from '../../platform/outbound';
import type { UnqualifiedVehicleApi } from '../unqualified-vehicles';

type CarPark = components['schemas']['CarPark'];

/** REPCCS, as far as OCMS calls it. */
export type RepccsClient = CarParkSource & UnqualifiedVehicleApi & { close(): Promise<void> };

export function createRepccsClient({
  schemas = outboundSchemas(),
  ...parts
}: ClientParts & { schemas?: OutboundSchemas }): RepccsClient {
  const outbound = createOutboundCaller({ operations: outboundOperations, ...parts });
  const repccs = createClient<CarParkPaths & UnqualifiedVehiclePaths>(outbound.clientOptions);
  const carParks = schemas.listResponse('carParks', 200, 'carParks');
  const taken = schemas.response('repccs-unqualifiedVehicles', 200);

  return {
    carParks: (signal) =>
      outbound.call('carParks', { signal, idempotent: true }, async (attempt) => {
        const { response } = await repccs.GET('/v1/repccs/carParks', {
          headers: outbound.headers('carParks'),
          fetch: attempt.fetch,
          parseAs: 'stream',
        });
        const names = new Map<string, string>();
        await readJsonList(response, {
          list: 'carParks',
          checks: carParks,
          attempt,
          onItem: (item) => {
            const { ppCode, ppName } = item as CarPark;
            names.set(ppCode, ppName);
          },
        });
        return names;
      }),
    unqualifiedVehicles: ({ reference, vehicles }, signal) =>
      // REPCCS takes a reference it has for the batch it has.
      outbound.call('repccs-unqualifiedVehicles', { signal, idempotent: true }, async (attempt) => {
        const { response } = await repccs.POST('/v1/repccs/unqualifiedVehicles', {
          headers: outbound.headers('repccs-unqualifiedVehicles'),
          body: { reference, vehicles: [...vehicles] },
          fetch: attempt.fetch,
          parseAs: 'stream',
        });
        await readJson(response, { check: taken, attempt });
      }),
    close: () => outbound.close(),
  };
}
