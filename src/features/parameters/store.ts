import type { Executor, Transaction } from '../../db/database';
import { unchangedSince } from '../../db/stamps';

export interface StoredParameter {
  id: string;
  code: string;
  value: string;
  changedAt: Date;
  changedBy: string;
}

const TABLE = 'ocms_parameter';

interface Row {
  param_id: string;
  param_code: string;
  param_value: string;
  cre_date: unknown;
  cre_user_id: string;
  upd_date: unknown;
  upd_user_id: string | null;
}

const toStored = (executor: Executor, row: Row): StoredParameter => ({
  id: row.param_id,
  code: row.param_code,
  value: row.param_value,
  changedAt: executor.dialect.readInstant(row.upd_date ?? row.cre_date),
  changedBy: row.upd_user_id ?? row.cre_user_id,
});

/** ocms_parameter: param_id, param_code, param_value (F 2.3.1). */
export const parameterStore = {
  async value(executor: Executor, id: string, code: string): Promise<string | undefined> {
    const row = await executor(TABLE)
      .where({ param_id: id, param_code: code })
      .first<{ param_value: string } | undefined>('param_value');
    return row?.param_value;
  },

  async find(executor: Executor, id: string, code: string): Promise<StoredParameter | undefined> {
    const row = await executor(TABLE).where({ param_id: id, param_code: code }).first<Row | undefined>();
    return row && toStored(executor, row);
  },

  /**
   * Gives one its value if it still is as it was.
   *
   * @returns whether it was.
   * @throws a duplicate key where it was missing and is not any more.
   */
  async replace(
    trx: Transaction,
    { id, code, value }: { id: string; code: string; value: string },
    before: StoredParameter | undefined,
    by: { actor: string; at: Date },
  ): Promise<boolean> {
    const at = trx.dialect.bindInstant(by.at);
    if (!before) {
      await trx(TABLE).insert({
        param_id: id,
        param_code: code,
        param_value: value,
        cre_date: at,
        cre_user_id: by.actor,
      });
      return true;
    }
    const query = trx(TABLE).where({ param_id: id, param_code: code, param_value: before.value });
    const replaced = await unchangedSince(query, trx.dialect, before.changedAt).update({
      param_value: value,
      upd_date: at,
      upd_user_id: by.actor,
    });
    return replaced > 0;
  },

  async list(executor: Executor): Promise<StoredParameter[]> {
    const rows = await executor(TABLE).orderBy(['param_id', 'param_code']).select<Row[]>();
    return rows.map((row) => toStored(executor, row));
  },

  async set(
    trx: Transaction,
    { id, code, value }: { id: string; code: string; value: string },
    by: { actor: string; at: Date },
  ): Promise<void> {
    const at = trx.dialect.bindInstant(by.at);
    const changed = await trx(TABLE)
      .where({ param_id: id, param_code: code })
      .update({ param_value: value, upd_date: at, upd_user_id: by.actor });
    if (changed === 0)
      await trx(TABLE).insert({
        param_id: id,
        param_code: code,
        param_value: value,
        cre_date: at,
        cre_user_id: by.actor,
      });
  },
};
