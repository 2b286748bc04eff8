export {
  createPaymentAcceptanceService,
  type PaymentAcceptanceOutcome,
  type PaymentAcceptanceService,
} from './service';
