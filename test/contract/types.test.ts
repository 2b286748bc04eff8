import createClient, { type Client } from 'openapi-fetch';
import type { components as Ces, paths as CesPaths } from '../../generated/inbound/cesWebhook-create-notice';
import { Readable } from 'node:stream';
import type { CesTaggedVehicle } from '../../generated/files/ces-taggedVehicles';
import type { RepccsListedVehicle } from '../../generated/files/repccs-listedVehicles';
import type { VhubAcknowledgement } from '../../generated/files/vhub-acknowledgement';
import type { VhubViolation } from '../../generated/files/vhub-violation';
import { inboundOperations } from '../../generated/inbound/operations';
import type { Operations, Operation, RequestOf, ResponseOf } from '../../src/api/operation';
import { operations } from '../../src/api';
import { jsonObject, JsonText } from '../../src/platform/json';

/*
 * What must not compile. tsc checks this file (npm test): a directive that finds no error fails it.
 */
const respond: Operation<'cas-getPaymentStatus'> = () => () => Promise.resolve({ status: 200, body: { notices: [] } });
const { 'cas-updateCourtNotices': update, ...others } = operations;

// @ts-expect-error a missing handler
export const missing: Operations = others;

export const surplus: Operations = {
  ...operations,
  // @ts-expect-error a handler for no operation
  'cas-noSuchOperation': respond,
};

// @ts-expect-error a handler of another operation
export const exchanged: Operations = { ...operations, 'cas-getPaymentStatus': update };

export const wrongBody: Operation<'cas-getPaymentStatus'> = () => () =>
  // @ts-expect-error a body of another shape
  Promise.resolve({ status: 200, body: { updatedCount: 1 } });

export const undocumentedStatus: Operation<'cas-getPaymentStatus'> = () => () =>
  // @ts-expect-error a status the contract does not have
  Promise.resolve({ status: 201, body: { notices: [] } });

export const wrongFieldType: Operation<'plus-queryNoticeInfo'> = () => () =>
  // @ts-expect-error a count that is text
  Promise.resolve({ status: 200, body: { updatedCount: '1', failedCount: 0, notices: [] } });

export const wrongCode: Operation<'plus-queryNoticeInfo'> = () => () =>
  // @ts-expect-error a code the contract does not have
  Promise.resolve({
    status: 200,
    body: {
      updatedCount: 0,
      failedCount: 1,
      notices: [{ noticeNo: '1', appCode: 'OCMS-4009', status: 'Not Court Notice' }],
    },
  });

export const wrongRequestField: Operation<'cas-getPaymentStatus'> =
  () =>
  async ({ body }) => {
    // @ts-expect-error a field the request does not have
    await Promise.resolve(body.noticeNos);
    return { status: 200, body: { notices: [] } };
  };

export const wrongJson: Operation<'cas-getPaymentStatus'> = () => () =>
  // @ts-expect-error JSON text of another shape
  Promise.resolve({ status: 200, body: jsonObject({ notices: new JsonText<{ noticeNo: number }[]>('[]') }) });

// @ts-expect-error the webhooks are not each other's
export const otherWebhook: Operations = { ...operations, 'cesWebhook-create-notice': operations.repccsWebhook };

export const undocumentedInUse: Operation<'repccsWebhook'> = () => () =>
  // @ts-expect-error 226 is in CES's contract only
  Promise.resolve({ status: 226, body: { data: { appCode: 'OCMS-2026', message: 'Notice no Already exists' } } });

export const undocumentedCreated: Operation<'cesWebhook-create-notice'> = () => () =>
  // @ts-expect-error a status the contract does not have
  Promise.resolve({ status: 201, body: { data: { appCode: 'OCMS-2000', message: 'Resource created successfully' } } });

export const wrongInUseMessage: Operation<'cesWebhook-create-notice'> = () => () =>
  // @ts-expect-error a message the contract does not have
  Promise.resolve({ status: 226, body: { data: { appCode: 'OCMS-2026', message: 'Notice number already exists' } } });

export const createdInUse: Operation<'cesWebhook-create-notice'> = () => () =>
  // @ts-expect-error the body of a 200 with a 226
  Promise.resolve({ status: 226, body: { data: { appCode: 'OCMS-2000', message: 'Resource created successfully' } } });

export const inUseCreated: Operation<'cesWebhook-create-notice'> = () => () =>
  // @ts-expect-error the body of a 226 with a 200
  Promise.resolve({ status: 200, body: { data: { appCode: 'OCMS-2026', message: 'Invalid Offence Rule Code' } } });

export const wrongCreatedMessage: Operation<'repccsWebhook'> = () => () =>
  // @ts-expect-error CES's message
  Promise.resolve({ status: 200, body: { data: { appCode: 'OCMS-2000', message: 'Resource created successfully' } } });

export const numberIsOptional: Operation<'repccsWebhook'> =
  () =>
  async ({ body }) => {
    // @ts-expect-error a number that may not have been sent
    await Promise.resolve(body.noticeNo.length);
    return { status: 200, body: { data: { appCode: 'OCMS-2000', message: 'OK' } } };
  };

export const vehicleIsOptional: Operation<'cesWebhook-create-notice'> =
  () =>
  async ({ body }) => {
    await Promise.resolve(body.noticeNo.length);
    // @ts-expect-error a vehicle that may not be known
    await Promise.resolve(body.vehicleNo.length);
    return { status: 200, body: { data: { appCode: 'OCMS-2000', message: 'Resource created successfully' } } };
  };

const { TotalAmount, ...withoutTotal } = {} as VhubViolation;
void TotalAmount;
// @ts-expect-error a field of the file that is not written
export const missingInFile: VhubViolation = withoutTotal;
// @ts-expect-error a code the file does not have
export const wrongInFile: VhubViolation['VehicleType'] = 'H';
// @ts-expect-error a column that is not written
export const missingColumn: RepccsListedVehicle = {} as CesTaggedVehicle;
// @ts-expect-error an error code that may not have been sent
export const errorCode: (result: VhubAcknowledgement) => string = (result) => result.ErrorCode;

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/**
 * openapi-fetch counts 226 neither among its successes nor among its errors, while fetch says it is ok. So `data` has
 * the type of a 200 although it holds the body of a 226, and `error` is never one: what came is told by the status.
 */
export async function deliver(
  client: Client<CesPaths>,
  body: Ces['schemas']['CesCreateNoticeRequest'],
): Promise<string> {
  const { data, error, response } = await client.POST('/v1/cesWebhook-create-notice', { body });
  const typedAsCreated: Same<typeof data, Ces['schemas']['CesCreateNoticeResponse'] | undefined> = true;
  const neverAsInUse: Same<typeof error, Ces['schemas']['ErrorResponse'] | undefined> = true;
  void [typedAsCreated, neverAsInUse];
  if (response.status === 226) return (data as unknown as Ces['schemas']['CesNotCreatedResponse']).data.message;
  // @ts-expect-error by its type the body never says so, with whatever status
  if (data?.data.appCode === 'OCMS-2026') throw new Error('only a 226 says this');
  return data?.data.message ?? error!.data.message;
}

/** An operation as openapi-typescript writes it, with all that ours have none of yet. */
interface Slip {
  parameters: {
    path: { slipNo: number };
    query?: { limit?: number };
    header?: { 'If-None-Match'?: string };
    cookie?: never;
  };
  requestBody?: never;
  responses: {
    200: {
      headers: { ETag: string; 'X-Request-Id': string; [name: string]: unknown };
      content: { 'application/json': { amount: number } };
    };
    202: { headers: { [name: string]: unknown }; content: { 'text/csv': string } };
    204: { headers: { 'X-Request-Id': string; [name: string]: unknown }; content?: never };
  };
}

type SlipRequest = RequestOf<Slip>;
export const slipTypes: [
  Same<SlipRequest['params'], { slipNo: number }>,
  Same<SlipRequest['query'], { limit?: number }>,
  Same<SlipRequest['headers'], { 'If-None-Match'?: string }>,
  Same<SlipRequest['body'], undefined>,
  Same<SlipRequest['principal']['partner'], string>,
] = [true, true, true, true, true];

export function slip(): ResponseOf<Slip>[] {
  return [
    { status: 200, headers: { ETag: '"1"' }, body: { amount: 70 } },
    { status: 202, contentType: 'text/csv', stream: Readable.from([]) },
    { status: 204 },
    // @ts-expect-error a header the contract asks for is missing
    { status: 200, body: { amount: 1 } },
    // @ts-expect-error a header the contract does not have
    { status: 200, headers: { ETag: '"1"', Location: '/' }, body: { amount: 1 } },
    // @ts-expect-error another media type
    { status: 202, contentType: 'text/plain', stream: Readable.from([]) },
    // @ts-expect-error JSON where a stream is documented
    { status: 202, body: {} },
    // @ts-expect-error a body where there is none
    { status: 204, body: { amount: 1 } },
  ];
}

test('every operation of the contracts has a handler', () => {
  expect(Object.keys(operations).sort()).toEqual(Object.keys(inboundOperations).sort());
});

test.each<[status: number, appCode: string, message: string]>([
  [200, 'OCMS-2000', 'Resource created successfully'],
  [226, 'OCMS-2026', 'Notice no Already exists'],
  [400, 'OCMS-4000', 'Subsystem label must be 3-8 characters'],
])('a client that goes by the status understands a %i', async (status, appCode, message) => {
  const fetch = () => Promise.resolve(Response.json({ data: { appCode, message } }, { status }));
  const client = createClient<CesPaths>({ baseUrl: 'http://ces.invalid', fetch });
  expect(await deliver(client, {} as Ces['schemas']['CesCreateNoticeRequest'])).toBe(message);
});
