import { outboundOperations } from '../../../../generated/outbound/operations';
import { createLtaClient } from '../../../../src/clients/lta/client';
import { asOcms, endsWithEveryError, like, matching } from './calls';
import { consumerPact } from '../consumer';

const { path } = outboundOperations.ownerParticulars;
const lta = consumerPact('ocms', 'lta');
const ownerOf = asOcms(createLtaClient, 'lta', (client, vehicleNo: string, signal) =>
  client.ownerOf(vehicleNo, signal),
);

const NAME = 'TAN AH KOW';

describe('OCMS asks LTA for the owner of a vehicle', () => {
  const known = (
    description: string,
    vehicleNo: string,
    { idType, idNo, form }: { idType: string; idNo: string; form: string },
    addresses: { wire: object; ours: object },
  ): void =>
    lta.receives(
      `a request for the owner of a vehicle, ${description}`,
      {
        path,
        body: { vehicleNo },
        status: 200,
        answer: { owner: { name: like(NAME), idType, idNo: matching(form, idNo), address: addresses.wire } },
      },
      async (url) => {
        expect(await ownerOf(url, vehicleNo)).toEqual({ name: NAME, idType, idNo, address: addresses.ours });
      },
    );

  const parts = { street: 'CLUB STREET', postalCode: '069400' };
  const local = {
    wire: { addressType: 'LOCAL', street: like(parts.street), postalCode: like(parts.postalCode) },
    ours: { kind: 'local', ...parts, block: null, floor: null, unit: null, building: null },
  };
  known('a citizen', 'SBA1234A', { idType: 'NRIC', idNo: 'S0000001X', form: '^[ST]\\d{7}[A-Z]$' }, local);
  known('a resident', 'FIN1', { idType: 'FIN', idNo: 'G0000001X', form: '^[FGM]\\d{7}[A-Z]$' }, local);
  known('a business entity', 'UEN1', { idType: 'UEN', idNo: '200000001X', form: '^[0-9A-Z]{9,10}$' }, local);
  known(
    'the holder of a passport',
    'PASSPORT1',
    { idType: 'PASSPORT', idNo: 'X0000001', form: '^[0-9A-Z]{1,20}$' },
    {
      wire: { addressType: 'FOREIGN', lines: like(['1 JALAN CONTOH', '50000 KUALA LUMPUR', 'MALAYSIA']) },
      ours: { kind: 'foreign', lines: ['1 JALAN CONTOH', '50000 KUALA LUMPUR', 'MALAYSIA'] },
    },
  );
  lta.receives(
    'a request for the owner of a vehicle, which has none',
    { path, body: { vehicleNo: 'NOOWNER1' }, status: 200, answer: { owner: null } },
    async (url) => expect(await ownerOf(url, 'NOOWNER1')).toBeUndefined(),
  );

  endsWithEveryError(lta, {
    description: 'a request for the owner of a vehicle',
    operation: 'ownerParticulars',
    body: { vehicleNo: 'SBA1234A' },
    call: (url, key) => ownerOf(url, 'SBA1234A', key),
  });
});
