import createClient from 'openapi-fetch';
import type { components, paths } from '../../../generated/outbound/lta-ownerParticulars';
import { outboundOperations } from '../../../generated/outbound/operations';
import { type OutboundSchemas, outboundSchemas } from '../../contract/outbound';
import type { OwnerSource } from '../../features/advisory-notices/port';
import { type ClientParts, createOutboundCaller, readJson } from '../../platform/outbound';
import { toOwner } from './mapper';

type OwnerParticulars = components['schemas']['OwnerParticularsResponse'];

/** LTA, as far as OCMS calls it. */
export type LtaClient = OwnerSource & { close(): Promise<void> };

export function createLtaClient({
  schemas = outboundSchemas(),
  ...parts
}: ClientParts & { schemas?: OutboundSchemas }): LtaClient {
  const outbound = createOutboundCaller({ operations: outboundOperations, ...parts });
  const lta = createClient<paths>(outbound.clientOptions);
  const check = schemas.response('ownerParticulars', 200);

  return {
    ownerOf: (vehicleNo, signal) =>
      outbound.call('ownerParticulars', { signal, idempotent: true }, async (attempt) => {
        const { response } = await lta.POST('/v1/lta/ownerParticulars', {
          headers: outbound.headers('ownerParticulars'),
          body: { vehicleNo },
          fetch: attempt.fetch,
          parseAs: 'stream',
        });
        const { owner } = (await readJson(response, { check, attempt })) as OwnerParticulars;
        return owner === null ? undefined : toOwner(owner);
      }),
    close: () => outbound.close(),
  };
}
