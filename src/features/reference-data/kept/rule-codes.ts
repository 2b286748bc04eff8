import type { Database } from '../../../db/database';
import type { Calendar } from '../../../platform/calendar';
import { AppError } from '../../../platform/errors';
import { auditStore } from '../../audit';
import { textFault } from '../file';
import { isDate, REFERENCE_KINDS } from '../kinds';
import { type RuleCode, type RuleCodePage, ruleCodeStore } from './rule-code-store';
import { type ChangeBy, missing, requireFields, stale, type Versioned, versioned } from './versions';

/** Offence rule codes as members of staff keep them. Every change is on record with what it was before. */
export interface RuleCodes {
  /** @param page.status those that are known today, or those that have ended before. */
  page(page: Omit<RuleCodePage, 'standing'> & { status?: 'CURRENT' | 'ENDED' | undefined }): Promise<RuleCode[]>;
  /** @throws AppError `no-such-resource` */
  one(ruleCode: number): Promise<Versioned<RuleCode>>;
  /** @throws AppError `validation`; `conflict` where the code is there, ended or not. */
  add(added: { ruleCode: number; description: string; officerId: string }): Promise<Versioned<RuleCode>>;
  /**
   * Gives one its description, and its last day or none.
   *
   * @throws AppError `validation`, `no-such-resource`; `stale` where it has changed since.
   */
  change(
    ruleCode: number,
    values: { description: string; effectiveTo: string | null } & ChangeBy,
  ): Promise<Versioned<RuleCode>>;
}

const { columns } = REFERENCE_KINDS['rule-codes'];

function requireValues({ description, effectiveTo }: { description: string; effectiveTo: string | null }): void {
  requireFields({
    description: textFault(columns.description, description),
    effectiveTo: effectiveTo === null || isDate(effectiveTo) ? undefined : 'is to be a date, YYYY-MM-DD',
  });
}

const told = ({ description, effectiveTo }: RuleCode) => ({ description, effectiveTo });

export function createRuleCodes({ intranet, calendar }: { intranet: Database; calendar: Calendar }): RuleCodes {
  return {
    page: ({ status, ...page }) =>
      intranet.read((executor) =>
        ruleCodeStore.page(executor, {
          ...page,
          standing: status && { day: calendar.today(), ended: status === 'ENDED' },
        }),
      ),

    async one(ruleCode) {
      const found = await intranet.read((executor) => ruleCodeStore.find(executor, ruleCode));
      if (!found) throw missing('rule code');
      return versioned(found);
    },

    async add({ ruleCode, description, officerId }) {
      requireValues({ description, effectiveTo: null });
      const added: RuleCode = {
        ruleCode,
        description,
        effectiveTo: null,
        changedAt: calendar.now(),
        changedBy: officerId,
      };
      try {
        return await intranet.transaction(async (trx) => {
          await ruleCodeStore.insert(trx, added);
          await auditStore.record(
            trx,
            { officerId, action: 'add-rule-code', subject: `rule code ${ruleCode}`, after: told(added) },
            added.changedAt,
          );
          return versioned((await ruleCodeStore.find(trx, ruleCode))!);
        });
      } catch (error) {
        if (intranet.dialect.faultOf(error) === 'duplicate-key')
          throw new AppError('conflict', `rule code ${ruleCode} is there already`);
        throw error;
      }
    },

    async change(ruleCode, { description, effectiveTo, officerId, version }) {
      requireValues({ description, effectiveTo });
      const subject = `rule code ${ruleCode}`;
      return intranet.transaction(async (trx) => {
        const before = await ruleCodeStore.find(trx, ruleCode);
        if (!before) throw missing('rule code');
        if (versioned(before).version !== version) throw stale(subject);
        const after = { ruleCode, description, effectiveTo, changedAt: calendar.now(), changedBy: officerId };
        // By what is stored, not by what was just read: somebody else may be between the two.
        if (!(await ruleCodeStore.replace(trx, before, after))) throw stale(subject);
        await auditStore.record(
          trx,
          { officerId, action: 'set-rule-code', subject, before: told(before), after: told(after) },
          after.changedAt,
        );
        return versioned((await ruleCodeStore.find(trx, ruleCode))!);
      });
    },
  };
}
