import type { Executor, Transaction } from '../../../db/database';
import { lastChange, type ListPage, pageBy, type Stamped } from './order';

/** An entry of the exclusion list (A 4.1.4.b): nobody can tell the id from it. */
export interface Exclusion {
  /** What staff name it by. */
  exclusionId: string;
  /** Enough to recognise it by. */
  idMasked: string;
  /** The data key under which the id stands hashed. */
  keyId: string;
  addedAt: Date;
  addedBy: string;
  /** Null while it counts. */
  endedAt: Date | null;
  changedAt: Date;
  changedBy: string;
}

/** An entry as it is put on the list. */
export interface NewExclusion {
  idHash: string;
  exclusionId: string;
  idMasked: string;
}

export interface ExclusionPage extends ListPage {
  ended?: boolean | undefined;
}

const TABLE = 'ocms_ean_exclusion';

interface Row extends Stamped {
  id_hash: string;
  id_masked: string;
  exclusion_id: string;
  ended_at: unknown;
}

const toExclusion = ({ dialect }: Executor, row: Row): Exclusion => ({
  exclusionId: row.exclusion_id,
  idMasked: row.id_masked,
  keyId: row.id_hash.split(':')[0]!,
  addedAt: dialect.readInstant(row.cre_date),
  addedBy: row.cre_user_id,
  endedAt: row.ended_at === null ? null : dialect.readInstant(row.ended_at),
  ...lastChange(dialect, row),
});

/** ocms_ean_exclusion, as members of staff keep it. */
export const exclusionStore = {
  async page(executor: Executor, { ended, ...page }: ExclusionPage): Promise<Exclusion[]> {
    const query = executor(TABLE);
    pageBy(query, executor.dialect, 'exclusion_id', page);
    if (ended !== undefined) void (ended ? query.whereNotNull('ended_at') : query.whereNull('ended_at'));
    const rows = (await query.select()) as Row[];
    return rows.map((row) => toExclusion(executor, row));
  },

  async find(executor: Executor, exclusionId: string): Promise<Exclusion | undefined> {
    const row = await executor(TABLE).where('exclusion_id', exclusionId).first<Row | undefined>();
    return row && toExclusion(executor, row);
  },

  /** Those that stand under one of the hashes. */
  async under(executor: Executor, hashes: readonly string[]): Promise<Exclusion[]> {
    const rows = await executor(TABLE).whereIn('id_hash', hashes).select<Row[]>();
    return rows.map((row) => toExclusion(executor, row));
  },

  /** @throws a duplicate key where it is on the list, ended or not. */
  async insert(trx: Transaction, added: NewExclusion, by: { actor: string; at: Date }): Promise<void> {
    await trx(TABLE).insert({
      id_hash: added.idHash,
      id_masked: added.idMasked,
      exclusion_id: added.exclusionId,
      cre_date: trx.dialect.bindInstant(by.at),
      cre_user_id: by.actor,
    });
  },

  /** Ends one that counts, or lets an ended one count again. @returns whether it was as it is to be changed. */
  async setEnded(
    trx: Transaction,
    exclusionId: string,
    ended: boolean,
    by: { actor: string; at: Date },
  ): Promise<boolean> {
    const at = trx.dialect.bindInstant(by.at);
    const query = trx(TABLE).where('exclusion_id', exclusionId);
    void (ended ? query.whereNull('ended_at') : query.whereNotNull('ended_at'));
    return (await query.update({ ended_at: ended ? at : null, upd_date: at, upd_user_id: by.actor })) > 0;
  },

  /** One that counts and stands under none of these keys: it matches nobody. */
  async underOtherKeys(executor: Executor, keyIds: readonly string[]): Promise<Exclusion | undefined> {
    const query = executor(TABLE).whereNull('ended_at');
    for (const keyId of keyIds) void query.whereRaw('id_hash NOT LIKE ?', [`${keyId}:%`]);
    const row = await query.first<Row | undefined>();
    return row && toExclusion(executor, row);
  },
};
