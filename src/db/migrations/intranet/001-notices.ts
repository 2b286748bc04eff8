import { columnsOf } from '../columns';
import type { Migration } from '../migration';

/** VON with the columns of the three documents, the court cases, and the marks for the internet mirror. */
export const notices: Migration = {
  name: '001-notices',
  async up(executor, dialect) {
    await executor.schema.createTable('ocms_valid_offence_notice', (table) => {
      const column = columnsOf(table, dialect);
      column('notice_no', 'varchar(10)').notNullable();
      table.primary(['notice_no'], 'pk_ocms_valid_offence_notice');

      // The offence (A 3, F 2.3.6).
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

      // Money (C 1, F 2.7).
      column('composition_amount', 'decimal(19,2)').notNullable().defaultTo(0);
      column('admin_fee', 'decimal(19,2)').notNullable().defaultTo(0);
      column('amount_payable', 'decimal(19,2)').notNullable().defaultTo(0);
      column('amount_paid', 'decimal(19,2)').notNullable().defaultTo(0);
      column('payment_status', 'varchar(3)');
      column('payment_date', 'datetime2');
      column('payment_acceptance_allowed', 'varchar(1)').notNullable().defaultTo('Y');

      // Processing by the courts (C 2).
      column('last_processing_stage', 'varchar(3)');
      column('prev_processing_stage', 'varchar(3)');
      column('next_processing_stage', 'varchar(3)');
      column('last_processing_date', 'date');
      column('prev_processing_date', 'date');
      column('next_processing_date', 'date');
      column('atoms_flag', 'varchar(1)');

      // Suspension (C 1, A 7).
      column('suspension_type', 'varchar(2)');
      column('crs_reason_of_suspension', 'varchar(3)');
      column('epr_reason_of_suspension', 'varchar(3)');
      column('epr_date_of_suspension', 'datetime2');
      column('due_date_of_revival', 'datetime2');

      // Advisory notices (A 2, 4, 5, 6, 9).
      column('an_flag', 'varchar(1)');
      column('owner_name', 'varchar(100)');
      column('owner_nric', 'varchar(20)');
      column('owner_mobile', 'varchar(20)');
      column('owner_email', 'varchar(254)');
      column('owner_address', 'varchar(400)');
      column('ean_sent_flag', 'varchar(1)');
      column('ean_sent_timestamp', 'datetime2');
      column('notification_method', 'varchar(5)');
      column('letter_sent_flag', 'varchar(1)');
      column('letter_sent_timestamp', 'datetime2');
      column('slift_submission_id', 'varchar(50)');
      column('unqualified_list_sent_flag', 'varchar(1)');
      column('unqualified_list_sent_timestamp', 'datetime2');

      // Archival (F 2.2).
      column('archive_date', 'date');

      // Raised by every write; the mirror copies a notice when its own is lower (decisions §5).
      column('version', 'int').notNullable().defaultTo(1);

      column('cre_date', 'datetime2').notNullable();
      column('cre_user_id', 'varchar(50)').notNullable();
      column('upd_date', 'datetime2');
      column('upd_user_id', 'varchar(50)');

      // Past notices of a vehicle (A 2) and the lists of foreign vehicles (F 2.3–2.7).
      table.index(['vehicle_no', 'notice_date_and_time'], 'ix_von_vehicle');
      table.index(['vehicle_registration_type', 'notice_date_and_time'], 'ix_von_registration_type');
    });

    await executor.schema.createTable('ocms_court_case', (table) => {
      const column = columnsOf(table, dialect);
      column('notice_no', 'varchar(10)').notNullable();
      table.primary(['notice_no'], 'pk_ocms_court_case');
      column('court_payment_due_date', 'date');
      column('cre_date', 'datetime2').notNullable();
      column('cre_user_id', 'varchar(50)').notNullable();
      column('upd_date', 'datetime2');
      column('upd_user_id', 'varchar(50)');
    });

    // Append-only: a notice's version is written once, so marking never waits for, or fails on, another mark.
    await executor.schema.createTable('ocms_internet_mirror_mark', (table) => {
      const column = columnsOf(table, dialect);
      column('notice_no', 'varchar(10)').notNullable();
      column('version', 'int').notNullable();
      table.primary(['notice_no', 'version'], 'pk_ocms_internet_mirror_mark');
      column('marked_at', 'datetime2').notNullable();
    });
  },
};
