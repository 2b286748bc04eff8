type Column = [name: string, type: string, nullable: 'null' | 'not null', preset?: string];

/**
 * `ocms_valid_offence_notice` as the three documents and decisions §2 and §5 have it, written from them and not
 * from the migration. C: cas-plus-integration, F: foreign-vehicle-notices, A: advisory-notices.
 */
export const VON_COLUMNS: readonly Column[] = [
  ['notice_no', 'varchar(10)', 'not null'], // C 1.4; string (10) in A 3
  ['notice_source', 'varchar(8)', 'not null'], // decisions §2: REPCCS, CES, OCMS, PLUS
  ['subsystem_label', 'varchar(8)', 'null'], // A 3: string (8)
  ['vehicle_no', 'varchar(14)', 'null'], // A 3: string (14); none for type U
  ['vehicle_category', 'varchar(2)', 'null'], // decisions §2: LB and HL must fit
  ['vehicle_registration_type', 'varchar(1)', 'null'], // A 3
  ['offence_notice_type', 'varchar(1)', 'null'], // A 3, decisions §2
  ['computer_rule_code', 'int', 'null'], // A 3: integer; F: offence_rule
  ['notice_date_and_time', 'datetime2', 'null'], // A 3; F: offence_date_and_time
  ['pp_code', 'varchar(5)', 'null'], // A 3: string (5)
  ['pp_name', 'nvarchar(200)', 'null'], // A 3: string (100), of any script: decisions §2
  ['composition_amount', 'decimal(19,2)', 'not null', '0'], // A 3, F 2.7; money: decisions §2
  ['admin_fee', 'decimal(19,2)', 'not null', '0'], // F 2.7; never null: decisions §5
  ['amount_payable', 'decimal(19,2)', 'not null', '0'], // C 1, C 2
  ['amount_paid', 'decimal(19,2)', 'not null', '0'], // C 1; never null: decisions §5
  ['payment_status', 'varchar(3)', 'null'], // C 1
  ['payment_date', 'datetime2', 'null'], // F 2.3
  ['payment_acceptance_allowed', 'varchar(1)', 'not null', 'Y'], // C 1, C 2, C 4; 'Y' at creation: decisions §5
  ['last_processing_stage', 'varchar(3)', 'null'], // C 2; stages ^[A-Z0-9]{1,3}$: decisions §4
  ['prev_processing_stage', 'varchar(3)', 'null'],
  ['next_processing_stage', 'varchar(3)', 'null'],
  ['last_processing_date', 'date', 'null'], // C 2; processing dates are dates: decisions §2
  ['prev_processing_date', 'date', 'null'],
  ['next_processing_date', 'date', 'null'],
  ['atoms_flag', 'varchar(1)', 'null'], // C 2
  ['suspension_type', 'varchar(2)', 'null'], // C 1: TS, PS
  ['crs_reason_of_suspension', 'varchar(3)', 'null'], // C 1, C 4
  ['epr_reason_of_suspension', 'varchar(3)', 'null'], // C 1, C 2, A 7
  ['epr_date_of_suspension', 'datetime2', 'null'], // C 2, A 7; an instant: decisions §2
  ['due_date_of_revival', 'datetime2', 'null'], // A 7
  ['an_flag', 'varchar(1)', 'null'], // A 2
  ['owner_name', 'varchar(1121)', 'null'], // A 4: from LTA; encrypted, 200 characters of any script
  ['owner_nric', 'varchar(161)', 'null'], // 20 characters
  ['owner_mobile', 'varchar(161)', 'null'], // A 4: from DataHive; 20 characters
  ['owner_email', 'varchar(1409)', 'null'], // 254 characters
  ['owner_address', 'varchar(3388)', 'null'], // A 4: from MHA; 2,500 bytes of JSON
  ['ean_sent_flag', 'varchar(1)', 'null'], // A 5
  ['ean_sent_timestamp', 'datetime2', 'null'],
  ['notification_method', 'varchar(5)', 'null'], // A 5: SMS, EMAIL
  ['letter_sent_flag', 'varchar(1)', 'null'], // A 6
  ['letter_sent_timestamp', 'datetime2', 'null'],
  ['slift_submission_id', 'varchar(50)', 'null'],
  ['unqualified_list_sent_flag', 'varchar(1)', 'null'], // A 9
  ['unqualified_list_sent_timestamp', 'datetime2', 'null'],
  ['archive_date', 'date', 'null'], // F 2.2
  ['version', 'int', 'not null', '1'], // decisions §5
  ['cre_date', 'datetime2', 'not null'], // decisions §2
  ['cre_user_id', 'varchar(50)', 'not null'],
  ['upd_date', 'datetime2', 'null'],
  ['upd_user_id', 'varchar(50)', 'null'],
];

/** Past notices of a vehicle (A 2), the lists of foreign vehicles (F 2.3–2.7), the list of unqualified ones (A 9), staff's search. */
export const VON_INDEXES: Readonly<Record<string, string[]>> = {
  ix_von_vehicle: ['vehicle_no', 'notice_date_and_time'],
  ix_von_archive_date: ['archive_date'],
  ix_von_registration_type_no: ['vehicle_registration_type', 'notice_no'],
  ix_von_letter_sent: ['letter_sent_timestamp', 'notice_no'],
  ix_von_source_created: ['notice_source', 'cre_date', 'notice_no'],
  ix_von_notice_date: ['notice_date_and_time', 'notice_no'],
};
