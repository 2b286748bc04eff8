import express from 'express';
import { inboundOperations } from '../../generated/inbound/operations';
import { readInboundContract } from '../../src/contract/documents';
import { fromValidator, requestValidation, validating } from '../../src/contract/request-validation';
import { compileContract } from '../../src/contract/schemas';
import { AppError } from '../../src/platform/errors';
import { fullRequests } from '../support/inbound-operations';

/*
 * What a body within the size limit can cost the event loop once it is parsed, as a ratio to parsing it: all partners
 * wait meanwhile. It is 3.5 where all is well, and 15 where all errors of a body are collected.
 */
const MOST = 7;
/** Others on the machine slow some of them: the best counts. */
const ROUNDS = 20;

const contract = readInboundContract();
const schemas = compileContract(contract, inboundOperations);
const upToFirstError = requestValidation(contract, { allErrors: false });
const withAllErrors = requestValidation(contract, { allErrors: true });
const app = express();

type Id = 'cas-updateCourtNotices' | 'cas-getPaymentStatus' | 'cesWebhook-create-notice';

/** A request that is validated, and how that ends. */
function validate(id: Id, validator: express.RequestHandler, body: unknown): Promise<unknown> {
  const { method, path } = inboundOperations[id];
  const request = Object.assign(Object.create(app.request) as express.Request, {
    app,
    method: method.toUpperCase(),
    url: path,
    originalUrl: path,
    baseUrl: '',
    headers: { 'content-type': 'application/json' },
    params: {},
    body,
  });
  return new Promise((resolve) => {
    void validator(request, {} as express.Response, resolve as express.NextFunction);
  });
}

const unknown = (count: number, prefix = 'u'): object =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [prefix + String(index), 0]));
const notice = fullRequests['cas-updateCourtNotices'].notices as [Record<string, unknown>];
const notices = (count: number, item: (index: number) => object): object => ({
  notices: Array.from({ length: count }, (_, index) => item(index)),
});
const everyFieldAs = (value: unknown): object =>
  Object.fromEntries(Object.keys(notice[0]).map((name) => [name, value]));

const WORST: readonly (readonly [what: string, id: Id, body: object])[] = [
  [
    '500 items of 230 unknown fields',
    'cas-updateCourtNotices',
    notices(500, (at) => ({ noticeNo: `${at}`, ...unknown(230) })),
  ],
  [
    'one item of 80,000 unknown fields',
    'cas-updateCourtNotices',
    notices(1, () => ({ ...notice[0], ...unknown(80_000) })),
  ],
  [
    '80,000 unknown fields beside the items',
    'cas-updateCourtNotices',
    { ...notices(1, () => notice[0]), ...unknown(80_000) },
  ],
  [
    '500 items, every field a list',
    'cas-updateCourtNotices',
    notices(500, () => everyFieldAs([[], [], [], [], [], [], []])),
  ],
  ['500 items, every field too long', 'cas-updateCourtNotices', notices(500, () => everyFieldAs('9'.repeat(120)))],
  [
    '500 numbers too long',
    'cas-getPaymentStatus',
    { noticeNumbers: Array.from({ length: 500 }, () => 'x'.repeat(2_000)) },
  ],
  [
    'a field of a million characters',
    'cesWebhook-create-notice',
    { ...fullRequests['cesWebhook-create-notice'], ppCode: 'é'.repeat(500_000) },
  ],
  [
    '80,000 fields that no contract knows',
    'cesWebhook-create-notice',
    { ...fullRequests['cesWebhook-create-notice'], ppCode: 1, ...unknown(80_000, 'pp') },
  ],
];

test.each(WORST)('%s', async (what, id, body) => {
  const text = JSON.stringify(body);
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(1_048_576);
  const validator = validating(id, upToFirstError(), withAllErrors(), schemas);
  await validate(id, validator, {});

  const took = { parsing: Infinity, validating: Infinity };
  let ratio = Infinity;
  for (let round = 0; round < ROUNDS && ratio >= MOST; round++) {
    const startedAt = performance.now();
    const parsed = JSON.parse(text) as unknown;
    const parsedAt = performance.now();
    const outcome = fromValidator(await validate(id, validator, parsed));
    took.validating = Math.min(took.validating, performance.now() - parsedAt);
    took.parsing = Math.min(took.parsing, parsedAt - startedAt);
    expect(outcome).toBeInstanceOf(AppError);
    expect(outcome!.details!.length).toBeGreaterThan(0);
    ratio = took.validating / Math.max(took.parsing, 5);
  }
  console.log(`${what}: parsing ${took.parsing.toFixed(1)} ms, validating ${took.validating.toFixed(1)} ms`);
  expect(ratio).toBeLessThan(MOST);
});
