import { columnsOf } from '../columns';
import type { Migration } from '../migration';

/** The mirror of VON: every column but the owner's particulars, which never go to the internet zone (decisions §5). And a row to try. */
export const mirroredNotices: Migration = {
  name: '001-notices',
  async up(executor, dialect) {
    await executor.schema.createTable('eocms_valid_offence_notice', (table) => {
      const column = columnsOf(table, dialect);
      column('notice_no', 'varchar(10)').notNullable();
      table.primary(['notice_no'], 'pk_eocms_valid_offence_notice');
      column('notice_source', 'varchar(8)').notNullable();
      column('subsystem_label', 'varchar(8)');
      column('vehicle_no', 'varchar(14)');
      column('vehicle_category', 'varchar(2)');
      column('vehicle_registration_type', 'varchar(1)');
      column('offence_notice_type', 'varchar(1)');
      column('computer_rule_code', 'int');
      column('notice_date_and_time', 'datetime2');
      column('pp_code', 'varchar(5)');
      column('pp_name', 'varchar(100)');
      column('composition_amount', 'decimal(19,2)').notNullable();
      column('admin_fee', 'decimal(19,2)').notNullable();
      column('amount_payable', 'decimal(19,2)').notNullable();
      column('amount_paid', 'decimal(19,2)').notNullable();
      column('payment_status', 'varchar(3)');
      column('payment_date', 'datetime2');
      column('payment_acceptance_allowed', 'varchar(1)').notNullable();
      column('last_processing_stage', 'varchar(3)');
      column('prev_processing_stage', 'varchar(3)');
      column('next_processing_stage', 'varchar(3)');
      column('last_processing_date', 'date');
      column('prev_processing_date', 'date');
      column('next_processing_date', 'date');
      column('atoms_flag', 'varchar(1)');
      column('suspension_type', 'varchar(2)');
      column('crs_reason_of_suspension', 'varchar(3)');
      column('epr_reason_of_suspension', 'varchar(3)');
      column('epr_date_of_suspension', 'datetime2');
      column('due_date_of_revival', 'datetime2');
      column('an_flag', 'varchar(1)');
      column('ean_sent_flag', 'varchar(1)');
      column('ean_sent_timestamp', 'datetime2');
      column('notification_method', 'varchar(5)');
      column('letter_sent_flag', 'varchar(1)');
      column('letter_sent_timestamp', 'datetime2');
      column('slift_submission_id', 'varchar(50)');
      column('unqualified_list_sent_flag', 'varchar(1)');
      column('unqualified_list_sent_timestamp', 'datetime2');
      column('archive_date', 'date');

      // That of the notice when it was copied: a lower one never takes its place.
      column('version', 'int').notNullable();

      column('cre_date', 'datetime2').notNullable();
      column('cre_user_id', 'varchar(50)').notNullable();
      column('upd_date', 'datetime2');
      column('upd_user_id', 'varchar(50)');
    });

    // Written to find out whether the zone can be written when notices cannot.
    await executor.schema.createTable('eocms_mirror_probe', (table) => {
      const column = columnsOf(table, dialect);
      column('name', 'varchar(20)').notNullable();
      table.primary(['name'], 'pk_eocms_mirror_probe');
      column('probed_at', 'datetime2').notNullable();
    });
    await executor('eocms_mirror_probe').insert({ name: 'mirror', probed_at: dialect.bindInstant(new Date(0)) });
  },
};
