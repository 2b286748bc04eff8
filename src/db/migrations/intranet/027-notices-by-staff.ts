import { columnsOf } from '../columns';
import type { Migration } from '../migration';

/** Members of staff create notices, and look for them by when the offence was (A 3, issue 11). */
export const noticesByStaff: Migration = {
  name: '027-notices-by-staff',
  async up(executor, dialect) {
    // A repetition is answered as the first delivery was.
    await executor.schema.alterTable('ocms_delivery_receipt', (table) =>
      columnsOf(table, dialect)('fate', 'varchar(20)'),
    );
    await executor.schema.alterTable('ocms_valid_offence_notice', (table) => {
      table.index(['notice_date_and_time', 'notice_no'], 'ix_von_notice_date');
    });
  },
};
