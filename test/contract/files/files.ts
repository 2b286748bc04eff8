import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CesTaggedVehicle } from '../../../generated/files/ces-taggedVehicles';
import type { RepccsListedVehicle } from '../../../generated/files/repccs-listedVehicles';
import type { VhubAcknowledgement, VhubAcknowledgementFile } from '../../../generated/files/vhub-acknowledgement';
import type { VhubViolation, VhubViolationFile } from '../../../generated/files/vhub-violation';

export const exampleFile = (name: string): string =>
  readFileSync(join(__dirname, '../../../contracts/files/examples', name), 'utf8');

// eslint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u001f\u007f]|[\ufffe\uffff]/u;
/** Any well-formed text without control characters, spaces at its ends included; XML has no U+FFFE and U+FFFF. */
const text = (minLength: number, maxLength: number): fc.Arbitrary<string> =>
  fc
    .array(
      fc.oneof(
        { arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }), weight: 4 },
        fc.constantFrom(' ', '<', '&', '>', '"', "'", ']]>', '\u0085', '\u2028', '\ufeff', '\u00a0'),
      ),
      { minLength, maxLength },
    )
    .map((characters) => [...characters.filter((each) => !CONTROL.test(each)).join('')].slice(0, maxLength).join(''))
    .filter((each) => each.length >= minLength);

const amount = fc
  .integer({ min: 0, max: 9_999_999_999 })
  .map((cents) => `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`);
const moment = fc
  .date({ min: new Date('1970-01-01T00:00:00Z'), max: new Date('2999-12-31T23:59:59Z'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 19));
const digits = (iso: string): string => iso.replace(/[-T:]/g, '');
const name = (prefix: string) =>
  moment.map((iso) => `${prefix}_${digits(iso).slice(0, 8)}_${digits(iso).slice(8)}.xml`);
const matching = (pattern: RegExp): fc.Arbitrary<string> => fc.stringMatching(pattern);
const offenceCode = fc.integer({ min: 1, max: 2_147_483_647 });
const violationNo = matching(/^[0-9A-Z]{1,10}$/);
const vehicleNo = matching(/^[A-Z0-9. -]{1,14}$/);

const violation: fc.Arbitrary<VhubViolation> = fc.record({
  ViolationNo: violationNo,
  OffenceDateTime: moment.map(digits),
  OffenceCode: offenceCode,
  Location: text(1, 100),
  OffenceDescription: text(0, 200),
  VehicleNo: vehicleNo,
  VehicleType: fc.constantFrom('B', 'C', 'M'),
  VehicleMake: text(0, 50),
  VehicleColor: text(0, 50),
  CompositionAmount: amount,
  AdminFee: amount,
  TotalAmount: amount,
  ViolationStatus: fc.constantFrom('C', 'O', 'S'),
});

/** Any violation file that the schema takes. */
export const violationFiles: fc.Arbitrary<VhubViolationFile> = fc.record({
  FileName: name('URA_VHUB_VIOLATION'),
  CreationDateTime: moment.map(digits),
  Violation: fc.uniqueArray(violation, { selector: (each) => each.ViolationNo, minLength: 1, maxLength: 10 }),
});

const result: fc.Arbitrary<VhubAcknowledgement> = fc.record({
  ViolationNo: violationNo,
  ResponseCode: fc.constantFrom('0', '1'),
  ErrorCode: fc.option(
    fc.oneof(fc.constantFrom('E_REC_001', 'E_REC_002', 'E_REC_003'), matching(/^[0-9A-Z_-]{1,20}$/)),
  ),
  ErrorDescription: fc.option(text(0, 200)),
});

/** Any acknowledgement that the schema takes. */
export const acknowledgementFiles: fc.Arbitrary<VhubAcknowledgementFile> = fc.record({
  FileName: name('URA_VHUB_VIOLATION_ACK'),
  CreationDateTime: moment.map(digits),
  ViolationFileName: name('URA_VHUB_VIOLATION'),
  Result: fc.uniqueArray(result, { selector: (each) => each.ViolationNo, minLength: 1, maxLength: 10 }),
});

const tagged: fc.Arbitrary<CesTaggedVehicle> = fc.record({
  VEHICLE_NO: vehicleNo,
  OFFENCE_DATE: moment.map((iso) => iso.replace('T', ' ')),
  OFFENCE_CODE: offenceCode,
  AMOUNT: amount,
});

/** Any rows that CES's file may have. */
export const taggedVehicles: fc.Arbitrary<CesTaggedVehicle[]> = fc.array(tagged, { maxLength: 20 });

/** Any rows that REPCCS's file may have. */
export const listedVehicles: fc.Arbitrary<RepccsListedVehicle[]> = fc.array(
  fc
    .tuple(tagged, fc.oneof(fc.constant(''), matching(/^[ -~]{1,5}$/)))
    .map(([{ AMOUNT, ...row }, LOCATION]) => ({ ...row, LOCATION, AMOUNT })),
  { maxLength: 20 },
);
