import { outboundOperations } from '../../../generated/outbound/operations';
import { sandboxKeys } from '../../../src/partner-sandbox/index';
import { KEY_HEADER, PATH, type TestSandbox, testSandbox } from './sandbox';
import { request, type TestResponse } from '../../support/service';

const PORTAL = 'http://127.0.0.1:3000';

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await testSandbox({ origins: [PORTAL, 'https://api.agency.example'] });
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.admin('DELETE', ''));

/** What a browser asks before a page of this origin may send JSON and a key. */
const asked = (
  origin: string,
  { path = PATH, method = 'POST', header = KEY_HEADER, at = sandbox.url } = {},
): Promise<TestResponse> =>
  request(at + path, {
    method: 'OPTIONS',
    headers: {
      Origin: origin,
      'Access-Control-Request-Method': method,
      'Access-Control-Request-Headers': `content-type,${header.toLowerCase()}`,
    },
  });
const called = (origin: string, key = sandboxKeys().CAS!): Promise<TestResponse> =>
  sandbox.refresh({ init: { headers: { Origin: origin, [KEY_HEADER]: key } } });
const cors = ({ headers }: TestResponse): string[] =>
  [...headers.keys()].filter((name) => name.startsWith('access-control-'));
const listIn = ({ headers }: TestResponse, name: string): string[] => headers.get(name)?.split(', ') ?? [];
const received = async (): Promise<unknown> => (await sandbox.admin('GET', '/received')).body;

describe('pages of the documentation may call the partner sandbox, those of nobody else (issue 12, item 1)', () => {
  test.each(Object.entries(outboundOperations))(
    '%s: a browser that asks is told so, for its method and its key, and nothing is called by that',
    async (_id, { path, method, keyHeader }) => {
      const answer = await asked(PORTAL, { path, method: method.toUpperCase(), header: keyHeader });
      expect([answer.status, answer.text]).toEqual([204, '']);
      expect(answer.headers.get('access-control-allow-origin')).toBe(PORTAL);
      expect(answer.headers.get('vary')).toBe('Origin');
      expect(listIn(answer, 'access-control-allow-methods')).toContain(method.toUpperCase());
      expect(listIn(answer, 'access-control-allow-headers')).toEqual(
        expect.arrayContaining(['Content-Type', 'X-Request-Id', keyHeader]),
      );
      expect(await received()).toEqual([]);
    },
  );

  test.each([PORTAL, 'https://api.agency.example'])(
    'a page of %s reads what is answered, errors too, with the headers that say more',
    async (origin) => {
      for (const [key, status] of [
        [sandboxKeys().CAS!, 200],
        ['unknown', 401],
        [`${sandboxKeys().CAS!}.FAULT503`, 503],
      ] as const) {
        const answer = await called(origin, key);
        expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([status, origin]);
        expect(answer.headers.get('vary')).toBe('Origin');
        expect(listIn(answer, 'access-control-expose-headers')).toEqual(
          expect.arrayContaining(['X-Request-Id', 'Retry-After']),
        );
        expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
      }
    },
  );

  test.each([
    'http://elsewhere.example',
    'null',
    'http://127.0.0.1:3001',
    'https://127.0.0.1:3000',
    `${PORTAL}.example`,
  ])('a page of %s may not: neither is it told so, nor may it read an answer', async (origin) => {
    const refused = await asked(origin);
    expect([refused.status, cors(refused)]).toEqual([405, []]);
    // For whom it is must not be taken from a cache.
    expect(refused.headers.get('vary')).toBe('Origin');
    const answer = await called(origin);
    expect([answer.status, cors(answer)]).toEqual([200, []]);
    expect(answer.headers.get('vary')).toBe('Origin');
  });

  test('OPTIONS that asks for no method is a call like any other', async () => {
    const answer = await request(sandbox.url + PATH, { method: 'OPTIONS', headers: { Origin: PORTAL } });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST']);
  });

  test('what operates the sandbox is for no page', async () => {
    expect(cors(await asked(PORTAL, { path: '/_sandbox/faults' }))).toEqual([]);
    const answer = await request(`${sandbox.url}/_sandbox/received`, { headers: { Origin: PORTAL } });
    expect([answer.status, cors(answer)]).toEqual([200, []]);
  });

  test('of which nobody told whose pages may call, none may', async () => {
    const closed = await testSandbox();
    try {
      const refused = await asked(PORTAL, { at: closed.url });
      expect([refused.status, cors(refused)]).toEqual([405, []]);
    } finally {
      await closed.close();
    }
  });
});
