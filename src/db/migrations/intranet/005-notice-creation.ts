import { columnsOf } from '../columns';
import type { Migration } from '../migration';

/** The first number OCMS makes itself (decisions §5). */
const FIRST_NUMBER = 700_000_001;
/** When a row is there from the start, nobody has changed it yet. */
const SEED = { cre_date: '2026-01-01T00:00:00.000Z', cre_user_id: 'migration' };

/** What becomes of a notice when it is created: its detail, its suspensions, and what decides its fate (A 2, 3, 7). */
export const noticeCreation: Migration = {
  name: '005-notice-creation',
  async up(executor, dialect) {
    const seeded = { ...SEED, cre_date: dialect.bindInstant(new Date(SEED.cre_date)) };

    await executor.schema.createTable('ocms_offence_notice_detail', (table) => {
      const column = columnsOf(table, dialect);
      column('notice_no', 'varchar(10)').notNullable();
      table.primary(['notice_no'], 'pk_ocms_offence_notice_detail');
      column('cre_date', 'datetime2').notNullable();
      column('cre_user_id', 'varchar(50)').notNullable();
      column('upd_date', 'datetime2');
      column('upd_user_id', 'varchar(50)');
    });

    await executor.schema.createTable('ocms_suspended_notice', (table) => {
      const column = columnsOf(table, dialect);
      column('notice_no', 'varchar(10)').notNullable();
      column('sr_no', 'int').notNullable();
      table.primary(['notice_no', 'sr_no'], 'pk_ocms_suspended_notice');
      column('date_of_suspension', 'datetime2').notNullable();
      column('suspension_type', 'varchar(2)').notNullable();
      column('reason_of_suspension', 'varchar(3)').notNullable();
      column('suspension_source', 'varchar(50)').notNullable();
      column('officer_authorising_suspension', 'varchar(50)').notNullable();
      column('due_date_of_revival', 'datetime2');
      column('suspension_remarks', 'varchar(200)');
      column('cre_date', 'datetime2').notNullable();
      column('cre_user_id', 'varchar(50)').notNullable();
      column('upd_date', 'datetime2');
      column('upd_user_id', 'varchar(50)');
    });

    await executor.schema.createTable('ocms_offence_rule_code', (table) => {
      const column = columnsOf(table, dialect);
      column('computer_rule_code', 'int').notNullable();
      table.primary(['computer_rule_code'], 'pk_ocms_offence_rule_code');
      column('description', 'nvarchar(200)').notNullable();
      column('cre_date', 'datetime2').notNullable();
      column('cre_user_id', 'varchar(50)').notNullable();
      column('upd_date', 'datetime2');
      column('upd_user_id', 'varchar(50)');
    });

    // What is null of the conditions is none.
    await executor.schema.createTable('ocms_an_exemption_rule', (table) => {
      const column = columnsOf(table, dialect);
      column('rule_no', 'int').notNullable();
      table.primary(['rule_no'], 'pk_ocms_an_exemption_rule');
      column('computer_rule_code', 'int').notNullable();
      column('composition_amount', 'decimal(19,2)');
      column('vehicle_category', 'varchar(2)');
      column('rule_remark', 'nvarchar(200)');
      column('effective_from', 'date');
      column('effective_to', 'date');
      column('cre_date', 'datetime2').notNullable();
      column('cre_user_id', 'varchar(50)').notNullable();
      table.index(['computer_rule_code'], 'ix_ocms_an_exemption_rule_code');
    });
    const exemptions = [
      { computer_rule_code: 20412, composition_amount: '80.00', vehicle_category: null },
      { computer_rule_code: 11210, composition_amount: null, vehicle_category: 'LB' },
      { computer_rule_code: 11210, composition_amount: null, vehicle_category: 'HL' },
    ];
    for (const [index, rule] of exemptions.entries()) {
      await executor('ocms_an_exemption_rule').insert({ rule_no: index + 1, ...rule, ...seeded });
    }

    await executor.schema.createTable('ocms_parameter', (table) => {
      const column = columnsOf(table, dialect);
      column('param_id', 'varchar(20)').notNullable();
      column('param_code', 'varchar(20)').notNullable();
      table.primary(['param_id', 'param_code'], 'pk_ocms_parameter');
      column('param_value', 'varchar(200)').notNullable();
      column('cre_date', 'datetime2').notNullable();
      column('cre_user_id', 'varchar(50)').notNullable();
      column('upd_date', 'datetime2');
      column('upd_user_id', 'varchar(50)');
    });
    await executor('ocms_parameter').insert({ param_id: 'REV', param_code: 'ANS', param_value: '30', ...seeded });

    // One row, raised by every number OCMS makes.
    await executor.schema.createTable('ocms_notice_number', (table) => {
      const column = columnsOf(table, dialect);
      column('name', 'varchar(20)').notNullable();
      table.primary(['name'], 'pk_ocms_notice_number');
      column('next_number', 'int').notNullable();
    });
    await executor('ocms_notice_number').insert({ name: 'notice_no', next_number: FIRST_NUMBER });

    // Touched first by every creation for the vehicle: the row's lock is what makes creations wait for each other.
    await executor.schema.createTable('ocms_vehicle_turn', (table) => {
      const column = columnsOf(table, dialect);
      column('vehicle_no', 'varchar(14)').notNullable();
      table.primary(['vehicle_no'], 'pk_ocms_vehicle_turn');
      column('taken', 'int').notNullable();
    });

    // What a delivery without a notice number was answered, for its repetition.
    await executor.schema.createTable('ocms_delivery_receipt', (table) => {
      const column = columnsOf(table, dialect);
      column('notice_source', 'varchar(8)').notNullable();
      column('transaction_id', 'varchar(100)').notNullable();
      column('body_hash', 'varchar(64)').notNullable();
      table.primary(['notice_source', 'transaction_id', 'body_hash'], 'pk_ocms_delivery_receipt');
      column('notice_no', 'varchar(10)').notNullable();
      column('cre_date', 'datetime2').notNullable();
      table.index(['cre_date'], 'ix_ocms_delivery_receipt_date');
    });
  },
};
