import type { Database } from '../../db/database';
import type { JsonText } from '../../platform/json';
import { selectPaymentStatus } from './store';
import type { PaymentStatus } from './types';

export interface PaymentStatusService {
  /**
   * The payment status of the notices, in the order asked; a repeated number is answered once, an unknown
   * one not at all (C 1, decisions §4). Reads only.
   */
  find(noticeNumbers: readonly string[]): Promise<JsonText<PaymentStatus[]>>;
}

export function createPaymentStatusService({ intranet }: { intranet: Database }): PaymentStatusService {
  return {
    find: (noticeNumbers) => selectPaymentStatus(intranet, [...new Set(noticeNumbers)]),
  };
}
