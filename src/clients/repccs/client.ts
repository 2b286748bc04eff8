import createClient from 'openapi-fetch';
import type { Registry } from 'prom-client';
import { outboundOperations } from '../../../generated/outbound/operations';
import type { components, paths } from '../../../generated/outbound/repccs-carParks';
import { type OutboundSchemas, outboundSchemas } from '../../contract/outbound';
import type { CarParkSource } from '../../features/foreign-vehicles/port';
import type { Logger } from '../../platform/logging';
import { createOutboundCaller, readJsonList, type SystemSettings } from '../../platform/outbound';

type CarPark = components['schemas']['CarPark'];

/** REPCCS, as far as OCMS calls it. */
export type RepccsClient = CarParkSource & { close(): Promise<void> };

export function createRepccsClient({
  settings,
  logger,
  registry,
  schemas = outboundSchemas(),
}: {
  settings: SystemSettings;
  logger: Logger;
  registry: Registry;
  schemas?: OutboundSchemas;
}): RepccsClient {
  const outbound = createOutboundCaller({ operations: outboundOperations, settings, logger, registry });
  const repccs = createClient<paths>(outbound.clientOptions);
  const carParks = schemas.listResponse('carParks', 200, 'carParks');

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
    close: () => outbound.close(),
  };
}
