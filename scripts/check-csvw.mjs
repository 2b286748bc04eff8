// Has a validator of CSV on the Web (csvw, from PyPI) read the metadata of CSV files and their examples. For .ci/run:
// it needs Python, which no developer does. Without pip's network it prints a warning and passes.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readFileContracts } from './generate/files.mjs';
import { root } from './lib/process.mjs';
import { pythonWith, runSync } from './lib/python.mjs';

const CSVW = 'csvw==4.1.1';
/** What the validator must refuse in an example, or it proves nothing; an example without such a column stays as it is. */
const BROKEN = [
  ['a vehicle number in small letters', (text) => text.replace(/(?<=\n)[A-Z]+/, (letters) => letters.toLowerCase())],
  ['nothing in the first column', (text) => text.replace(/(?<=\n)[^\r\n,]+/, '""')],
  ['no date', (text) => text.replace(/2026-01-\d\d(?= )/, '2026-13-01')],
  ['a status that is none', (text) => text.replace('PRINTED', 'LOST')],
  ['an amount of one decimal', (text) => text.replace('80.00', '80.0')],
  ['an amount below its limit', (text) => text.replace('80.00', '-80.00')],
  ['a code that is no number', (text) => text.replace('10300', 'PARKING')],
  ['a column of another name', (text) => text.replace(/^\w+/, 'OTHER')],
];
/** So many at least every contract has a column for. */
const OF_ALL = 3;

const folder = mkdtempSync(path.join(tmpdir(), 'ocms-csvw-'));
try {
  process.exitCode = check();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function check() {
  const python = pythonWith(CSVW, folder, 'CSV on the Web');
  if (!python) return 0;

  const contracts = readFileContracts(path.join(root, 'contracts')).filter(({ extension }) => extension === '.json');
  const cases = contracts.flatMap((contract) => [
    ...contract.examples.map(({ name, text }) => ({ contract, name, text, valid: true })),
    ...BROKEN.map(([name, change]) => ({
      contract,
      name,
      text: change(contract.examples[0].text),
      valid: false,
    })).filter(({ text }) => text !== contract.examples[0].text),
  ]);
  const files = cases.map(({ contract, text }, index) => {
    // The metadata names its example: each case is one, in a folder of its own.
    const at = path.join(folder, String(index));
    const metadata = path.join(at, `${contract.name}.json`);
    cpSync(path.join(root, 'contracts/files', `${contract.name}.json`), metadata);
    cpSync(path.join(root, 'contracts/files/examples'), path.join(at, 'examples'), { recursive: true });
    writeFileSync(path.join(at, JSON.parse(readFileSync(metadata, 'utf8')).url), text);
    return metadata;
  });
  const read = runSync(python, [path.join(root, 'scripts/check_csvw.py')], {}, JSON.stringify(files));
  if (read.status !== 0) {
    console.error(`the validator failed:\n${read.output}`);
    return 1;
  }
  const problems = JSON.parse(read.stdout);
  let wrong = 0;
  for (const [name] of BROKEN)
    if (!cases.some((one) => one.name === name)) {
      wrong += 1;
      console.error(`${name}: no example is changed by it`);
    }
  for (const contract of contracts)
    if (cases.filter((one) => one.contract === contract && !one.valid).length < OF_ALL) {
      wrong += 1;
      console.error(`${contract.name}: fewer than ${OF_ALL} ways to break its example`);
    }
  for (const [index, { contract, name, valid }] of cases.entries()) {
    if ((problems[index].length === 0) === valid) continue;
    wrong += 1;
    console.error(`${contract.name}, ${name}: ${valid ? problems[index].join('; ') : 'the validator takes it'}`);
  }
  console.log(`${contracts.length} CSV contracts: ${cases.length} files looked at, ${wrong} not as they should be`);
  return wrong > 0 || contracts.length === 0 ? 1 : 0;
}
