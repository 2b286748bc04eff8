import { columnsOf } from '../columns';
import type { Migration } from '../migration';

/** Reference data that staff end, and is kept: until when it applies, and who changed it last (decisions §5 to §7). */
export const referenceDataEnded: Migration = {
  name: '028-reference-data-ended',
  async up(executor, dialect) {
    for (const [table, name, type] of [
      // The last day of offence on which the code is known.
      ['ocms_offence_rule_code', 'effective_to', 'date'],
      ['ocms_an_exemption_rule', 'upd_date', 'datetime2'],
      ['ocms_an_exemption_rule', 'upd_user_id', 'varchar(50)'],
      // By which staff name an entry: the end of its hash.
      ['ocms_ean_exclusion', 'exclusion_id', 'varchar(32)'],
      // Set of one that counts no more.
      ['ocms_ean_exclusion', 'ended_at', 'datetime2'],
    ] as const) {
      await executor.schema.alterTable(table, (altered) => columnsOf(altered, dialect)(name, type));
    }
    // Key ids have 1 to 16 characters, then come a colon and 64 digits.
    for (let keyId = 1; keyId <= 16; keyId += 1)
      await executor.raw(
        `UPDATE ocms_ean_exclusion SET exclusion_id = SUBSTRING(id_hash, ${keyId + 34}, 32)
         WHERE (id_hash LIKE '${'_'.repeat(keyId)}:%')`,
      );
    await executor.schema.alterTable('ocms_ean_exclusion', (table) => {
      table.index(['exclusion_id'], 'ix_ocms_ean_exclusion_id');
    });
  },
};
