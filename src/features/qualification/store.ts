import type { Executor } from '../../db/database';
import { centsFromColumn } from '../../platform/money';
import type { Dialect, Fragment } from '../../db/dialects/dialect';
import { ANS_PS_REASONS, type ExemptionRule, type PastNotices } from './rule';

interface ExemptionRow {
  computer_rule_code: number;
  composition_amount: unknown;
  vehicle_category: string | null;
  rule_remark: string | null;
  effective_from: unknown;
  effective_to: unknown;
}

/** The exemption rules of an offence rule code. One statement. */
export async function selectExemptions(executor: Executor, computerRuleCode: number): Promise<ExemptionRule[]> {
  const rows = await executor('ocms_an_exemption_rule')
    .where('computer_rule_code', computerRuleCode)
    .select<ExemptionRow[]>(
      'computer_rule_code',
      'composition_amount',
      'vehicle_category',
      'rule_remark',
      'effective_from',
      'effective_to',
    );
  return rows.map((row) => ({
    computerRuleCode: row.computer_rule_code,
    compositionAmount: row.composition_amount === null ? null : centsFromColumn(row.composition_amount),
    vehicleCategory: row.vehicle_category,
    ruleRemark: row.rule_remark,
    effectiveFrom: row.effective_from === null ? null : executor.dialect.readDate(row.effective_from),
    effectiveTo: row.effective_to === null ? null : executor.dialect.readDate(row.effective_to),
  }));
}

/** Whose past is asked for. */
export interface PastOf {
  vehicleNo: string;
  /** Inclusive; there is no end (decisions §6). */
  from: Date;
  /** Not a past notice of itself. */
  exceptNoticeNo: string;
}

const SHAPE = {
  vehicle_no: 'varchar(14)',
  window_from: 'datetime2',
  notice_no: 'varchar(10)',
} as const;

/** A vehicle's notices within the window, counted by their suspension, whatever their offence type (decisions §6). One statement. */
export async function selectPastNotices(
  executor: Executor,
  { vehicleNo, from, exceptNoticeNo }: PastOf,
): Promise<PastNotices[]> {
  const rows = executor.dialect.rows(SHAPE, [{ vehicle_no: vehicleNo, window_from: from, notice_no: exceptNoticeNo }]);
  const groups = await executor.raw<
    { suspension_type: string | null; epr_reason_of_suspension: string | null; notices: number }[]
  >(
    `SELECT p.suspension_type, p.epr_reason_of_suspension, COUNT(*) AS notices FROM ${rows.sql} AS j
     INNER JOIN ocms_valid_offence_notice AS p ON ${executor.dialect.sameText('p.vehicle_no', 'j.vehicle_no')}
       AND p.notice_date_and_time >= j.window_from AND p.notice_no <> j.notice_no
     GROUP BY p.suspension_type, p.epr_reason_of_suspension`,
    [...rows.bindings] as string[],
  );
  return groups.map((group) => ({
    suspensionType: group.suspension_type,
    reasonOfSuspension: group.epr_reason_of_suspension,
    notices: group.notices,
  }));
}

/**
 * SQL condition: a vehicle's past keeps it from advisory notices, as {@link isUnqualifiedVehicle} says of one.
 *
 * @param vehicleNo the column with its number, one of the program's own names.
 * @param from from when on past notices count.
 */
export function unqualifiedVehicle(dialect: Dialect, vehicleNo: string, from: Date): Fragment {
  const reasons = [...ANS_PS_REASONS].map((reason) => `'${reason}'`).join(', ');
  return {
    sql: `EXISTS (SELECT 1 FROM ocms_valid_offence_notice AS p WHERE ${dialect.sameText('p.vehicle_no', vehicleNo)}
      AND p.notice_date_and_time >= ?
      AND (COALESCE(p.suspension_type, '') <> 'PS' OR COALESCE(p.epr_reason_of_suspension, '') NOT IN (${reasons})))`,
    bindings: [dialect.bindInstant(from)],
  };
}
