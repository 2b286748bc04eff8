import type { Migration } from '../migration';

/** Notices of foreign vehicles are read in the order of their numbers, page by page: each page from where the last ended. */
export const foreignInOrder: Migration = {
  name: '014-foreign-in-order',
  async up(executor) {
    await executor.schema.alterTable('ocms_valid_offence_notice', (table) => {
      table.dropIndex(['vehicle_registration_type', 'notice_date_and_time'], 'ix_von_registration_type');
      table.index(['vehicle_registration_type', 'notice_no'], 'ix_von_registration_type_no');
    });
  },
};
