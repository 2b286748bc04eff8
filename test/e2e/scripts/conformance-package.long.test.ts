import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningSandbox, sandboxKeys, startSandbox } from '../../../src/partner-sandbox/index';
import { exampleOf } from '../../conformance/file-faults';
import { patience } from '../../support/patience';

jest.setTimeout(patience(120_000));

const ROOT = join(__dirname, '../../..');
const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
const ARCHIVE = `ocms-conformance-${version}.tgz`;
const RETURNS = 'URA_AN_LETTER_RETURN_20260116_090000.csv';
const ACKNOWLEDGEMENT = 'URA_VHUB_VIOLATION_ACK_20260115_063000.xml';

let folder: string;
let place: string;
let archive: string;
let sandbox: RunningSandbox;

const pack = (out: string, zone: string): Buffer => {
  execFileSync(process.execPath, ['scripts/conformance.mjs', '--pack', '--out', out], {
    cwd: ROOT,
    env: { ...process.env, TZ: zone },
    stdio: 'pipe',
  });
  return readFileSync(join(out, ARCHIVE));
};

/** The package where there is nothing else: no registry, no cache, no repository. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ocms-kit-'));
  pack(folder, 'Asia/Singapore');
  archive = join(folder, ARCHIVE);
  place = join(folder, 'partner');
  mkdirSync(place);
  writeFileSync(join(place, 'package.json'), '{"private":true}');
  execFileSync(
    'npm',
    ['install', '--offline', '--ignore-scripts', '--no-audit', '--no-fund', '--cache', join(folder, 'cache'), archive],
    { cwd: place, stdio: 'pipe' },
  );
  sandbox = await startSandbox({ httpPort: 0, smtpPort: 0 });
});
afterAll(async () => {
  await sandbox?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Not in this process's way: the sandbox is in it. */
const kit = (...args: string[]): Promise<{ code: number | null; said: string }> =>
  new Promise((resolve, reject) => {
    const child = spawn(join(place, 'node_modules/.bin/ocms-conformance'), args, {
      cwd: place,
      env: { PATH: process.env.PATH },
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += String(text)));
    child.on('error', reject).on('close', (code) => resolve({ code, said }));
  });

const put = (name: string, content: string): string => {
  writeFileSync(join(place, name), content);
  return name;
};

test('the same build makes the same bytes, in whatever time zone', () => {
  expect(pack(join(folder, 'again'), 'America/St_Johns').equals(readFileSync(archive))).toBe(true);
});

test('it tells nothing of where it was made, and has no types, tests or source maps', () => {
  const files = execFileSync('tar', ['tzf', archive], { encoding: 'utf8' }).trim().split('\n');
  expect(files.filter((file) => /\.(ts|map)$|\/tests?\//.test(file))).toEqual([]);
  expect(execFileSync('tar', ['xzOf', archive], { maxBuffer: 100_000_000 }).includes(ROOT)).toBe(false);
  const manifest = JSON.parse(execFileSync('tar', ['xzOf', archive, 'package/package.json'], { encoding: 'utf8' })) as {
    dependencies: Record<string, string>;
    bundleDependencies: string[];
  };
  expect(Object.keys(manifest.dependencies)).toEqual(manifest.bundleDependencies);
  for (const pinned of Object.values(manifest.dependencies)) expect(pinned).toMatch(/^\d+\.\d+\.\d+$/);
});

test('a right server has nothing to mend', async () => {
  const contract = 'sms-gateway';
  const { code, said } = await kit(
    ...['--contract', contract, '--url', sandbox.url],
    ...['--header', `Ocp-Apim-Subscription-Key: ${sandboxKeys().SMS}`],
  );
  expect([code, said]).toEqual([0, expect.stringContaining('100 %')]);
});

test.each([RETURNS, ACKNOWLEDGEMENT])('%s, the example of a contract, has nothing to mend', async (name) => {
  const { code, said } = await kit('--file', put(name, exampleOf(name)));
  expect([code, said]).toEqual([0, expect.stringContaining('100 %')]);
});

test('a wrong file has, and a call of nothing is refused', async () => {
  const wrong = put(ACKNOWLEDGEMENT, exampleOf(ACKNOWLEDGEMENT).replace(/<ResponseCode>\d/, '<ResponseCode>7'));
  expect(await kit('--file', wrong)).toEqual({ code: 1, said: expect.stringContaining('ResponseCode') as string });
  expect((await kit()).code).toBe(2);
});

test('a recorded call is held to its contract', async () => {
  const request = {
    method: 'POST',
    url: 'https://test.example/v1/plus-queryNoticeInfo',
    headers: [{ name: 'Content-Type', value: 'application/json' }],
    postData: { mimeType: 'application/json', text: '{"noticeNumbers":[]}' },
  };
  const entry = { request, response: { status: 400, headers: [], content: { size: 9 } } };
  const har = put('calls.har', JSON.stringify({ log: { version: '1.2', entries: [entry] } }));
  const { code, said } = await kit('--har', har);
  expect([code, said]).toEqual([1, expect.stringContaining('paymentDueDate')]);
});
