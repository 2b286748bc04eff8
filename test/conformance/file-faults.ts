import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One thing that is wrong with an example of a file contract. */
export interface FileFault {
  readonly name: string;
  readonly contract: string;
  readonly meddle: (example: string) => string | Buffer;
  /** The name that the file has, in place of the example's. */
  readonly as?: string;
  readonly says: RegExp;
  readonly seen: RegExp;
}

const EXAMPLES = join(__dirname, '../../contracts/files/examples');
export const exampleOf = (name: string): string => readFileSync(join(EXAMPLES, name), 'utf8');

const returns = (name: string, meddle: FileFault['meddle'], says: RegExp, seen: RegExp): FileFault => ({
  name: `letter returns: ${name}`,
  contract: 'printer-letterReturns',
  meddle,
  says,
  seen,
});
const acknowledgement = (name: string, meddle: FileFault['meddle'], says: RegExp, seen: RegExp): FileFault => ({
  name: `acknowledgement: ${name}`,
  contract: 'vhub-acknowledgement',
  meddle,
  says,
  seen,
});
const rows = (csv: string): string[] => csv.split('\r\n');
const withoutHeader = (csv: string): string => rows(csv).slice(1).join('\r\n');

export const FILE_FAULTS: readonly FileFault[] = [
  { ...returns('another name', (csv) => csv, /the name is not of its form/, /the file/), as: 'returns.csv' },
  returns('nothing in it', () => '', /the header is missing/, /line 1/),
  returns('no header', withoutHeader, /the header is not NOTICE_NO,/, /line 1/),
  returns(
    'columns in another order',
    (csv) => csv.replace('NOTICE_NO,SUBMISSION_ID', 'SUBMISSION_ID,NOTICE_NO'),
    /the header is not/,
    /line 1/,
  ),
  returns('line feeds alone', (csv) => csv.replaceAll('\r', ''), /line feed alone/, /line 1/),
  returns('a byte order mark', (csv) => `\ufeff${csv}`, /byte order mark/, /line 1/),
  returns(
    'another encoding',
    (csv) => Buffer.concat([Buffer.from(csv), Buffer.from([0x41, 0xe9, 0x0d, 0x0a])]),
    /not UTF-8/,
    /line \d/,
  ),
  returns(
    'a column too few',
    (csv) => csv.replace(/,[^,]*\r\n$/, '\r\n'),
    /a row has 4 columns in place of 5/,
    /line 3/,
  ),
  returns('a column too many', (csv) => csv.replace(/\r\n$/, ',\r\n'), /a row has 6 columns in place of 5/, /line 3/),
  returns('an open quotation mark', (csv) => `${csv}"A,B\r\n`, /no row of a CSV file/, /line/),
  returns(
    'small letters',
    (csv) => csv.replace(/\r\n[0-9A-Z]+,/, '\r\n500a,'),
    /NOTICE_NO is not of its form/,
    /line 2/,
  ),
  returns(
    'an empty cell',
    (csv) => csv.replace(/\r\n([0-9A-Z]+),[^,]+,/, '\r\n$1,,'),
    /SUBMISSION_ID is empty/,
    /line 2/,
  ),
  returns('another status', (csv) => csv.replace('PRINTED', 'POSTED'), /STATUS is not of its form/, /line 2/),
  returns(
    'a day that is none',
    (csv) => csv.replace(/\d{4}-\d\d-\d\d /, '2026-02-30 '),
    /STATUS_DATE is no date/,
    /line 2/,
  ),
  returns('a letter twice', (csv) => `${csv}${rows(csv)[1]}\r\n`, /more than once/, /line 4/),
  returns(
    'too many rows',
    (csv) =>
      `${rows(csv)[0]}\r\n${Array.from({ length: 10_001 }, (_, at) => `${at},S${at},PRINTED,2026-01-16 08:12:00,\r\n`).join('')}`,
    /it has 10001 rows/,
    /the file/,
  ),
  {
    name: 'unqualified vehicles: one twice',
    contract: 'ces-unqualifiedVehicleList',
    meddle: (csv) => `${csv}${rows(csv)[1]}\r\n`,
    says: /more than once/,
    seen: /line \d/,
  },
  {
    name: 'listed vehicles: an amount without decimals',
    contract: 'repccs-listedVehicles',
    meddle: (csv) => csv.replace(/\.\d\d\r\n/, '\r\n'),
    says: /AMOUNT is not of its form/,
    seen: /line 2/,
  },
  acknowledgement('cut off', (xml) => xml.slice(0, -20), /not well-formed/, /line/),
  acknowledgement('nothing in it', () => '', /not well-formed/, /./),
  acknowledgement(
    'a document type declaration',
    (xml) => xml.replace('<AcknowledgementFile', '<!DOCTYPE AcknowledgementFile>\n<AcknowledgementFile'),
    /document type declaration/,
    /the file/,
  ),
  acknowledgement(
    'another root',
    (xml) => xml.replaceAll('AcknowledgementFile>', 'Acknowledgements>'),
    /no file of this schema/,
    /line/,
  ),
  acknowledgement(
    'another code',
    (xml) => xml.replace(/<ResponseCode>\d/, '<ResponseCode>7'),
    /ResponseCode is no code of its list/,
    /line \d/,
  ),
  acknowledgement(
    'a text too long',
    (xml) => xml.replace(/(<ErrorDescription>)[^<]*/, `$1${'x'.repeat(201)}`),
    /ErrorDescription is too long/,
    /line \d/,
  ),
  acknowledgement(
    'an element left out',
    (xml) => xml.replace(/<CreationDateTime>\d+<\/CreationDateTime>/, ''),
    /not expected here; expected: CreationDateTime/,
    /line \d/,
  ),
  acknowledgement(
    'an element of its own',
    (xml) => xml.replace('</Result>', '<Extra/></Result>'),
    /\/\* is not expected here/,
    /line \d/,
  ),
  acknowledgement('an attribute', (xml) => xml.replace('<Result>', '<Result id="1">'), /has an attribute/, /line \d/),
  acknowledgement(
    'a notice twice',
    (xml) => xml.replace(/(<Result>[^]*?<\/Result>)/, '$1$1'),
    /was there before/,
    /line \d/,
  ),
  acknowledgement(
    'another encoding declared',
    (xml) => xml.replace(/encoding="UTF-8"/, 'encoding="ISO-8859-1"'),
    /not in UTF-8/,
    /line 1/,
  ),
  acknowledgement(
    'another encoding',
    (xml) => Buffer.from(xml.replace(/(<ErrorDescription>)/, '$1é'), 'latin1'),
    /not UTF-8/,
    /the file/,
  ),
  {
    ...acknowledgement(
      'the name of another file in it',
      (xml) => xml,
      /FileName is not the name of the file/,
      /line \d/,
    ),
    as: 'URA_VHUB_VIOLATION_ACK_20260115_063001.xml',
  },
  {
    name: 'violations: a type that there is not',
    contract: 'vhub-violation',
    meddle: (xml) => xml.replace(/<VehicleType>[^<]*/, '<VehicleType>Z'),
    says: /VehicleType is no code of its list/,
    seen: /line \d/,
  },
];
