import { inboundOperations } from '../../../generated/inbound/operations';
import { readContract } from '../../../src/app/contracts';
import { inboundPacts, type Interaction, type Pact, pactPath, readPact } from '../../support/pacts';

interface Result {
  type: 'error' | 'warning' | 'info';
  code: string;
  message: string;
  mockDetails?: { interactionDescription?: string };
}

// It can be required, but publishes types for imports from ES modules only.
// eslint-disable-next-line @typescript-eslint/no-require-imports
const { Comparator } = require('@pactflow/openapi-pact-comparator') as {
  Comparator: new (documents: { oas: object }) => { compare(pact: Pact): AsyncIterable<Result> };
};

const operations = Object.values(inboundOperations);
const partnerOf = ({ consumer }: Pact): string => consumer.name.toUpperCase();
const contractsOf = (partner: string): string[] => [
  ...new Set(operations.filter((operation) => operation.partner === partner).map(({ contract }) => contract)),
];

/**
 * What the comparator finds wrong with a pact. It takes the path of another contract for a mistake, so it is given
 * the interactions of this contract only. It excuses a wrong body where the answer is an error, but not a wrong media
 * type, so that is done here.
 */
async function compare(pact: Pact, contract: string): Promise<string[]> {
  const paths = operations.filter((operation) => operation.contract === contract).map(({ path }) => path as string);
  const interactions = pact.interactions.filter(({ request }) => paths.includes(request.path));
  const oas = JSON.parse(readContract(contract, 'json')) as object;
  const found: string[] = [];
  for await (const { type, code, message, mockDetails } of new Comparator({ oas }).compare({ ...pact, interactions })) {
    const description = mockDetails?.interactionDescription;
    const refusedMediaType = interactions.some((its) => its.description === description && its.response.status === 415);
    if (code === 'request.content-type.incompatible' && refusedMediaType) continue;
    if (type !== 'info') found.push(`${code}: ${message} (${description})`);
  }
  return found;
}

describe.each(inboundPacts())('%s', (file) => {
  const pact = readPact(pactPath(file));
  const contracts = contractsOf(partnerOf(pact));

  it.each(contracts)('agrees with the contract %s', async (contract) => {
    expect(await compare(pact, contract)).toEqual([]);
  });

  it('speaks of operations of its partner only', () => {
    const paths = operations.filter(({ partner }) => partner === partnerOf(pact)).map(({ path }) => path as string);
    expect(pact.interactions.filter(({ request }) => !paths.includes(request.path))).toEqual([]);
  });

  it.each(operations.filter(({ partner }) => partner === partnerOf(pact)))('has every status of $path', ({ path, statuses }) => {
    const met = new Set(pact.interactions.filter(({ request }) => request.path === path).map(({ response }) => response.status));
    // 404 and 405 are answers to paths and methods that no contract has.
    expect([...met].sort()).toEqual(statuses.filter((status) => ![404, 405].includes(status)));
  });
});

it('every partner has a pact', () => {
  const partners = new Set(operations.map(({ partner }) => partner));
  expect(inboundPacts().map((file) => partnerOf(readPact(pactPath(file))))).toEqual([...partners].sort());
});

describe('a pact disagrees with its contract', () => {
  it.each<[string, number, (interaction: Interaction) => void, string]>([
    ['in a field of the answer', 200, (its) => (its.response.body!.content = { updatedCount: 'one' }), 'response.body.incompatible'],
    ['in a value of the answer', 200, (its) => (its.response.body!.content = { notices: [{ appCode: 'OCMS-4009' }] }), 'response.body.incompatible'],
    ['in a field of the request', 200, (its) => (its.request.body!.content = { noticeNumbers: ['500400058A'] }), 'request.body.incompatible'],
    ['in the status', 200, (its) => (its.response.status = 202), 'response.status.unknown'],
    ['in a header of the answer', 429, (its) => (its.response.headers!['X-Wait'] = ['1']), 'response.header.unknown'],
    ['in the method', 200, (its) => (its.request.method = 'PUT'), 'request.path-or-method.unknown'],
    ['in an error', 503, (its) => (its.response.body!.content = { data: { appCode: 5000 } }), 'response.body.incompatible'],
    ['in the key', 200, (its) => delete its.request.headers!['Ocp-Apim-Subscription-Key'], 'request.authorization.missing'],
  ])('%s', async (_where, status, change, code) => {
    const pact = readPact(pactPath('plus-ocms.json'));
    change(pact.interactions.find(({ response }) => response.status === status)!);
    expect((await compare(pact, 'plus-queryNoticeInfo')).join('\n')).toContain(code);
  });
});
