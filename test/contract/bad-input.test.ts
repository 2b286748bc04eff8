import { connect } from 'node:net';
import { inboundOperations, type InboundOperationId } from '../../generated/inbound/operations';
import {
  batchLimits,
  batchRequest,
  ERRORS,
  errorOf,
  fullRequests,
  isOpen,
  operationIds,
  spoiltRequests,
} from '../support/inbound-operations';
import {
  type Partner,
  partnerOperations,
  request,
  startTestService,
  type TestResponse,
  type TestService,
} from '../support/service';

let service: TestService;

beforeAll(async () => {
  service = await startTestService();
  await service.notices({ notice_no: '500400058A' }, { notice_no: '500400059B' });
  await service.courtCases('500400058A');
});
afterAll(() => service.close());

/** All that an operation could write. */
function stored(): Promise<unknown> {
  return service.context.intranet.read(async (executor) => [
    await executor('ocms_valid_offence_notice').orderBy('notice_no'),
    await executor('ocms_court_case').orderBy('notice_no'),
    await executor('ocms_internet_mirror_mark').orderBy(['notice_no', 'version']),
    await executor('ocms_offence_notice_detail').orderBy('notice_no'),
    await executor('ocms_suspended_notice').orderBy(['notice_no', 'sr_no']),
    await executor('ocms_vehicle_turn').orderBy('vehicle_no'),
    await executor('ocms_delivery_receipt').orderBy('transaction_id'),
    await executor('ocms_notice_number'),
  ]);
}

let before: unknown;
beforeEach(async () => {
  before = await stored();
});
afterEach(async () => {
  expect(await stored()).toEqual(before);
});

function expectRefused(response: TestResponse, status: number, id?: InboundOperationId): void {
  expect({ status: response.status, body: response.body as unknown }).toEqual({
    status,
    body: {
      data: {
        ...(id ? errorOf(id, status) : ERRORS[status]),
        ...(response.body.data.errors && { errors: expect.any(Array) as unknown }),
      },
    },
  });
  expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
  expect(response.headers.get('x-request-id')).toMatch(/^[0-9a-f]{32}$/);
}

/** Sends bytes as they are, and answers what comes back until it is enough. */
function raw(bytes: string, enough: (received: string) => boolean): Promise<string> {
  const { hostname, port } = new URL(service.url);
  return new Promise((resolve, reject) => {
    let received = '';
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    socket.on('data', (chunk) => {
      received += chunk.toString();
      if (enough(received)) {
        socket.destroy();
        resolve(received);
      }
    });
    socket.on('close', () => resolve(received));
    socket.on('error', reject);
  });
}

const otherPartners = (id: InboundOperationId): Partner[] =>
  [...new Set(partnerOperations.map(({ partner }) => partner))].filter(
    (partner) => partner !== inboundOperations[id].partner,
  );

describe.each(operationIds)('%s (decisions §3)', (id) => {
  const { path, partner, keyHeader } = inboundOperations[id];
  const good = fullRequests[id];

  describe('401 without a valid key of its own partner, whatever the body', () => {
    const bodies: [string, () => unknown][] = [
      ['a good body', () => good],
      ['malformed JSON', () => '{"'],
      ['10 MB', () => `{"x":"${'y'.repeat(10_000_000)}"}`],
    ];
    test.each(bodies)('no key, with %s', async (_name, body) => {
      expectRefused(await service.post(path, body(), { key: null }), 401, id);
    });
    test.each(bodies)('a wrong key, with %s', async (_name, body) => {
      expectRefused(
        await service.post(path, body(), { key: 'ocms_cas_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' }),
        401,
        id,
      );
    });
    test('an empty key, a padded one, one sent twice', async () => {
      const key = service.keys[partner];
      expectRefused(await service.post(path, good, { key: '' }), 401, id);
      expectRefused(await service.post(path, good, { key: `${key}x` }), 401, id);
      expectRefused(await service.post(path, good, { key: `${key}, ${key}` }), 401, id);
    });
    test.each(otherPartners(id))('the key of another partner, %s', async (other) => {
      expectRefused(await service.post(path, good, { key: service.keys[other] }), 401, id);
    });
    test('its own key in a header of another name', async () => {
      const header = keyHeader === 'API-Key' ? 'Ocp-Apim-Subscription-Key' : 'API-Key';
      expectRefused(
        await service.post(path, good, { key: null, headers: { [header]: service.keys[partner] } }),
        401,
        id,
      );
    });
    test('an expired key', async () => {
      const { apiKeys } = service.context.services;
      const expiresAt = new Date(Date.now() + 30);
      const { key } = await apiKeys.issue({ partner: partner, expiresAt, actor: 'test' });
      while (Date.now() <= expiresAt.getTime()) await new Promise((resolve) => setTimeout(resolve, 5));
      expectRefused(await service.post(path, good, { key }), 401, id);
    });
    test('a revoked key, from at most one second after its revocation', async () => {
      const { apiKeys } = service.context.services;
      const { keyId, key } = await apiKeys.issue({ partner: partner, expiresAt: null, actor: 'test' });
      await apiKeys.revoke({ keyId, actor: 'test' });
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      expectRefused(await service.post(path, good, { key }), 401, id);
    });
  });

  test.each(['GET', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'])(
    '405 with Allow for %s, key or none',
    async (method) => {
      const response = await request(`${service.url}${path}`, { method });
      expect(response.status).toBe(405);
      expect(response.headers.get('allow')).toBe('POST');
      if (method !== 'HEAD') expectRefused(response, 405, id);
    },
  );

  test.each([`${path}/`, path.toUpperCase(), `${path}x`, `/x${path}`])('404 for the path %s', async (wrong) => {
    expectRefused(await service.post(wrong, good), 404, id);
  });

  test.each([
    'text/plain',
    'application/xml',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/problem+json',
    'application/json; charset=latin1',
  ])('415 for the media type %s', async (type) => {
    expectRefused(await service.post(path, good, { headers: { 'Content-Type': type } }), 415, id);
  });

  test('415 without a media type', async () => {
    const key = service.keys[partner];
    const response = await request(`${service.url}${path}`, {
      method: 'POST',
      headers: { [keyHeader]: key },
      body: new Uint8Array(Buffer.from(JSON.stringify(good))),
    });
    expectRefused(response, 415, id);
  });

  test.each(['gzip', 'br', 'deflate', 'x'])('415 for the content encoding %s', async (encoding) => {
    expectRefused(await service.post(path, good, { headers: { 'Content-Encoding': encoding } }), 415, id);
  });

  test.each([
    '',
    '{',
    '{"noticeNumbers":',
    '[1',
    '"text"',
    '42',
    'null',
    'nul',
    '{"a":1}}',
    '\u0000',
    '['.repeat(200_000),
  ])('400 for a body that is no JSON object (case %#)', async (body) => {
    expectRefused(await service.post(path, body), 400, id);
  });

  test('413 for a body over 1 MiB, 400 for one just under it', async () => {
    const over = `{"x":"${'y'.repeat(1_048_576)}"}`;
    expectRefused(await service.post(path, over), 413, id);
    const under = `{"x":"${'y'.repeat(1_048_576 - 8)}"}`;
    expect(under.length).toBe(1_048_576);
    expectRefused(await service.post(path, under), 400, id);
  });

  test('413 for a body of 10 MB sent in pieces, its length not declared', async () => {
    const piece = new Uint8Array(100_000).fill(0x20);
    let left = 100;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (left-- > 0) controller.enqueue(piece);
        else controller.close();
      },
    });
    const response = await request(`${service.url}${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', [keyHeader]: service.keys[partner] },
      body,
      duplex: 'half',
    });
    expectRefused(response, 413, id);
  });

  const limit = batchLimits.get(id);
  if (limit)
    describe('the batch limit, counted after the schema held', () => {
      const { maxItems, pointer } = limit;

      test('413 for one notice over it', async () => {
        expectRefused(await service.post(path, batchRequest(id, maxItems + 1)), 413, id);
      });
      test('400 for one over it of which one is malformed', async () => {
        const body = JSON.stringify(batchRequest(id, maxItems + 1)).replace('600000003A', '60000000*A');
        const response = await service.post(path, body);
        expectRefused(response, 400, id);
        expect(response.body.data.errors).toHaveLength(1);
      });
      test('413, or 400 where malformed, for as many as fit into 1 MiB', async () => {
        expectRefused(await service.post(path, batchRequest(id, 25_000)), 413, id);
        const zeros = JSON.stringify({ ...good, [pointer.slice(1)]: new Array(500_000).fill(0) });
        const response = await service.post(path, zeros);
        expectRefused(response, 400, id);
        expect(response.body.data.errors.length).toBeLessThanOrEqual(20);
      });
    });

  test.each(spoiltRequests(id).map((spoilt) => [spoilt.name, spoilt] as const))(
    '400 naming the place for %s',
    async (_name, { body, path: place }) => {
      const response = await service.post(path, body);
      expectRefused(response, 400, id);
      const errors = response.body.data.errors as { path: string; message: string }[];
      expect(errors.some((error) => error.path === place || error.path.startsWith(`${place}/`))).toBe(true);
      expect(errors.length).toBeLessThanOrEqual(20);
      expect(response.text).not.toMatch(/DROP TABLE|<script>|9999999999|19\.99|300\.00/);
    },
  );

  test('400 for a query parameter, its name not told back when it looks personal', async () => {
    expectRefused(await service.post(`${path}?verbose=1`, good), 400, id);
    const response = await service.post(`${path}?S1234567D=1`, good);
    expectRefused(response, 400, id);
    expect(response.text).not.toContain('S1234567D');
  });
});

test('the same notice twice in one update is 400, naming the second (decisions §4)', async () => {
  const response = await service.post('/v1/ocms/cas-updateCourtNotices', {
    notices: ['500400058A', '500400059B', '500400058A'].map((noticeNo) => ({ noticeNo, atomsFlag: 'Y' })),
  });
  expectRefused(response, 400);
  expect(response.body.data.errors).toEqual([
    { path: '/body/notices/2/noticeNo', message: 'must appear once in a request' },
  ]);
});

test('an update that changes nothing is 400: at least one field besides noticeNo (decisions §4)', async () => {
  expectRefused(await service.post('/v1/ocms/cas-updateCourtNotices', { notices: [{ noticeNo: '500400058A' }] }), 400);
});

test.each(['lastProcessingStage', 'lastProcessingDate', 'amountPayable', 'paymentAcceptanceAllowed'])(
  '%s is never null (decisions §4)',
  async (field) => {
    const response = await service.post('/v1/ocms/cas-updateCourtNotices', {
      notices: [{ noticeNo: '500400058A', [field]: null }],
    });
    expectRefused(response, 400);
  },
);

test.each(['/'.repeat(300), `a${'/b'.repeat(5_000)}`, '//', '/body/x', '~1', '%2F', '\u0000', 'é'.repeat(100)])(
  '400 for a field named %#, whatever it does to the path in the answer',
  async (name) => {
    for (const id of operationIds) {
      const { path } = inboundOperations[id];
      if (!isOpen(id)) expectRefused(await service.post(path, { ...fullRequests[id], [name]: 1 }), 400, id);
      const answer = await service.post(`${path}?${encodeURIComponent(name)}=1`, fullRequests[id]);
      // A URL longer than the server reads belongs to no operation.
      if (name.length > 5_000) expectRefused(answer, 431);
      else expectRefused(answer, 400, id);
    }
  },
);

test.each([
  ['a/b', '/body/a~1b'],
  ['~', '/body/~0'],
  ['~1/', '/body/~01~1'],
  ['', '/body/'],
  ['a b', '/body/(unknown)'],
])('an unknown field %j is told by a JSON pointer (RFC 6901): %s', async (name, path) => {
  const { body } = await service.post('/v1/plus-queryNoticeInfo', {
    ...fullRequests['plus-queryNoticeInfo'],
    [name]: 1,
  });
  expect(body.data.errors).toEqual([{ path, message: 'is not part of the contract' }]);
});

describe('what parsing would change is refused as it was written (decisions §2)', () => {
  const update = (more: string): string => `{"notices":[{"noticeNo":"UNKNOWN1",${more}}]}`;
  const send = (body: string | Buffer) =>
    request(`${service.url}/v1/ocms/cas-updateCourtNotices`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Ocp-Apim-Subscription-Key': service.keys.CAS },
      body,
    });

  test.each(['79.999999999999999', '79.001', '0.009999999999999999', '7999999999999999999e-17', '1e-3', '-0.001'])(
    'an amount of %s',
    async (amount) => {
      const { status, body } = await send(update(`"amountPayable":${amount}`));
      expect(status).toBe(400);
      expect(body.data.errors).toEqual([expect.objectContaining({ path: '/body/notices/0/amountPayable' }) as unknown]);
    },
  );

  test.each(['79.99', '70.000', '7e1', '7.05E+1', '7050e-2', '0.0', '0e-9'])(
    'but not an amount of %s',
    async (amount) => {
      expect((await send(update(`"amountPayable":${amount}`))).status).toBe(200);
    },
  );

  test.each(['"\\ud83c"', '"\\uDD7F x"', '"a\\ud83c\\ud83c\\udd7f"'])('half of a surrogate pair: %s', async (text) => {
    const { status, body } = await send(update(`"atomsFlag":"Y","misspelt":${text}`));
    expect([status, body.data.errors]).toEqual([400, [{ path: '/body', message: 'must be well-formed Unicode text' }]]);
  });

  test('bytes that are not UTF-8', async () => {
    const [before, after] = update('"atomsFlag":"?"').split('?');
    const { status } = await send(Buffer.concat([Buffer.from(before!), Buffer.from([0xff]), Buffer.from(after!)]));
    expect(status).toBe(400);
  });
});

test('a query parameter beside too many items is 400: the schema comes before the batch limit', async () => {
  expectRefused(await service.post('/v1/plus-queryNoticeInfo?x=1', batchRequest('plus-queryNoticeInfo', 11)), 400);
});

test('413 at once for a declared length over the limit, without waiting for it', async () => {
  const answer = await raw(
    `POST /v1/plus-queryNoticeInfo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nOcp-Apim-Subscription-Key: ${service.keys.PLUS}\r\nContent-Length: 999999999\r\n\r\n{`,
    (text) => text.includes('OCMS-4013'),
  );
  expect(answer).toMatch(/^HTTP\/1\.1 413 /);
});

test('a body is asked for (100-continue) only once the key is good', async () => {
  const request = (key: string): string =>
    `POST /v1/plus-queryNoticeInfo HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Type: application/json\r\nOcp-Apim-Subscription-Key: ${key}\r\nContent-Length: 10\r\n\r\n`;
  expect(await raw(request('wrong'), (text) => text.includes('}}'))).toMatch(/^HTTP\/1\.1 401 /);
  expect(await raw(request(service.keys.PLUS), (text) => text.includes('\r\n\r\n'))).toMatch(
    /^HTTP\/1\.1 100 Continue/,
  );
});

test('an expectation that means nothing here is ignored', async () => {
  const answer = await raw('GET /nowhere HTTP/1.1\r\nHost: x\r\nExpect: wonders\r\n\r\n', (received) =>
    received.includes('}}'),
  );
  expect(answer).toMatch(/^HTTP\/1\.1 404 /);
  expect(answer).toMatch(/^X-Request-Id: /m);
});

test('what is not HTTP is answered with the error body and the connection closed', async () => {
  const answer = await raw('NONSENSE\r\n\r\n', (text) => text.includes('}}'));
  expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request/);
  expect(answer).toContain('{"data":{"appCode":"OCMS-4000","message":"Bad Request"}}');
});
