export { createPaymentStatusService, type PaymentStatusService } from './service';
export type { PaymentStatus } from './types';
