import { columnsOf } from '../columns';
import type { Migration } from '../migration';

/** The trace that work which is done later belongs to (W3C `traceparent`); written only while traces are on. */
export const traces: Migration = {
  name: '029-traces',
  async up(executor, dialect) {
    for (const name of ['ocms_advisory_case', 'ocms_internet_mirror_mark'])
      await executor.schema.alterTable(name, (table) => columnsOf(table, dialect)('traceparent', 'varchar(55)'));
  },
};
