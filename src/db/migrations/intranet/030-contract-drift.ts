import { columnsOf } from '../columns';
import type { Migration } from '../migration';

/** How real requests and responses differ from their contracts: places and kinds, never values. */
export const contractDrift: Migration = {
  name: '030-contract-drift',
  async up(executor, dialect) {
    await executor.schema.createTable('ocms_contract_drift', (table) => {
      const column = columnsOf(table, dialect);
      // A hash of the five columns that follow: they are too long for a key together.
      column('drift_id', 'varchar(32)').notNullable();
      table.primary(['drift_id'], 'pk_ocms_contract_drift');
      column('operation', 'varchar(100)').notNullable();
      column('partner', 'varchar(20)').notNullable();
      column('direction', 'varchar(8)').notNullable();
      column('place', 'varchar(200)').notNullable();
      column('kind', 'varchar(20)').notNullable();
      column('times', 'int').notNullable();
      column('first_seen', 'datetime2').notNullable();
      column('last_seen', 'datetime2').notNullable();
      table.index(['last_seen'], 'ix_ocms_contract_drift_last_seen');
    });
  },
};
