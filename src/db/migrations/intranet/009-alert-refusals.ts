import { columnsOf } from '../columns';
import type { Migration } from '../migration';

/** Alerts that the mail server refused: how often, when they are due again, and whether they were given up. */
export const alertRefusals: Migration = {
  name: '009-alert-refusals',
  async up(executor, dialect) {
    await executor.schema.createTable('ocms_job_alert_refusal', (table) => {
      const column = columnsOf(table, dialect);
      column('run_id', 'varchar(32)').notNullable();
      table.primary(['run_id'], 'pk_ocms_job_alert_refusal');
      column('attempts', 'int').notNullable();
      column('smtp_code', 'int');
      column('next_attempt_at', 'datetime2').notNullable();
      column('given_up_at', 'datetime2');
    });
  },
};
