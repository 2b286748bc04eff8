import { answer, keepsToThePolicy, testPartner } from '../../../test/support/partner-calls';
import { createMhaClient } from './client';

const ADDRESS = { addressType: 'LOCAL', block: '123A', street: 'BISHAN STREET 23', postalCode: '570123' };

describe('the registered address of an individual (A 4.2)', () => {
  keepsToThePolicy({
    system: 'MHA',
    operation: 'registeredAddress',
    create: createMhaClient,
    call: (mha, signal) => mha.addressOf({ idType: 'FIN', idNo: 'G0000001X' }, signal),
    sent: { idType: 'FIN', idNo: 'G0000001X' },
    answer: { address: ADDRESS, since: '2020-01-01' },
    result: {
      kind: 'local',
      block: '123A',
      street: 'BISHAN STREET 23',
      floor: null,
      unit: null,
      building: null,
      postalCode: '570123',
    },
    breaches: {
      'no address field': {},
      'an address that is text': { address: 'BISHAN STREET 23' },
      'no street': { address: { ...ADDRESS, street: undefined } },
      'a line that is too long': { address: { addressType: 'FOREIGN', lines: ['BISHAN '.repeat(20)] } },
      'no lines': { address: { addressType: 'FOREIGN', lines: [] } },
    },
    timeoutMs: 30_000,
    particulars: ['G0000001X', 'BISHAN', '570123'],
  });

  test('none is undefined (A 4.2.3)', async () => {
    const partner = await testPartner(createMhaClient, [answer(200, { address: null })]);
    try {
      const { signal } = new AbortController();
      expect(await partner.client.addressOf({ idType: 'NRIC', idNo: 'S0000001X' }, signal)).toBeUndefined();
    } finally {
      await partner.close();
    }
  });
});
