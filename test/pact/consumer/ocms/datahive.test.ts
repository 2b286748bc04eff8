import { outboundOperations } from '../../../../generated/outbound/operations';
import { createDatahiveClient } from '../../../../src/clients/datahive/client';
import type { Contact, ContactIdType } from '../../../../src/features/advisory-notices/port';
import { asOcms, endsWithEveryError, like, matching } from './calls';
import { consumerPact } from '../consumer';

const datahive = consumerPact('ocms', 'datahive');

describe('OCMS asks DataHive for a contact', () => {
  interface Asked {
    idType: ContactIdType;
    idNo: string;
  }
  const { path } = outboundOperations.contact;
  const contactOf = asOcms(createDatahiveClient, 'datahive', (client, asked: Asked, signal) =>
    client.contactOf(asked, signal),
  );
  const mobileNo = matching('^\\+[1-9]\\d{6,14}$', '+6580000001');
  const email = matching('^[^@ ]+@[^@ ]+$', 'owner@mail.example');

  const known = (description: string, body: Asked, contact: object | null, expected: Contact | undefined): void =>
    datahive.receives(
      `a request for a contact, ${description}`,
      { path, body, status: 200, answer: { contact } },
      async (url) => expect(await contactOf(url, body)).toEqual(expected),
    );
  known(
    'of a citizen who has both',
    { idType: 'NRIC', idNo: 'S0000001X' },
    { mobileNo, email },
    { mobileNo: '+6580000001', email: 'owner@mail.example' },
  );
  known(
    'of a resident who has a mobile number only',
    { idType: 'FIN', idNo: 'G9200001X' },
    { mobileNo, email: null },
    { mobileNo: '+6580000001', email: undefined },
  );
  known(
    'of an entity that has an e-mail address only',
    { idType: 'UEN', idNo: '930000001X' },
    { mobileNo: null, email },
    { mobileNo: undefined, email: 'owner@mail.example' },
  );
  known('of somebody who has none', { idType: 'NRIC', idNo: 'S9100001X' }, null, undefined);

  const body: Asked = { idType: 'NRIC', idNo: 'S0000001X' };
  endsWithEveryError(datahive, {
    description: 'a request for a contact',
    operation: 'contact',
    body,
    call: (url, key) => contactOf(url, body, key),
  });
});

describe("OCMS asks DataHive for an entity's address", () => {
  const { path } = outboundOperations.entityAddress;
  const addressOf = asOcms(createDatahiveClient, 'datahive', (client, idNo: string, signal) =>
    client.addressOf({ idType: 'UEN', idNo }, signal),
  );

  datahive.receives(
    "a request for an entity's address",
    {
      path,
      body: { uen: '200000001X' },
      status: 200,
      answer: { address: { addressType: 'LOCAL', street: like('CLUB STREET'), postalCode: like('069400') } },
    },
    async (url) =>
      expect(await addressOf(url, '200000001X')).toMatchObject({
        kind: 'local',
        street: 'CLUB STREET',
        postalCode: '069400',
      }),
  );
  datahive.receives(
    "a request for an entity's address, which has none",
    { path, body: { uen: '940000001X' }, status: 200, answer: { address: null } },
    async (url) => expect(await addressOf(url, '940000001X')).toBeUndefined(),
  );
  endsWithEveryError(datahive, {
    description: "a request for an entity's address",
    operation: 'entityAddress',
    body: { uen: '200000001X' },
    call: (url, key) => addressOf(url, '200000001X', key),
  });
});
