import type { Transaction } from '../../db/database';
import type { Calendar } from '../../platform/calendar';
import type { Logger } from '../../platform/logging';
import { insertSuspensions, selectRevivalDays } from './store';
import type { SuspensionReason } from './types';

export interface Suspender {
  /**
   * Suspends notices permanently, as part of the caller's transaction (A 7, F 2.1, decisions §7).
   *
   * @param logger the caller's
   */
  suspend(
    trx: Transaction,
    noticeNumbers: readonly string[],
    reason: SuspensionReason,
    at: Date,
    logger: Logger,
  ): Promise<void>;
  /**
   * Suspends them PS-ANS, unless one is suspended otherwise meanwhile, other than TS-HST (A 4.1.4).
   *
   * @returns which are suspended. Where that is not all of them, the transaction is to be rolled back.
   * @throws a duplicate key as another suspends one at the same time.
   */
  suspendTold(trx: Transaction, noticeNumbers: readonly string[], at: Date, logger: Logger): Promise<string[]>;
  /**
   * The same as an officer decides, with remarks of the officer's own if there are any (A 7.1.2).
   *
   * @returns undefined where the notice is suspended permanently meanwhile: the transaction is to be rolled back.
   * @throws a duplicate key as another suspends it at the same time.
   */
  suspendFor(
    officer: { id: string; remarks?: string | undefined },
    trx: Transaction,
    noticeNo: string,
    reason: SuspensionReason,
    at: Date,
    logger: Logger,
  ): Promise<{ dueDateOfRevival: Date | null } | undefined>;
}

/** A 7's words for advisory notices; the others have none in the documents. */
const REMARKS: Readonly<Record<SuspensionReason, string>> = {
  ANS: 'Advisory Notice detected - qualified AN',
  FOR: 'Foreign vehicle',
  DBB: 'Double booking - offence already has a notice',
};

/** Of an officer who gives none. */
const REMARKS_OF_STAFF = 'Suspended by an officer';

/** Who may still be suspended PS-ANS: by an officer, and at the pipeline's end. */
const NOT_PERMANENTLY = `(t.suspension_type IS NULL OR t.suspension_type <> 'PS')`;
const NOT_HALTED = `(t.suspension_type IS NULL OR (t.suspension_type = 'TS' AND t.epr_reason_of_suspension = 'HST'))`;

const DEFAULT_REVIVAL_DAYS = 30;

export function createSuspender({ calendar }: { calendar: Calendar }): Suspender {
  const dueDate = async (trx: Transaction, at: Date, logger: Logger): Promise<Date> => {
    const stored = await selectRevivalDays(trx);
    const usable = stored !== undefined && /^\d{1,4}$/.test(stored.trim());
    // A 7: the default days and a warning where the date cannot be worked out.
    if (!usable)
      logger.warn({
        event: 'revival-days-unusable',
        parameter: 'REV/ANS',
        missing: stored === undefined,
        used: DEFAULT_REVIVAL_DAYS,
      });
    return calendar.midnightFrom(at, { days: usable ? Number(stored) : DEFAULT_REVIVAL_DAYS });
  };

  const suspended = async (
    trx: Transaction,
    noticeNumbers: readonly string[],
    reason: SuspensionReason,
    {
      at,
      logger,
      remarks = REMARKS[reason],
      ...how
    }: {
      at: Date;
      logger: Logger;
      remarks?: string;
      officer?: string;
      where?: string;
    },
  ): Promise<{ numbers: string[]; dueDateOfRevival: Date | null }> => {
    const dueDateOfRevival = reason === 'ANS' ? await dueDate(trx, at, logger) : null;
    const suspensions = noticeNumbers.map((noticeNo) => ({ noticeNo, reason, remarks, dueDateOfRevival }));
    return { numbers: await insertSuspensions(trx, suspensions, at, how), dueDateOfRevival };
  };

  return {
    async suspend(trx, noticeNumbers, reason, at, logger) {
      await suspended(trx, noticeNumbers, reason, { at, logger });
    },

    async suspendTold(trx, noticeNumbers, at, logger) {
      return (await suspended(trx, noticeNumbers, 'ANS', { at, logger, where: NOT_HALTED })).numbers;
    },

    async suspendFor({ id, remarks = REMARKS_OF_STAFF }, trx, noticeNo, reason, at, logger) {
      const how = { at, logger, remarks, officer: id, where: NOT_PERMANENTLY };
      const { numbers, dueDateOfRevival } = await suspended(trx, [noticeNo], reason, how);
      return numbers.length > 0 ? { dueDateOfRevival } : undefined;
    },
  };
}
