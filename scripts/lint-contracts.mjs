// Lints contracts/inbound/ and contracts/outbound/ with Redocly (redocly*.yaml) and Spectral (.spectral.yaml),
// contracts/files/ with libxml2 (lint/files.mjs), and the change log (lint/change-log.mjs). Needs no network.

import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { lintChangeLog } from './lint/change-log.mjs';
import { lintFileContracts } from './lint/files.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const require = createRequire(import.meta.url);

const contractsIn = (folder) =>
  readdirSync(path.join(root, folder))
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .map((file) => `${folder}/${file}`);
const inbound = contractsIn('contracts/inbound');
const outbound = contractsIn('contracts/outbound');
const contracts = [...inbound, ...outbound];

// The package's own entry, run by this node: no npx, no shell, the same on every platform.
function command(packageName, bin) {
  const manifest = require.resolve(`${packageName}/package.json`);
  return path.join(path.dirname(manifest), JSON.parse(readFileSync(manifest, 'utf8')).bin[bin]);
}

function run(linter, packageName, args) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [command(packageName, linter), ...args], {
      cwd: root,
      env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('error', (error) => resolve({ linter, ok: false, output: String(error) }));
    child.on('close', (code) => resolve({ linter, ok: code === 0, output }));
  });
}

if (inbound.length === 0 || outbound.length === 0) {
  console.error('contracts/ holds no contract of one direction');
  process.exit(1);
}

const results = await Promise.all([
  run('redocly', '@redocly/cli', ['lint', ...inbound]),
  run('redocly', '@redocly/cli', ['lint', '--config', 'redocly-outbound.yaml', ...outbound]),
  run('spectral', '@stoplight/spectral-cli', [
    'lint',
    '--ruleset',
    '.spectral.yaml',
    '--fail-severity',
    'warn',
    ...contracts,
  ]),
]);

for (const { linter, ok, output } of results) {
  if (ok) continue;
  console.error(`${linter} found mistakes:\n${output.trim()}\n`);
  process.exitCode = 1;
}
const files = lintFileContracts(path.join(root, 'contracts'));
for (const problem of [...files.problems, ...lintChangeLog(path.join(root, 'contracts'))]) {
  console.error(problem);
  process.exitCode = 1;
}
if (!process.exitCode) {
  console.log(`${contracts.length} contracts pass Redocly and the Spectral OWASP ruleset`);
  console.log(`${files.count} file contracts and their examples pass libxml2 or the check of CSV`);
  console.log('the change log has a row for the version of each');
}
