import type { Database } from '../../../db/database';
import type { Calendar } from '../../../platform/calendar';
import type { KeyedHash } from '../../../platform/encryption';
import { AppError } from '../../../platform/errors';
import { masked } from '../../../platform/mask';
import { auditStore } from '../../audit';
import { exclusionIdOf, REFERENCE_KINDS } from '../kinds';
import { type Exclusion, type ExclusionPage, exclusionStore } from './exclusion-store';
import { type ChangeBy, missing, requireFields, stale, type Versioned, versioned } from './versions';

/** An entry, and whether it can match anybody: its key is configured. */
export type ListedExclusion = Exclusion & { keyConfigured: boolean };

/**
 * The exclusion list as members of staff keep it (A 4.1.4.b). Every change is on record, and what is on record, logged or
 * told of an id is its masked form.
 */
export interface Exclusions {
  page(page: ExclusionPage): Promise<ListedExclusion[]>;
  /** @throws AppError `no-such-resource` */
  one(exclusionId: string): Promise<Versioned<ListedExclusion>>;
  /**
   * Puts an id on the list; one that was ended counts again.
   *
   * @param added.idNo 1 to 20 letters and digits.
   * @throws AppError `validation`; `conflict` where it is on the list; `unavailable` where this process has no keys.
   */
  add(added: { idNo: string; officerId: string }): Promise<Versioned<ListedExclusion>>;
  /**
   * Ends one: from now on its owner is told electronically again.
   *
   * @throws AppError `no-such-resource`; `stale` where it has changed since; `conflict` where it has ended.
   */
  end(exclusionId: string, by: ChangeBy): Promise<Versioned<ListedExclusion>>;
  /** The key, not configured, under which some entries that count stand hashed; undefined where there is none. */
  unmatchedKey(): Promise<string | undefined>;
}

const { id_no: ID_NO } = REFERENCE_KINDS.exclusions.columns;

/** @param keyIds those that are configured; undefined where this process has none. @param idHash throws there. */
export function createExclusions({
  intranet,
  calendar,
  keyIds,
  idHash,
}: {
  intranet: Database;
  calendar: Calendar;
  keyIds: readonly string[] | undefined;
  idHash: () => KeyedHash;
}): Exclusions {
  const listed = (exclusion: Exclusion): ListedExclusion => ({
    ...exclusion,
    // Where this process knows no keys, it cannot say that one is missing.
    keyConfigured: keyIds?.includes(exclusion.keyId) ?? true,
  });
  const withVersion = (exclusion: Exclusion): Versioned<ListedExclusion> => {
    const { version } = versioned(exclusion);
    return { ...listed(exclusion), version };
  };
  const subjectOf = (exclusionId: string): string => `exclusion ${exclusionId}`;
  const told = ({ idMasked, endedAt }: Pick<Exclusion, 'idMasked' | 'endedAt'>) => ({
    idNo: idMasked,
    ended: endedAt !== null,
  });
  return {
    async page(page) {
      return (await intranet.read((executor) => exclusionStore.page(executor, page))).map(listed);
    },

    async one(exclusionId) {
      const found = await intranet.read((executor) => exclusionStore.find(executor, exclusionId));
      if (!found) throw missing('exclusion');
      return withVersion(found);
    },

    async add({ idNo, officerId }) {
      requireFields({ idNo: ID_NO.holds(idNo) ? undefined : ID_NO.expected });
      if (!keyIds) throw new AppError('unavailable', 'OCMS_DATA_KEYS is required to put ids on the exclusion list');
      const hash = idHash();
      const stored = hash.of(idNo);
      const exclusionId = exclusionIdOf(stored);
      const idMasked = masked({ idNo }).idNo!;
      const onTheList = (): AppError => new AppError('conflict', 'the id is on the exclusion list already');
      try {
        return await intranet.transaction(async (trx) => {
          const known = await exclusionStore.under(trx, hash.allOf(idNo));
          if (known.some(({ endedAt }) => endedAt === null)) throw onTheList();
          const before = known.find((each) => each.exclusionId === exclusionId);
          const by = { actor: officerId, at: calendar.now() };
          if (!before) await exclusionStore.insert(trx, { idHash: stored, exclusionId, idMasked }, by);
          else if (!(await exclusionStore.setEnded(trx, exclusionId, false, by))) throw onTheList();
          await auditStore.record(
            trx,
            {
              officerId,
              action: 'add-exclusion',
              subject: subjectOf(exclusionId),
              before: before && told(before),
              after: told({ idMasked, endedAt: null }),
            },
            by.at,
          );
          return withVersion((await exclusionStore.find(trx, exclusionId))!);
        });
      } catch (error) {
        if (intranet.dialect.faultOf(error) === 'duplicate-key') throw onTheList();
        throw error;
      }
    },

    async end(exclusionId, { officerId, version }) {
      const subject = subjectOf(exclusionId);
      return intranet.transaction(async (trx) => {
        const before = await exclusionStore.find(trx, exclusionId);
        if (!before) throw missing('exclusion');
        if (versioned(before).version !== version) throw stale(subject);
        if (before.endedAt !== null) throw new AppError('conflict', `${subject} has ended`);
        const by = { actor: officerId, at: calendar.now() };
        if (!(await exclusionStore.setEnded(trx, exclusionId, true, by))) throw stale(subject);
        await auditStore.record(
          trx,
          {
            officerId,
            action: 'end-exclusion',
            subject,
            before: told(before),
            after: told({ ...before, endedAt: by.at }),
          },
          by.at,
        );
        return withVersion((await exclusionStore.find(trx, exclusionId))!);
      });
    },

    async unmatchedKey() {
      if (!keyIds) return undefined;
      // As readiness asks it: it waits for no reader.
      return (await intranet.look((executor) => exclusionStore.underOtherKeys(executor, keyIds)))?.keyId;
    },
  };
}
