import type { Migration } from '../migration';

/** The notices that a source delivered on a day are read in the order they came (A 9). */
export const noticesBySource: Migration = {
  name: '015-notices-by-source',
  async up(executor) {
    await executor.schema.alterTable('ocms_valid_offence_notice', (table) => {
      table.index(['notice_source', 'cre_date', 'notice_no'], 'ix_von_source_created');
    });
  },
};
