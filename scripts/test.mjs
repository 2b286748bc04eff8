// npm test                 everything: lint, types, contracts, import rules, all suites
// npm test -- <jest args>  only jest, with these arguments
// npm test -- --long       only the long suites (test/**/*.long.test.ts), which .ci/run adds
// npm test -- --long PART  all suites of that part of test/, quick and long
// npm test -- --zone ZONE  the suites about dates, with the host in that time zone: America/St_Johns
import fs from 'node:fs';
import path from 'node:path';
import { ensureBuilt, forgetBuild } from './lib/build.mjs';
import { evidenceFolder } from './lib/evidence.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { entry, node } from './lib/process.mjs';

// The tools report home unless told not to.
process.env.PACT_DO_NOT_TRACK = '1';
process.env.REDOCLY_TELEMETRY = 'off';
process.env.REDOCLY_SUPPRESS_UPDATE_NOTICE = 'true';
// What test files leave for the evidence ledger (scripts/evidence.mjs).
process.env.OCMS_EVIDENCE = evidenceFolder();

const JEST = 'node_modules/jest/bin/jest.js';

/** Of the long suites, those that measure, or make processes fight: one after another, with nothing beside them. */
const ALONE = /\/(pause|mirror-outage|lock-fight|lease|held-row|slow-greeting)\.long\.test\.ts$/;

/** What reckons with days and midnights: files, and folders for the quick suites in them. */
const ABOUT_DATES = [
  'src/platform/calendar.test.ts',
  'test/features/foreign-vehicles',
  'test/features/notice-creation/creation.test.ts',
  'test/features/qualification',
  'test/features/suspension',
  'test/features/unqualified-vehicles',
  'test/e2e/foreign/life.long.test.ts',
];

const staticChecks = [
  // The slowest first: two run at a time.
  ['lint', () => node('node_modules/eslint/bin/eslint.js', ['.', '--max-warnings=0'])],
  ['format', () => node('node_modules/prettier/bin/prettier.cjs', ['--check', '.', '--log-level', 'warn'])],
  ['types', () => node('node_modules/typescript/bin/tsc', ['--noEmit', '-p', 'tsconfig.json'])],
  // Suites that start the service as a process of its own find it built.
  ['build', () => asStep(() => ensureBuilt({ typesChecked: true }))],
  ['generated files', () => node('scripts/generate.mjs', ['--check'])],
  ['contracts', () => node('scripts/lint-contracts.mjs')],
  [
    'import rules',
    () =>
      node('node_modules/dependency-cruiser/bin/dependency-cruise.mjs', ['--config', '.dependency-cruiser.cjs', 'src']),
  ],
];

// In band, pact's native mock servers and the files in pacts/ are shared: one core's work, while the checks end on the other.
const pacts = ['pacts', () => jest('pacts', ['--selectProjects', 'pact', '--runInBand'], { live: false })];

await entry(async () => {
  const args = process.argv.slice(2);
  await ensureInstalled();
  if (args.includes('--long')) return long(args.filter((arg) => arg !== '--long'));
  if (args[0] === '--zone') return datesIn(args[1]);
  if (args.length > 0) return only(args);
  return everything();
});

async function everything() {
  const started = performance.now();
  const failed = await inParallel(2, [...staticChecks, pacts]);
  const suites = 'unit and suites';
  if (!(await step(suites, () => jest(suites, ['--selectProjects', 'unit', 'suites'])))) failed.push(suites);
  if (failed.includes('types')) forgetBuild();
  console.log(
    `\n${failed.length === 0 ? 'All passed' : `FAILED: ${failed.join(', ')}`} in ${seconds(performance.now() - started)}`,
  );
  return failed.length === 0 ? 0 : 1;
}

async function only(args) {
  const asked = args.join(' ');
  if (asked.includes('.long.')) process.env.OCMS_LONG_TESTS = '1';
  const inBand = /(^|[ /])pact([ /]|$)/.test(asked) ? ['--runInBand'] : [];
  return (await node(JEST, [...args, ...inBand], { live: true })).code;
}

async function long(parts) {
  process.env.OCMS_LONG_TESTS = '1';
  await ensureBuilt();
  const asked = (name, args) => step(name, () => jest(name, args));
  if (parts.length > 0) {
    const which = ['--selectProjects', 'suites', 'long', '--testPathPatterns', ...parts];
    return (await asked('long', ['--runInBand', ...which])) ? 0 : 1;
  }
  const files = fs
    .readdirSync('test', { recursive: true, encoding: 'utf8' })
    .map((file) => path.posix.join('test', file.replaceAll('\\', '/')))
    .filter((file) => file.endsWith('.long.test.ts'));
  const [alone, others] = [files.filter((file) => ALONE.test(file)), files.filter((file) => !ALONE.test(file))];
  const together = await asked('long', ['--maxWorkers=2', '--runTestsByPath', ...others]);
  return (await asked('long, alone', ['--runInBand', '--runTestsByPath', ...alone])) && together ? 0 : 1;
}

/** A host in UTC hides a local date taken for a date of the calendar's zone, or for one of UTC. */
async function datesIn(zone) {
  // An unknown zone throws here; as TZ it would be UTC.
  process.env.TZ = new Intl.DateTimeFormat('en', { timeZone: zone ?? '' }).resolvedOptions().timeZone;
  process.env.OCMS_LONG_TESTS = '1';
  const files = ABOUT_DATES.flatMap((name) =>
    name.endsWith('.ts')
      ? [name]
      : fs
          .readdirSync(name)
          .filter((file) => file.endsWith('.test.ts') && !file.endsWith('.long.test.ts'))
          .map((file) => path.join(name, file)),
  );
  return (await step('dates', () => jest('dates', ['--runTestsByPath', ...files]))) ? 0 : 1;
}

function jest(name, args, { live = true } = {}) {
  // Where .ci/run adds up the counts.
  const folder = process.env.OCMS_TEST_RESULTS;
  const results = folder
    ? ['--json', '--outputFile', path.resolve(folder, `${name.replaceAll(/[ ,]+/g, '-')}.json`)]
    : [];
  return node(JEST, ['--passWithNoTests', ...args, ...results], { live });
}

/** Prints one line for a step that passed, with the databases its tests ran on, and what it said for one that failed. */
async function step(name, body) {
  const { code, output, ms } = await body();
  if (code !== 0 && output) console.log(`\n${output.trimEnd()}`);
  else if (output) for (const line of output.match(/^Databases:.*$/gm) ?? []) console.log(line);
  console.log(`${code === 0 ? 'ok    ' : 'FAILED'}  ${name.padEnd(16)} ${seconds(ms)}`);
  return code === 0;
}

async function inParallel(width, steps) {
  const failed = [];
  const waiting = [...steps];
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      if (!(await step(...next))) failed.push(next[0]);
    }
  };
  await Promise.all(Array.from({ length: width }, worker));
  return failed;
}

async function asStep(body) {
  const started = performance.now();
  try {
    await body();
    return { code: 0, output: '', ms: performance.now() - started };
  } catch (error) {
    return { code: 1, output: error.message, ms: performance.now() - started };
  }
}

function seconds(ms) {
  return `${(ms / 1000).toFixed(1)} s`;
}
