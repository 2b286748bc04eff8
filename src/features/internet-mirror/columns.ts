import type { ColumnType, Dialect, RowValue } from '../../db/dialects/dialect';
import { centsFromColumn, decimalText } from '../../platform/money';
import { vonShape } from '../notices';

/**
 * What of VON stands in the internet zone too: everything but the owner's particulars, which never go there, and the
 * audit columns, which are each zone's own (decisions §5, A 3 and A 7, data mapping). Named one by one: a new column
 * crosses only by decision.
 */
export const MIRRORED = vonShape(
  'notice_no',
  'notice_source',
  'subsystem_label',
  'vehicle_no',
  'vehicle_category',
  'vehicle_registration_type',
  'offence_notice_type',
  'computer_rule_code',
  'notice_date_and_time',
  'pp_code',
  'pp_name',
  'composition_amount',
  'admin_fee',
  'amount_payable',
  'amount_paid',
  'payment_status',
  'payment_date',
  'payment_acceptance_allowed',
  'last_processing_stage',
  'prev_processing_stage',
  'next_processing_stage',
  'last_processing_date',
  'prev_processing_date',
  'next_processing_date',
  'atoms_flag',
  'suspension_type',
  'crs_reason_of_suspension',
  'epr_reason_of_suspension',
  'epr_date_of_suspension',
  'due_date_of_revival',
  'an_flag',
  'ean_sent_flag',
  'ean_sent_timestamp',
  'notification_method',
  'letter_sent_flag',
  'letter_sent_timestamp',
  'slift_submission_id',
  'unqualified_list_sent_flag',
  'unqualified_list_sent_timestamp',
  'archive_date',
  'version',
);

export const MIRRORED_COLUMNS = Object.keys(MIRRORED) as (keyof typeof MIRRORED)[];

/** A notice as both zones have it, its values as they are sent to a database. */
export interface MirroredNotice {
  noticeNo: string;
  version: number;
  /** In the order of {@link MIRRORED}. */
  values: readonly RowValue[];
}

const TYPES: readonly (readonly [string, ColumnType])[] = Object.entries(MIRRORED);

/** A row of either zone. Both are read alike, so that they can be compared. */
export function toMirrored(dialect: Dialect, row: Readonly<Record<string, unknown>>): MirroredNotice {
  const values = TYPES.map(([column, type]): RowValue => {
    const value = row[column];
    if (value === null) return null;
    switch (type) {
      case 'datetime2':
        return dialect.readInstant(value);
      case 'date':
        return dialect.readDate(value);
      case 'decimal(19,2)':
        return decimalText(centsFromColumn(value));
      default:
        return value as RowValue;
    }
  });
  return { noticeNo: row.notice_no as string, version: row.version as number, values };
}

export const sameNotice = (one: MirroredNotice, other: MirroredNotice): boolean =>
  JSON.stringify(one.values) === JSON.stringify(other.values);
