import type { Contact } from '../../features/advisory-notices/port';
import { answer, keepsToThePolicy, testPartner } from '../../../test/support/partner-calls';
import { createDatahiveClient } from './client';

type Datahive = ReturnType<typeof createDatahiveClient>;

const CONTACT = { mobileNo: '+6591827364', email: 'tan@mail.example' };

describe('the contact of an owner (A 4.2)', () => {
  keepsToThePolicy({
    system: 'DATAHIVE',
    operation: 'contact',
    create: createDatahiveClient,
    call: (datahive: Datahive, signal) => datahive.contactOf({ idType: 'NRIC', idNo: 'S0000001X' }, signal),
    sent: { idType: 'NRIC', idNo: 'S0000001X' },
    answer: { contact: { ...CONTACT, preferred: 'SMS' } },
    result: CONTACT,
    breaches: {
      'no contact field': {},
      'a contact that is text': { contact: 'tan@mail.example' },
      'no e-mail field': { contact: { mobileNo: '+6591827364' } },
      'a mobile number without its country code': { contact: { ...CONTACT, mobileNo: '91827364' } },
      'an e-mail address that is two': { contact: { ...CONTACT, email: 'tan@mail.example,tan@mail.example' } },
      'an empty e-mail address': { contact: { ...CONTACT, email: '' } },
    },
    timeoutMs: 30_000,
    particulars: ['S0000001X', '91827364', 'tan@mail'],
  });

  test.each<[string, unknown, Contact | undefined]>([
    ['a mobile number only', { ...CONTACT, email: null }, { mobileNo: '+6591827364', email: undefined }],
    ['an e-mail address only', { ...CONTACT, mobileNo: null }, { mobileNo: undefined, email: 'tan@mail.example' }],
    ['neither: no contact (A 4.2.3)', { mobileNo: null, email: null }, undefined],
    ['nobody by that id: no contact (A 4.2.3)', null, undefined],
  ])('%s', async (_what, contact, expected) => {
    const partner = await testPartner(createDatahiveClient, [answer(200, { contact })]);
    try {
      const { signal } = new AbortController();
      expect(await partner.client.contactOf({ idType: 'UEN', idNo: '200000001X' }, signal)).toEqual(expected);
      expect(JSON.parse(partner.requests[0]!.body)).toEqual({ idType: 'UEN', idNo: '200000001X' });
    } finally {
      await partner.close();
    }
  });
});

describe('the registered address of an entity (A 4.2)', () => {
  const ADDRESS = { addressType: 'LOCAL', block: '1', street: 'CLUB STREET', postalCode: '069400' };

  keepsToThePolicy({
    system: 'DATAHIVE',
    operation: 'entityAddress',
    create: createDatahiveClient,
    call: (datahive: Datahive, signal) => datahive.addressOf({ idType: 'UEN', idNo: '200000001X' }, signal),
    sent: { uen: '200000001X' },
    answer: { address: ADDRESS },
    result: {
      kind: 'local',
      block: '1',
      street: 'CLUB STREET',
      floor: null,
      unit: null,
      building: null,
      postalCode: '069400',
    },
    breaches: {
      'no address field': {},
      'an address of no kind': { address: { ...ADDRESS, addressType: 'CLUB STREET' } },
    },
    timeoutMs: 30_000,
    particulars: ['200000001X', 'CLUB STREET', '069400'],
  });

  test('none is undefined', async () => {
    const partner = await testPartner(createDatahiveClient, [answer(200, { address: null })]);
    try {
      const { signal } = new AbortController();
      expect(await partner.client.addressOf({ idType: 'UEN', idNo: '200000001X' }, signal)).toBeUndefined();
    } finally {
      await partner.close();
    }
  });
});
