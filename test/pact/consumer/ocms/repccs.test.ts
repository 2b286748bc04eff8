import { Registry } from 'prom-client';
import { outboundOperations } from '../../../../generated/outbound/operations';
import { createRepccsClient } from '../../../../src/clients/repccs/client';
import { UpstreamError } from '../../../../src/platform/outbound';
import { keyPlaceholder } from '../../../support/pacts';
import { callsFail, carParksAt } from '../../states';
import { consumerPact } from '../consumer';
import { FAILURES, onceAt, silent } from './settings';
import { unqualifiedVehicles } from './unqualified-vehicles';

const { path } = outboundOperations.carParks;
const sent = { Accept: 'application/json' };
const repccs = consumerPact('ocms', 'repccs');

const createClient = (baseUrl: string, key = keyPlaceholder('repccs')) =>
  createRepccsClient({ settings: onceAt(baseUrl, key), logger: silent(), registry: new Registry() });

async function carParks(baseUrl: string, key?: string): Promise<ReadonlyMap<string, string>> {
  const client = createClient(baseUrl, key);
  try {
    return await client.carParks(new AbortController().signal);
  } finally {
    await client.close();
  }
}

describe('OCMS asks REPCCS for its car parks', () => {
  const rows = [
    { ppCode: 'A0007', ppName: 'ALIWAL STREET' },
    { ppCode: 'C0030', ppName: 'CAFÉ ROAD' },
  ];
  repccs.receives(
    'a request for the car parks, of which there are two',
    { given: [carParksAt(...rows)], method: 'GET', path, sent, status: 200, answer: { carParks: rows } },
    async (url) => {
      expect([...(await carParks(url))]).toEqual([
        ['A0007', 'ALIWAL STREET'],
        ['C0030', 'CAFÉ ROAD'],
      ]);
    },
  );
  repccs.receives(
    'a request for the car parks, of which there is none',
    { given: [carParksAt()], method: 'GET', path, sent, status: 200, answer: { carParks: [] } },
    async (url) => expect((await carParks(url)).size).toBe(0),
  );

  const fails = async (url: string, status: number, outcome: object, key?: string): Promise<void> => {
    const error: unknown = await carParks(url, key).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(UpstreamError);
    expect(error).toMatchObject({ system: 'REPCCS', operation: 'carParks', status, attempts: 1, ...outcome });
  };
  for (const [description, status, outcome] of FAILURES)
    repccs.receives(
      `a request for the car parks, ${description}`,
      { given: [callsFail(status)], method: 'GET', path, sent, status },
      (url) => fails(url, status, outcome),
    );
  repccs.receives(
    'a request for the car parks, with an unknown key',
    { method: 'GET', path, sent, status: 401, key: 'unknown-key' },
    (url) => fails(url, 401, { outcome: 'rejected', retryable: false }, 'unknown-key'),
  );
});

describe('OCMS tells REPCCS which vehicles do not qualify for advisory notices (A 9)', () => {
  unqualifiedVehicles(repccs, { system: 'REPCCS', createClient });
});
