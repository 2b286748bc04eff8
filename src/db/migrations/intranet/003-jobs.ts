import { columnsOf } from '../columns';
import type { Migration } from '../migration';

/** Locks, runs and alerts of the scheduled jobs (decisions §9). */
export const jobs: Migration = {
  name: '003-jobs',
  async up(executor, dialect) {
    // As ShedLock has it, column for column: Java services share the table, and may have made it.
    if (!(await executor.schema.hasTable('shedlock'))) {
      await executor.schema.createTable('shedlock', (table) => {
        const column = columnsOf(table, dialect);
        column('name', 'varchar(64)').notNullable();
        table.primary(['name'], 'pk_shedlock');
        column('lock_until', 'datetime2').notNullable();
        column('locked_at', 'datetime2').notNullable();
        column('locked_by', 'varchar(255)').notNullable();
      });
    }

    // Raised by every run that gets the lock: who holds an older number has lost it.
    await executor.schema.createTable('ocms_job_fence', (table) => {
      const column = columnsOf(table, dialect);
      column('name', 'varchar(64)').notNullable();
      table.primary(['name'], 'pk_ocms_job_fence');
      column('fence', 'int').notNullable();
    });

    await executor.schema.createTable('ocms_job_run', (table) => {
      const column = columnsOf(table, dialect);
      column('run_id', 'varchar(32)').notNullable();
      table.primary(['run_id'], 'pk_ocms_job_run');
      column('job_name', 'varchar(64)').notNullable();
      column('instance', 'varchar(100)').notNullable();
      column('triggered_by', 'varchar(8)').notNullable();
      column('scheduled_for', 'datetime2');
      column('started_at', 'datetime2').notNullable();
      column('ended_at', 'datetime2');
      column('outcome', 'varchar(9)').notNullable();
      column('counts', 'varchar(1000)');
      column('error', 'varchar(400)');
      table.index(['job_name', 'started_at'], 'ix_ocms_job_run_job');
    });

    await executor.schema.createTable('ocms_job_alert', (table) => {
      const column = columnsOf(table, dialect);
      column('run_id', 'varchar(32)').notNullable();
      table.primary(['run_id'], 'pk_ocms_job_alert');
      column('message_id', 'varchar(100)').notNullable();
      column('subject', 'varchar(200)').notNullable();
      column('body', 'varchar(4000)').notNullable();
      column('recorded_at', 'datetime2').notNullable();
      column('claimed_until', 'datetime2');
      column('sent_at', 'datetime2');
      table.index(['sent_at'], 'ix_ocms_job_alert_sent');
    });
  },
};
