import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { PROJECT_ROOT, readFileContracts } from '../contract/documents';
import { apiContractNames, type ApiContract, readApiContract } from './contracts';
import { checkCalls } from './calls/check';
import { MOST_HAR_BYTES, NoRecording, readHar, type RecordedCall } from './calls/har';
import { checkFile, fileContract, MOST_FILE_BYTES } from './file/check';
import { reportPage } from './html';
import { type Check, type Latency, type Report, scoreOf } from './report';
import { checkServer } from './server/run';

/** What cannot be done as it was asked, for the person at the terminal. */
class Misuse extends Error {}

const HELP = `Holds a partner's server, recorded calls or files to the contracts with OCMS.

  --contract NAME --url URL [--header 'NAME: VALUE']…   a server that OCMS calls; a test system: it is sent some hundred requests
      [--limit-ms NUMBER]                               answers within this time, in place of the time that OCMS waits
  [--contract NAME] --har FILE                          calls to OCMS that were recorded (HTTP Archive 1.2)
  [--contract NAME] --file FILE                         a file that goes to OCMS or comes from it; its name tells the contract
  --out FOLDER                                          where the reports go (by default the current folder)
  --list                                                the names of contracts

Each writes a report as HTML and as JSON. Exit code 0: nothing to mend, 1: something to mend, 2: a wrong call.
No report has the values of headers, requests or answers.`;

interface Checked {
  kind: Report['kind'];
  subject: string;
  contracts: readonly Pick<ApiContract, 'name' | 'version'>[];
  checks: Check[];
  latency: Latency[];
}

/** @returns the exit code */
export async function main(args: readonly string[]): Promise<number> {
  try {
    return await run(args);
  } catch (error) {
    const isWrongCall =
      error instanceof Misuse || String((error as { code?: unknown }).code).startsWith('ERR_PARSE_ARGS');
    if (!isWrongCall) throw error;
    process.stderr.write(`${(error as Error).message}\n\n${HELP}\n`);
    return 2;
  }
}

async function run(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      contract: { type: 'string' },
      url: { type: 'string' },
      har: { type: 'string' },
      file: { type: 'string' },
      header: { type: 'string', multiple: true },
      'limit-ms': { type: 'string' },
      out: { type: 'string' },
      list: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) return said(HELP);
  if (values.list) return said(contractList());
  const { contract, url, har, file } = values;
  if ([url, har, file].filter((each) => each !== undefined).length !== 1)
    throw new Misuse('What is to be checked? One of --url, --har and --file.');
  if (har !== undefined) return written(ofRecording(contract, har), values.out ?? '.');
  if (file !== undefined) return written(await ofFile(contract, file), values.out ?? '.');
  return written(await ofServer(contract, url!, values.header ?? [], values['limit-ms']), values.out ?? '.');
}

function ofRecording(name: string | undefined, path: string): Checked {
  const inbound = apiContractNames()
    .map((each) => readApiContract(each)!)
    .filter(({ direction }) => direction === 'inbound');
  const candidates = inbound.filter((each) => name === undefined || each.name === name);
  if (candidates.length === 0)
    throw new Misuse(`--contract takes one of ${inbound.map((each) => each.name).join(', ')}.`);
  const bytes = read(path, MOST_HAR_BYTES);
  let calls: RecordedCall[];
  try {
    calls = readHar(bytes);
  } catch (error) {
    if (!(error instanceof NoRecording)) throw error;
    throw new Misuse(`${path} cannot be checked. ${error.message}`);
  }
  const { contracts, checks } = checkCalls(candidates, calls, { chosen: name !== undefined });
  return { kind: 'calls', subject: basename(resolve(path)), contracts, checks, latency: [] };
}

async function ofFile(name: string | undefined, path: string): Promise<Checked> {
  const file = basename(resolve(path));
  const contract = fileContract(name === undefined ? { fileName: file } : { name });
  if (!contract)
    throw new Misuse(
      `${name === undefined ? 'The name of the file is of no contract: ' : ''}--contract takes one of ${readFileContracts()
        .map((each) => each.name)
        .join(', ')}.`,
    );
  const bytes = read(path, MOST_FILE_BYTES);
  return {
    kind: 'file',
    subject: file,
    contracts: [contract],
    checks: await checkFile(contract, file, bytes),
    latency: [],
  };
}

/** @throws Misuse for what is no file, cannot be read or has more than `most` bytes */
function read(path: string, most: number): Buffer {
  let size: number;
  try {
    const stat = statSync(path);
    if (!stat.isFile()) throw new Misuse(`${path} is no file.`);
    size = stat.size;
    if (size <= most) return readFileSync(path);
  } catch (error) {
    if (error instanceof Misuse) throw error;
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    throw new Misuse(code === 'ENOENT' ? `There is no file ${path}.` : `${path} cannot be read (${code}).`);
  }
  throw new Misuse(`${path} has ${size} bytes: what has more than ${most / 1_000_000} MB is not checked.`);
}

async function ofServer(
  name: string | undefined,
  url: string,
  headers: readonly string[],
  limit: string | undefined,
): Promise<Checked> {
  const outbound = apiContractNames().filter((each) => readApiContract(each)?.direction === 'outbound');
  const contract = name === undefined || !outbound.includes(name) ? undefined : readApiContract(name);
  if (!contract) throw new Misuse(`--contract takes one of ${outbound.join(', ')}.`);
  const base = URL.canParse(url) ? new URL(url) : undefined;
  if (!base || !/^https?:$/.test(base.protocol) || base.username || base.search || base.hash)
    throw new Misuse('--url takes an address such as https://test.partner.example/base: no user, query or fragment.');
  const limitMs = limit === undefined ? undefined : Number(limit);
  if (limitMs !== undefined && !(limitMs > 0)) throw new Misuse('--limit-ms takes a number of milliseconds.');
  const given = Object.fromEntries(
    headers.map((each) => {
      const [, header, value] = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):\s*(.+)$/.exec(each) ?? [];
      // What it is may be a key: it is not told.
      if (header === undefined || value === undefined) throw new Misuse("--header takes 'Name: value'.");
      return [header, value];
    }),
  );
  const address = base.origin + base.pathname.replace(/\/$/, '');
  return {
    kind: 'server',
    subject: address,
    contracts: [contract],
    ...(await checkServer({ contract, url: address, headers: given, limitMs })),
  };
}

function contractList(): string {
  const apis = apiContractNames().map((name) => {
    const { direction, version } = readApiContract(name)!;
    return `${name} ${version}, ${direction === 'outbound' ? 'for --url' : 'for --har'}`;
  });
  const files = readFileContracts().map(({ name, version }) => `${name} ${version}, for --file`);
  return [...apis, ...files].join('\n');
}

function written({ kind, subject, contracts, checks, latency }: Checked, out: string): number {
  const at = new Date().toISOString();
  const score = scoreOf(checks);
  const report: Report = {
    tool: { name: 'ocms-conformance', version: ownVersion() },
    kind,
    subject,
    at,
    contracts: contracts.map(({ name, version }) => ({ name, version })),
    score,
    checks,
    latency,
  };
  const folder = resolve(out);
  mkdirSync(folder, { recursive: true });
  const [about = kind] = contracts.map(({ name }) => name);
  const file = join(
    folder,
    `conformance-${contracts.length === 1 ? about : kind}-${at.replace(/\.\d+Z$/, 'Z').replaceAll(/[:-]/g, '')}`,
  );
  writeFileSync(`${file}.json`, `${JSON.stringify(report, undefined, 2)}\n`);
  writeFileSync(`${file}.html`, reportPage(report));
  for (const { outcome, operation, title, findings } of checks) {
    if (outcome !== 'failed') continue;
    process.stdout.write(`✗ ${operation === undefined ? '' : `${operation}: `}${title}\n`);
    for (const { found, mend } of findings) process.stdout.write(`    ${found}\n    → ${mend}\n`);
  }
  process.stdout.write(
    `${score.percent} %: ${score.passed} passed, ${score.failed} failed, ${score.advice} worth knowing, ${score.skipped} skipped\n${file}.html\n${file}.json\n`,
  );
  return score.failed > 0 || score.passed === 0 ? 1 : 0;
}

function said(text: string): number {
  process.stdout.write(`${text}\n`);
  return 0;
}

const ownVersion = (): string =>
  (JSON.parse(readFileSync(join(PROJECT_ROOT, 'package.json'), 'utf8')) as { version: string }).version;
