import type { Knex } from 'knex';
import type { Database, Transaction } from '../../db/database';
import type * as objectionModels from '../../db/models';
import type { ApiKey } from './types';

export interface NewApiKey {
  keyId: string;
  partner: string;
  keyHash: string;
  demo: boolean;
  expiresAt: Date | null;
}

/** A key that is not revoked, as the key ring holds it. */
export interface ActiveKey {
  keyId: string;
  partner: string;
  keyHash: string;
  expiresAt: Date | null;
}

/** With the first statement: Objection takes a while to load, and most commands need no keys. */
// eslint-disable-next-line @typescript-eslint/no-require-imports
const models = (): typeof objectionModels => require('../../db/models') as typeof objectionModels;

export function apiKeyStore({ dialect }: Database) {
  const bind = (instant: Date | null): unknown => (instant === null ? null : dialect.bindInstant(instant));
  const read = (value: unknown): Date | null => (value === null ? null : dialect.readInstant(value));

  return {
    async insert(trx: Transaction, key: NewApiKey, actor: string, at: Date): Promise<void> {
      await models()
        .ApiKeyModel.bindKnex(trx)
        .query()
        .insert({
          key_id: key.keyId,
          partner: key.partner,
          key_hash: key.keyHash,
          demo: key.demo ? 'Y' : 'N',
          expires_at: bind(key.expiresAt),
          cre_date: bind(at),
          cre_user_id: actor,
        });
      await this.record(trx, key.keyId, 'ISSUED', actor, at);
    },

    /** @returns whether there was such a key, not yet revoked. */
    async revoke(trx: Transaction, keyId: string, actor: string, at: Date): Promise<boolean> {
      const changed = await models()
        .ApiKeyModel.bindKnex(trx)
        .query()
        .patch({ revoked_at: bind(at), upd_date: bind(at), upd_user_id: actor })
        .where('key_id', keyId)
        .whereNull('revoked_at');
      if (changed > 0) await this.record(trx, keyId, 'REVOKED', actor, at);
      return changed > 0;
    },

    async record(trx: Transaction, keyId: string, event: 'ISSUED' | 'REVOKED', actor: string, at: Date): Promise<void> {
      await models()
        .ApiKeyEventModel.bindKnex(trx)
        .query()
        .insert({ key_id: keyId, event, occurred_at: bind(at), actor });
    },

    async list(executor: Knex): Promise<ApiKey[]> {
      const rows = await models().ApiKeyModel.bindKnex(executor).query().orderBy('cre_date').orderBy('key_id');
      return rows.map((row) => ({
        keyId: row.key_id,
        partner: row.partner,
        demo: row.demo === 'Y',
        issuedAt: dialect.readInstant(row.cre_date),
        issuedBy: row.cre_user_id,
        expiresAt: read(row.expires_at),
        revokedAt: read(row.revoked_at),
        lastUsedAt: read(row.last_used_at),
      }));
    },

    async active(executor: Knex, demo: boolean): Promise<ActiveKey[]> {
      const query = models().ApiKeyModel.bindKnex(executor).query().whereNull('revoked_at');
      if (!demo) void query.where('demo', 'N');
      return (await query).map((row) => ({
        keyId: row.key_id,
        partner: row.partner,
        keyHash: row.key_hash,
        expiresAt: read(row.expires_at),
      }));
    },

    /** Notes when keys were last used; a later use already noted stays. */
    async touch(trx: Transaction, uses: ReadonlyMap<string, Date>): Promise<void> {
      await dialect.updateFrom(trx, {
        table: 'ocms_api_key',
        set: { sql: 'last_used_at = j.used_at', bindings: [] },
        rows: dialect.rows(
          { key_id: 'varchar(16)', used_at: 'datetime2' },
          [...uses].map(([key_id, used_at]) => ({ key_id, used_at })),
        ),
        on: 't.key_id = j.key_id',
        where: '(t.last_used_at IS NULL OR t.last_used_at < j.used_at)',
        returning: 'key_id',
      });
    },
  };
}
