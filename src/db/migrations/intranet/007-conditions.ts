import { columnsOf } from '../columns';
import type { Migration } from '../migration';

/** What goes on over many runs, since when, and when operations were told of it. */
export const conditions: Migration = {
  name: '007-conditions',
  async up(executor, dialect) {
    await executor.schema.createTable('ocms_condition', (table) => {
      const column = columnsOf(table, dialect);
      column('name', 'varchar(60)').notNullable();
      table.primary(['name'], 'pk_ocms_condition');
      column('since', 'datetime2').notNullable();
      column('told_at', 'datetime2');
    });
    // The mirror's own table stays for the version before, which knows no other.
    await executor.raw(
      `INSERT INTO ocms_condition (name, since, told_at)
       SELECT CASE WHEN name = 'outage' THEN 'internet-zone-away' ELSE 'mirror-manual-verification' END, since, told_at
       FROM ocms_internet_mirror_trouble`,
    );
  },
};
