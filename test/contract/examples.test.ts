import { inboundOperations } from '../../generated/inbound/operations';
import { readInboundContract } from '../../src/contract/documents';
import { createResponseReporter } from '../../src/contract/response-check';
import { compileContract } from '../../src/contract/schemas';
import { createLogger } from '../../src/platform/logging';
import { createRegistry } from '../../src/platform/metrics';
import {
  ERRORS,
  errorOf,
  operationIds,
  operationOf,
  requestExamples,
  responseExamples,
} from '../support/inbound-operations';
import { startTestService, type TestService } from '../support/service';

/** A 3.3: the errors whose message is their own. */
const OWN_WORDS = new Set(['subsystemLabelLength', 'subsystemLabelRange']);

const schemas = compileContract(readInboundContract(), inboundOperations);

let service: TestService;
beforeAll(async () => {
  service = await startTestService();
  await service.notices({ notice_no: '500400058A' }, { notice_no: '500400059B', crs_reason_of_suspension: 'FP' });
});
afterAll(() => service.close());

describe.each(operationIds)('%s', (id) => {
  test.each(requestExamples(id))('its request example "%s" is accepted as documented', async (_name, body) => {
    const response = await service.post(inboundOperations[id].path, body);
    expect(response.status).toBe(200);
    expect(schemas.responseViolation(id, 200, response.body)).toBeUndefined();
  });

  test.each(responseExamples(id).map((example) => [example.status, example.name, example.value] as const))(
    'its %i example "%s" keeps the contract',
    (status, name, value) => {
      expect(schemas.responseViolation(id, status, value)).toBeUndefined();
      if (status < 400) return;
      const { appCode, message } = errorOf(id, status);
      const ownWords = OWN_WORDS.has(name) ? {} : { message };
      expect((value as { data: object }).data).toMatchObject({ appCode, ...ownWords });
    },
  );

  test('documents every status of decisions §3, and a 200 (and a 226 where A 3.3 has one)', () => {
    const successes = id === 'cesWebhook-create-notice' ? [200, 226] : [200];
    expect(Object.keys(operationOf(id).responses).map(Number)).toEqual([
      ...successes,
      ...Object.keys(ERRORS).map(Number),
    ]);
  });
});

test('the documents own payloads are accepted (C 1, C 2, C 4)', async () => {
  const status = await service.post('/v1/ocms/cas-getPaymentStatus', { noticeNumbers: ['500400058A', '500400059B'] });
  expect((status.body.notices as { noticeNo: string }[]).map(({ noticeNo }) => noticeNo)).toEqual([
    '500400058A',
    '500400059B',
  ]);
  const update = await service.post('/v1/ocms/cas-updateCourtNotices', {
    notices: [
      {
        noticeNo: '500400058A',
        suspensionType: 'TS',
        lastProcessingStage: 'CSD',
        prevProcessingStage: 'CPC',
        nextProcessingStage: 'CSR',
        lastProcessingDate: '2024-01-15',
        prevProcessingDate: '2024-01-10',
        nextProcessingDate: '2024-01-20',
        atomsFlag: 'Y',
        amountPayable: 300.0,
        paymentAcceptanceAllowed: 'Y',
        eprReasonOfSuspension: 'APP',
        eprDateOfSuspension: '2024-01-15',
      },
    ],
  });
  expect(update.body).toEqual({
    updatedCount: 1,
    failedCount: 0,
    notices: [{ noticeNo: '500400058A', appCode: 'OCMS-2000', status: 'OK' }],
  });
  const accepted = await service.post('/v1/plus-queryNoticeInfo', {
    noticeNumbers: ['500400058A', '500400059B'],
    paymentDueDate: '2024-01-15',
  });
  expect(accepted.body).toEqual({
    updatedCount: 1,
    failedCount: 1,
    notices: [
      { noticeNo: '500400058A', appCode: 'OCMS-2000', status: 'OK' },
      { noticeNo: '500400059B', appCode: 'OCMS-4003', status: 'Notice Already Paid' },
    ],
  });
});

test('a response that breaks its contract is not sent where responses are checked one by one', async () => {
  const paymentStatus = { find: () => Promise.resolve({ text: '[{"noticeNo":"x y"}]' } as never) };
  const broken = await startTestService({ overrides: { services: { paymentStatus } } });
  try {
    const response = await broken.post('/v1/ocms/cas-getPaymentStatus', { noticeNumbers: ['A'] });
    expect(response.status).toBe(500);
    expect(response.body).toEqual({ data: ERRORS[500] });
    expect(broken.log.join('')).toContain('response-breaks-contract');
  } finally {
    await broken.close();
  }
});

test('in production such a response is sent, and reported', async () => {
  const paymentStatus = { find: () => Promise.resolve({ text: '[{"noticeNo":"x y"}]' } as never) };
  const broken = await startTestService({
    config: { responseCheck: 0.999_999 },
    overrides: { services: { paymentStatus } },
  });
  try {
    const response = await broken.post('/v1/ocms/cas-getPaymentStatus', { noticeNumbers: ['A'] });
    expect(response.status).toBe(200);
    const metrics = await (await fetch(`${broken.adminUrl}/metrics`)).text();
    expect(metrics).toMatch(
      /ocms_response_contract_violations_total\{operation="cas-getPaymentStatus",status="200"\} 1/,
    );
    expect(broken.log.join('')).toContain('response-breaks-contract');
    expect(broken.log.join('')).not.toContain('x y');
  } finally {
    await broken.close();
  }
});

test('in production a share of the responses is checked, each once its answer is on its way', async () => {
  const log: string[] = [];
  const logger = createLogger({ level: 'info', destination: { write: (line: string) => void log.push(line) } });
  const report = createResponseReporter(schemas, 0.25, { logger, registry: createRegistry() });
  const random = jest.spyOn(Math, 'random');
  try {
    for (const [drawn, checked] of [[0.25, 0] as const, [0.99, 0] as const, [0.249, 1] as const, [0, 2] as const]) {
      random.mockReturnValueOnce(drawn);
      const before = log.length;
      report(
        'cas-getPaymentStatus',
        200,
        { type: 'application/json', text: '[{"noticeNo":"x y"}]' },
        { requestId: 'a-request' },
      );
      expect(log).toHaveLength(before);
      await new Promise((resolve) => setImmediate(resolve));
      expect([drawn, log.length]).toEqual([drawn, checked]);
    }
  } finally {
    random.mockRestore();
  }
});

test('the schema validator of these tests does refuse a wrong answer', () => {
  expect(schemas.responseViolation('cas-getPaymentStatus', 200, { notices: [{}] })).toBeDefined();
  expect(schemas.responseViolation('cas-getPaymentStatus', 418, {})).toBe('status 418 is not documented');
});
