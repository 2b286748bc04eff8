import type { Knex } from 'knex';
import type { ColumnType } from '../../dialects/dialect';
import { columnsOf } from '../columns';
import type { Migration } from '../migration';

type Columns = Readonly<Record<string, ColumnType>>;

const AUDIT: Columns = {
  cre_date: 'datetime2',
  cre_user_id: 'varchar(50)',
  upd_date: 'datetime2',
  upd_user_id: 'varchar(50)',
};

/** A record as vHub was, or was to be, told (F 2.3.5, F appendix B). */
const VIOLATION: Columns = {
  batch_date: 'datetime2',
  offence_no: 'varchar(10)',
  offence_date: 'datetime2',
  offence_time: 'datetime2',
  offence_code: 'int',
  location: 'nvarchar(100)',
  offence_description: 'nvarchar(200)',
  vehicle_no: 'varchar(14)',
  vehicle_type: 'varchar(1)',
  vehicle_make: 'nvarchar(50)',
  vehicle_color: 'nvarchar(50)',
  composition_amount: 'decimal(19,2)',
  admin_fee: 'decimal(19,2)',
  total_amount: 'decimal(19,2)',
  violation_status: 'varchar(1)',
};

const ARCHIVED: Readonly<Record<string, { columns: Columns; key: readonly string[] }>> = {
  ocms_valid_offence_notice: {
    key: ['notice_no'],
    columns: {
      notice_no: 'varchar(10)',
      notice_source: 'varchar(8)',
      subsystem_label: 'varchar(8)',
      vehicle_no: 'varchar(14)',
      vehicle_category: 'varchar(2)',
      vehicle_registration_type: 'varchar(1)',
      offence_notice_type: 'varchar(1)',
      computer_rule_code: 'int',
      notice_date_and_time: 'datetime2',
      pp_code: 'varchar(5)',
      pp_name: 'nvarchar(100)',
      composition_amount: 'decimal(19,2)',
      admin_fee: 'decimal(19,2)',
      amount_payable: 'decimal(19,2)',
      amount_paid: 'decimal(19,2)',
      payment_status: 'varchar(3)',
      payment_date: 'datetime2',
      payment_acceptance_allowed: 'varchar(1)',
      last_processing_stage: 'varchar(3)',
      prev_processing_stage: 'varchar(3)',
      next_processing_stage: 'varchar(3)',
      last_processing_date: 'date',
      prev_processing_date: 'date',
      next_processing_date: 'date',
      atoms_flag: 'varchar(1)',
      suspension_type: 'varchar(2)',
      crs_reason_of_suspension: 'varchar(3)',
      epr_reason_of_suspension: 'varchar(3)',
      epr_date_of_suspension: 'datetime2',
      due_date_of_revival: 'datetime2',
      an_flag: 'varchar(1)',
      owner_name: 'nvarchar(100)',
      owner_nric: 'varchar(20)',
      owner_mobile: 'varchar(20)',
      owner_email: 'varchar(254)',
      owner_address: 'nvarchar(400)',
      ean_sent_flag: 'varchar(1)',
      ean_sent_timestamp: 'datetime2',
      notification_method: 'varchar(5)',
      letter_sent_flag: 'varchar(1)',
      letter_sent_timestamp: 'datetime2',
      slift_submission_id: 'varchar(50)',
      unqualified_list_sent_flag: 'varchar(1)',
      unqualified_list_sent_timestamp: 'datetime2',
      archive_date: 'date',
      version: 'int',
      ...AUDIT,
    },
  },
  ocms_offence_notice_detail: { key: ['notice_no'], columns: { notice_no: 'varchar(10)', ...AUDIT } },
  ocms_suspended_notice: {
    key: ['notice_no', 'sr_no'],
    columns: {
      notice_no: 'varchar(10)',
      sr_no: 'int',
      date_of_suspension: 'datetime2',
      suspension_type: 'varchar(2)',
      reason_of_suspension: 'varchar(3)',
      suspension_source: 'varchar(50)',
      officer_authorising_suspension: 'varchar(50)',
      due_date_of_revival: 'datetime2',
      suspension_remarks: 'nvarchar(200)',
      ...AUDIT,
    },
  },
  ocms_court_case: {
    key: ['notice_no'],
    columns: { notice_no: 'varchar(10)', court_payment_due_date: 'date', ...AUDIT },
  },
  ocms_offence_avss: {
    key: ['batch_reference', 'offence_no'],
    columns: {
      batch_reference: 'varchar(50)',
      ...VIOLATION,
      vhub_api_status_code: 'varchar(1)',
      vhub_api_error_code: 'varchar(20)',
      vhub_api_error_description: 'nvarchar(200)',
      ...AUDIT,
    },
  },
  ocms_offence_avss_sftp: {
    key: ['file_name', 'offence_no'],
    columns: {
      file_name: 'varchar(60)',
      ...VIOLATION,
      sftp_status_code: 'varchar(1)',
      sftp_error_description: 'nvarchar(200)',
      ack_file_name: 'varchar(100)',
      ack_status_code: 'varchar(1)',
      ack_error_code: 'varchar(20)',
      ack_error_description: 'nvarchar(200)',
      ...AUDIT,
    },
  },
};

const NEVER_NULL = [
  'batch_date',
  'composition_amount',
  'admin_fee',
  'total_amount',
  'violation_status',
  'cre_date',
  'cre_user_id',
];

/** What vHub was told of notices of foreign vehicles, by channel, and where archived notices go (F 2.2 to 2.4). */
export const foreignVehicles: Migration = {
  name: '008-foreign-vehicles',
  async up(executor, dialect) {
    const create = (
      name: string,
      define: (column: ReturnType<typeof columnsOf>, table: Knex.CreateTableBuilder) => void,
    ) => executor.schema.createTable(name, (table) => define(columnsOf(table, dialect), table));

    // A batch has one reference, which vHub takes as its idempotency key, and each notice at most once; a file likewise.
    for (const name of ['ocms_offence_avss', 'ocms_offence_avss_sftp'] as const) {
      const { columns, key } = ARCHIVED[name]!;
      await create(name, (column, table) => {
        for (const [each, type] of Object.entries(columns)) {
          const made = column(each, type);
          if (key.includes(each) || NEVER_NULL.includes(each)) made.notNullable();
        }
        table.primary([...key], `pk_${name}`);
        table.index(['offence_no', 'batch_date'], `ix_${name}_notice`);
        table.index(['batch_date'], `ix_${name}_date`);
      });
    }

    // Archived notices with all their rows; a number may come again, years later.
    for (const [name, { columns, key }] of Object.entries(ARCHIVED)) {
      await create(`${name}_archive`, (column, table) => {
        column('archived_at', 'datetime2').notNullable();
        for (const [each, type] of Object.entries(columns)) {
          const made = column(each, type);
          if (key.includes(each)) made.notNullable();
        }
        table.primary([...key, 'archived_at'], `pk_${name}_archive`);
      });
    }

    // Archived notices that may still be in the internet zone.
    await create('ocms_archived_mirror', (column, table) => {
      column('notice_no', 'varchar(10)').notNullable();
      table.primary(['notice_no'], 'pk_ocms_archived_mirror');
      column('archived_at', 'datetime2').notNullable();
    });

    // What vHub was told of a notice last, by channel: what it took, and whether it refused something since.
    await create('ocms_vhub_notice', (column, table) => {
      column('channel', 'varchar(4)').notNullable();
      column('notice_no', 'varchar(10)').notNullable();
      table.primary(['channel', 'notice_no'], 'pk_ocms_vhub_notice');
      column('sent_status', 'varchar(1)');
      column('sent_at', 'datetime2');
      column('sent_hash', 'varchar(64)');
      column('failed_status', 'varchar(1)');
    });

    // What leaves the database: planned, claimed before it goes, settled after it. Its content is frozen with it.
    await create('ocms_effect_batch', (column, table) => {
      column('reference', 'varchar(50)').notNullable();
      table.primary(['reference'], 'pk_ocms_effect_batch');
      column('effect', 'varchar(40)').notNullable();
      column('state', 'varchar(8)').notNullable();
      column('content', 'varchar(max)').notNullable();
      column('planned_at', 'datetime2').notNullable();
      column('claimed_at', 'datetime2');
      column('settled_at', 'datetime2');
      table.index(['effect', 'state', 'reference'], 'ix_ocms_effect_batch_state');
    });

    // Which are to be archived, and which soon.
    await executor.schema.alterTable('ocms_valid_offence_notice', (table) => {
      table.index(['archive_date'], 'ix_von_archive_date');
    });
  },
};
