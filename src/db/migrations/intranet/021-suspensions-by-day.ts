import type { Migration } from '../migration';

/** Suspensions of one reason are read by the day they began, newest first (A 8). */
export const suspensionsByDay: Migration = {
  name: '021-suspensions-by-day',
  async up(executor) {
    await executor.schema.alterTable('ocms_suspended_notice', (table) => {
      table.index(['reason_of_suspension', 'date_of_suspension', 'notice_no', 'sr_no'], 'ix_suspended_reason_date');
    });
  },
};
