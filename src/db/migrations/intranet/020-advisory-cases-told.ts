import { columnsOf } from '../columns';
import type { Migration } from '../migration';

/** Cases that could not be worked on, and reviews that operations have yet to hear of. */
export const advisoryCasesTold: Migration = {
  name: '020-advisory-cases-told',
  async up(executor, dialect) {
    for (const [name, type] of [
      // How often in a row the step that is owed could not be worked on, and until when it is left alone.
      ['failures', 'int'],
      ['retry_at', 'datetime2'],
      // 'Y' from the review on until its e-mail is on record.
      ['review_untold', 'varchar(1)'],
    ] as const) {
      await executor.schema.alterTable('ocms_advisory_case', (table) => columnsOf(table, dialect)(name, type));
    }
    await executor.schema.alterTable('ocms_advisory_case', (table) => {
      table.index(['review_untold', 'notice_no'], 'ix_ocms_advisory_case_untold');
    });
  },
};
