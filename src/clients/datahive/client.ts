import createClient from 'openapi-fetch';
import type { components, paths } from '../../../generated/outbound/datahive-contact';
import { outboundOperations } from '../../../generated/outbound/operations';
import { type OutboundSchemas, outboundSchemas } from '../../contract/outbound';
import type { AddressSource, ContactSource } from '../../features/advisory-notices/port';
import { type ClientParts, createOutboundCaller, readJson } from '../../platform/outbound';
import { toAddress } from '../address';
import { toContact } from './mapper';

type Schemas = components['schemas'];

/** DataHive, as far as OCMS calls it: contacts, and where entities are registered. */
export type DatahiveClient = ContactSource & AddressSource<'UEN'> & { close(): Promise<void> };

export function createDatahiveClient({
  schemas = outboundSchemas(),
  ...parts
}: ClientParts & { schemas?: OutboundSchemas }): DatahiveClient {
  const outbound = createOutboundCaller({ operations: outboundOperations, ...parts });
  const datahive = createClient<paths>(outbound.clientOptions);
  const contact = schemas.response('contact', 200);
  const entityAddress = schemas.response('entityAddress', 200);

  return {
    contactOf: ({ idType, idNo }, signal) =>
      outbound.call('contact', { signal, idempotent: true }, async (attempt) => {
        const { response } = await datahive.POST('/v1/datahive/contact', {
          headers: outbound.headers('contact'),
          body: { idType, idNo },
          fetch: attempt.fetch,
          parseAs: 'stream',
        });
        return toContact((await readJson(response, { check: contact, attempt })) as Schemas['ContactResponse']);
      }),
    addressOf: ({ idNo }, signal) =>
      outbound.call('entityAddress', { signal, idempotent: true }, async (attempt) => {
        const { response } = await datahive.POST('/v1/datahive/entityAddress', {
          headers: outbound.headers('entityAddress'),
          body: { uen: idNo },
          fetch: attempt.fetch,
          parseAs: 'stream',
        });
        const answer = await readJson(response, { check: entityAddress, attempt });
        const { address } = answer as Schemas['EntityAddressResponse'];
        return address === null ? undefined : toAddress(address);
      }),
    close: () => outbound.close(),
  };
}
