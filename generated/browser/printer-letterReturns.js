// generated from contracts/, do not edit

export const kind = 'csv';

/** The name a file has. */
export const fileName = /^(?:URA_AN_LETTER_RETURN_[12][0-9]{3}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])_(?:[01][0-9]|2[0-3])[0-5][0-9][0-5][0-9]\.csv)$/u;

/** What a field looks like, in words. */
export const forms = {
  'file name': 'as URA_AN_LETTER_RETURN_20260116_090000.csv',
  NOTICE_NO: 'text; [0-9A-Z]{1,10}',
  SUBMISSION_ID: 'text; [!-~]{1,50}',
  STATUS: 'text; PRINTED|REJECTED',
  STATUS_DATE: 'YYYY-MM-DD HH:mm:ss',
  ERROR_CODE: 'text; [0-9A-Z_]{1,40}',
};

export const columns = [
  { name: 'NOTICE_NO', required: true, kind: 'text', pattern: /^(?:[0-9A-Z]{1,10})$/u },
  { name: 'SUBMISSION_ID', required: true, kind: 'text', pattern: /^(?:[!-~]{1,50})$/u },
  { name: 'STATUS', required: true, kind: 'text', pattern: /^(?:PRINTED|REJECTED)$/u },
  { name: 'STATUS_DATE', required: true, kind: 'dateTime', pattern: /^(?:[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01]) (?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9])$/u },
  { name: 'ERROR_CODE', required: false, kind: 'text', pattern: /^(?:[0-9A-Z_]{1,40})$/u },
];
