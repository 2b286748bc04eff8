import type { Executor, Transaction } from '../../../db/database';
import type { Address } from '../port';

/** What is known of a notice's owner; a field that is not known is missing. */
export interface Particulars {
  name?: string;
  idNo?: string;
  mobileNo?: string;
  email?: string;
  address?: Address;
}

/** Where owners' particulars are kept, unreadable to whoever reads the database. */
export interface OwnerParticulars {
  /** Adds fields to what is known of owners, as part of the caller's transaction. */
  save(trx: Transaction, owners: readonly { noticeNo: string; particulars: Particulars }[], at: Date): Promise<void>;
  load(executor: Executor, noticeNo: string): Promise<Particulars>;
}
