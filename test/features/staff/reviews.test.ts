import { cursorOf } from '../../../src/platform/cursor';
import { databaseKinds } from '../../support/databases';
import { insertNotices } from '../../support/notices';
import { request, startTestService, type TestService } from '../../support/service';
import { type StaffIssuer, startStaffIssuer, SUPERVISOR } from '../../support/staff';

const AT = '2026-01-15T01:30:00.000Z';

describe.each(databaseKinds)('manual reviews over the staff API on %s', (kind) => {
  let issuer: StaffIssuer;
  let service: TestService;
  let token: string;
  beforeAll(async () => {
    issuer = await startStaffIssuer();
    service = await startTestService({ kind, config: { staff: issuer.settings } });
    token = await issuer.token();
  });
  afterAll(async () => {
    await service.close();
    await issuer.close();
  });

  const call = (path: string, init: { method?: string; etag?: string; body?: object; token?: string } = {}) =>
    request(`${service.url}/v1/staff/reviews${path}`, {
      method: init.method ?? 'GET',
      headers: {
        Authorization: `Bearer ${init.token ?? token}`,
        ...(init.etag && { 'If-Match': init.etag }),
        ...(init.body && { 'Content-Type': 'application/json' }),
      },
      ...(init.body && { body: JSON.stringify(init.body) }),
    });
  interface Listed {
    noticeNo: string;
    etag: string;
  }
  const listed = (body: unknown): Listed[] => (body as { reviews: Listed[] }).reviews;
  const inReview = async (...noticeNumbers: string[]): Promise<void> => {
    const { intranet } = service.context;
    const at = intranet.dialect.bindInstant(new Date(AT));
    await insertNotices(
      intranet,
      noticeNumbers.map((notice_no) => ({ notice_no, an_flag: 'Y' })),
    );
    await intranet.transaction(async (trx) => {
      for (const notice_no of noticeNumbers)
        await trx('ocms_advisory_case').insert({
          notice_no,
          state: 'MANUAL_REVIEW',
          review_reason: 'OWNER_NOT_FOUND',
          cre_date: at,
          upd_date: at,
        });
    });
  };

  test('are listed page by page, those of one moment by their numbers; a place that none has is 400', async () => {
    await inReview('RV1', 'RV2', 'RV3');
    const first = await call('?limit=2');
    expect(listed(first.body).map(({ noticeNo }) => noticeNo)).toEqual(['RV1', 'RV2']);
    const second = await call(`?limit=2&cursor=${first.body.nextCursor}`);
    expect(second.body).toMatchObject({ reviews: [{ noticeNo: 'RV3' }], nextCursor: null });
    for (const key of ['x', 'x RV1', AT]) expect((await call(`?cursor=${cursorOf(key)}`)).status).toBe(400);
  });

  test('of two who resolve one at once one wins, and the other is told; both sides are on record', async () => {
    await inReview('RV9');
    const { etag } = listed((await call('')).body).find(({ noticeNo }) => noticeNo === 'RV9')!;
    expect((await call('/RV9/resume', { method: 'POST', etag: '"ffffffffffffffff"' })).status).toBe(412);
    const answers = await Promise.all([
      call('/RV9/resume', { method: 'POST', etag }),
      call('/RV9/close', { method: 'POST', etag, body: { reason: 'Told at the counter.' } }),
    ]);
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status < 300)).toHaveLength(1);
    expect(statuses.filter((status) => status === 404 || status === 412)).toHaveLength(1);
    const entries = await service.context.services.auditTrail.page({ subject: 'RV9', limit: 10 });
    expect(entries.map(({ action }) => action)).toEqual([
      statuses[0]! < 300 ? 'advisory-review-resumed' : 'advisory-review-closed',
    ]);
  });

  test('one that somebody took is theirs to close; another gets 409', async () => {
    await inReview('RV5', 'RV6');
    const other = await issuer.token({ ...SUPERVISOR, sub: 'supervisor2' });
    const etagOf = async (wanted: string): Promise<string> =>
      listed((await call('')).body).find(({ noticeNo }) => noticeNo === wanted)!.etag;
    const told = { body: { reason: 'Told at the counter.' } };
    expect((await call('/RV5/take', { method: 'POST' })).status).toBe(204);
    expect((await call('/RV5/take', { method: 'POST', token: other })).status).toBe(409);
    const etag = await etagOf('RV5');
    for (const init of [{}, told])
      expect(
        (await call(`/RV5/${'body' in init ? 'close' : 'resume'}`, { ...init, method: 'POST', token: other, etag }))
          .status,
      ).toBe(409);
    expect((await call('/RV5/close', { ...told, method: 'POST', etag: '"ffffffffffffffff"' })).status).toBe(412);
    expect((await call('/RV5/close', { ...told, method: 'POST', etag })).status).toBe(204);
    expect(listed((await call('')).body).map(({ noticeNo }) => noticeNo)).not.toContain('RV5');
    expect((await call('/RV6/resume', { method: 'POST', etag: await etagOf('RV6') })).status).toBe(200);
  });
});
