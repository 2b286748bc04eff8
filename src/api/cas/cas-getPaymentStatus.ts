import type { PaymentStatusService } from '../../features/payment-status';
import { jsonObject } from '../../platform/json';
import type { Operation } from '../operation';

/** CAS asks for the payment status of notices (C 1). */
export const casGetPaymentStatus: Operation<'cas-getPaymentStatus', { paymentStatus: PaymentStatusService }> =
  ({ paymentStatus }) =>
  async ({ body }) => ({
    status: 200,
    body: jsonObject({ notices: await paymentStatus.find(body.noticeNumbers) }),
  });
