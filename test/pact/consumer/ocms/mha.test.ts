import { outboundOperations } from '../../../../generated/outbound/operations';
import { createMhaClient } from '../../../../src/clients/mha/client';
import { asOcms, endsWithEveryError, like } from './calls';
import { consumerPact } from '../consumer';

const { path } = outboundOperations.registeredAddress;
const mha = consumerPact('ocms', 'mha');

interface Asked {
  idType: 'NRIC' | 'FIN';
  idNo: string;
}
const addressOf = asOcms(createMhaClient, 'mha', (client, asked: Asked, signal) => client.addressOf(asked, signal));

describe('OCMS asks MHA for a registered address', () => {
  const known = (description: string, body: Asked): void =>
    mha.receives(
      `a request for the registered address, ${description}`,
      {
        path,
        body,
        status: 200,
        answer: { address: { addressType: 'LOCAL', street: like('BISHAN STREET 23'), postalCode: like('570123') } },
      },
      async (url) =>
        expect(await addressOf(url, body)).toMatchObject({
          kind: 'local',
          street: 'BISHAN STREET 23',
          postalCode: '570123',
        }),
    );
  known('of a citizen', { idType: 'NRIC', idNo: 'S0000001X' });
  known('of a resident', { idType: 'FIN', idNo: 'G0000001X' });
  mha.receives(
    'a request for the registered address, of somebody who has none',
    { path, body: { idType: 'NRIC', idNo: 'S9400001X' }, status: 200, answer: { address: null } },
    async (url) => expect(await addressOf(url, { idType: 'NRIC', idNo: 'S9400001X' })).toBeUndefined(),
  );

  const body: Asked = { idType: 'NRIC', idNo: 'S0000001X' };
  endsWithEveryError(mha, {
    description: 'a request for the registered address',
    operation: 'registeredAddress',
    body,
    call: (url, key) => addressOf(url, body, key),
  });
});
