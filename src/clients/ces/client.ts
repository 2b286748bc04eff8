import createClient from 'openapi-fetch';
import type { paths } from '../../../generated/outbound/ces-unqualifiedVehicles';
import { outboundOperations } from '../../../generated/outbound/operations';
import { type OutboundSchemas, outboundSchemas } from '../../contract/outbound';
import { type ClientParts, createOutboundCaller, readJson } from '../../platform/outbound';
import type { UnqualifiedVehicleApi } from '../unqualified-vehicles';

/** CES, as far as OCMS calls it. */
export type CesClient = UnqualifiedVehicleApi & { close(): Promise<void> };

export function createCesClient({
  schemas = outboundSchemas(),
  ...parts
}: ClientParts & { schemas?: OutboundSchemas }): CesClient {
  const outbound = createOutboundCaller({ operations: outboundOperations, ...parts });
  const ces = createClient<paths>(outbound.clientOptions);
  const check = schemas.response('ces-unqualifiedVehicles', 200);

  return {
    unqualifiedVehicles: ({ reference, vehicles }, signal) =>
      // CES takes a reference it has for the batch it has.
      outbound.call('ces-unqualifiedVehicles', { signal, idempotent: true }, async (attempt) => {
        const { response } = await ces.POST('/v1/ces/unqualifiedVehicles', {
          headers: outbound.headers('ces-unqualifiedVehicles'),
          body: { reference, vehicles: [...vehicles] },
          fetch: attempt.fetch,
          parseAs: 'stream',
        });
        await readJson(response, { check, attempt });
      }),
    close: () => outbound.close(),
  };
}
