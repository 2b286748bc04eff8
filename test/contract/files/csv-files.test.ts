import fc from 'fast-check';
import { Readable } from 'node:stream';
import {
  cesTaggedVehiclesFileName,
  readCesTaggedVehicles,
  writeCesTaggedVehicles,
} from '../../../generated/files/ces-taggedVehicles';
import {
  readRepccsListedVehicles,
  repccsListedVehiclesFileName,
  type RepccsListedVehicle,
  writeRepccsListedVehicles,
} from '../../../generated/files/repccs-listedVehicles';
import { exampleFile, listedVehicles, taggedVehicles } from './files';

async function all<T>(rows: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const row of rows) found.push(row);
  return found;
}

const listed = exampleFile('URA_REPCCS_LISTED_VEHICLE_20260115_050000.csv');
const row: RepccsListedVehicle = {
  VEHICLE_NO: 'JTR1234',
  OFFENCE_DATE: '2026-01-01 09:30:00',
  OFFENCE_CODE: 10300,
  LOCATION: 'A0045',
  AMOUNT: '80.00',
};

describe('the listed vehicles (F 2.5)', () => {
  test('their example is read, and written again to the byte', async () => {
    const rows = await all(readRepccsListedVehicles(Readable.from([listed])));
    expect(rows).toEqual([
      row,
      { VEHICLE_NO: 'WXY99', OFFENCE_DATE: '2025-12-31 23:59:59', OFFENCE_CODE: 20412, LOCATION: '', AMOUNT: '80.50' },
    ]);
    expect(writeRepccsListedVehicles(rows, { header: true })).toBe(listed);
  });

  test('an empty list is the header row', async () => {
    const header = 'VEHICLE_NO,OFFENCE_DATE,OFFENCE_CODE,LOCATION,AMOUNT\r\n';
    expect(writeRepccsListedVehicles([], { header: true })).toBe(header);
    expect(writeRepccsListedVehicles([], { header: false })).toBe('');
    expect(await all(readRepccsListedVehicles(Readable.from([header])))).toEqual([]);
  });

  test('any rows, written in pieces and read back from bytes that come in pieces, are the same', async () => {
    await fc.assert(
      fc.asyncProperty(listedVehicles, fc.nat(20), fc.integer({ min: 1, max: 50 }), async (rows, at, size) => {
        const written = Buffer.from(
          writeRepccsListedVehicles(rows.slice(0, at), { header: true }) +
            writeRepccsListedVehicles(rows.slice(at), { header: false }),
        );
        const pieces = Array.from({ length: Math.ceil(written.length / size) }, (_, index) =>
          written.subarray(index * size, (index + 1) * size),
        );
        expect(await all(readRepccsListedVehicles(Readable.from(pieces, { objectMode: false })))).toEqual(rows);
      }),
    );
  });

  test.each<[why: string, from: string | RegExp, to: string]>([
    ['line 1: the header is not VEHICLE_NO,OFFENCE_DATE,OFFENCE_CODE,LOCATION,AMOUNT', 'LOCATION', 'PLACE'],
    ['line 1: the header is not VEHICLE_NO,OFFENCE_DATE,OFFENCE_CODE,LOCATION,AMOUNT', /\r\n/g, '\n'],
    ['line 1: the header is not VEHICLE_NO,OFFENCE_DATE,OFFENCE_CODE,LOCATION,AMOUNT', /^/, '\ufeff'],
    ['line 1: the header is missing', /^[^]*$/, ''],
    ['line 2: has 6 columns in place of 5', ',80.00', ',80.00,x'],
    ['line 2: has 4 columns in place of 5', ',80.00', ''],
    ['line 3: has 1 columns in place of 5', /WXY99/, '\r\nWXY99'],
    ['line 2, VEHICLE_NO: is not of its form', 'JTR1234', 'jtr1234'],
    ['line 2, VEHICLE_NO: is empty', 'JTR1234', ''],
    ['line 2, OFFENCE_DATE: is not of its form', '2026-01-01 09', '2026-01-01T09'],
    ['line 2, OFFENCE_DATE: is no date', '2026-01-01', '2026-02-29'],
    ['line 2, OFFENCE_CODE: is not of its form', '10300', '010300'],
    ['line 2, OFFENCE_CODE: is too small', '10300', '0'],
    ['line 2, OFFENCE_CODE: is too large', '10300', '2147483648'],
    ['line 2, LOCATION: is not of its form', 'A0045', 'A00456'],
    ['line 2, AMOUNT: is not of its form', '80.00', '80'],
    ['line 2, AMOUNT: is too large', '80.00', '100000000.00'],
    ['line 5: is no row of a CSV file (CSV_QUOTE_NOT_CLOSED)', 'JTR1234', '"JTR1234'],
    ['line 2: is no row of a CSV file (INVALID_OPENING_QUOTE)', 'JTR1234', 'JTR"1234'],
    ['line 2: is no row of a CSV file (CSV_MAX_RECORD_SIZE)', 'JTR1234', 'J'.repeat(10_001)],
  ])('%s', async (why, from, to) => {
    const changed = listed.replace(from, to);
    expect(changed).not.toBe(listed);
    const message = await all(readRepccsListedVehicles(Readable.from([changed]))).then(
      () => 'taken',
      (error: Error) => error.message,
    );
    expect(message).toBe(why);
  });

  test('29 February is a date in a leap year', async () => {
    const leap = { ...row, OFFENCE_DATE: '2028-02-29 00:00:00' };
    const written = writeRepccsListedVehicles([leap], { header: true });
    expect(await all(readRepccsListedVehicles(Readable.from([written])))).toEqual([leap]);
  });

  test('a row that breaks the contract is not written', () => {
    const write = (changed: Partial<RepccsListedVehicle>) => () =>
      writeRepccsListedVehicles([row, { ...row, ...changed }], { header: false });
    expect(write({ AMOUNT: '80' })).toThrow('row 2, AMOUNT: is not of its form');
    expect(write({ OFFENCE_CODE: 1.5 })).toThrow('row 2, OFFENCE_CODE: is not of its form');
    expect(write({ VEHICLE_NO: '' })).toThrow('row 2, VEHICLE_NO: is empty');
    expect(write({ LOCATION: '' })).not.toThrow();
  });

  test('what breaks the source breaks the reading, and who stops reading stops the source', async () => {
    const broken = new Readable({
      read() {
        this.destroy(new Error('connection lost'));
      },
    });
    await expect(all(readRepccsListedVehicles(broken))).rejects.toThrow('connection lost');

    const endless = Readable.from(
      (function* () {
        yield listed;
        for (;;) yield writeRepccsListedVehicles(Array<RepccsListedVehicle>(100).fill(row), { header: false });
      })(),
    );
    const closed = new Promise((resolve) => endless.once('close', resolve));
    for await (const read of readRepccsListedVehicles(endless)) {
      expect(read).toEqual(row);
      break;
    }
    await closed;
  });

  test('their name is known', () => {
    expect(repccsListedVehiclesFileName.test('URA_REPCCS_LISTED_VEHICLE_20260115_050000.csv')).toBe(true);
    expect(repccsListedVehiclesFileName.test('URA_REPCCS_LISTED_VEHICLE_20261315_050000.csv')).toBe(false);
  });
});

describe('the tagged vehicles (F 2.6)', () => {
  const tagged = exampleFile('URA_CES_TAGGED_VEHICLE_20260115_053000.csv');

  test('their example is read, and written again to the byte', async () => {
    const rows = await all(readCesTaggedVehicles(Readable.from([tagged])));
    expect(rows).toHaveLength(2);
    expect(writeCesTaggedVehicles(rows, { header: true })).toBe(tagged);
    expect(cesTaggedVehiclesFileName.test('URA_CES_TAGGED_VEHICLE_20260115_053000.csv')).toBe(true);
  });

  test('any rows, written and read back, are the same', async () => {
    await fc.assert(
      fc.asyncProperty(taggedVehicles, async (rows) => {
        const written = writeCesTaggedVehicles(rows, { header: true });
        expect(await all(readCesTaggedVehicles(Readable.from([written])))).toEqual(rows);
      }),
    );
  });
});
