import { writeFileSync } from 'node:fs';
import { noticeNumbers } from '../support/contexts';
import { request, startTestService, type TestService } from '../support/service';

const STATUS = '/v1/ocms/cas-getPaymentStatus';
const UPDATE = '/v1/ocms/cas-updateCourtNotices';
const ACCEPT = '/v1/plus-queryNoticeInfo';

async function withService(
  options: Parameters<typeof startTestService>[0],
  run: (service: TestService) => Promise<void>,
): Promise<void> {
  const service = await startTestService(options);
  try {
    await run(service);
  } finally {
    await service.close();
  }
}

test('429 with Retry-After over a partner’s rate limit; other partners are not held up (decisions §3)', () =>
  withService({ config: { rateLimits: new Map([['CAS', 3]]) } }, async (service) => {
    for (let call = 0; call < 3; call += 1) {
      expect((await service.post(STATUS, { noticeNumbers: ['A'] })).status).toBe(200);
    }
    // Checked before the body: even malformed requests count.
    const refused = await service.post(STATUS, '{');
    expect(refused.status).toBe(429);
    expect(refused.body).toEqual({ data: { appCode: 'OCMS-4029', message: 'Too Many Requests' } });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(refused.headers.get('ratelimit-limit')).toBe('3');
    const other = await service.post(ACCEPT, { noticeNumbers: ['A'], paymentDueDate: '2026-01-01' });
    expect(other.status).toBe(200);
    expect(other.headers.has('ratelimit-limit')).toBe(false);
    expect((await service.post(STATUS, { noticeNumbers: ['A'] }, { key: 'wrong' })).status).toBe(401);
  }));

describe('the intranet database away (decisions §3: 503)', () => {
  test('answers 503 with Retry-After and is not ready, but live', () =>
    withService({}, async (service) => {
      await service.context.intranet.close();
      const response = await service.post(STATUS, { noticeNumbers: ['A'] });
      expect(response.status).toBe(503);
      expect(response.body).toEqual({
        data: { appCode: 'OCMS-5000', message: 'Something went wrong. Please try again later.' },
      });
      expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
      const ready = await request(`${service.adminUrl}/health/ready`);
      expect(ready.status).toBe(503);
      expect(ready.body).toMatchObject({ checks: { intranetReached: false, contractLoaded: true } });
      expect((await request(`${service.adminUrl}/health/live`)).status).toBe(200);
    }));

  test('the internet zone away does not make it unready', () =>
    withService({}, async (service) => {
      await service.context.internet.close();
      expect((await request(`${service.adminUrl}/health/ready`)).status).toBe(200);
      expect((await service.post(STATUS, { noticeNumbers: ['A'] })).status).toBe(200);
    }));

  test('a file that is no database any more is 503, never 500', () =>
    withService({ kind: 'sqlite' }, async (service) => {
      await service.notices({ notice_no: 'A' });
      // With the keys known, so that it is the operation that meets it.
      await service.post(STATUS, {});
      const { path } = service.context.config.intranetDb as { path: string };
      for (const file of [path, `${path}-wal`]) writeFileSync(file, 'no database at all'.repeat(10_000));
      expect((await service.post(STATUS, { noticeNumbers: ['A'] })).status).toBe(503);
    }));

  test('a full disk is 503, nothing of the request is stored, and it is over once there is space', () =>
    withService({ kind: 'sqlite' }, async (service) => {
      const numbers = noticeNumbers(500);
      await service.notices(...numbers.map((notice_no) => ({ notice_no })));
      const { intranet } = service.context;
      // Of each connection that writes.
      const limit = async (pages: string) => {
        const sql = `PRAGMA max_page_count = ${pages}`;
        for (const options of [{}, { long: true }]) await intranet.transaction((trx) => trx.raw(sql), options);
        await intranet.batch!([{ sql, bindings: [] }], { announce: 'nobody' });
      };
      const update = () => service.post(UPDATE, { notices: numbers.map((noticeNo) => ({ noticeNo, atomsFlag: 'Y' })) });
      const [{ page_count }] = (await intranet.read((executor) => executor.raw('PRAGMA page_count'))) as [
        { page_count: number },
      ];
      await limit(String(page_count));
      expect((await update()).status).toBe(503);
      expect(await service.notice(numbers[0]!)).toMatchObject({ atoms_flag: null, version: 1 });
      expect((await service.post(STATUS, { noticeNumbers: numbers })).status).toBe(200);
      await limit('1073741823');
      expect((await update()).body).toMatchObject({ updatedCount: 500 });
    }));
});

test('behind a trusted proxy the caller’s own address is known; without one it is not believed', async () => {
  const from = async (trustProxy: string[], forwarded = '203.0.113.9'): Promise<unknown> => {
    let address: unknown;
    await withService({ config: { trustProxy } }, async (service) => {
      await service.post(STATUS, {}, { key: 'wrong', headers: { 'X-Forwarded-For': forwarded } });
      address = service.log
        .map((line) => JSON.parse(line) as Record<string, unknown>)
        .find(({ event }) => event === 'unauthenticated')?.from;
    });
    return address;
  };
  expect(await from(['loopback'])).toBe('203.0.113.9');
  expect(await from([])).toBe('127.0.0.1');
  expect(await from(['loopback'], '2001:db8::7')).toBe('2001:db8::7');
  expect(await from(['loopback'], 'anything: "S1234567D"')).toBe('unknown');
});

test('a caller that sends its request too slowly is cut off', () =>
  withService({ config: { requestTimeoutMs: 1_000 } }, async (service) => {
    const { connect } = await import('node:net');
    const { hostname, port } = new URL(service.url);
    const closed = new Promise<void>((resolve) => {
      const socket = connect(Number(port), hostname, () => socket.write('POST / HTTP/1.1\r\nHost: x\r\nX-Slow: '));
      socket.on('close', () => resolve());
      socket.on('error', () => undefined);
      socket.resume();
    });
    await closed;
    expect((await service.post(STATUS, { noticeNumbers: ['A'] })).status).toBe(200);
  }));

test('a stop answers on for a moment, although nobody is connected: not ready, and asking for new connections', async () => {
  const service = await startTestService({ config: { shutdownTimeoutMs: 20_000 } });
  const closing = service.close();
  try {
    expect((await request(`${service.adminUrl}/health/ready`)).status).toBe(503);
    const { status, headers } = await service.post(STATUS, { noticeNumbers: ['A'] });
    expect([status, headers.get('connection')]).toEqual([200, 'close']);
  } finally {
    await closing;
  }
});
