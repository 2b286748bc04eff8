import { createCourtNoticesService } from '../../features/court-notices';
import { createPaymentStatusService } from '../../features/payment-status';
import type { Ground } from '../ground';

/** What courts ask and tell (C 1, C 2). */
export function courts({ intranet, clock, logger }: Ground) {
  return {
    services: {
      paymentStatus: createPaymentStatusService({ intranet }),
      courtNotices: createCourtNoticesService({ intranet, clock, logger }),
    },
  };
}
