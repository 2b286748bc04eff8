import { type InboundOperationId, inboundOperations } from '../../generated/inbound/operations';
import { readInboundContract } from '../../src/contract/documents';
import { compileContract } from '../../src/contract/schemas';
import {
  operationOf,
  type Parameter,
  parametersOf,
  responseExamples,
  spoiltRequests,
  staffOperationIds,
  takesBody,
  validRequest,
} from '../support/inbound-operations';
import { patience } from '../support/patience';
import { request, startTestService, type TestResponse, type TestService } from '../support/service';
import { OFFICER, type StaffIssuer, startStaffIssuer, SUPERVISOR, unsigned, VISITOR } from '../support/staff';

/*
 * What members of staff may call, and every way to do it wrong: operation × role × token × bad input, all of it by the
 * contract (issue 11, Bad input).
 */

const schemas = compileContract(readInboundContract(), inboundOperations);
const TOO_LONG = 'x'.repeat(5_000);

const ERRORS: Readonly<Record<number, { appCode: string; message: string }>> = {
  400: { appCode: 'OCMS-4000', message: 'Bad Request' },
  401: { appCode: 'OCMS-4001', message: 'Unauthorized' },
  403: { appCode: 'OCMS-4003', message: 'Forbidden' },
  404: { appCode: 'OCMS-4004', message: 'Not Found' },
  405: { appCode: 'OCMS-4000', message: 'Bad Request' },
  412: { appCode: 'OCMS-4012', message: 'Precondition Failed' },
  413: { appCode: 'OCMS-4013', message: 'Payload Too Large' },
  415: { appCode: 'OCMS-4000', message: 'Bad Request' },
  428: { appCode: 'OCMS-4028', message: 'Precondition Required' },
  503: { appCode: 'OCMS-5000', message: 'Something went wrong. Please try again later.' },
};

let issuer: StaffIssuer;
let service: TestService;
/** The same, while the issuer's keys cannot be had. */
let withoutKeys: { issuer: StaffIssuer; service: TestService };
beforeAll(async () => {
  issuer = await startStaffIssuer();
  service = await startTestService({ config: { staff: issuer.settings } });
  const away = await startStaffIssuer();
  away.reachable = false;
  withoutKeys = { issuer: away, service: await startTestService({ config: { staff: away.settings } }) };
  // Two services, on machines that are busy with other suites.
}, patience(60_000));
afterAll(async () => {
  for (const each of [{ issuer, service }, withoutKeys]) {
    await each.service.close();
    await each.issuer.close();
  }
});

interface Sent {
  /** Null for none. */
  token?: string | null;
  params?: Record<string, string>;
  query?: Record<string, string>;
  headers?: Record<string, string>;
  /** JSON text as it is, else a value. */
  body?: unknown;
  method?: string;
  /** Where to. */
  url?: string;
}

/** Calls an operation as its contract's examples have it, but for what is told; by an officer who is a supervisor, too. */
async function call(id: InboundOperationId, sent: Sent = {}): Promise<TestResponse> {
  const { token, headers = {} } = sent;
  const valid = validRequest(id, sent);
  const body = 'body' in sent ? sent.body : valid.body;
  const bearer = token === undefined ? await issuer.token({ ...OFFICER, roles: ['officer', 'supervisor'] }) : token;
  return request(`${sent.url ?? service.url}${valid.path}`, {
    method: sent.method ?? valid.method,
    headers: {
      ...(bearer !== null && { Authorization: `Bearer ${bearer}` }),
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
}

function expectRefused(response: TestResponse, id: InboundOperationId, status: number): void {
  expect([response.status, response.body]).toEqual([status, expect.anything()]);
  expect(response.body.data).toMatchObject(ERRORS[status]!);
  expect(schemas.responseViolation(id, status, response.body)).toBeUndefined();
}

const asked = (id: InboundOperationId, place: Parameter['in']): Parameter[] =>
  parametersOf(id).filter((parameter) => parameter.in === place && parameter.name !== 'X-Request-Id');

test('there are operations for staff, each with roles', () => {
  expect(staffOperationIds.length).toBeGreaterThan(10);
  for (const id of staffOperationIds) expect(inboundOperations[id].roles.length).toBeGreaterThan(0);
});

describe.each(staffOperationIds)('%s', (id) => {
  const operation = inboundOperations[id];

  test('documents what can become of it', () => {
    const statuses = Object.keys(operationOf(id).responses).map(Number);
    const always = [400, 401, 403, 404, 405, 408, 429, 431, 500, 503];
    const withBody = takesBody(id) ? [413, 415] : [];
    expect(statuses).toEqual(expect.arrayContaining([...always, ...withBody]));
    if (operation.method !== 'get') return;
    expect(statuses.filter((status) => status < 400)).toEqual([200]);
  });

  test.each(responseExamples(id).map((example) => [example.status, example.name, example.value] as const))(
    'its %i example "%s" keeps the contract',
    (status, _name, value) => expect(schemas.responseViolation(id, status, value)).toBeUndefined(),
  );

  describe('who', () => {
    const minuteAgo = Math.floor(Date.now() / 1_000) - 60;
    const tokens: [string, () => Promise<string | null>][] = [
      ['no token', () => Promise.resolve(null)],
      ['an empty token', () => Promise.resolve('')],
      ['what is no token', () => Promise.resolve('x.y.z')],
      ['an expired one', () => issuer.token({ ...SUPERVISOR, exp: minuteAgo })],
      ['one that is not valid yet', () => issuer.token({ ...SUPERVISOR, nbf: minuteAgo + 3_600 })],
      ['one without an end', () => issuer.token({ ...SUPERVISOR, exp: undefined })],
      ['one for another API', () => issuer.token({ ...SUPERVISOR, aud: 'another' })],
      ['one of another issuer', () => issuer.token({ ...SUPERVISOR, iss: 'https://login.evil.example' })],
      ['one that nobody signed (alg none)', async () => unsigned(await issuer.token(SUPERVISOR))],
      ['one of an unknown key id', () => issuer.token(SUPERVISOR, { header: { kid: 'k9' } })],
      ['one that another key signed', () => issuer.token(SUPERVISOR, { forged: true })],
      ['one of nobody', () => issuer.token({ ...SUPERVISOR, sub: undefined })],
    ];
    test.each(tokens)('401 with %s, whatever the body', async (_what, tokenOf) => {
      const token = await tokenOf();
      for (const body of [undefined, '{"']) {
        const answered = await call(id, {
          token,
          ...(operation.method !== 'get' && body !== undefined && { body }),
        });
        expectRefused(answered, id, 401);
        expect(answered.headers.get('www-authenticate')).toBe('Bearer');
      }
    });

    test('401 with a key in place of a token', async () => {
      const headers = { 'API-Key': service.keys.CES, 'Ocp-Apim-Subscription-Key': service.keys.CAS };
      expectRefused(await call(id, { token: null, headers }), id, 401);
      expectRefused(await call(id, { token: null, headers: { Authorization: 'Basic b2ZmaWNlcjE6eA==' } }), id, 401);
      expectRefused(await call(id, { token: service.keys.CAS }), id, 401);
    });

    test.each([
      ['an officer', OFFICER],
      ['a supervisor', SUPERVISOR],
      ['somebody without a role of this API', VISITOR],
      ['somebody without any role', { sub: 'new1' }],
    ])('%s may if the contract says so, else 403, whatever the body', async (_who, who) => {
      const roles = 'roles' in who ? who.roles : [];
      const may = roles.some((role) => (operation.roles as readonly string[]).includes(role));
      const token = await issuer.token(who);
      const answered = await call(id, { token });
      if (may) {
        expect([401, 403]).not.toContain(answered.status);
        expect(answered.status).toBeLessThan(500);
        return;
      }
      expectRefused(answered, id, 403);
      expect(answered.headers.get('www-authenticate')).toBe('Bearer error="insufficient_scope"');
      if (operation.method !== 'get') expectRefused(await call(id, { token, body: '{"' }), id, 403);
    });

    test("503 while the issuer's keys cannot be had", async () => {
      const token = await withoutKeys.issuer.token(SUPERVISOR);
      const answered = await call(id, { token, url: withoutKeys.service.url });
      expectRefused(answered, id, 503);
      expect(Number(answered.headers.get('retry-after'))).toBeGreaterThan(0);
    });
  });

  describe('bad input', () => {
    for (const { name } of asked(id, 'path'))
      test(`400 naming the place for a path with a malformed ${name}`, async () => {
        for (const value of [TOO_LONG, "x'; DROP TABLE ocms_audit; --", '<script>', '%', ' ', 'é']) {
          const answered = await call(id, { params: { [name]: value } });
          expectRefused(answered, id, 400);
          expect(answered.body.data.errors[0].path).toBe(`/params/${name}`);
          expect(answered.text).not.toMatch(/DROP TABLE|<script>/);
        }
      });

    for (const { name } of asked(id, 'query'))
      test(`400 naming the place for a query with a malformed ${name}`, async () => {
        const bad = name === 'limit' ? ['0', '201', '-1', '1.5', 'x', '1e9'] : [TOO_LONG, '\u0000', ''];
        for (const value of name === 'cursor' ? [...bad, 'bWFkZS11cA'] : bad) {
          const answered = await call(id, { query: { [name]: value } });
          expectRefused(answered, id, 400);
          expect(answered.body.data.errors[0].path).toBe(`/query/${name}`);
        }
      });

    test('400 for a query parameter that it does not know, its name not told back when it looks personal', async () => {
      expectRefused(await call(id, { query: { verbose: '1' } }), id, 400);
      expect((await call(id, { query: { S1234567D: '1' } })).text).not.toContain('S1234567D');
    });

    test('405 with its methods for any other, token or none', async () => {
      const answered = await call(id, { method: 'PATCH', token: null, ...(takesBody(id) && { body: undefined }) });
      expectRefused(answered, id, 405);
      expect(answered.headers.get('allow')).toContain(operation.method.toUpperCase());
    });

    if (!takesBody(id)) {
      if (operation.method !== 'get')
        test('400 for a body, as it takes none', async () => {
          expectRefused(await call(id, { body: { a: 1 } }), id, 400);
        });
      return;
    }

    test.each(['text/plain', 'application/xml', 'application/json; charset=latin1'])(
      '415 for the media type %s',
      async (type) => expectRefused(await call(id, { headers: { 'Content-Type': type } }), id, 415),
    );

    test('413 for a body over its limit', async () => {
      const body = `{"value":"${'1'.repeat(inboundOperations[id].maxBodyBytes)}"}`;
      expectRefused(await call(id, { body }), id, 413);
    });

    test.each(['', '{', '[1', '"text"', '42', 'null', '\u0000'])(
      '400 for a body that is no JSON object: %j',
      async (body) => expectRefused(await call(id, { body }), id, 400),
    );

    test.each(
      spoiltRequests(id)
        // What is longer than the body may be is another mistake.
        .filter(({ body }) => JSON.stringify(body).length < inboundOperations[id].maxBodyBytes)
        .map((spoilt) => [spoilt.name, spoilt] as const),
    )('400 naming the place for %s', async (_name, { body, path }) => {
      const answered = await call(id, { body });
      expectRefused(answered, id, 400);
      const errors = answered.body.data.errors as { path: string }[];
      expect(errors.some((error) => error.path === path || error.path.startsWith(`${path}/`))).toBe(true);
    });
  });

  if (asked(id, 'header').some(({ name }) => name === 'If-Match'))
    describe('a change without looking', () => {
      test('428 without If-Match, 412 with what is not the last, 400 with what is no ETag', async () => {
        expectRefused(await call(id), id, 428);
        // Of what is not there: 404 comes first.
        const there = ['staff-setParameter', 'staff-setRuleCode', 'staff-setExemption'];
        const status = there.includes(id) ? 412 : 404;
        expectRefused(await call(id, { headers: { 'If-Match': '"0000000000000000"' } }), id, status);
        for (const etag of ['*', 'W/"0000000000000000"', '0000000000000000', '""', '"0000000000000000", "1"'])
          expectRefused(await call(id, { headers: { 'If-Match': etag } }), id, 400);
      });
    });
});
