import type { Database } from '../../db/database';
import type { Clock } from '../../platform/clock';
import { existingNotices } from '../notices';
import { allowPayment, setCourtPaymentDueDate } from './store';

/** What became of one notice; one that does not exist has no outcome. */
export interface PaymentAcceptance {
  noticeNo: string;
  outcome: 'accepted' | 'already-paid';
}

export interface PaymentAcceptanceOutcome {
  updatedCount: number;
  /** Already paid and unknown ones. */
  failedCount: number;
  /** In the request's order. */
  notices: PaymentAcceptance[];
}

export interface PaymentAcceptanceService {
  /**
   * Accepts payment of the notices until a due date, in one transaction (C 4, decisions §4). Repeated numbers
   * count once.
   *
   * @param dueDate calendar date, `YYYY-MM-DD`
   */
  acceptUntil(noticeNumbers: readonly string[], dueDate: string): Promise<PaymentAcceptanceOutcome>;
}

export function createPaymentAcceptanceService({
  intranet,
  clock,
}: {
  intranet: Database;
  clock: Clock;
}): PaymentAcceptanceService {
  return {
    async acceptUntil(noticeNumbers, dueDate) {
      const numbers = [...new Set(noticeNumbers)];
      const { accepted, known } = await intranet.transaction(async (trx) => {
        const at = clock.now();
        const accepted = new Set(await allowPayment(trx, [...numbers].sort(), at));
        if (accepted.size > 0) await setCourtPaymentDueDate(trx, [...accepted], dueDate, at);
        const others = numbers.filter((noticeNo) => !accepted.has(noticeNo));
        const known = others.length > 0 ? await existingNotices(trx, others) : new Set<string>();
        return { accepted, known };
      });

      const notices: PaymentAcceptance[] = [];
      for (const noticeNo of numbers) {
        if (accepted.has(noticeNo)) notices.push({ noticeNo, outcome: 'accepted' });
        else if (known.has(noticeNo)) notices.push({ noticeNo, outcome: 'already-paid' });
      }
      return { updatedCount: accepted.size, failedCount: numbers.length - accepted.size, notices };
    },
  };
}
