import type { Transaction } from '../../db/database';
import type { Fragment } from '../../db/dialects/dialect';
import { updateNotices } from '../notices';
import { COLUMNS } from './rows';

/** Stages before the courts: a notice in one of them, or in none, is no court notice (C 2, use case 3). */
export const STAGES_BEFORE_COURT = ['NPA', 'ROV', 'ENA', 'RD1', 'RD2', 'RR3', 'DN1', 'DN2', 'DR3'] as const;

const SET = COLUMNS.map(
  ([, column], bit) => `${column} = CASE WHEN (j.present & ${1 << bit}) > 0 THEN j.${column} ELSE t.${column} END`,
).join(', ');

const IS_COURT_NOTICE = `t.last_processing_stage IS NOT NULL AND t.last_processing_stage NOT IN (${STAGES_BEFORE_COURT.map((stage) => `'${stage}'`).join(', ')})`;

/**
 * Applies the changes to those notices whose stored stage is a court stage, checked as each row is changed.
 *
 * @returns the numbers of the notices changed.
 */
export function updateCourtNotices(trx: Transaction, rows: Fragment, at: Date): Promise<string[]> {
  return updateNotices(trx, { set: SET, rows, where: IS_COURT_NOTICE, at });
}
