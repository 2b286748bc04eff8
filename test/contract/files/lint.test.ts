import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { patience } from '../../support/patience';

jest.setTimeout(patience(60_000));

const ROOT = join(__dirname, '../../..');
const XSD = 'vhub-violation.xsd';
const CSVW = 'repccs-listedVehicles.json';
const XML_EXAMPLE = 'examples/URA_VHUB_VIOLATION_20260115_040000.xml';
const CSV_EXAMPLE = 'examples/URA_REPCCS_LISTED_VEHICLE_20260115_050000.csv';

type Case = readonly [problem: string, file: string, from: string | RegExp, to: string];

const violationNo = /(?<=<xs:simpleType name="ViolationNo">)[^]*?(?=<\/xs:simpleType>)/;

/** What a reader and a writer would do otherwise than the schema says. */
const NOT_GENERATED: readonly Case[] = [
  [`${XSD}: is not well-formed XML: unclosed xml tag(s): xs:schema`, XSD, '</xs:schema>', ''],
  [`${XSD}: is no XML Schema`, XSD, /xs:schema/g, 'xs:scheme'],
  [`${XSD}: the version 1 is no x.y.z`, XSD, ' version="1.0.0"', ' version="1"'],
  [`${XSD}: appinfo names no sender`, XSD, '<sender>OCMS</sender>', ''],
  [
    `${XSD}: the attribute targetNamespace of xs:schema is not read`,
    XSD,
    ' version="1.0.0"',
    ' targetNamespace="urn:a" version="1.0.0"',
  ],
  [`${XSD}: a schema has one element that is the file`, XSD, '</xs:schema>', '<xs:element name="B"/></xs:schema>'],
  [`${XSD}: xs:group in xs:schema is not read`, XSD, '</xs:schema>', '<xs:group name="B"/></xs:schema>'],
  [
    `${XSD}: VhubViolation: xs:attribute in xs:complexType is not read`,
    XSD,
    '</xs:sequence>\n  </xs:complexType>\n\n  <xs:simpleType',
    '</xs:sequence><xs:attribute name="a" type="xs:string"/></xs:complexType><xs:simpleType',
  ],
  [
    `${XSD}: VhubViolation: xs:any in xs:sequence is not read`,
    XSD,
    '<xs:element name="VehicleMake"',
    '<xs:any/><xs:element name="VehicleMake"',
  ],
  [
    `${XSD}: VhubViolation: AdminFee: the attribute nillable of xs:element is not read`,
    XSD,
    'name="AdminFee"',
    'name="AdminFee" nillable="true"',
  ],
  [`${XSD}: VhubViolation: VehicleNo is there twice`, XSD, 'name="VehicleMake"', 'name="VehicleNo"'],
  [
    `${XSD}: VhubViolation: VehicleType: has no documentation`,
    XSD,
    /(?<=type="VehicleType">)\s*<xs:annotation>[^]*?<\/xs:annotation>/,
    '',
  ],
  [
    `${XSD}: VhubViolationFile: Violation: minOccurs and maxOccurs are numbers, none of them unbounded`,
    XSD,
    'maxOccurs="2000"',
    'maxOccurs="unbounded"',
  ],
  [
    `${XSD}: VhubViolation: VehicleNo: the type xs:string is not one of the schema's`,
    XSD,
    'type="VehicleNo"',
    'type="xs:string"',
  ],
  [
    `${XSD}: VhubViolation: VehicleNo: the type VhubViolation is within itself`,
    XSD,
    'type="VehicleNo"',
    'type="VhubViolation"',
  ],
  [
    `${XSD}: ViolationNo: the base xs:token is not read; xs:string, xs:int, xs:decimal are`,
    XSD,
    violationNo,
    '<xs:restriction base="xs:token"/>',
  ],
  [`${XSD}: ViolationNo: xs:union in xs:simpleType is not read`, XSD, violationNo, '<xs:union/>'],
  [
    `${XSD}: OffenceCode: xs:totalDigits in xs:restriction is not read`,
    XSD,
    '<xs:minInclusive',
    '<xs:totalDigits value="9"/><xs:minInclusive',
  ],
  [
    `${XSD}: OffenceCode: the facet maxLength of xs:int is not read`,
    XSD,
    '<xs:minInclusive',
    '<xs:maxLength value="9"/><xs:minInclusive',
  ],
  [
    `${XSD}: ViolationNo: has two patterns`,
    XSD,
    violationNo,
    '<xs:restriction base="xs:string"><xs:pattern value="a"/><xs:pattern value="b"/></xs:restriction>',
  ],
  ...(
    [
      ['\\d{1,10}', '\\d'],
      ['.*', '.'],
      ['^a$', '^'],
      ['[a-z-[b]]', 'a class within a class'],
      ['(?:a)', 'a special group'],
    ] as const
  ).map(([pattern, what]): Case => [
    `${XSD}: ViolationNo: the pattern ${pattern} has ${what}, which not every tool reads alike`,
    XSD,
    '[0-9A-Z]{1,10}',
    pattern,
  ]),
  [
    `${XSD}: ViolationFile: unique: the selector Row is no repeated element of the file`,
    XSD,
    'xpath="Violation"',
    'xpath="Row"',
  ],
  [`${XSD}: ViolationFile: unique: the field @id is no value of Violation`, XSD, 'xpath="ViolationNo"', 'xpath="@id"'],
  [
    `${XSD}: the file has no FileName with a pattern`,
    XSD,
    'name="FileName" type="FileName"',
    'name="Name" type="FileName"',
  ],
  [`${XSD}: has no example of its file name in examples/`, XSD, 'URA_VHUB_VIOLATION_[12]', 'URA_VHUB_VIOLATIONS_[12]'],
  [`${CSVW}: has no dc:title`, CSVW, '"dc:title": "repccs-listedVehicles",', ''],
  [`${CSVW}: notes is not read`, CSVW, '"url"', '"notes": [], "url"'],
  [`${CSVW}: its url examples/URA.csv is none of its examples`, CSVW, CSV_EXAMPLE, 'examples/URA.csv'],
  [`${CSVW}: tableSchema: primaryKey is not read`, CSVW, '"columns"', '"primaryKey": "VEHICLE_NO", "columns"'],
  [`${CSVW}: LOCATION: separator is not read`, CSVW, '"titles": "LOCATION"', '"separator": ";", "titles": "LOCATION"'],
  [
    `${CSVW}: LOCATION: its title in the header is another than its name`,
    CSVW,
    '"titles": "LOCATION"',
    '"titles": "PLACE"',
  ],
  [
    `${CSVW}: OFFENCE_CODE: datatype: the base int is not read; string, dateTime, integer and decimal are`,
    CSVW,
    '"integer"',
    '"int"',
  ],
  [
    `${CSVW}: OFFENCE_DATE: datatype: the format dd.MM.yyyy is not read; yyyy-MM-dd HH:mm:ss is`,
    CSVW,
    'yyyy-MM-dd HH:mm:ss',
    'dd.MM.yyyy',
  ],
  [
    `${CSVW}: AMOUNT: datatype: the format #,##0.00 of a decimal is not read; 0.00 is`,
    CSVW,
    '"format": "0.00"',
    '"format": "#,##0.00"',
  ],
];

/** What the linter finds beyond that. */
const LINTED: readonly Case[] = [
  [
    `${XSD}:`,
    XSD,
    '<xs:simpleType name="VehicleType">',
    '<xs:simpleType name="VehicleNo"><xs:restriction base="xs:string"/></xs:simpleType>$&',
  ],
  [`${XML_EXAMPLE}:8: Element 'OffenceCode'`, XML_EXAMPLE, '>10300<', '>X<'],
  [`${XML_EXAMPLE}: its FileName is not its name`, XML_EXAMPLE, '_040000.xml', '_040001.xml'],
  [`${XML_EXAMPLE}:35: Opening and ending tag mismatch`, XML_EXAMPLE, '</ViolationFile>', '</File>'],
  [
    `${CSV_EXAMPLE}:1: the header is not VEHICLE_NO,OFFENCE_DATE,OFFENCE_CODE,LOCATION,AMOUNT`,
    CSV_EXAMPLE,
    'LOC',
    'Loc',
  ],
  [`${CSV_EXAMPLE}: a row does not end in CRLF`, CSV_EXAMPLE, '80.00\r\n', '80.00\n'],
  [`${CSV_EXAMPLE}: a row does not end in CRLF`, CSV_EXAMPLE, '80.50\r\n', '80.50'],
  [`${CSV_EXAMPLE}: Invalid Record Length`, CSV_EXAMPLE, ',80.50', ''],
  [`${CSV_EXAMPLE}:2: VEHICLE_NO is empty`, CSV_EXAMPLE, 'JTR1234', ''],
  [`${CSV_EXAMPLE}:2: VEHICLE_NO is not of its form`, CSV_EXAMPLE, 'JTR1234', 'jtr1234'],
  [`${CSV_EXAMPLE}:2: OFFENCE_DATE is not of its form`, CSV_EXAMPLE, '2026-01-01 ', '2026-01-01T'],
  [`${CSV_EXAMPLE}:3: OFFENCE_CODE is out of its limits`, CSV_EXAMPLE, '20412', '0'],
];

const LINT = `
  import { lintFileContracts } from ${JSON.stringify(pathToFileURL(join(ROOT, 'scripts/lint/files.mjs')))};
  console.log(JSON.stringify(JSON.parse(process.argv[1]).map((folder) => lintFileContracts(folder).problems)));
`;

const CASES = [...NOT_GENERATED, ...LINTED];
let folder: string;
let problems: string[][];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ocms-lint-'));
  // All in one process; the first as it is.
  const folders = [undefined, ...CASES].map((changed, index) => {
    const contracts = join(folder, String(index));
    cpSync(join(ROOT, 'contracts/files'), join(contracts, 'files'), { recursive: true });
    if (changed) {
      const [, file, from, to] = changed;
      const path = join(contracts, 'files', file);
      const text = readFileSync(path, 'utf8');
      expect([file, from, text.replace(from, to) === text]).toEqual([file, from, false]);
      writeFileSync(path, text.replace(from, to));
    }
    return contracts;
  });
  const output = execFileSync(process.execPath, ['--input-type=module', '-e', LINT, JSON.stringify(folders)]);
  problems = JSON.parse(output.toString()) as string[][];
});

afterAll(() => rmSync(folder, { recursive: true }));

test('the file contracts and their examples are without mistake', () => {
  expect(problems[0]).toEqual([]);
});

describe('the generator refuses, by name and reason, what its readers and writers would not do', () => {
  test.each(NOT_GENERATED.map(([problem], index) => ({ problem, index })))('$problem', ({ problem, index }) => {
    expect(problems[index + 1]).toEqual([`contracts/files/${problem}`]);
  });
});

describe('the linter finds', () => {
  test.each(LINTED.map(([problem], index) => ({ problem, index })))('$problem', ({ problem, index }) => {
    const found = problems[NOT_GENERATED.length + index + 1]!;
    expect(found.filter((each) => each.startsWith(`contracts/files/${problem}`))).not.toEqual([]);
  });
});
