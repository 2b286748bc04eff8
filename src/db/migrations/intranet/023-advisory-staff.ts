import { columnsOf } from '../columns';
import type { Migration } from '../migration';

/** What staff do with advisory notices: who has taken a review, and who changed what (A 7.1.2, decisions §7). */
export const advisoryStaff: Migration = {
  name: '023-advisory-staff',
  async up(executor, dialect) {
    for (const [table, name, type] of [
      // Who works on the review, and since when.
      ['ocms_advisory_case', 'taken_by', 'varchar(50)'],
      ['ocms_advisory_case', 'taken_at', 'datetime2'],
      // The member of staff whose doing it was, and why.
      ['ocms_advisory_event', 'actor', 'varchar(50)'],
      ['ocms_advisory_event', 'remarks', 'nvarchar(400)'],
    ] as const) {
      await executor.schema.alterTable(table, (altered) => columnsOf(altered, dialect)(name, type));
    }
    await executor.schema.alterTable('ocms_advisory_case', (table) => {
      table.index(['state', 'upd_date', 'notice_no'], 'ix_ocms_advisory_case_state');
    });
  },
};
