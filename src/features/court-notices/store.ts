import type { Database } from '../../db/database';
import type { Fragment } from '../../db/dialects/dialect';
import { updateNoticesAmong } from '../notices';
import { COLUMNS } from './rows';

/** Stages before the courts: a notice in one of them, or in none, is no court notice (C 2, use case 3). */
export const STAGES_BEFORE_COURT = ['NPA', 'ROV', 'ENA', 'RD1', 'RD2', 'RR3', 'DN1', 'DN2', 'DR3'] as const;

/** So many take longer than other requests should stand still for. */
const MANY = 50;

const SET = COLUMNS.map(
  ([, column], bit) => `${column} = CASE WHEN (j.present & ${1 << bit}) > 0 THEN j.${column} ELSE t.${column} END`,
).join(', ');

const IS_COURT_NOTICE = `t.last_processing_stage IS NOT NULL AND t.last_processing_stage NOT IN (${STAGES_BEFORE_COURT.map((stage) => `'${stage}'`).join(', ')})`;

/**
 * Applies the changes to those notices whose stored stage is a court stage, checked as each row is changed, in one
 * transaction.
 *
 * @param noticeNumbers those of the rows
 * @returns the numbers of the notices changed, and of those others that there are.
 */
export function updateCourtNotices(
  intranet: Database,
  rows: Fragment,
  noticeNumbers: readonly string[],
  at: Date,
): Promise<{ updated: Set<string>; others: Set<string> }> {
  const change = { set: SET, rows, where: IS_COURT_NOTICE, at };
  return updateNoticesAmong(intranet, change, noticeNumbers, { aside: noticeNumbers.length >= MANY });
}
