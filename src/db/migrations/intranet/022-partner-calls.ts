import { columnsOf } from '../columns';
import type { Migration } from '../migration';

/** How many attempts to reach each partner ended how, by minute, as every process counted them. */
export const partnerCalls: Migration = {
  name: '022-partner-calls',
  async up(executor, dialect) {
    await executor.schema.createTable('ocms_partner_call', (table) => {
      const column = columnsOf(table, dialect);
      // Processes add rows and never change one.
      column('row_id', 'varchar(32)').notNullable();
      table.primary(['row_id'], 'pk_ocms_partner_call');
      column('at', 'datetime2').notNullable();
      column('partner', 'varchar(20)').notNullable();
      column('outcome', 'varchar(20)').notNullable();
      column('calls', 'int').notNullable();
      table.index(['at'], 'ix_ocms_partner_call_at');
    });
  },
};
