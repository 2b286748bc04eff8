import { columnsOf } from '../columns';
import type { Migration } from '../migration';

/** What the printing vendor says of letters, and the files that say it (A 8.1b). */
export const letterReturns: Migration = {
  name: '018-letter-returns',
  async up(executor, dialect) {
    await executor.schema.createTable('ocms_letter_return', (table) => {
      const column = columnsOf(table, dialect);
      column('notice_no', 'varchar(10)').notNullable();
      column('submission_id', 'varchar(50)').notNullable();
      table.primary(['notice_no', 'submission_id'], 'pk_ocms_letter_return');
      column('status', 'varchar(8)').notNullable();
      column('status_at', 'datetime2').notNullable();
      column('error_code', 'varchar(40)');
      column('file_name', 'varchar(100)').notNullable();
      column('cre_date', 'datetime2').notNullable();
      column('upd_date', 'datetime2').notNullable();
      table.index(['status_at', 'notice_no'], 'ix_ocms_letter_return_at');
    });
    await executor.schema.createTable('ocms_letter_return_file', (table) => {
      const column = columnsOf(table, dialect);
      column('file_name', 'varchar(100)').notNullable();
      table.primary(['file_name'], 'pk_ocms_letter_return_file');
      column('received_at', 'datetime2').notNullable();
      // The run whose e-mail tells of the problems.
      column('run_id', 'varchar(32)').notNullable();
      column('problems', 'varchar(max)');
      column('told', 'varchar(1)').notNullable();
      table.index(['told'], 'ix_ocms_letter_return_file_told');
    });
    // Letters are compared by the day they were submitted.
    await executor.schema.alterTable('ocms_valid_offence_notice', (table) => {
      table.index(['letter_sent_timestamp', 'notice_no'], 'ix_von_letter_sent');
    });
  },
};
