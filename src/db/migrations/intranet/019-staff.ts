import { columnsOf } from '../columns';
import type { Migration } from '../migration';

/** What members of staff did, and what they asked of jobs (decisions §9: by authorised staff, over the API). */
export const staff: Migration = {
  name: '019-staff',
  async up(executor, dialect) {
    await executor.schema.createTable('ocms_audit', (table) => {
      const column = columnsOf(table, dialect);
      column('audit_id', 'varchar(32)').notNullable();
      table.primary(['audit_id'], 'pk_ocms_audit');
      column('at', 'datetime2').notNullable();
      column('officer_id', 'varchar(50)').notNullable();
      column('action', 'varchar(40)').notNullable();
      column('subject', 'varchar(100)').notNullable();
      // JSON, its characters all ASCII; nothing personal.
      column('before_value', 'varchar(4000)');
      column('after_value', 'varchar(4000)');
      table.index(['at', 'audit_id'], 'ix_ocms_audit_at');
      table.index(['subject', 'at'], 'ix_ocms_audit_subject');
      table.index(['officer_id', 'at'], 'ix_ocms_audit_officer');
    });
    await executor.schema.createTable('ocms_job_request', (table) => {
      const column = columnsOf(table, dialect);
      // Of a start, the id of its run as well.
      column('request_id', 'varchar(32)').notNullable();
      table.primary(['request_id'], 'pk_ocms_job_request');
      column('action', 'varchar(5)').notNullable();
      column('job_name', 'varchar(64)').notNullable();
      column('run_id', 'varchar(32)').notNullable();
      column('requested_by', 'varchar(50)').notNullable();
      column('requested_at', 'datetime2').notNullable();
      column('state', 'varchar(7)').notNullable();
      column('taken_by', 'varchar(100)');
      column('ended_at', 'datetime2');
      column('outcome', 'varchar(10)');
      table.index(['state', 'requested_at'], 'ix_ocms_job_request_state');
    });
    // Runs and alerts are listed by time, whatever their job.
    await executor.schema.alterTable('ocms_job_run', (table) => {
      table.index(['started_at', 'run_id'], 'ix_ocms_job_run_started');
    });
    await executor.schema.alterTable('ocms_job_alert', (table) => {
      table.index(['recorded_at', 'run_id'], 'ix_ocms_job_alert_recorded');
    });
  },
};
