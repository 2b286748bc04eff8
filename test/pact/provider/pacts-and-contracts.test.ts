import { inboundOperations } from '../../../generated/inbound/operations';
import { outboundOperations } from '../../../generated/outbound/operations';
import { readContract } from '../../../src/contract/documents';
import { allPacts, type Interaction, isPathOf, type Pact, pactPath, readPact } from '../../support/pacts';

// Of the scripts, which are not written in TypeScript.
// eslint-disable-next-line @typescript-eslint/no-require-imports
const { breaches } = require('../../../scripts/lib/pact-and-contract.cjs') as {
  breaches(pact: Pact, oas: object): Promise<{ interaction?: string; text: string }[]>;
};

/** Every operation, with the pact that is about it and the statuses the pact must have. */
const operations: readonly {
  contract: string;
  method: string;
  path: string;
  pact: string;
  expected: readonly number[];
}[] = [
  ...Object.values(inboundOperations).map(({ contract, method, path, partner, statuses }) => ({
    contract,
    method,
    path,
    pact: `${partner.toLowerCase()}-ocms.json`,
    // 404 and 405 are answers to paths and methods that no contract has, 408 and 431 to requests that never arrived.
    expected: statuses.filter((status) => ![404, 405, 408, 431].includes(status)),
  })),
  ...Object.values(outboundOperations).map(({ contract, method, path, system, statuses }) => ({
    contract,
    method,
    path,
    pact: `ocms-${system.toLowerCase()}.json`,
    expected: statuses,
  })),
];

/** What is wrong with a pact in the eyes of a contract. */
async function compare(pact: Pact, contract: string): Promise<string[]> {
  const found = await breaches(pact, JSON.parse(readContract(contract, 'json')) as object);
  return found.map(({ interaction, text }) => `${text} (${interaction})`);
}

describe.each(allPacts())('%s', (file) => {
  const pact = readPact(pactPath(file));
  const own = operations.filter((operation) => operation.pact === file);

  it.each([...new Set(own.map(({ contract }) => contract))])('agrees with the contract %s', async (contract) => {
    expect(await compare(pact, contract)).toEqual([]);
  });

  it('is between those that its name says, about their operations only', () => {
    expect(`${pact.consumer.name}-${pact.provider.name}.json`).toBe(file);
    const paths = own.map(({ path }) => path);
    expect(pact.interactions.filter(({ request }) => !paths.some((path) => isPathOf(path, request.path)))).toEqual([]);
  });

  it.each(own)('has every status of $method $path', ({ method, path, expected }) => {
    const its = pact.interactions.filter(
      ({ request, response }) =>
        isPathOf(path, request.path) &&
        (request.method.toLowerCase() === method || response.status === 405) &&
        (response.status !== 404 || expected.includes(404)),
    );
    expect([...new Set(its.map(({ response }) => response.status))].sort()).toEqual(expected);
  });
});

it('every partner has its pacts', () => {
  expect(allPacts()).toEqual([...new Set(operations.map(({ pact }) => pact))].sort());
});

describe.each<
  [file: string, contract: string, changes: [string, number, (interaction: Interaction) => void, string][]]
>([
  [
    'plus-ocms.json',
    'plus-queryNoticeInfo',
    [
      [
        'in a field of the answer',
        200,
        (its) => (its.response.body!.content = { updatedCount: 'one' }),
        'response.body.incompatible',
      ],
      [
        'in a value of the answer',
        200,
        (its) => (its.response.body!.content = { notices: [{ appCode: 'OCMS-4009' }] }),
        'response.body.incompatible',
      ],
      [
        'in a field of the request',
        200,
        (its) => (its.request.body!.content = { noticeNumbers: ['500400058A'] }),
        'request.body.incompatible',
      ],
      ['in the status', 200, (its) => (its.response.status = 202), 'response.status.unknown'],
      ['in a header of the answer', 429, (its) => (its.response.headers!['X-Wait'] = ['1']), 'response.header.unknown'],
      ['in the method', 200, (its) => (its.request.method = 'PUT'), 'request.path-or-method.unknown'],
      [
        'in an error',
        503,
        (its) => (its.response.body!.content = { data: { appCode: 5000 } }),
        'response.body.incompatible',
      ],
      [
        'in the key',
        200,
        (its) => delete its.request.headers!['Ocp-Apim-Subscription-Key'],
        'request.authorization.missing',
      ],
    ],
  ],
  [
    'ces-ocms.json',
    'cesWebhook-create-notice',
    [
      [
        'in a value of the answer',
        200,
        (its) => (its.response.body!.content = { data: { appCode: 'OCMS-2026', message: 'OK' } }),
        'response.body.incompatible',
      ],
      [
        'in why nothing was created',
        226,
        (its) => (its.response.body!.content = { data: { message: 'Resource created successfully' } }),
        'response.body.incompatible',
      ],
      [
        'in a field of the request',
        226,
        (its) => (its.request.body!.content = { noticeNo: '500400058A' }),
        'request.body.incompatible',
      ],
      ['in the status', 226, (its) => (its.response.status = 208), 'response.status.unknown'],
      ['in the key', 200, (its) => delete its.request.headers!['API-Key'], 'request.authorization.missing'],
    ],
  ],
  [
    'ocms-cas.json',
    'cas-refreshVIPVehicle',
    [
      [
        'in a field of the answer',
        200,
        (its) => (its.response.body!.content = { totalCount: 'two' }),
        'response.body.incompatible',
      ],
      [
        'in a field of a row',
        200,
        (its) => (its.response.body!.content = { data: [{ vehicleNo: 'abc1234' }] }),
        'response.body.incompatible',
      ],
      ['in the status', 503, (its) => (its.response.status = 507), 'response.status.unknown'],
      [
        'in a header of the answer',
        429,
        (its) => (its.response.headers = { 'X-Wait': ['1'] }),
        'response.header.unknown',
      ],
      ['in the method', 200, (its) => (its.request.method = 'GET'), 'request.path-or-method.unknown'],
      [
        'in what is accepted',
        200,
        (its) => (its.request.headers!.Accept = ['application/xml']),
        'request.accept.incompatible',
      ],
      [
        'in the key',
        200,
        (its) => delete its.request.headers!['Ocp-Apim-Subscription-Key'],
        'request.authorization.missing',
      ],
    ],
  ],
])('%s would disagree with %s', (file, contract, changes) => {
  it.each(changes)('%s', async (_where, status, change, code) => {
    const pact = readPact(pactPath(file));
    change(pact.interactions.find(({ response }) => response.status === status)!);
    expect((await compare(pact, contract)).join('\n')).toContain(code);
  });
});
