import type { Transaction } from '../../db/database';
import { AppError } from '../../platform/errors';
import { isWellFormed } from '../../platform/well-formed';

/** A member of staff who changes something. */
export interface Staff {
  /** 1 to 50 characters of printable ASCII. */
  id: string;
  /** Puts the change on record, in its transaction. */
  audit?: ((trx: Transaction, change: StaffChange) => Promise<void>) | undefined;
}

/** What a member of staff changed. No personal data of owners. */
export interface StaffChange {
  action: 'advisory-review-taken' | 'advisory-review-resumed' | 'advisory-review-closed' | 'notice-suspended';
  noticeNo: string;
  before: Readonly<Record<string, string | null>>;
  after: Readonly<Record<string, string | null>>;
}

/** As long as its column is for any script (decisions §2). */
const MOST_REMARKS = 200;

/** @throws AppError `validation` */
export function requireStaff({ id }: Staff): void {
  if (!/^[\x20-\x7e]{1,50}$/.test(id))
    throw new AppError('validation', 'who changes it is to be named by 1 to 50 printable ASCII characters');
}

/**
 * @param field of the request, which is told where it is wrong
 * @throws AppError `validation` for text that is empty, too long or not well-formed, or has control characters.
 */
export function requireRemarks(remarks: string, field: 'remarks' | 'reason'): void {
  const fits = remarks.trim() !== '' && [...remarks].length <= MOST_REMARKS;
  if (fits && !/\p{Cc}/u.test(remarks) && isWellFormed(remarks)) return;
  const message = `is to have 1 to ${MOST_REMARKS} characters, and no control characters`;
  throw new AppError('validation', `${field} ${message}`, { details: [{ path: `/body/${field}`, message }] });
}
