// generated from contracts/, do not edit

import type { CsvColumn } from './csv-rules';

/** The form of a name, and the columns of CSV; of XML the published schema says the rest. */
export interface FileCheck {
  readonly fileName: RegExp;
  readonly columns?: readonly CsvColumn[];
}

/** By the name of the contract. */
export const fileChecks: Readonly<Record<string, FileCheck>> = {
  'ces-taggedVehicles': {
    fileName: /^(?:URA_CES_TAGGED_VEHICLE_[12][0-9]{3}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])_(?:[01][0-9]|2[0-3])[0-5][0-9][0-5][0-9]\.csv)$/u,
    columns: [
      { name: 'VEHICLE_NO', required: true, kind: 'text', pattern: /^(?:[A-Z0-9. \-]{1,14})$/u },
      { name: 'OFFENCE_DATE', required: true, kind: 'dateTime', pattern: /^(?:[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01]) (?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9])$/u },
      { name: 'OFFENCE_CODE', required: true, kind: 'integer', pattern: /^(?:0|[1-9][0-9]*)$/u, minimum: 1, maximum: 2147483647 },
      { name: 'AMOUNT', required: true, kind: 'decimal', pattern: /^(?:(?:0|[1-9][0-9]*)\.[0-9]{2})$/u, minimum: 0, maximum: 99999999.99 },
    ],
  },
  'ces-unqualifiedVehicleList': {
    fileName: /^(?:URA_CES_UNQUALIFIED_AN_[12][0-9]{3}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])_(?:[01][0-9]|2[0-3])[0-5][0-9][0-5][0-9]\.csv)$/u,
    columns: [
      { name: 'VEHICLE_NO', required: true, kind: 'text', pattern: /^(?:[A-Z0-9. \-]{1,14})$/u },
    ],
  },
  'printer-letterReturns': {
    fileName: /^(?:URA_AN_LETTER_RETURN_[12][0-9]{3}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])_(?:[01][0-9]|2[0-3])[0-5][0-9][0-5][0-9]\.csv)$/u,
    columns: [
      { name: 'NOTICE_NO', required: true, kind: 'text', pattern: /^(?:[0-9A-Z]{1,10})$/u },
      { name: 'SUBMISSION_ID', required: true, kind: 'text', pattern: /^(?:[!-~]{1,50})$/u },
      { name: 'STATUS', required: true, kind: 'text', pattern: /^(?:PRINTED|REJECTED)$/u },
      { name: 'STATUS_DATE', required: true, kind: 'dateTime', pattern: /^(?:[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01]) (?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9])$/u },
      { name: 'ERROR_CODE', required: false, kind: 'text', pattern: /^(?:[0-9A-Z_]{1,40})$/u },
    ],
  },
  'repccs-listedVehicles': {
    fileName: /^(?:URA_REPCCS_LISTED_VEHICLE_[12][0-9]{3}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])_(?:[01][0-9]|2[0-3])[0-5][0-9][0-5][0-9]\.csv)$/u,
    columns: [
      { name: 'VEHICLE_NO', required: true, kind: 'text', pattern: /^(?:[A-Z0-9. \-]{1,14})$/u },
      { name: 'OFFENCE_DATE', required: true, kind: 'dateTime', pattern: /^(?:[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01]) (?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9])$/u },
      { name: 'OFFENCE_CODE', required: true, kind: 'integer', pattern: /^(?:0|[1-9][0-9]*)$/u, minimum: 1, maximum: 2147483647 },
      { name: 'LOCATION', required: false, kind: 'text', pattern: /^(?:[ -~]{1,5})$/u },
      { name: 'AMOUNT', required: true, kind: 'decimal', pattern: /^(?:(?:0|[1-9][0-9]*)\.[0-9]{2})$/u, minimum: 0, maximum: 99999999.99 },
    ],
  },
  'repccs-unqualifiedVehicleList': {
    fileName: /^(?:URA_REPCCS_UNQUALIFIED_AN_[12][0-9]{3}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])_(?:[01][0-9]|2[0-3])[0-5][0-9][0-5][0-9]\.csv)$/u,
    columns: [
      { name: 'VEHICLE_NO', required: true, kind: 'text', pattern: /^(?:[A-Z0-9. \-]{1,14})$/u },
    ],
  },
  'vhub-acknowledgement': {
    fileName: /^(?:URA_VHUB_VIOLATION_ACK_[12][0-9]{3}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])_(?:[01][0-9]|2[0-3])[0-5][0-9][0-5][0-9]\.xml)$/u,
  },
  'vhub-violation': {
    fileName: /^(?:URA_VHUB_VIOLATION_[12][0-9]{3}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])_(?:[01][0-9]|2[0-3])[0-5][0-9][0-5][0-9]\.xml)$/u,
  },
};
