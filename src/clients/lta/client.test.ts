import { answer, keepsToThePolicy, testPartner } from '../../../test/support/partner-calls';
import { createLtaClient } from './client';

const LOCAL = {
  addressType: 'LOCAL',
  block: '123A',
  street: 'BISHAN STREET 23',
  floor: '08',
  unit: '115',
  building: null,
  postalCode: '570123',
};
const OWNER = { name: 'TAN AH KOW', idType: 'NRIC', idNo: 'S0000001X', address: LOCAL };

describe('the owner of a vehicle (A 4.2)', () => {
  keepsToThePolicy({
    system: 'LTA',
    operation: 'ownerParticulars',
    create: createLtaClient,
    call: (lta, signal) => lta.ownerOf('SBA1234A', signal),
    sent: { vehicleNo: 'SBA1234A' },
    answer: { owner: OWNER, asOf: '2026-11-28' },
    result: {
      name: 'TAN AH KOW',
      idType: 'NRIC',
      idNo: 'S0000001X',
      address: {
        kind: 'local',
        block: '123A',
        street: 'BISHAN STREET 23',
        floor: '08',
        unit: '115',
        building: null,
        postalCode: '570123',
      },
    },
    breaches: {
      'no owner field': {},
      'an unknown kind of id': { owner: { ...OWNER, idType: 'S0000001X' } },
      'no id number': { owner: { ...OWNER, idNo: undefined } },
      'a name that is a number': { owner: { ...OWNER, name: 7 } },
      'no address field': { owner: { ...OWNER, address: undefined } },
      'an address without a street': { owner: { ...OWNER, address: { ...LOCAL, street: null } } },
      'a postal code of five digits': { owner: { ...OWNER, address: { ...LOCAL, postalCode: '57012' } } },
      'an address of no kind': { owner: { ...OWNER, address: { lines: ['BISHAN STREET 23'] } } },
    },
    timeoutMs: 30_000,
    particulars: ['S0000001X', 'TAN AH KOW', 'BISHAN', '570123', 'SBA1234A'],
  });

  const ownerWhere = async (owner: unknown) => {
    const lta = await testPartner(createLtaClient, [answer(200, { owner })]);
    try {
      return await lta.client.ownerOf('SBA1234A', new AbortController().signal);
    } finally {
      await lta.close();
    }
  };

  test('no owner is undefined (A 4.2.3)', async () => expect(await ownerWhere(null)).toBeUndefined());

  test('a passport holder lives wherever the lines say, with fields that nobody agreed to', async () => {
    const address = { addressType: 'FOREIGN', lines: ['1 JALAN CONTOH', 'MALAYSIA'], country: 'MY' };
    expect(await ownerWhere({ ...OWNER, idType: 'PASSPORT', idNo: 'X0000001', address })).toEqual({
      name: 'TAN AH KOW',
      idType: 'PASSPORT',
      idNo: 'X0000001',
      address: { kind: 'foreign', lines: ['1 JALAN CONTOH', 'MALAYSIA'] },
    });
  });

  test('an owner may have no address, or only some parts of one', async () => {
    expect(await ownerWhere({ ...OWNER, address: null })).toMatchObject({ address: undefined });
    expect(await ownerWhere({ ...OWNER, address: { addressType: 'LOCAL', street: 'CLUB STREET' } })).toMatchObject({
      address: {
        kind: 'local',
        block: null,
        street: 'CLUB STREET',
        floor: null,
        unit: null,
        building: null,
        postalCode: null,
      },
    });
  });
});
