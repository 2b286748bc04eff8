import fc from 'fast-check';
import {
  readVhubAcknowledgement,
  vhubAcknowledgementFileName,
  vhubAcknowledgementSchema,
  writeVhubAcknowledgement,
} from '../../../generated/files/vhub-acknowledgement';
import {
  readVhubViolation,
  vhubViolationFileName,
  type VhubViolation,
  vhubViolationSchema,
  writeVhubViolation,
} from '../../../generated/files/vhub-violation';
import { validateXml } from '../../../src/files/xml';
import { acknowledgementFiles, exampleFile, violationFiles } from './files';

const VIOLATIONS = 'URA_VHUB_VIOLATION_20260115_040000.xml';
const ACKNOWLEDGEMENT = 'URA_VHUB_VIOLATION_ACK_20260115_063000.xml';
const violations = exampleFile(VIOLATIONS);

/** What the reader says of the example, changed like this; the schema refuses it, too. */
async function refusal(from: string | RegExp, to: string): Promise<string> {
  const changed = violations.replace(from, to);
  expect(await validateXml({ schema: vhubViolationSchema, xml: changed })).toMatchObject({ valid: false });
  try {
    readVhubViolation(changed);
  } catch (error) {
    return (error as Error).message;
  }
  return 'taken';
}

async function valid(schema: string, xml: string): Promise<void> {
  expect(await validateXml({ schema, xml })).toEqual({ valid: true });
}

describe('the violation file (F 2.4)', () => {
  test('its example is read, and written again to the byte', () => {
    expect(writeVhubViolation(readVhubViolation(violations))).toBe(violations);
    expect(readVhubViolation(violations).Violation[1]).toEqual<VhubViolation>({
      ViolationNo: '500500124B',
      OffenceDateTime: '20251231235959',
      OffenceCode: 20412,
      Location: 'CLUB STREET & ANN SIANG HILL',
      OffenceDescription: 'Parking outside a lot',
      VehicleNo: 'WXY99',
      VehicleType: 'B',
      VehicleMake: '',
      VehicleColor: '',
      CompositionAmount: '80.50',
      AdminFee: '0.00',
      TotalAmount: '80.50',
      ViolationStatus: 'S',
    });
  });

  test('any file, written and read back, is the same', () => {
    fc.assert(
      fc.property(violationFiles, (file) => {
        expect(readVhubViolation(writeVhubViolation(file))).toEqual(file);
      }),
    );
  });

  test('the schema takes any file that is written', async () => {
    await fc.assert(
      fc.asyncProperty(violationFiles, (file) => valid(vhubViolationSchema, writeVhubViolation(file))),
      {
        numRuns: 10,
      },
    );
  });

  test('the schema and the reader take 2,000 records, and no more', async () => {
    const {
      Violation: [first],
      ...file
    } = readVhubViolation(violations);
    const written = (count: number) =>
      writeVhubViolation({
        ...file,
        Violation: Array.from({ length: count }, (_, index) => ({ ...first!, ViolationNo: `${index}` })),
      });
    expect(readVhubViolation(written(2_000)).Violation).toHaveLength(2_000);
    await valid(vhubViolationSchema, written(2_000));
    expect(() => readVhubViolation(written(2_001))).toThrow('ViolationFile: Violation 2001: one too many');
    expect(await validateXml({ schema: vhubViolationSchema, xml: written(2_001) })).toMatchObject({ valid: false });
  });

  test('its name is known', () => {
    expect(vhubViolationFileName.test(VIOLATIONS)).toBe(true);
    expect(vhubViolationFileName.test(ACKNOWLEDGEMENT)).toBe(false);
    expect(vhubViolationFileName.test(`${VIOLATIONS}.part`)).toBe(false);
  });

  test('a code point that XML has not is replaced, other text that it cannot hold is refused', () => {
    const file = readVhubViolation(violations);
    const located = (Location: string) =>
      writeVhubViolation({ ...file, Violation: [{ ...file.Violation[0]!, Location }] });
    expect(readVhubViolation(located('A\ufffeB\uffff')).Violation[0]!.Location).toBe('A\ufffdB\ufffd');
    for (const text of ['A\u0000', 'A\u001b', 'A\r', 'A\ud800', '\udc00'])
      expect(() => located(text)).toThrow('Location: text that XML cannot hold');
  });

  test.each<[why: string, from: string | RegExp, to: string]>([
    ['the file is no ViolationFile', /ViolationFile>/g, 'File>'],
    ['ViolationFile: CreationDateTime is missing', /<CreationDateTime>.*<\/CreationDateTime>/, ''],
    ['ViolationFile: FileName: is not of its form', /(?<=<FileName>)URA/, 'ura'],
    ['ViolationFile: Violation is missing', /<Violation>[^]*<\/Violation>/, ''],
    ['ViolationFile: has text', '<Violation>', 'SECRET<Violation>'],
    ['ViolationFile: has an attribute', '<ViolationFile>', '<ViolationFile version="SECRET">'],
    ['ViolationFile: is in a namespace', '<ViolationFile>', '<ViolationFile xmlns="urn:secret">'],
    ['ViolationFile: Violation 1: ViolationNo: is not of its form', '500500123A', '50050012-A'],
    ['ViolationFile: Violation 1: ViolationNo: has elements', '500500123A', '<SECRET/>'],
    ['ViolationFile: Violation 1: OffenceCode: is no whole number', '10300', '1e4'],
    ['ViolationFile: Violation 1: OffenceCode: is too small', '10300', '0'],
    ['ViolationFile: Violation 1: OffenceCode: is too large', '10300', '2147483648'],
    ['ViolationFile: Violation 1: Location: is too short', 'BISHAN STREET 23', ''],
    ['ViolationFile: Violation 1: Location: is too long', 'BISHAN STREET 23', '𠮷'.repeat(101)],
    ['ViolationFile: Violation 1: Location: has a character that XML has not', 'BISHAN', 'BISHAN&#1;'],
    ['ViolationFile: Violation 1: Location: has a character that XML has not', 'BISHAN', 'BISHAN&#xD800;'],
    ['ViolationFile: Violation 1: Location: is not of its form', 'BISHAN STREET 23', 'BISHAN&#10;23'],
    ['ViolationFile: Violation 1: VehicleType: is no code of its list', '>C<', '>Y<'],
    ['ViolationFile: Violation 1: CompositionAmount: is not of its form', '70.00', '70.0'],
    ['ViolationFile: Violation 1: CompositionAmount: is no number', '70.00', '70,00'],
    ['ViolationFile: Violation 1: VehicleColor is missing', '<VehicleColor/>', ''],
    [
      'ViolationFile: Violation 1: has an element that does not belong there',
      /(?=<\/Violation>)/,
      '<SECRET>JTR1234</SECRET>',
    ],
    ['Violation 2: its ViolationNo was there before', '500500124B', '500500123A'],
  ])('%s', async (why, from, to) => {
    const message = await refusal(from, to);
    expect(message.replace(/^line \d+: /, '')).toBe(why);
    expect(message).not.toMatch(/SECRET|JTR1234|50050012/i);
  });

  test('what is wrong is told with its line', async () => {
    expect(await refusal('<OffenceCode>20412', '<OffenceCode>zero')).toBe(
      'line 23: ViolationFile: Violation 2: OffenceCode: is no whole number',
    );
  });

  test.each<[what: string, xml: string]>([
    ['nothing', ''],
    ['text', 'SECRET'],
    ['an element left open', violations.replace('</ViolationFile>', '')],
    ['two roots', `${violations}<SECRET/>`],
    ['a bare ampersand', violations.replace('&amp;', '&')],
    ['an entity of its own', violations.replace('&amp;', '&secret;')],
    ['a control character', violations.replace('BISHAN', 'BISHAN\u0001')],
    ['an attribute twice', violations.replace('<Violation>', '<Violation a="1" a="2">')],
  ])('%s is no well-formed XML', (_what, xml) => {
    expect(() => readVhubViolation(xml)).toThrow(/^the file is not well-formed XML( \(line \d+\))?$/);
  });

  test('a document type declaration is refused: entities are never expanded', () => {
    const declared = (subset: string) =>
      violations.replace('<ViolationFile>', `<!DOCTYPE a [${subset}]><ViolationFile>`);
    expect(() => readVhubViolation(declared(''))).toThrow('the file has a document type declaration');
    const bomb = declared('<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">').replace('BISHAN', '&b;');
    expect(() => readVhubViolation(bomb)).toThrow(/^the file (is not well-formed|has a document type)/);
    const file = declared('<!ENTITY a SYSTEM "file:///etc/hostname">').replace('BISHAN', '&a;');
    expect(() => readVhubViolation(file)).toThrow(/^the file (is not well-formed|has a document type)/);
  });

  test('what XML may look like otherwise is read all the same', () => {
    const other = violations
      .replace(/^<\?xml.*\?>/, '\ufeff<?xml version="1.0"?><!-- a & comment -->')
      .replaceAll('\n', '\r\n')
      .replace(
        '<ViolationFile>',
        '<ViolationFile xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="a.xsd">',
      )
      .replace('BISHAN STREET 23', '<![CDATA[BISHAN]]> &#83;TREET<?pi?> 23')
      .replace('CLUB STREET &amp; ANN', '<![CDATA[CLUB STREET & ANN]]>')
      .replace('<VehicleMake/>', '<VehicleMake></VehicleMake>')
      .replace('>70.00<', '> 70.00\n<')
      .replace('>10300<', '> 10300 <');
    expect(readVhubViolation(other)).toEqual(readVhubViolation(violations));
  });
});

describe("vHub's acknowledgement (F appendix A)", () => {
  test('its example is read, and written again to the byte', () => {
    const xml = exampleFile(ACKNOWLEDGEMENT);
    const file = readVhubAcknowledgement(xml);
    expect(writeVhubAcknowledgement(file)).toBe(xml);
    expect(vhubAcknowledgementFileName.test(file.FileName)).toBe(true);
    expect(vhubViolationFileName.test(file.ViolationFileName)).toBe(true);
    expect(file.Result).toEqual([
      { ViolationNo: '500500123A', ResponseCode: '0', ErrorCode: null, ErrorDescription: null },
      { ViolationNo: '500500124B', ResponseCode: '1', ErrorCode: 'E_REC_002', ErrorDescription: 'Invalid Format' },
    ]);
  });

  test('any acknowledgement, written and read back, is the same', () => {
    fc.assert(
      fc.property(acknowledgementFiles, (file) => {
        expect(readVhubAcknowledgement(writeVhubAcknowledgement(file))).toEqual(file);
      }),
    );
  });

  test('the schema takes any acknowledgement that is written', async () => {
    await fc.assert(
      fc.asyncProperty(acknowledgementFiles, (file) =>
        valid(vhubAcknowledgementSchema, writeVhubAcknowledgement(file)),
      ),
      { numRuns: 10 },
    );
  });
});
