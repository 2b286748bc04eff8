import { columnsOf } from '../columns';
import type { Migration } from '../migration';

/** Partners of the advisory notices' pipeline that did not answer, and those whose gate is closed until they do. */
export const advisoryPartnersAway: Migration = {
  name: '026-advisory-partners-away',
  async up(executor, dialect) {
    await executor.schema.createTable('ocms_advisory_gate', (table) => {
      const column = columnsOf(table, dialect);
      column('partner', 'varchar(10)').notNullable();
      table.primary(['partner'], 'pk_ocms_advisory_gate');
      // Notices in a row for which it did not answer, and when that was last.
      column('failures', 'int').notNullable();
      column('failed_at', 'datetime2').notNullable();
      column('closed_at', 'datetime2');
      // How often one notice was tried since, and when last.
      column('probes', 'int').notNullable();
      column('probed_at', 'datetime2');
      // Up to 30 numbers of notices it did not answer for.
      column('suspects', 'varchar(400)').notNullable();
    });
  },
};
