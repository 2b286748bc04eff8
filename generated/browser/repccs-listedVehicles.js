// generated from contracts/, do not edit

export const kind = 'csv';

/** The name a file has. */
export const fileName = /^(?:URA_REPCCS_LISTED_VEHICLE_[12][0-9]{3}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])_(?:[01][0-9]|2[0-3])[0-5][0-9][0-5][0-9]\.csv)$/u;

/** What a field looks like, in words. */
export const forms = {
  'file name': 'as URA_REPCCS_LISTED_VEHICLE_20260115_050000.csv',
  VEHICLE_NO: 'text; [A-Z0-9. \\-]{1,14}',
  OFFENCE_DATE: 'YYYY-MM-DD HH:mm:ss',
  OFFENCE_CODE: 'whole number; 1 to 2147483647; 0|[1-9][0-9]*',
  LOCATION: 'text; [ -~]{1,5}',
  AMOUNT: 'number; 0 to 99999999.99; (0|[1-9][0-9]*)\\.[0-9]{2}',
};

export const columns = [
  { name: 'VEHICLE_NO', required: true, kind: 'text', pattern: /^(?:[A-Z0-9. \-]{1,14})$/u },
  { name: 'OFFENCE_DATE', required: true, kind: 'dateTime', pattern: /^(?:[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01]) (?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9])$/u },
  { name: 'OFFENCE_CODE', required: true, kind: 'integer', pattern: /^(?:0|[1-9][0-9]*)$/u, minimum: 1, maximum: 2147483647 },
  { name: 'LOCATION', required: false, kind: 'text', pattern: /^(?:[ -~]{1,5})$/u },
  { name: 'AMOUNT', required: true, kind: 'decimal', pattern: /^(?:(?:0|[1-9][0-9]*)\.[0-9]{2})$/u, minimum: 0, maximum: 99999999.99 },
];
