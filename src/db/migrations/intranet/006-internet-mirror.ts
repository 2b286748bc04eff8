import { columnsOf } from '../columns';
import type { Migration } from '../migration';

/** What `sync_internet_zone` remembers of notices it could not copy (decisions §5). */
export const internetMirror: Migration = {
  name: '006-internet-mirror',
  async up(executor, dialect) {
    await executor.schema.createTable('ocms_internet_mirror_failure', (table) => {
      const column = columnsOf(table, dialect);
      column('notice_no', 'varchar(10)').notNullable();
      table.primary(['notice_no'], 'pk_ocms_internet_mirror_failure');
      column('failures', 'int').notNullable();
      column('last_failed_at', 'datetime2').notNullable();
      column('retry_at', 'datetime2').notNullable();
      column('manual_verification', 'varchar(1)').notNullable();
      column('error', 'varchar(100)').notNullable();
      table.index(['manual_verification'], 'ix_ocms_internet_mirror_failure_manual');
    });

    // What operations are to hear of, since when, and when they were told last, so that they are told in measure.
    await executor.schema.createTable('ocms_internet_mirror_trouble', (table) => {
      const column = columnsOf(table, dialect);
      column('name', 'varchar(20)').notNullable();
      table.primary(['name'], 'pk_ocms_internet_mirror_trouble');
      column('since', 'datetime2').notNullable();
      column('told_at', 'datetime2');
    });

    // How long the oldest mark waits.
    await executor.schema.alterTable('ocms_internet_mirror_mark', (table) => {
      table.index(['marked_at'], 'ix_ocms_internet_mirror_mark_at');
    });
  },
};
