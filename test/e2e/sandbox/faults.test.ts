import { sandboxKeys } from '../../../src/partner-sandbox/index';
import type { Received } from '../../../src/partner-sandbox/record';
import { magicFault, magicFaultIn } from '../../../src/partner-sandbox/faults/catalogue';
import { OPERATION, PATH, type TestSandbox, testSandbox, vehicleNumbers } from './sandbox';

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await testSandbox();
});
beforeEach(() => sandbox.admin('DELETE', ''));
afterAll(() => sandbox.close());

const received = async (): Promise<Received[]> => (await sandbox.admin('GET', '/received')).body as Received[];
const took = async (work: () => Promise<unknown>): Promise<number> => {
  const started = performance.now();
  await work();
  return performance.now() - started;
};

test('faults with a number of times happen in their order, then the one that stays, until it is cleared', async () => {
  await sandbox.fault({ fault: 'status', status: 429, retryAfter: 7 });
  await sandbox.fault({ fault: 'status', status: 500, times: 2 });
  const set = await sandbox.fault({ fault: 'status', status: 503, times: 1 });
  expect(set.status).toBe(201);
  expect(set.body).toEqual([
    { operation: OPERATION, times: 2, fault: 'status', status: 500 },
    { operation: OPERATION, times: 1, fault: 'status', status: 503 },
    { operation: OPERATION, fault: 'status', status: 429, retryAfter: 7 },
  ]);
  const statuses: number[] = [];
  for (let call = 0; call < 5; call += 1) statuses.push((await sandbox.refresh()).status);
  expect(statuses).toEqual([500, 500, 503, 429, 429]);
  expect((await sandbox.refresh()).headers.get('retry-after')).toBe('7');
  await sandbox.admin('DELETE', `/faults?operation=${OPERATION}`);
  expect((await sandbox.refresh()).status).toBe(200);
  expect((await sandbox.admin('GET', '/faults')).body).toEqual([]);
});

test('several are set at once; what does not exist is refused with a reason', async () => {
  const set = await sandbox.admin('POST', '/faults', [
    { operation: OPERATION, fault: 'timeout', times: 1 },
    { operation: 'smtp', fault: 'reject', times: 1 },
  ]);
  expect(set.body).toHaveLength(2);
  for (const wrong of [
    { fault: 'nonsense' },
    { fault: 'status', status: 200 },
    { fault: 'delay', seconds: 1 },
    { operation: 'other', fault: 'timeout' },
  ]) {
    const refused = await sandbox.fault(wrong);
    expect([refused.status, typeof refused.body.sandbox]).toEqual([400, 'string']);
  }
  const bare = await testSandbox({ partners: [] });
  expect((await bare.fault({ fault: 'size', rows: 5 })).status).toBe(400);
  await bare.close();
});

test('a status without an example in the contract is answered all the same', async () => {
  await sandbox.fault({ fault: 'status', status: 503, times: 1 });
  expect((await sandbox.refresh()).body).toMatchObject({ statusCode: 503 });
  await sandbox.fault({ fault: 'status', status: 418, times: 1 });
  expect((await sandbox.refresh()).status).toBe(418);
  expect(await received()).toMatchObject([
    { fault: 'status', status: 503 },
    { fault: 'status', status: 418 },
  ]);
});

test('delay: the answer is right, and late', async () => {
  await sandbox.fault({ fault: 'delay', ms: 300, times: 1 });
  expect(await took(async () => expect((await sandbox.refresh()).body.totalCount).toBe(150))).toBeGreaterThan(290);
});

test('timeout: the request is taken and never answered', async () => {
  await sandbox.fault({ fault: 'timeout', times: 1 });
  await expect(sandbox.refresh({ init: { signal: AbortSignal.timeout(300) } })).rejects.toThrow('aborted');
  const [entry] = await received();
  expect(entry!.fault).toBe('timeout');
  expect(entry!.status).toBeUndefined();
});

test.each(['before', 'after'])('reset %s', async (when) => {
  await sandbox.fault({ fault: 'reset', when, times: 1 });
  await expect(sandbox.refresh()).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
  expect(await received()).toMatchObject([{ operation: OPERATION, fault: 'reset' }]);
});

test('partial: the body ends in the middle', async () => {
  await sandbox.fault({ fault: 'partial', times: 1 });
  const response = await fetch(`${sandbox.url}${PATH}`, {
    method: 'POST',
    headers: { 'Ocp-Apim-Subscription-Key': sandboxKeys().CAS! },
  });
  expect(response.status).toBe(200);
  const reader = response.body!.getReader();
  let bytes = 0;
  const readAll = async (): Promise<void> => {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      bytes += (value as Uint8Array).length;
    }
  };
  await expect(readAll()).rejects.toThrow();
  expect(bytes).toBe(Number(response.headers.get('content-length')) >> 1);
});

test('malformed: HTML, half the JSON, JSON with a wrong type', async () => {
  await sandbox.fault({ fault: 'malformed', times: 1 });
  const html = await sandbox.refresh();
  expect([html.status, html.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  await sandbox.fault({ fault: 'malformed', as: 'cut-json', times: 1 });
  const cut = await sandbox.refresh();
  expect([cut.status, cut.body, cut.text.startsWith('{')]).toEqual([200, undefined, true]);
  await sandbox.fault({ fault: 'malformed', as: 'wrong-type', times: 1 });
  const wrong = await sandbox.refresh();
  expect(wrong.body.totalCount).toBe(150);
  expect(typeof wrong.body.data[149].vehicleNo).toBe('number');
});

test('drip: the whole answer, a few bytes at a time', async () => {
  await sandbox.admin('PUT', '/cas/vip-vehicles', []);
  await sandbox.fault({ fault: 'drip', bytes: 5, everyMs: 60, times: 1 });
  // {"data":[],"totalCount":0}: 26 bytes, 6 pieces
  expect(
    await took(async () => expect((await sandbox.refresh()).body).toEqual({ data: [], totalCount: 0 })),
  ).toBeGreaterThan(300);
});

test('redirect: whoever follows it is on record', async () => {
  await sandbox.fault({ fault: 'redirect', times: 2 });
  const stayed = await sandbox.refresh({ init: { redirect: 'manual' } });
  expect([stayed.status, stayed.headers.get('location')]).toEqual([307, `/redirected${PATH}`]);
  expect((await sandbox.refresh()).status).toBe(200);
  expect((await received()).map(({ path }) => path)).toEqual([PATH, PATH, `/redirected${PATH}`]);
});

test('oversized: so many bytes more; ends when the other side leaves', async () => {
  await sandbox.fault({ fault: 'oversized', bytes: 3_000_000, times: 1 });
  const response = await sandbox.refresh();
  expect(response.text.length).toBeGreaterThan(3_000_000);
  expect(response.body.totalCount).toBe(150);
  await sandbox.fault({ fault: 'oversized', bytes: 4_000_000_000, times: 1 });
  await expect(sandbox.refresh({ init: { signal: AbortSignal.timeout(200) } })).rejects.toThrow('aborted');
});

test('size: 200,000 different rows', async () => {
  await sandbox.fault({ fault: 'size', rows: 200_000, times: 1 });
  const { body } = await sandbox.refresh();
  expect(body.totalCount).toBe(200_000);
  expect(vehicleNumbers(body).size).toBe(200_000);
  await sandbox.fault({ fault: 'size', rows: 0, times: 1 });
  expect((await sandbox.refresh()).body).toEqual({ data: [], totalCount: 0 });
});

test('lists that are wrong: the total, a row twice, empty', async () => {
  await sandbox.fault({ fault: 'wrong-total-count', times: 1 });
  expect((await sandbox.refresh()).body).toMatchObject({ totalCount: 151, data: { length: 150 } });
  await sandbox.fault({ fault: 'duplicate-row', times: 1 });
  const { body } = await sandbox.refresh();
  expect(body.totalCount).toBe(151);
  expect(body.data[150]).toEqual(body.data[0]);
  await sandbox.fault({ fault: 'empty-list', times: 1 });
  expect((await sandbox.refresh()).body).toEqual({ data: [], totalCount: 0 });
});

test('a magic value after the key is a fault without the admin endpoint, for every call', async () => {
  const key = `${sandboxKeys().CAS}.FAULT503`;
  expect((await sandbox.refresh({ key })).status).toBe(503);
  expect((await sandbox.refresh({ key })).status).toBe(503);
  expect((await sandbox.refresh({ key: `${sandboxKeys().CAS}.FAULTEMPTY` })).body.totalCount).toBe(0);
  expect((await sandbox.refresh()).status).toBe(200);
  expect((await received()).map(({ fault }) => fault)).toEqual(['status', 'status', 'empty-list', undefined]);
});

test('a magic value is found wherever a request has it', () => {
  expect(magicFaultIn([{ vehicles: [{ vehicleNo: 'SBA1A' }, { vehicleNo: 'FAULTHANG' }] }, {}])).toEqual({
    fault: 'timeout',
  });
  expect(magicFaultIn([undefined, { uen: 'FAULT429' }])).toEqual({ fault: 'status', status: 429 });
  expect(magicFaultIn([{ remark: 'my FAULT503', text: 'FAULT200', other: 'FAULTY', none: null }])).toBeUndefined();
  expect(magicFault('FAULTRST')).toEqual({ fault: 'reset', when: 'after' });
});

test('close() ends hanging, slow, dripping and streaming calls at once', async () => {
  const closing = await testSandbox();
  await closing.admin('POST', '/faults', [
    { operation: OPERATION, fault: 'timeout', times: 1 },
    { operation: OPERATION, fault: 'delay', ms: 600_000, times: 1 },
    { operation: OPERATION, fault: 'drip', everyMs: 60_000, times: 1 },
  ]);
  const calls = Promise.allSettled([closing.refresh(), closing.refresh(), closing.refresh()]);
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(await took(() => closing.close())).toBeLessThan(1_000);
  expect((await calls).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
});
