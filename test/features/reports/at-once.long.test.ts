import { patience } from '../../support/patience';
import { request, startTestService, type TestService } from '../../support/service';
import { OFFICER, type StaffIssuer, startStaffIssuer } from '../../support/staff';
import { suspend } from './suspended';

jest.setTimeout(patience(60_000));

const ROWS = 2_000;
const AT_ONCE = 10;
/** What `OCMS_REPORTS_AT_ONCE` is unless it is set. */
const MADE_AT_ONCE = 2;

describe('a report asked for ten times at once does not take the service away (issue 11, A 8)', () => {
  let issuer: StaffIssuer;
  let service: TestService;
  beforeAll(async () => {
    issuer = await startStaffIssuer();
    service = await startTestService({ config: { staff: issuer.settings } });
    await suspend(
      service.context.intranet,
      ...Array.from({ length: ROWS }, (_, index) => ({
        notice: String(500_000_001 + index),
        at: new Date(Date.UTC(2026, 0, 10) + index * 1_000).toISOString(),
        fields: { vehicle_no: `SV${index}X`, composition_amount: '70.00', pp_name: 'ALIWAL STREET' },
      })),
    );
  });
  afterAll(async () => {
    await service.close();
    await issuer.close();
  });

  const audited = async (): Promise<number> =>
    (await service.context.services.auditTrail.page({ officerId: 'officer1', limit: 50 })).length;

  test.each(['xlsx', 'pdf'])(
    'as %s: two are made, the others are told to come back, and everybody else is answered meanwhile',
    async (format) => {
      const headers = { Authorization: `Bearer ${await issuer.token(OFFICER)}` };
      const url = `${service.url}/v1/staff/reports/ans?from=2026-01-01&to=2026-01-31&format=${format}`;
      const before = await audited();
      let open = AT_ONCE;
      const reports = Array.from({ length: AT_ONCE }, async () => {
        const response = await fetch(url, { headers });
        const bytes = (await response.arrayBuffer()).byteLength;
        open -= 1;
        return { status: response.status, retryAfter: Number(response.headers.get('retry-after')), bytes };
      });
      // As long as a report is being made.
      const answered: { payment: number; health: number; ready: number }[] = [];
      while (open > 0) {
        const [payment, health, ready] = await Promise.all([
          service.post('/v1/ocms/cas-getPaymentStatus', { noticeNumbers: ['500000001'] }),
          request(`${service.adminUrl}/health/live`),
          request(`${service.adminUrl}/health/ready`),
        ]);
        answered.push({ payment: payment.status, health: health.status, ready: ready.status });
      }
      const ended = await Promise.all(reports);
      const made = ended.filter(({ status }) => status === 200);
      expect(made).toHaveLength(MADE_AT_ONCE);
      for (const { bytes } of made) expect(bytes).toBeGreaterThan(50_000);
      const refused = ended.filter(({ status }) => status === 429);
      expect(refused).toHaveLength(AT_ONCE - MADE_AT_ONCE);
      for (const { retryAfter } of refused) expect(retryAfter).toBeGreaterThan(0);
      // Several times while they were made, and each time well.
      expect(answered.length).toBeGreaterThan(3);
      for (const each of answered) expect(each).toEqual({ payment: 200, health: 200, ready: 200 });
      // What was refused holds no place: the next one is made.
      const next = await fetch(url, { headers });
      expect(next.status).toBe(200);
      await next.arrayBuffer();
      expect((await audited()) - before).toBe(MADE_AT_ONCE + 1);
    },
  );
});
