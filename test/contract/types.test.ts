import type { Handlers, Operation } from '../../src/api/operation';
import { handlers } from '../../src/api';
import { jsonObject, JsonText } from '../../src/platform/json';

/*
 * What must not compile. tsc checks this file (npm test): a directive that finds no error fails it.
 */
const respond: Operation<'cas-getPaymentStatus'> = () => () => Promise.resolve({ status: 200, body: { notices: [] } });
const { 'plus-queryNoticeInfo': plus, 'cas-updateCourtNotices': update } = handlers;

// @ts-expect-error a missing handler
export const missing: Handlers = { 'cas-getPaymentStatus': respond, 'plus-queryNoticeInfo': plus };

export const surplus: Handlers = {
  'cas-getPaymentStatus': respond,
  'cas-updateCourtNotices': update,
  'plus-queryNoticeInfo': plus,
  // @ts-expect-error a handler for no operation
  'cas-noSuchOperation': respond,
};

// @ts-expect-error a handler of another operation
export const exchanged: Handlers = { ...handlers, 'cas-getPaymentStatus': update };

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
    body: { updatedCount: 0, failedCount: 1, notices: [{ noticeNo: '1', appCode: 'OCMS-4009', status: 'Not Court Notice' }] },
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

test('every operation of the contracts has a handler', () => {
  expect(Object.keys(handlers).sort()).toEqual(['cas-getPaymentStatus', 'cas-updateCourtNotices', 'plus-queryNoticeInfo']);
});
