import type { Transaction } from '../../db/database';
import type { RowShape, RowValue } from '../../db/dialects/dialect';
import { decimalText } from '../../platform/money';
import { updateNotices, type VonColumn, vonShape } from '../notices';
import type { CourtNoticeChanges, CourtNoticeUpdate } from './types';

/** Stages before the courts: a notice in one of them, or in none, is no court notice (C 2, use case 3). */
export const STAGES_BEFORE_COURT = ['NPA', 'ROV', 'ENA', 'RD1', 'RD2', 'RR3', 'DN1', 'DN2', 'DR3'] as const;

const COLUMNS = [
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

const SET = COLUMNS.map(
  ([, column], bit) => `${column} = CASE WHEN (j.present & ${1 << bit}) > 0 THEN j.${column} ELSE t.${column} END`,
).join(', ');

const IS_COURT_NOTICE = `t.last_processing_stage IS NOT NULL AND t.last_processing_stage NOT IN (${STAGES_BEFORE_COURT.map((stage) => `'${stage}'`).join(', ')})`;

/**
 * Applies the changes to those notices whose stored stage is a court stage, checked as each row is changed.
 *
 * @returns the numbers of the notices changed.
 */
export function updateCourtNotices(
  trx: Transaction,
  updates: readonly CourtNoticeUpdate[],
  at: Date,
): Promise<string[]> {
  // Rows are locked in the order of their keys, so that overlapping requests seldom meet in a deadlock.
  const inKeyOrder = [...updates].sort((a, b) => (a.noticeNo < b.noticeNo ? -1 : 1));
  return updateNotices(trx, {
    set: SET,
    rows: trx.dialect.tuples(SHAPE, inKeyOrder.map(toTuple)),
    where: IS_COURT_NOTICE,
    at,
  });
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
