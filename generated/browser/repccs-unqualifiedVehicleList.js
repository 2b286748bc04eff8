// generated from contracts/, do not edit

export const kind = 'csv';

/** The name a file has. */
export const fileName = /^(?:URA_REPCCS_UNQUALIFIED_AN_[12][0-9]{3}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])_(?:[01][0-9]|2[0-3])[0-5][0-9][0-5][0-9]\.csv)$/u;

/** What a field looks like, in words. */
export const forms = {
  'file name': 'as URA_REPCCS_UNQUALIFIED_AN_20260115_060000.csv',
  VEHICLE_NO: 'text; [A-Z0-9. \\-]{1,14}',
};

export const columns = [
  { name: 'VEHICLE_NO', required: true, kind: 'text', pattern: /^(?:[A-Z0-9. \-]{1,14})$/u },
];
