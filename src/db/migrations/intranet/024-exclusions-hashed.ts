import { columnsOf } from '../columns';
import type { Migration } from '../migration';

/** Owners who are told by letter only (A 4.1.4.b), by a keyed hash of their id. Until now nothing could fill the list. */
export const exclusionsHashed: Migration = {
  name: '024-exclusions-hashed',
  async up(executor, dialect) {
    await executor.schema.dropTable('ocms_ean_exclusion');
    await executor.schema.createTable('ocms_ean_exclusion', (table) => {
      const column = columnsOf(table, dialect);
      // Key id, colon, 64 digits.
      column('id_hash', 'varchar(81)').notNullable();
      table.primary(['id_hash'], 'pk_ocms_ean_exclusion');
      // Enough to recognise an entry by.
      column('id_masked', 'varchar(20)').notNullable();
      column('cre_date', 'datetime2').notNullable();
      column('cre_user_id', 'varchar(50)').notNullable();
      column('upd_date', 'datetime2');
      column('upd_user_id', 'varchar(50)');
    });
  },
};
