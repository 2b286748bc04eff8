import createClient from 'openapi-fetch';
import type { components, paths } from '../../../generated/outbound/mha-registeredAddress';
import { outboundOperations } from '../../../generated/outbound/operations';
import { type OutboundSchemas, outboundSchemas } from '../../contract/outbound';
import type { AddressSource } from '../../features/advisory-notices/port';
import { type ClientParts, createOutboundCaller, readJson } from '../../platform/outbound';
import { toAddress } from '../address';

type RegisteredAddress = components['schemas']['RegisteredAddressResponse'];

/** MHA, as far as OCMS calls it: where individuals are registered. */
export type MhaClient = AddressSource<'NRIC' | 'FIN'> & { close(): Promise<void> };

export function createMhaClient({
  schemas = outboundSchemas(),
  ...parts
}: ClientParts & { schemas?: OutboundSchemas }): MhaClient {
  const outbound = createOutboundCaller({ operations: outboundOperations, ...parts });
  const mha = createClient<paths>(outbound.clientOptions);
  const check = schemas.response('registeredAddress', 200);

  return {
    addressOf: ({ idType, idNo }, signal) =>
      outbound.call('registeredAddress', { signal, idempotent: true }, async (attempt) => {
        const { response } = await mha.POST('/v1/mha/registeredAddress', {
          headers: outbound.headers('registeredAddress'),
          body: { idType, idNo },
          fetch: attempt.fetch,
          parseAs: 'stream',
        });
        const { address } = (await readJson(response, { check, attempt })) as RegisteredAddress;
        return address === null ? undefined : toAddress(address);
      }),
    close: () => outbound.close(),
  };
}
