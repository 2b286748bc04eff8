import type { Executor, Transaction } from '../../../db/database';
import { unchangedSince } from '../../../db/stamps';
import { type Cents, centsFromColumn, decimalText } from '../../../platform/money';
import { lastChange, type ListPage, pageBy, type Stamped } from './order';

/** What an exemption is about: a condition that is null is none. */
export interface ExemptionConditions {
  ruleCode: number;
  compositionAmount: Cents | null;
  vehicleCategory: string | null;
  ruleRemark: string | null;
}

/** On which days of offence it applies, inclusive, `YYYY-MM-DD`; open where null. */
export interface ExemptionDays {
  effectiveFrom: string | null;
  effectiveTo: string | null;
}

/** A rule that keeps offences from being advisory notices (A 2.5.a). */
export interface Exemption extends ExemptionConditions, ExemptionDays {
  ruleNo: number;
  changedAt: Date;
  changedBy: string;
}

export type ExemptionStatus = 'CURRENT' | 'COMING' | 'ENDED';

export interface ExemptionPage extends ListPage {
  ruleCode?: number | undefined;
  /** Only those that apply on a day, or only later, or no more. */
  standing?: { day: string; status: ExemptionStatus } | undefined;
}

const TABLE = 'ocms_an_exemption_rule';

const STANDING: Readonly<Record<ExemptionStatus, string>> = {
  CURRENT: '(effective_from IS NULL OR effective_from <= ?) AND (effective_to IS NULL OR effective_to >= ?)',
  COMING: 'effective_from > ?',
  ENDED: 'effective_to < ?',
};

interface Row extends Stamped {
  rule_no: number;
  computer_rule_code: number;
  composition_amount: unknown;
  vehicle_category: string | null;
  rule_remark: string | null;
  effective_from: unknown;
  effective_to: unknown;
}

function toExemption({ dialect }: Executor, row: Row): Exemption {
  const day = (value: unknown): string | null => (value === null ? null : dialect.readDate(value));
  return {
    ruleNo: row.rule_no,
    ruleCode: row.computer_rule_code,
    compositionAmount: row.composition_amount === null ? null : centsFromColumn(row.composition_amount),
    vehicleCategory: row.vehicle_category,
    ruleRemark: row.rule_remark,
    effectiveFrom: day(row.effective_from),
    effectiveTo: day(row.effective_to),
    ...lastChange(dialect, row),
  };
}

/** ocms_an_exemption_rule (A 2.5.a, decisions §6), as members of staff keep it. */
export const exemptionStore = {
  async page(executor: Executor, { ruleCode, standing, ...page }: ExemptionPage): Promise<Exemption[]> {
    const query = executor(TABLE);
    pageBy(query, executor.dialect, 'rule_no', page);
    if (ruleCode !== undefined) void query.where('computer_rule_code', ruleCode);
    if (standing) {
      const { day, status } = standing;
      void query.whereRaw(STANDING[status], status === 'CURRENT' ? [day, day] : [day]);
    }
    const rows = (await query.select()) as Row[];
    return rows.map((row) => toExemption(executor, row));
  },

  async find(executor: Executor, ruleNo: number): Promise<Exemption | undefined> {
    const row = await executor(TABLE).where('rule_no', ruleNo).first<Row | undefined>();
    return row && toExemption(executor, row);
  },

  /** Those of one rule code. */
  async ofRuleCode(executor: Executor, ruleCode: number): Promise<Exemption[]> {
    const rows = await executor(TABLE).where('computer_rule_code', ruleCode).select<Row[]>();
    return rows.map((row) => toExemption(executor, row));
  },

  /** The number that nothing has yet. */
  async nextNumber(executor: Executor): Promise<number> {
    const row = await executor(TABLE).max<{ last: number | null }[]>({ last: 'rule_no' });
    return (row[0]?.last ?? 0) + 1;
  },

  /** @throws a duplicate key where somebody else has just taken the number. */
  async insert(trx: Transaction, exemption: Exemption): Promise<void> {
    const amount = exemption.compositionAmount;
    await trx(TABLE).insert({
      rule_no: exemption.ruleNo,
      computer_rule_code: exemption.ruleCode,
      composition_amount: amount === null ? null : decimalText(amount),
      vehicle_category: exemption.vehicleCategory,
      rule_remark: exemption.ruleRemark,
      effective_from: exemption.effectiveFrom,
      effective_to: exemption.effectiveTo,
      cre_date: trx.dialect.bindInstant(exemption.changedAt),
      cre_user_id: exemption.changedBy,
    });
  },

  /** Gives one that still is as it was its days. @returns whether it was. */
  async setDays(
    trx: Transaction,
    before: Exemption,
    { effectiveFrom, effectiveTo }: ExemptionDays,
    by: { actor: string; at: Date },
  ): Promise<boolean> {
    const query = trx(TABLE).where('rule_no', before.ruleNo);
    const replaced = await unchangedSince(query, trx.dialect, before.changedAt).update({
      effective_from: effectiveFrom,
      effective_to: effectiveTo,
      upd_date: trx.dialect.bindInstant(by.at),
      upd_user_id: by.actor,
    });
    return replaced > 0;
  },
};
