import { inboundOperations } from '../../generated/inbound/operations';
import { JsonText } from '../../src/platform/json';
import { fullRequests } from '../support/inbound-operations';
import { request, startTestService, type TestService } from '../support/service';

/** Personal data and keys as they might stand anywhere in a request. */
const BARE = [
  'S1234567D',
  'G7654321X',
  '91234567',
  '+65 8123 4567',
  'citizen@example.com.sg',
  'ocms_cas_CANARYCANARYCANARYCANARYCANARY',
];

/** The same as part of something longer: as the id of a request, that is chance, and stays (decisions §3). */
const GLUED = ['a_S1234567D', 'a_91234567', 'id.91234567'];
/** Between letters, and in groups: only free text that a caller chose is looked at so closely. */
const LOOSE = ['TS1234567DT', 'S123 4567D'];
const CANARIES = [...BARE, ...GLUED, ...LOOSE, 'x_ocms_cas_demo-key-for-local-use'];

const STATUS = '/v1/ocms/cas-getPaymentStatus';
const UPDATE = '/v1/ocms/cas-updateCourtNotices';
const ACCEPT = '/v1/plus-queryNoticeInfo';
const WEBHOOKS = ['repccsWebhook', 'cesWebhook-create-notice'] as const;

let failure: Error | undefined;
let service: TestService;
beforeAll(async () => {
  const find = () => (failure ? Promise.reject(failure) : Promise.resolve(new JsonText<never[]>('[]')));
  service = await startTestService({ overrides: { services: { paymentStatus: { find } } } });
});
afterAll(() => service.close());

/** The line of a request is written when the response is closed, which may be after the caller has it. */
async function allLogged(): Promise<void> {
  const marker = `marker-${Math.random().toString(36).slice(2).replace(/\d/g, 'x').padEnd(10, 'x')}`;
  await request(`${service.url}/nowhere`, { headers: { 'X-Request-Id': marker } });
  while (!service.log.some((line) => line.includes(marker))) await new Promise((resolve) => setTimeout(resolve, 5));
}

test.each(CANARIES)('%s never reaches the log or the metrics, whatever path it takes', async (canary) => {
  const encoded = encodeURIComponent(canary);
  for (const path of [STATUS, UPDATE, ACCEPT]) {
    await service.post(path, { noticeNumbers: [canary], [canary]: canary });
    await service.post(path, { notices: [{ noticeNo: canary, [canary]: canary, atomsFlag: canary }] });
    await service.post(path, `{"${canary}`);
    await service.post(path, { noticeNumbers: ['A'], paymentDueDate: canary }, { key: canary });
    await service.post(`${path}?${encoded}=${encoded}`, { noticeNumbers: ['A'] });
    await service.post(`${path}/${encoded}`, {});
    await service.post(path, {}, { headers: { 'Content-Type': canary.replace('+', '') } }).catch(() => undefined);
    await service.post(
      path,
      {},
      {
        headers: {
          ...(![...GLUED, ...LOOSE].includes(canary) && { 'X-Request-Id': canary }),
          'X-Forwarded-For': canary,
          'User-Agent': canary,
          Referer: canary,
          Cookie: canary,
        },
      },
    );
  }
  for (const id of WEBHOOKS) {
    const { path } = inboundOperations[id];
    // Accepted, with the delivery's id, which is logged, a field of the caller's own, and free text; then refused.
    const offence = { ...fullRequests[id], transactionId: canary, ppName: canary, creUserId: canary, [canary]: canary };
    const accepted = await service.post(path, {
      ...offence,
      noticeNo: `C${id.slice(0, 1).toUpperCase()}${CANARIES.indexOf(canary)}`,
    });
    expect(accepted.status).toBe(200);
    expect(
      (await service.post(path, { ...offence, noticeNo: canary, vehicleNo: canary, noticeDateAndTime: canary })).status,
    ).toBe(400);
  }
  await service.post(`/${encoded}`, {});
  await request(`${service.url}/%zz${encoded}`);
  await allLogged();
  const everything = `${service.log.join('')}${await (await fetch(`${service.adminUrl}/metrics`)).text()}`;
  expect(everything).not.toContain(canary);
  expect(everything).not.toContain(encoded);
});

test.each([...BARE, ...GLUED])(
  '%s in an unexpected error is masked in the log and not told to the caller',
  async (canary) => {
    failure = new Error(`no such citizen: ${canary}`);
    const response = await service.post(STATUS, { noticeNumbers: ['A'] });
    failure = undefined;
    expect(response.status).toBe(500);
    expect(response.text).toBe(
      '{"data":{"appCode":"OCMS-5000","message":"Something went wrong. Please try again later."}}',
    );
    const log = service.log.join('');
    expect(log).toContain('no such citizen: ');
    expect(log).not.toContain(canary);
  },
);
