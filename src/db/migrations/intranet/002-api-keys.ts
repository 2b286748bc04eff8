import { columnsOf } from '../columns';
import type { Migration } from '../migration';

/** The partners' keys, hashed, and the record of who issued and revoked them. */
export const apiKeys: Migration = {
  name: '002-api-keys',
  async up(executor, dialect) {
    await executor.schema.createTable('ocms_api_key', (table) => {
      const column = columnsOf(table, dialect);
      column('key_id', 'varchar(16)').notNullable();
      table.primary(['key_id'], 'pk_ocms_api_key');
      column('partner', 'varchar(16)').notNullable();
      column('key_hash', 'varchar(64)').notNullable();
      // A constraint: knex's unique index would be a filtered one on SQL Server.
      table.unique(['key_hash'], { indexName: 'uq_ocms_api_key_hash', useConstraint: true });
      column('demo', 'varchar(1)').notNullable();
      column('expires_at', 'datetime2');
      column('revoked_at', 'datetime2');
      column('last_used_at', 'datetime2');
      column('cre_date', 'datetime2').notNullable();
      column('cre_user_id', 'varchar(50)').notNullable();
      column('upd_date', 'datetime2');
      column('upd_user_id', 'varchar(50)');
    });

    await executor.schema.createTable('ocms_api_key_event', (table) => {
      const column = columnsOf(table, dialect);
      table.increments('event_id');
      column('key_id', 'varchar(16)').notNullable();
      column('event', 'varchar(8)').notNullable();
      column('occurred_at', 'datetime2').notNullable();
      column('actor', 'varchar(50)').notNullable();
      table.index(['key_id'], 'ix_ocms_api_key_event_key');
    });
  },
};
