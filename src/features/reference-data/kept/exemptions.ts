import type { Database, Executor } from '../../../db/database';
import type { Calendar } from '../../../platform/calendar';
import { AppError } from '../../../platform/errors';
import { decimalText } from '../../../platform/money';
import { auditStore } from '../../audit';
import { textFault } from '../file';
import { isDate, REFERENCE_KINDS } from '../kinds';
import {
  type Exemption,
  type ExemptionConditions,
  type ExemptionDays,
  type ExemptionPage,
  type ExemptionStatus,
  exemptionStore,
} from './exemption-store';
import { type ChangeBy, missing, requireFields, stale, type Versioned, versioned } from './versions';

/**
 * Exemptions as members of staff keep them (A 2.5.a): what one is about stays, its days change. Every change is on record
 * with what it was before.
 */
export interface Exemptions {
  /** @param page.status as of today. */
  page(page: Omit<ExemptionPage, 'standing'> & { status?: ExemptionStatus | undefined }): Promise<Exemption[]>;
  /** @throws AppError `no-such-resource` */
  one(ruleNo: number): Promise<Versioned<Exemption>>;
  /** @throws AppError `validation`; `conflict` where one with these conditions applies on a day of these. */
  add(added: ExemptionConditions & ExemptionDays & { officerId: string }): Promise<Versioned<Exemption>>;
  /**
   * Gives one its days: its last one ends it.
   *
   * @throws AppError as {@link add}; `no-such-resource`; `stale` where it has changed since.
   */
  change(ruleNo: number, values: ExemptionDays & ChangeBy): Promise<Versioned<Exemption>>;
}

const { columns } = REFERENCE_KINDS.exemptions;
const FIRST = '0000-00-00';
const LAST = '9999-99-99';

function requireDays({ effectiveFrom: from, effectiveTo: to }: ExemptionDays, remark?: string | null): void {
  const day = (date: string | null): string | undefined =>
    date === null || isDate(date) ? undefined : columns.effective_from.expected;
  requireFields({
    ruleRemark: remark === undefined || remark === null ? undefined : textFault(columns.rule_remark, remark),
    effectiveFrom: day(from),
    effectiveTo: day(to) ?? (from !== null && to !== null && to < from ? 'is before effectiveFrom' : undefined),
  });
}

const overlap = (one: ExemptionDays, other: ExemptionDays): boolean =>
  (one.effectiveFrom ?? FIRST) <= (other.effectiveTo ?? LAST) &&
  (other.effectiveFrom ?? FIRST) <= (one.effectiveTo ?? LAST);

const sameConditions = (one: ExemptionConditions, other: ExemptionConditions): boolean =>
  one.compositionAmount === other.compositionAmount &&
  one.vehicleCategory === other.vehicleCategory &&
  one.ruleRemark === other.ruleRemark;

/** @throws AppError `conflict` */
async function requireAlone(executor: Executor, exemption: Omit<Exemption, 'changedAt' | 'changedBy'>): Promise<void> {
  const others = await exemptionStore.ofRuleCode(executor, exemption.ruleCode);
  const another = others.find(
    (other) => other.ruleNo !== exemption.ruleNo && sameConditions(other, exemption) && overlap(other, exemption),
  );
  if (another) throw new AppError('conflict', `exemption ${another.ruleNo} has these conditions on a day of these`);
}

const days = ({ effectiveFrom, effectiveTo }: ExemptionDays) => ({ effectiveFrom, effectiveTo });
const told = ({ ruleCode, compositionAmount, vehicleCategory, ruleRemark, ...rest }: Exemption) => ({
  ruleCode,
  compositionAmount: compositionAmount === null ? null : decimalText(compositionAmount),
  vehicleCategory,
  ruleRemark,
  ...days(rest),
});

export function createExemptions({ intranet, calendar }: { intranet: Database; calendar: Calendar }): Exemptions {
  return {
    page: ({ status, ...page }) =>
      intranet.read((executor) =>
        exemptionStore.page(executor, { ...page, standing: status && { day: calendar.today(), status } }),
      ),

    async one(ruleNo) {
      const found = await intranet.read((executor) => exemptionStore.find(executor, ruleNo));
      if (!found) throw missing('exemption');
      return versioned(found);
    },

    async add({ officerId, ...exemption }) {
      requireDays(exemption, exemption.ruleRemark);
      try {
        return await intranet.transaction(async (trx) => {
          const ruleNo = await exemptionStore.nextNumber(trx);
          const added: Exemption = { ...exemption, ruleNo, changedAt: calendar.now(), changedBy: officerId };
          await requireAlone(trx, added);
          await exemptionStore.insert(trx, added);
          await auditStore.record(
            trx,
            { officerId, action: 'add-exemption', subject: `exemption ${ruleNo}`, after: told(added) },
            added.changedAt,
          );
          return versioned((await exemptionStore.find(trx, ruleNo))!);
        });
      } catch (error) {
        // Of two at once the other may have been the same.
        if (intranet.dialect.faultOf(error) === 'duplicate-key')
          throw new AppError('conflict', 'another exemption was added at the same time');
        throw error;
      }
    },

    async change(ruleNo, { effectiveFrom, effectiveTo, officerId, version }) {
      requireDays({ effectiveFrom, effectiveTo });
      const subject = `exemption ${ruleNo}`;
      return intranet.transaction(async (trx) => {
        const before = await exemptionStore.find(trx, ruleNo);
        if (!before) throw missing('exemption');
        if (versioned(before).version !== version) throw stale(subject);
        const after = { ...before, effectiveFrom, effectiveTo };
        await requireAlone(trx, after);
        const at = calendar.now();
        // By what is stored, not by what was just read: somebody else may be between the two.
        if (!(await exemptionStore.setDays(trx, before, after, { actor: officerId, at }))) throw stale(subject);
        await auditStore.record(
          trx,
          { officerId, action: 'set-exemption', subject, before: days(before), after: days(after) },
          at,
        );
        return versioned((await exemptionStore.find(trx, ruleNo))!);
      });
    },
  };
}
