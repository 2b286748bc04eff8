import type { RowShape } from '../../db/dialects/dialect';

/**
 * Every column of VON (ocms_valid_offence_notice) with the documents' type. Free text has room for twice its characters,
 * since SQL Server counts two units of some.
 */
export const VON = {
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
  pp_name: 'nvarchar(200)',
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
  owner_name: 'varchar(1121)',
  owner_nric: 'varchar(161)',
  owner_mobile: 'varchar(161)',
  owner_email: 'varchar(1409)',
  owner_address: 'varchar(3388)',
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
  cre_date: 'datetime2',
  cre_user_id: 'varchar(50)',
  upd_date: 'datetime2',
  upd_user_id: 'varchar(50)',
} as const satisfies RowShape;

export type VonColumn = keyof typeof VON;

/** Some columns of VON, in this order, as the shape of rows. */
export function vonShape<C extends VonColumn>(...columns: readonly C[]): Pick<typeof VON, C> {
  return Object.fromEntries(columns.map((column) => [column, VON[column]])) as Pick<typeof VON, C>;
}
