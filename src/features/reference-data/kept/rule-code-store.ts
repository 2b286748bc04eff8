import type { Executor, Transaction } from '../../../db/database';
import { unchangedSince } from '../../../db/stamps';
import { lastChange, type ListPage, pageBy, type Stamped } from './order';

/** An offence rule code. */
export interface RuleCode {
  ruleCode: number;
  description: string;
  /** The last day of offence on which it is known, `YYYY-MM-DD`; null while it has no end. */
  effectiveTo: string | null;
  changedAt: Date;
  changedBy: string;
}

export interface RuleCodePage extends ListPage {
  /** Only those that are known on a day, or have ended before it. */
  standing?: { day: string; ended: boolean } | undefined;
}

const TABLE = 'ocms_offence_rule_code';

interface Row extends Stamped {
  computer_rule_code: number;
  description: string;
  effective_to: unknown;
}

const toRuleCode = ({ dialect }: Executor, row: Row): RuleCode => ({
  ruleCode: row.computer_rule_code,
  description: row.description,
  effectiveTo: row.effective_to === null ? null : dialect.readDate(row.effective_to),
  ...lastChange(dialect, row),
});

/** ocms_offence_rule_code (A 3, decisions §5), as members of staff keep it. */
export const ruleCodeStore = {
  async page(executor: Executor, { standing, ...page }: RuleCodePage): Promise<RuleCode[]> {
    const query = executor(TABLE);
    pageBy(query, executor.dialect, 'computer_rule_code', page);
    if (standing)
      void query.whereRaw(
        standing.ended ? 'effective_to < ?' : '(effective_to IS NULL OR effective_to >= ?)',
        standing.day,
      );
    const rows = (await query.select()) as Row[];
    return rows.map((row) => toRuleCode(executor, row));
  },

  async find(executor: Executor, ruleCode: number): Promise<RuleCode | undefined> {
    const row = await executor(TABLE).where('computer_rule_code', ruleCode).first<Row | undefined>();
    return row && toRuleCode(executor, row);
  },

  /** @throws a duplicate key where it is there. */
  async insert(
    trx: Transaction,
    { ruleCode, description, effectiveTo, changedAt, changedBy }: RuleCode,
  ): Promise<void> {
    await trx(TABLE).insert({
      computer_rule_code: ruleCode,
      description,
      effective_to: effectiveTo,
      cre_date: trx.dialect.bindInstant(changedAt),
      cre_user_id: changedBy,
    });
  },

  /** Changes one that still is as it was. @returns whether it was. */
  async replace(
    trx: Transaction,
    before: RuleCode,
    { description, effectiveTo, changedAt, changedBy }: RuleCode,
  ): Promise<boolean> {
    const query = trx(TABLE).where('computer_rule_code', before.ruleCode);
    const replaced = await unchangedSince(query, trx.dialect, before.changedAt).update({
      description,
      effective_to: effectiveTo,
      upd_date: trx.dialect.bindInstant(changedAt),
      upd_user_id: changedBy,
    });
    return replaced > 0;
  },
};
