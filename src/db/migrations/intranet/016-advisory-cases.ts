import { columnsOf } from '../columns';
import type { Migration } from '../migration';

/** How far each advisory notice is, and how it came there (A 4 to 7, decisions §7). */
export const advisoryCases: Migration = {
  name: '016-advisory-cases',
  async up(executor, dialect) {
    await executor.schema.createTable('ocms_advisory_case', (table) => {
      const column = columnsOf(table, dialect);
      column('notice_no', 'varchar(10)').notNullable();
      table.primary(['notice_no'], 'pk_ocms_advisory_case');
      column('state', 'varchar(20)').notNullable();
      // What is owed next, and from when on; nothing once it has ended.
      column('step', 'varchar(20)');
      column('due_at', 'datetime2');
      column('review_reason', 'varchar(40)');
      column('owner_id_type', 'varchar(8)');
      column('cre_date', 'datetime2').notNullable();
      column('upd_date', 'datetime2').notNullable();
      table.index(['due_at', 'notice_no'], 'ix_ocms_advisory_case_due');
    });
    await executor.schema.createTable('ocms_advisory_event', (table) => {
      const column = columnsOf(table, dialect);
      column('notice_no', 'varchar(10)').notNullable();
      column('sr_no', 'int').notNullable();
      table.primary(['notice_no', 'sr_no'], 'pk_ocms_advisory_event');
      column('at', 'datetime2').notNullable();
      column('step', 'varchar(20)').notNullable();
      column('outcome', 'varchar(40)').notNullable();
      column('state', 'varchar(20)').notNullable();
    });
    // Owners who are told by letter only (A 4.1.4.b).
    await executor.schema.createTable('ocms_ean_exclusion', (table) => {
      const column = columnsOf(table, dialect);
      column('id_no', 'varchar(20)').notNullable();
      table.primary(['id_no'], 'pk_ocms_ean_exclusion');
    });
    // Those that qualified before there were cases.
    await executor.raw(`INSERT INTO ocms_advisory_case (notice_no, state, step, due_at, cre_date, upd_date)
      SELECT notice_no, 'QUALIFIED', 'FIND_OWNER', cre_date, cre_date, cre_date FROM ocms_valid_offence_notice
      WHERE an_flag = 'Y' AND (suspension_type IS NULL OR (suspension_type = 'TS' AND epr_reason_of_suspension = 'HST'))`);
  },
};
