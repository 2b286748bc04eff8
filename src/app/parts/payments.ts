import { createPaymentAcceptanceService } from '../../features/payment-acceptance';
import type { Ground } from '../ground';

/** Accepting payments (C 4). */
export function payments({ intranet, clock }: Ground) {
  return {
    services: { paymentAcceptance: createPaymentAcceptanceService({ intranet, clock }) },
  };
}
