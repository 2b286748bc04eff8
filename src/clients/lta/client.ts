import createClient from 'openapi-fetch';
import type { Registry } from 'prom-client';
import type { components, paths } from '../../../generated/outbound/lta-ownerParticulars';
import { outboundOperations } from '../../../generated/outbound/operations';
import { type OutboundSchemas, outboundSchemas } from '../../contract/outbound';
import type { OwnerSource } from '../../features/advisory-notices/port';
import type { Logger } from '../../platform/logging';
import { createOutboundCaller, readJson, type SystemSettings } from '../../platform/outbound';
import { toOwner } from './mapper';

type OwnerParticulars = components['schemas']['OwnerParticularsResponse'];

/** LTA, as far as OCMS calls it. */
export type LtaClient = OwnerSource & { close(): Promise<void> };

export function createLtaClient({
  settings,
  logger,
  registry,
  schemas = outboundSchemas(),
}: {
  settings: SystemSettings;
  logger: Logger;
  registry: Registry;
  schemas?: OutboundSchemas;
}): LtaClient {
  const outbound = createOutboundCaller({ operations: outboundOperations, settings, logger, registry });
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
