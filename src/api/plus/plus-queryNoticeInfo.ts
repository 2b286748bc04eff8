import type { PaymentAcceptanceOutcome, PaymentAcceptanceService } from '../../features/payment-acceptance';
import type { Operation, OperationResponse } from '../operation';

/** PLUS asks to take payment for notices until a due date (C 4). */
export const plusQueryNoticeInfo: Operation<'plus-queryNoticeInfo', { paymentAcceptance: PaymentAcceptanceService }> =
  ({ paymentAcceptance }) =>
  async ({ body }) => ({
    status: 200,
    body: toPlus(await paymentAcceptance.acceptUntil(body.noticeNumbers, body.paymentDueDate)),
  });

function toPlus({
  notices,
  ...counts
}: PaymentAcceptanceOutcome): (OperationResponse<'plus-queryNoticeInfo'> & { status: 200 })['body'] {
  return {
    ...counts,
    notices: notices.map(({ noticeNo, outcome }) =>
      outcome === 'accepted'
        ? { noticeNo, appCode: 'OCMS-2000', status: 'OK' }
        : { noticeNo, appCode: 'OCMS-4003', status: 'Notice Already Paid' },
    ),
  };
}
