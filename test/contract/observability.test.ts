import { fullRequests } from '../support/inbound-operations';
import { until } from '../support/fault';
import { request, startTestService, type TestService } from '../support/service';

const STATUS = '/v1/ocms/cas-getPaymentStatus';
const UPDATE = '/v1/ocms/cas-updateCourtNotices';
const ACCEPT = '/v1/plus-queryNoticeInfo';

let service: TestService;
const logged = (of = service) => of.log.map((line) => JSON.parse(line) as Record<string, unknown>);
const metrics = async () => (await fetch(`${service.adminUrl}/metrics`)).text();

/** The line of a request is written when the response is closed, which may be after the caller has it. */
async function requestLines(count: number, of = service): Promise<Record<string, unknown>[]> {
  for (;;) {
    const lines = logged(of).filter(({ event }) => event === 'request');
    if (lines.length >= count) return lines;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

describe('the request id', () => {
  let shared: TestService;
  beforeAll(async () => {
    shared = await startTestService();
  });
  afterAll(() => shared.close());
  beforeEach(() => (shared.log.length = 0));

  test.each([
    ['cas-batch-0001', true],
    ['a'.repeat(64), true],
    ['short', false],
    ['a'.repeat(65), false],
    ['has space in it', false],
    ['<script>alert(1)</script>', false],
    ['S1234567D', false],
    ['91234567', false],
    ['9123-4567', false],
    ['6591234567', false],
    ['ocms_cas_4hN1Zk0x9d3bQm2sT7uVwXyZ', false],
    // A part that looks like one is chance.
    ['91234567-1234-4567-8123-456791234567', true],
    ['0192f6a491234567c1d9a552f1d3c0b7', true],
    ['request-S1234567D-1', true],
    ['00000912345678', true],
  ])('%s is echoed: %s', async (id, echoed) => {
    const response = await shared.post(STATUS, { noticeNumbers: ['A'] }, { headers: { 'X-Request-Id': id } });
    expect(response.headers.get('x-request-id') === id).toBe(echoed);
    const [{ requestId }] = (await requestLines(1, shared)) as [{ requestId: string }];
    expect(requestId).toBe(response.headers.get('x-request-id'));
    expect(response.headers.get('x-request-id')).toMatch(/^[A-Za-z0-9._-]{8,64}$/);
  });
});

describe('a service of its own:', () => {
  beforeEach(async () => {
    service = await startTestService();
  });
  afterEach(() => service.close());

  test('one line a request tells operation, partner, status, duration and request id, and nothing else', async () => {
    await service.post(STATUS, { noticeNumbers: ['A'] }, { headers: { 'X-Request-Id': 'cas-batch-0001' } });
    await service.post(ACCEPT, '{', {});
    await request(`${service.url}/nowhere`);
    const lines = await requestLines(3);
    expect(lines).toEqual([
      {
        level: 'info',
        time: expect.stringMatching(/Z$/),
        event: 'request',
        operation: 'cas-getPaymentStatus',
        partner: 'CAS',
        status: 200,
        ms: expect.any(Number),
        requestId: 'cas-batch-0001',
      },
      {
        level: 'info',
        time: expect.any(String),
        event: 'request',
        operation: 'plus-queryNoticeInfo',
        partner: 'PLUS',
        status: 400,
        ms: expect.any(Number),
        requestId: expect.stringMatching(/^[0-9a-f]{32}$/),
      },
      {
        level: 'info',
        time: expect.any(String),
        event: 'request',
        status: 404,
        ms: expect.any(Number),
        requestId: expect.any(String),
      },
    ]);
  });

  test('an update is logged once, listing the notices by outcome (decisions §4)', async () => {
    await service.notices({ notice_no: 'COURT1' }, { notice_no: 'NEW1', last_processing_stage: null });
    await service.post(UPDATE, {
      notices: ['COURT1', 'NEW1', 'NONE1'].map((noticeNo) => ({ noticeNo, atomsFlag: 'Y' })),
    });
    expect(logged().filter(({ event }) => event === 'court-notices-updated')).toEqual([
      {
        level: 'info',
        time: expect.any(String),
        event: 'court-notices-updated',
        requestId: expect.stringMatching(/^[0-9a-f]{32}$/),
        partner: 'CAS',
        updated: ['COURT1'],
        notCourtNotice: ['NEW1'],
        notFound: ['NONE1'],
      },
    ]);
  });

  test('every line logged within a request carries its id and partner, of many at once each its own', async () => {
    const path = '/v1/cesWebhook-create-notice';
    await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        service.post(
          path,
          { ...fullRequests['cesWebhook-create-notice'], noticeNo: `MANY${index}`, vehicleNo: `SV${index}`, news: 1 },
          { headers: { 'X-Request-Id': `request-${index}-of-many` } },
        ),
      ),
    );
    await requestLines(20);
    const lines = logged().filter(({ noticeNo }) => String(noticeNo).startsWith('MANY'));
    expect(lines).toHaveLength(20);
    for (const { event, noticeNo, requestId, partner } of lines) {
      expect(event).toBe('notice-created');
      expect([requestId, partner]).toEqual([`request-${String(noticeNo).slice(4)}-of-many`, 'CES']);
    }
  });

  test('a database error is logged without what it quotes', async () => {
    await service.notices({ notice_no: 'COURT1' });
    const mssql = service.place.intranet.kind === 'mssql';
    await service.context.intranet.transaction(async (trx) => {
      await trx.raw(
        mssql
          ? 'ALTER TABLE ocms_valid_offence_notice ADD CONSTRAINT [row of TAN AH KOW] CHECK (atoms_flag IS NULL)'
          : `CREATE TRIGGER refuse BEFORE UPDATE ON ocms_valid_offence_notice BEGIN SELECT RAISE(ABORT, 'row of TAN AH KOW'); END`,
      );
    });
    const response = await service.post(UPDATE, { notices: [{ noticeNo: 'COURT1', atomsFlag: 'Y' }] });
    expect(response.status).toBe(500);
    const failure = logged().find(({ event }) => event === 'request-failed');
    expect(failure).toMatchObject({
      level: 'error',
      operation: 'cas-updateCourtNotices',
      error: { code: mssql ? 547 : 'SQLITE_CONSTRAINT_TRIGGER' },
    });
    expect(service.log.join('')).not.toContain('TAN AH KOW');
  });

  test('metrics count requests by operation, partner and status, and tell the state of both zones', async () => {
    await service.post(STATUS, { noticeNumbers: ['A'] });
    await service.post(STATUS, { noticeNumbers: ['A'] }, { key: 'wrong' });
    await requestLines(2);
    // The zones are looked at beside the requests.
    const text = await until('both zones in the metrics', async () => {
      const now = await metrics();
      return now.includes('ocms_database_up{zone="internet"}') && now;
    });
    expect(text).toContain(
      'ocms_http_request_duration_seconds_count{operation="cas-getPaymentStatus",partner="CAS",status="200"} 1',
    );
    expect(text).toContain(
      'ocms_http_request_duration_seconds_count{operation="cas-getPaymentStatus",partner="none",status="401"} 1',
    );
    expect(text).toContain(
      'ocms_http_requests_refused_total{operation="cas-getPaymentStatus",reason="unauthenticated"} 1',
    );
    expect(text).toContain('ocms_database_up{zone="intranet"} 1');
    expect(text).toContain('ocms_database_up{zone="internet"} 1');
  });

  test('a start does not fail on what is only worth a warning: whether there are rule codes', async () => {
    const { noticeCreation } = service.context.services;
    const started = await startTestService({
      overrides: {
        services: { noticeCreation: { ...noticeCreation, ruleCodesLoaded: () => Promise.reject(new Error('a blip')) } },
      },
    });
    expect((await request(`${started.adminUrl}/health/ready`)).body).toMatchObject({ status: 'ready' });
    await started.close();
  });

  test('health and metrics are not on the port partners reach', async () => {
    for (const path of ['/health/live', '/health/ready', '/metrics']) {
      expect((await request(`${service.url}${path}`)).status).toBe(404);
      expect((await request(`${service.adminUrl}${path}`)).status).toBe(200);
    }
  });

  test('every response carries the security headers', async () => {
    const response = await service.post(STATUS, { noticeNumbers: ['A'] });
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'x-content-type-options': 'nosniff',
      'strict-transport-security': expect.stringContaining('max-age='),
      'content-security-policy': "default-src 'none';frame-ancestors 'none'",
      'cache-control': 'no-store',
    });
    expect(response.headers.has('x-powered-by')).toBe(false);
  });
});
