import { VON } from '../notices';

const AUDIT = ['cre_date', 'cre_user_id', 'upd_date', 'upd_user_id'] as const;
const VIOLATION = [
  'batch_date',
  'offence_no',
  'offence_date',
  'offence_time',
  'offence_code',
  'location',
  'offence_description',
  'vehicle_no',
  'vehicle_type',
  'vehicle_make',
  'vehicle_color',
  'composition_amount',
  'admin_fee',
  'total_amount',
  'violation_status',
] as const;

/** Tables with rows of a notice, each with an archive of the same columns; VON last, as others belong to it. */
export const ARCHIVED_TABLES: Readonly<
  Record<string, { readonly noticeNo: 'notice_no' | 'offence_no'; readonly columns: readonly string[] }>
> = {
  ocms_offence_notice_detail: { noticeNo: 'notice_no', columns: ['notice_no', ...AUDIT] },
  ocms_suspended_notice: {
    noticeNo: 'notice_no',
    columns: [
      'notice_no',
      'sr_no',
      'date_of_suspension',
      'suspension_type',
      'reason_of_suspension',
      'suspension_source',
      'officer_authorising_suspension',
      'due_date_of_revival',
      'suspension_remarks',
      ...AUDIT,
    ],
  },
  ocms_court_case: { noticeNo: 'notice_no', columns: ['notice_no', 'court_payment_due_date', ...AUDIT] },
  ocms_offence_avss: {
    noticeNo: 'offence_no',
    columns: [
      'batch_reference',
      ...VIOLATION,
      'vhub_api_status_code',
      'vhub_api_error_code',
      'vhub_api_error_description',
      ...AUDIT,
    ],
  },
  ocms_offence_avss_sftp: {
    noticeNo: 'offence_no',
    columns: [
      'file_name',
      ...VIOLATION,
      'sftp_status_code',
      'sftp_error_description',
      'ack_file_name',
      'ack_status_code',
      'ack_error_code',
      'ack_error_description',
      ...AUDIT,
    ],
  },
  ocms_valid_offence_notice: { noticeNo: 'notice_no', columns: Object.keys(VON) },
};
