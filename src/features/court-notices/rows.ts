import type { Dialect, Fragment, RowShape, RowValue } from '../../db/dialects/dialect';
import { decimalText } from '../../platform/money';
import { type VonColumn, vonShape } from '../notices';
import type { CourtNoticeChanges, CourtNoticeUpdate } from './types';

/** By bit of `present`. */
export const COLUMNS = [
  ['suspensionType', 'suspension_type'],
  ['lastProcessingStage', 'last_processing_stage'],
  ['prevProcessingStage', 'prev_processing_stage'],
  ['nextProcessingStage', 'next_processing_stage'],
  ['lastProcessingDate', 'last_processing_date'],
  ['prevProcessingDate', 'prev_processing_date'],
  ['nextProcessingDate', 'next_processing_date'],
  ['atomsFlag', 'atoms_flag'],
  ['amountPayable', 'amount_payable'],
  ['paymentAcceptanceAllowed', 'payment_acceptance_allowed'],
  ['eprReasonOfSuspension', 'epr_reason_of_suspension'],
  ['eprDateOfSuspension', 'epr_date_of_suspension'],
] as const satisfies readonly (readonly [field: keyof CourtNoticeChanges, column: VonColumn])[];

const SHAPE: RowShape = {
  notice_no: 'varchar(10)',
  // One bit per column: JSON read as columns cannot tell a field left out from one that is null.
  present: 'int',
  ...vonShape(...COLUMNS.map(([, column]) => column)),
};

/** The changes as rows, made before there is a transaction: many take a while. */
export function courtNoticeRows(dialect: Dialect, updates: readonly CourtNoticeUpdate[]): Fragment {
  // Rows are locked in the order of their keys, so that overlapping requests seldom meet in a deadlock.
  const inKeyOrder = [...updates].sort((a, b) => (a.noticeNo < b.noticeNo ? -1 : 1));
  return dialect.tuples(SHAPE, inKeyOrder.map(toTuple));
}

/** The values of a row in the order of the shape. */
function toTuple({ noticeNo, changes }: CourtNoticeUpdate): RowValue[] {
  const tuple: RowValue[] = [noticeNo, 0];
  let present = 0;
  for (let bit = 0; bit < COLUMNS.length; bit += 1) {
    const value = changes[COLUMNS[bit]![0]];
    if (value !== undefined) present |= 1 << bit;
    tuple.push(value === undefined ? null : typeof value === 'number' ? decimalText(value) : value);
  }
  tuple[1] = present;
  return tuple;
}
