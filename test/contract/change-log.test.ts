import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { patience } from '../support/patience';

jest.setTimeout(patience(60_000));

const ROOT = join(__dirname, '../..');
const PLACE = 'contracts/README.md, Change log';
const LINT = `
import { lintChangeLog } from '${pathToFileURL(join(ROOT, 'scripts/lint/change-log.mjs')).href}';
console.log(JSON.stringify(JSON.parse(process.argv[1]).map((folder) => lintChangeLog(folder))));
`;
const NO_ROW = `${PLACE}: is no row (| 1.2.3 | contract, contract | change |): `;

const inbound = (file: string, version: string) =>
  [`inbound/${file}.yaml`, /^ {2}version: \S+$/m, `  version: ${version}`] as const;
const lastRow = /(?=\n\n## Linting)/;

/** What changes in which file, and what is found. */
const CASES: readonly [what: string, file: string, from: string | RegExp, to: string, problems: readonly string[]][] = [
  ['nothing where every version has its row', 'README.md', /$/, '\n', []],
  [
    'an API whose version has no row',
    ...inbound('cas-getPaymentStatus', '9.1.0'),
    [`${PLACE}: has no row for cas-getPaymentStatus 9.1.0`],
  ],
  [
    'an API whose version is another one’s',
    ...inbound('plus-queryNoticeInfo', '1.7.0'),
    [`${PLACE}: has no row for plus-queryNoticeInfo 1.7.0`],
  ],
  // "all inbound" has a row of it.
  ['nothing of a partner’s API under all inbound', ...inbound('repccsWebhook', '1.0.1'), []],
  [
    'staff’s API, which is none of all inbound',
    ...inbound('staff-portal', '1.0.1'),
    [`${PLACE}: has no row for staff-portal 1.0.1`],
  ],
  [
    'what OCMS calls, which is none of all inbound either',
    'outbound/sms-gateway.yaml',
    /^ {2}version: \S+$/m,
    '  version: 1.0.1',
    [`${PLACE}: has no row for sms-gateway 1.0.1`],
  ],
  [
    'a file by XML Schema',
    'files/vhub-violation.xsd',
    ' version="1.0.0"',
    ' version="2.0.0"',
    [`${PLACE}: has no row for vhub-violation 2.0.0`],
  ],
  [
    'a file of CSV',
    'files/printer-letterReturns.json',
    '"schema:version": "1.0.0"',
    '"schema:version": "2.0.0"',
    [`${PLACE}: has no row for printer-letterReturns 2.0.0`],
  ],
  [
    'a row whose contract has a slip in its name',
    'README.md',
    '| 1.0.0 | lta-ownerParticulars |',
    '| 1.0.0 | lta-ownersParticulars |',
    [`${PLACE}: has no row for lta-ownerParticulars 1.0.0`],
  ],
  [
    'a row whose version is none',
    'README.md',
    '| 1.1.1 | slift-letters |',
    '| 1.1 | slift-letters |',
    [
      expect.stringMatching(/: is no row .*: \| 1\.1 \| slift-letters \| /) as string,
      `${PLACE}: has no row for slift-letters 1.1.1`,
    ],
  ],
  ['a row with a column too few', 'README.md', lastRow, '\n| 1.0.0 | a |', [`${NO_ROW}| 1.0.0 | a |`]],
  ['a row without its last stroke', 'README.md', lastRow, '\n| 1.0.0 | a | b', [`${NO_ROW}| 1.0.0 | a | b`]],
  ['a row without its first', 'README.md', lastRow, '\n1.0.0 | a | b |', [`${NO_ROW}1.0.0 | a | b |`]],
];

let folder: string;
let found: string[][];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ocms-change-log-'));
  const folders = CASES.map(([what, file, from, to], index) => {
    const contracts = join(folder, String(index));
    cpSync(join(ROOT, 'contracts'), contracts, { recursive: true });
    const text = readFileSync(join(contracts, file), 'utf8');
    expect([what, text.replace(from, to) === text]).toEqual([what, false]);
    writeFileSync(join(contracts, file), text.replace(from, to));
    return contracts;
  });
  const output = execFileSync(process.execPath, ['--input-type=module', '-e', LINT, JSON.stringify(folders)]);
  found = JSON.parse(output.toString()) as string[][];
});

afterAll(() => rmSync(folder, { recursive: true }));

describe('the lint of the contracts’ change log finds (contracts/README.md, Linting)', () => {
  test.each(CASES.map(([what, , , , problems], index) => ({ what, problems, index })))(
    '$what',
    ({ problems, index }) => {
      expect(found[index]).toEqual(problems);
    },
  );
});
