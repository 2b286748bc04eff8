import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const root = resolve(__dirname, '../..');
const manifest = createRequire(__filename).resolve('@stoplight/spectral-cli/package.json');
const { bin } = JSON.parse(readFileSync(manifest, 'utf8')) as { bin: { spectral: string } };

const operations = {
  '/none': {},
  '/announced': {
    deprecated: true,
    'x-deprecated-since': '2027-01-01',
    'x-sunset': '2027-07-01',
  },
  '/not-deprecated': { 'x-deprecated-since': '2027-01-01', 'x-sunset': '2027-07-01' },
  '/deprecated-false': {
    deprecated: false,
    'x-deprecated-since': '2027-01-01',
    'x-sunset': '2027-07-01',
  },
  '/since-when': { deprecated: true, 'x-sunset': '2027-07-01' },
  '/no-such-day': {
    deprecated: true,
    'x-deprecated-since': '2027-01-01',
    'x-sunset': '2027-13-01',
  },
};

test('the lint refuses an x-sunset without deprecated, without a first day or that is no day (contracts/README.md, Versions)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ocms-sunset-'));
  try {
    const contract = join(folder, 'contract.yaml');
    const paths = Object.fromEntries(
      Object.entries(operations).map(([path, operation]) => [path, { post: operation }]),
    );
    writeFileSync(contract, JSON.stringify({ openapi: '3.1.0', info: { title: 'Test', version: '1.0.0' }, paths }));
    const { stdout } = spawnSync(
      process.execPath,
      [
        join(dirname(manifest), bin.spectral),
        'lint',
        '--quiet',
        '--format=json',
        '--ruleset',
        join(root, '.spectral.yaml'),
        contract,
      ],
      { cwd: root, encoding: 'utf8' },
    );
    const found = JSON.parse(stdout) as { code: string; path: string[] }[];
    const refused = found.filter(({ code }) => code === 'ocms-sunset').map(({ path }) => path[1]);
    expect([...new Set(refused)].sort()).toEqual([
      '/deprecated-false',
      '/no-such-day',
      '/not-deprecated',
      '/since-when',
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}, 30_000);
