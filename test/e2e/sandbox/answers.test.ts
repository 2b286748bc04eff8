import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../../src/contract/documents';
import { compileContract } from '../../../src/contract/schemas';
import { outboundOperations } from '../../../generated/outbound/operations';
import { definePartner } from '../../../src/partner-sandbox/partner';
import { sandboxKeys } from '../../../src/partner-sandbox/index';
import { KEY_HEADER, OPERATION, PATH, type TestSandbox, testSandbox, vehicleNumbers } from './sandbox';

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await testSandbox();
});
beforeEach(() => sandbox.admin('DELETE', ''));
afterAll(() => sandbox.close());

const vehicle = (vehicleNo: string) => ({ vehicleNo, description: 'VIP Vehicle', status: 'ACTIVE' });

test('CAS answers 150 vehicles, the same every time, no two alike, as its contract has it', async () => {
  const first = await sandbox.refresh();
  expect(first.status).toBe(200);
  expect(first.body.totalCount).toBe(150);
  expect(vehicleNumbers(first.body).size).toBe(150);
  expect((await sandbox.refresh()).text).toBe(first.text);
  const contract = JSON.parse(readFileSync(join(PROJECT_ROOT, 'generated/outbound/outbound.json'), 'utf8')) as object;
  expect(compileContract(contract, outboundOperations).responseViolation(OPERATION, 200, first.body)).toBeUndefined();
});

test.each([null, 'wrong', '', `${sandboxKeys().CAS}.FAULTNONE`])(
  'key %p: 401 with the body of the contract',
  async (key) => {
    const response = await sandbox.refresh({ key });
    expect(response.status).toBe(401);
    expect(response.body.statusCode).toBe(401);
    expect(response.headers.get('x-sandbox-problem')).toBe('no valid key');
  },
);

test('a wrong path is 404, a wrong method 405, an unknown query parameter and an unwanted body 400', async () => {
  expect((await sandbox.refresh({ path: '/v1/cas/other' })).status).toBe(404);
  const get = await sandbox.refresh({ init: { method: 'GET' } });
  expect([get.status, get.headers.get('allow')]).toEqual([405, 'POST']);
  const query = await sandbox.refresh({ path: `${PATH}?page=2` });
  expect([query.status, query.headers.get('x-sandbox-problem')]).toEqual([400, expect.stringContaining('page')]);
  const body = await sandbox.refresh({ init: { body: '{}' } });
  expect([body.status, body.headers.get('x-sandbox-problem')]).toEqual([400, 'the contract has no body here']);
});

test('the VIP list can be replaced by one that keeps the contract, and read', async () => {
  expect((await sandbox.admin('PUT', '/cas/vip-vehicles', [vehicle('EVP1A'), vehicle('EVP2B')])).body).toEqual({
    rows: 2,
  });
  expect((await sandbox.refresh()).body).toEqual({ data: [vehicle('EVP1A'), vehicle('EVP2B')], totalCount: 2 });
  const refused = await sandbox.admin('PUT', '/cas/vip-vehicles', [vehicle('lower case')]);
  expect([refused.status, refused.body.sandbox]).toEqual([400, expect.stringContaining('breaks the contract')]);
  expect((await sandbox.admin('GET', '/cas/vip-vehicles')).body).toHaveLength(2);
  await sandbox.admin('DELETE', '');
  expect((await sandbox.refresh()).body.totalCount).toBe(150);
});

test('an answer of its own that breaks the contract is a 500 that says so', async () => {
  const wrong = definePartner({
    system: 'CAS',
    createState: () => undefined,
    handlers: { refreshVIPVehicle: () => ({ status: 200, body: { data: [vehicle('lower case')], totalCount: 1 } }) },
  });
  const broken = await testSandbox({ partners: [wrong] });
  const response = await broken.refresh();
  expect([response.status, response.body.sandbox]).toEqual([
    500,
    expect.stringContaining('own answer breaks the contract: response/data/0/vehicleNo'),
  ]);
  await broken.close();
});

test('an answer the contract does not have does not compile', () => {
  // What is checked here is checked by tsc.
  definePartner({
    system: 'CAS',
    createState: () => undefined,
    // @ts-expect-error -- status is missing
    handlers: { refreshVIPVehicle: () => ({ status: 200, body: { data: [{ vehicleNo: 'SBA1A' }], totalCount: 1 } }) },
  });
  definePartner({
    system: 'CAS',
    createState: () => undefined,
    // @ts-expect-error -- CAS has no such operation
    handlers: { other: () => ({ status: 200, body: {} }) },
  });
});

test('an operation without a handler answers the contract’s example', async () => {
  const bare = await testSandbox({ partners: [] });
  const response = await bare.refresh();
  expect(response.status).toBe(200);
  expect(response.body.totalCount).toBe(2);
  await bare.close();
});

test('what was received is on record, without keys', async () => {
  await sandbox.refresh({
    init: {
      headers: { [KEY_HEADER]: sandboxKeys().CAS!, 'X-Request-Id': 'request-0001', Authorization: 'Bearer secret' },
    },
  });
  await sandbox.refresh({ init: { body: '{"unwanted":true}' } });
  await sandbox.refresh({ path: '/v1/nothing' });
  const all = await sandbox.admin('GET', '/received');
  expect(all.body).toHaveLength(3);
  const [first, second, third] = all.body;
  expect(first).toMatchObject({ operation: OPERATION, method: 'POST', path: PATH, status: 200, body: '' });
  expect(first.headers).toMatchObject({
    'x-request-id': 'request-0001',
    [KEY_HEADER.toLowerCase()]: '***',
    authorization: '***',
  });
  expect(Date.parse(first.time)).toBeGreaterThan(Date.now() - 60_000);
  expect(second).toMatchObject({ body: '{"unwanted":true}', status: 400, problem: 'the contract has no body here' });
  expect(third).toMatchObject({ path: '/v1/nothing', status: 404 });
  expect(all.text).not.toContain(sandboxKeys().CAS);
  expect((await sandbox.admin('GET', `/received?operation=${OPERATION}`)).body).toHaveLength(2);
  await sandbox.admin('DELETE', '/received');
  expect((await sandbox.admin('GET', '/received')).body).toEqual([]);
});

test('the record and its bodies are bounded', async () => {
  for (let batch = 0; batch < 11; batch += 1) {
    await Promise.all(Array.from({ length: 100 }, () => sandbox.refresh({ key: 'wrong' })));
  }
  await sandbox.refresh({ init: { body: 'x'.repeat(65_537) } });
  const { body } = await sandbox.admin('GET', '/received');
  expect(body).toHaveLength(1_000);
  expect(body[999]).toMatchObject({ status: 413 });
});

test('the page shows partners, faults, calls and mails, and nothing unescaped', async () => {
  await sandbox.fault({ fault: 'drip', times: 3 });
  await sandbox.refresh({ path: `/v1/<script>alert(1)</script>?"'` });
  const page = await sandbox.admin('GET', '');
  expect(page.headers.get('content-type')).toContain('text/html');
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  for (const text of ['CAS', PATH, 'drip', 'vip-vehicles', sandbox.smtpUrl]) expect(page.text).toContain(text);
  expect(page.text).not.toContain('<script');
  expect(page.text).toContain('href="/_sandbox/page.css"');
  const style = await sandbox.admin('GET', '/page.css');
  expect([style.status, style.headers.get('content-type')]).toEqual([200, 'text/css; charset=utf-8']);
});

test('no web page can steer it', async () => {
  const plain = await request('text/plain', '127.0.0.1');
  expect(plain).toBe(415);
  expect(await request('application/json', 'evil.example')).toBe(403);
});

/** fetch does not let a Host header be set. */
async function request(type: string, host: string): Promise<number> {
  const { request: send } = await import('node:http');
  return new Promise((resolve, reject) => {
    const { port } = new URL(sandbox.url);
    send(
      {
        host: '127.0.0.1',
        port,
        path: '/_sandbox/faults',
        method: 'POST',
        headers: { 'Content-Type': type, Host: host },
      },
      (response) => {
        response.resume();
        resolve(response.statusCode!);
      },
    )
      .on('error', reject)
      .end(JSON.stringify({ operation: OPERATION, fault: 'timeout' }));
  });
}
