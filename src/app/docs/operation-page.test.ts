import type { DescribedContract } from './contracts';
import { operationPageOf } from './operation-page';
import { contractPage, operationPage, partnerPage } from './pages';
import { partnerPages } from './partners';

const described = (operation: object): DescribedContract => ({
  ...{ name: 'try', title: 'Try', version: '1.0.0', summary: 'Try' },
  operations: [
    {
      ...{ id: 'tryIt', contract: 'try', caller: 'CAS', callee: 'OCMS', method: 'get', path: '/v1/try' },
      ...{ keyHeader: 'Key', maxBodyBytes: 0, batchLimits: [] },
    },
  ],
  document: {
    info: { title: 'Try', version: '1.0.0' },
    paths: { '/v1/try': { get: { operationId: 'tryIt', summary: 'It is tried', responses: {}, ...operation } } },
    components: {},
  },
});
const plain = (html: string): string => html.replaceAll(/<[^>]*>/g, '').replaceAll(/\s+/g, ' ');
const textOf = (operation: object): string =>
  plain(operationPage(operationPageOf(described(operation), described(operation).operations[0]!)));
const partnerText = (operation: object): string => {
  const settings = {
    rateLimits: new Map<string, number>(),
    calls: {},
    demoKeys: {},
    sandbox: undefined,
    plays: undefined,
  };
  return plain(partnerPage(partnerPages([described(operation)], [], [], [], [], settings)[0]!));
};

test.each<[string, object]>([
  [
    'Deprecated since 2026-01-15. Its last day is 2026-07-31, in Singapore; then there is no such path.',
    { deprecated: true, 'x-deprecated-since': '2026-01-15', 'x-sunset': '2026-07-31' },
  ],
  ['Deprecated since 2026-01-15.', { deprecated: true, 'x-deprecated-since': '2026-01-15' }],
  ['Deprecated.', { deprecated: true }],
])('the page of an operation that is deprecated says so: %s', (words, operation) => {
  expect(textOf(operation)).toContain(` ${words} `);
});

test("the page of its partner says so, too, at the operation's row", () => {
  const ends = { deprecated: true, 'x-deprecated-since': '2026-01-15', 'x-sunset': '2026-07-31' };
  expect(partnerText(ends)).toContain('/v1/try no body Deprecated since 2026-01-15. Its last day is 2026-07-31,');
  expect(partnerText({})).not.toMatch(/deprecated|last day/i);
});

test('so does the page of its contract, without any script', () => {
  const ends = { deprecated: true, 'x-deprecated-since': '2026-01-15', 'x-sunset': '2026-07-31' };
  const contractText = (operation: object) => plain(contractPage({ ...described(operation), tried: undefined }));
  expect(contractText(ends)).toContain('GET /v1/try Deprecated since 2026-01-15. Its last day is 2026-07-31,');
  expect(contractText({})).not.toMatch(/deprecated|last day/i);
});

test('the page of any other says nothing of an end', () => {
  expect(textOf({})).not.toMatch(/deprecated|last day/i);
});
