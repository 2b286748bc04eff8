import { columnsOf } from '../columns';
import type { Migration } from '../migration';

/** The acknowledgement files that vHub's violation files were answered with (F appendix A), and what was wrong with them. */
export const vhubAcknowledgements: Migration = {
  name: '013-vhub-acknowledgements',
  async up(executor, dialect) {
    await executor.schema.createTable('ocms_vhub_acknowledgement', (table) => {
      const column = columnsOf(table, dialect);
      column('ack_file_name', 'varchar(100)').notNullable();
      table.primary(['ack_file_name'], 'pk_ocms_vhub_acknowledgement');
      column('received_at', 'datetime2').notNullable();
      // The run whose e-mail tells of the problems.
      column('run_id', 'varchar(32)').notNullable();
      column('problems', 'varchar(max)');
      column('told', 'varchar(1)').notNullable();
      table.index(['told'], 'ix_ocms_vhub_acknowledgement_told');
    });
  },
};
