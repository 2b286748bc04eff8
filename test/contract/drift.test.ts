import { type Config } from '../../src/config/config';
import { requestExamples, operationIds } from '../support/inbound-operations';
import { inboundOperations } from '../../generated/inbound/operations';
import type { PaymentStatus } from '../../src/features/payment-status';
import { JsonText } from '../../src/platform/json';
import { until } from '../support/job-suite';
import { startTestService, type TestService } from '../support/service';

let service: TestService;
afterEach(() => service.close());

const start = async (config: Partial<Config> = {}): Promise<void> => {
  service = await startTestService({ config });
  await service.notices({ notice_no: '500400058A' }, { notice_no: '500400059B' });
};

/** What was seen so far, once what is done after an answer is done. */
const seen = async (): Promise<string[]> => {
  await new Promise((resolve) => setImmediate(resolve));
  await service.context.services.contractDrift.record();
  const { drifts } = await service.context.services.contractDrift.lately(1, 1_000);
  return drifts
    .map(({ operation, partner, direction, place, kind, times }) =>
      [operation, partner, direction, place, kind, times].join(' '),
    )
    .sort();
};

describe('drift from the contracts (issue 12, item 8)', () => {
  it('of what is as its contract has it nothing is seen: every example, and what is answered to it', async () => {
    await start();
    for (const id of operationIds)
      for (const [, body] of requestExamples(id)) await service.post(inboundOperations[id].path, body);
    expect(await seen()).toEqual([]);
  });

  it('a new field is seen where it is refused, and where it is ignored; no value of it is kept anywhere', async () => {
    await start();
    const canary = 'S1234567D';
    const [, offence] = requestExamples('repccsWebhook')[0]!;
    const ignored = await service.post('/v1/repccsWebhook', { ...(offence as object), roadSurface: canary });
    const refused = await service.post('/v1/ocms/cas-getPaymentStatus', {
      noticeNumbers: ['500400058A', 7],
      source: canary,
      [canary]: canary,
    });
    expect([ignored.status, refused.status]).toEqual([200, 400]);
    expect(await seen()).toEqual([
      'cas-getPaymentStatus CAS REQUEST body.(other) UNDECLARED 1',
      'cas-getPaymentStatus CAS REQUEST body.noticeNumbers[] TYPE 1',
      'cas-getPaymentStatus CAS REQUEST body.source UNDECLARED 1',
      'repccsWebhook REPCCS REQUEST body.roadSurface UNDECLARED 1',
    ]);
    const rows = await service.context.intranet.read((executor) => executor('ocms_contract_drift').select('*'));
    const told = JSON.stringify([rows, await service.context.registry.metrics(), service.log]);
    expect(told).not.toContain(canary);
  });

  it('a query parameter and a header are seen; the key, and what clients and proxies add, are not', async () => {
    await start();
    await service.post(
      '/v1/ocms/cas-getPaymentStatus?trace=1',
      { noticeNumbers: ['500400058A'] },
      {
        headers: { 'X-Batch-No': '7', 'X-Forwarded-For': '10.0.0.1', 'X-Request-Id': 'a-request-of-ours' },
      },
    );
    expect(await seen()).toEqual([
      'cas-getPaymentStatus CAS REQUEST header.x-batch-no UNDECLARED 1',
      'cas-getPaymentStatus CAS REQUEST query.trace UNDECLARED 1',
    ]);
  });

  it('who has no key is nobody, and is not listened to', async () => {
    await start();
    const { status } = await service.post('/v1/ocms/cas-getPaymentStatus', { source: 1 }, { key: null });
    expect([status, await seen()]).toEqual([401, []]);
  });

  it('an answer that is not as the contract has it is seen', async () => {
    await start({ responseCheck: 0 });
    const { context } = service;
    const wrong = new JsonText<PaymentStatus[]>('[{"noticeNo":7,"S1234567D":1}]');
    jest.spyOn(context.services.paymentStatus, 'find').mockResolvedValue(wrong);
    await service.post('/v1/ocms/cas-getPaymentStatus', { noticeNumbers: ['500400058A'] });
    await until(async () => (await seen()).length > 0);
    for (const each of await seen()) expect(each).toMatch(/^cas-getPaymentStatus CAS RESPONSE 200\.body/);
  });

  it('of many only a share is looked at, after the first twenty; with 0 none', async () => {
    await start({ driftSample: 0.000_001 });
    const ask = () => service.post('/v1/ocms/cas-getPaymentStatus', { noticeNumbers: ['500400058A'], source: 1 });
    for (let at = 0; at < 25; at += 1) await ask();
    expect(await seen()).toEqual(['cas-getPaymentStatus CAS REQUEST body.source UNDECLARED 20']);
    await service.close();
    await start({ driftSample: 1 });
    for (let at = 0; at < 25; at += 1) await ask();
    expect(await seen()).toEqual(['cas-getPaymentStatus CAS REQUEST body.source UNDECLARED 25']);
    await service.close();
    await start({ driftSample: 0 });
    await ask();
    expect(await seen()).toEqual([]);
  });

  it('a defect of its own keeps nobody from an answer', async () => {
    await start();
    jest.spyOn(service.context.services.contractDrift, 'note').mockImplementation(() => {
      throw new Error('a defect');
    });
    const { status } = await service.post('/v1/ocms/cas-getPaymentStatus', {
      noticeNumbers: ['500400058A'],
      source: 1,
    });
    expect(status).toBe(400);
    expect(service.log.join('')).toContain('drift-not-compared');
  });
});
