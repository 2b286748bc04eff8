// Compares the contracts with those of the last release, and fails where one changed without its version's step:
// npm run contracts:compat -- [--against REF] [--changelog | --json]
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { oasdiff } from './lib/oasdiff.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { entry, root } from './lib/process.mjs';

const { values: options } = parseArgs({
  options: {
    against: { type: 'string' },
    changelog: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    // For tests: another working tree.
    root: { type: 'string', default: root },
  },
});
const STEPS = ['major', 'minor', 'patch'];
/** Which step of the version a change needs. */
const STEP_OF = { breaking: 'major', compatible: 'minor', words: 'patch' };
/** oasdiff's levels. */
const [MAY_BREAK, BREAKS] = [2, 3];
/** What it says of the version is ours to say. */
const OF_VERSION = 'info';

const git = (...args) =>
  execFileSync('git', args, {
    cwd: options.root,
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'ignore'],
  });

function main() {
  const against = options.against ?? lastRelease();
  if (against === undefined) {
    console.log('There is no release (a tag v1.2.3) to compare the contracts with.');
    return 0;
  }
  const compare = oasdiff();
  if (!compare) return 0;
  const contracts = [...comparedApis(against, compare), ...comparedFiles(against)];
  if (options.json) console.log(JSON.stringify({ against, contracts }, null, 2));
  else if (options.changelog) for (const each of contracts) console.log(rowOf(each));
  else console.log(told(against, contracts));
  return contracts.every(({ versionTaken }) => versionTaken) ? 0 : 1;
}

function lastRelease() {
  try {
    return git('describe', '--tags', '--abbrev=0', '--match', 'v[0-9]*').trim();
  } catch {
    return undefined;
  }
}

/** Of each API that is not what it was: what changed, whom that breaks, and whether its version took the step. */
function comparedApis(against, compare) {
  const folder = mkdtempSync(path.join(tmpdir(), 'ocms-compat-'));
  const file = (name, text) => {
    writeFileSync(path.join(folder, name), text);
    return path.join(folder, name);
  };
  try {
    const before = apisAt(against);
    const now = apisNow();
    const pacts = pactInteractions();
    return [...new Set([...before.keys(), ...now.keys()])].sort().flatMap((name) => {
      const [was, is] = [before.get(name), now.get(name)];
      if (was?.text === is?.text) return [];
      const { direction } = was ?? is;
      if (!was)
        return [finished({ name, direction, to: versionOf(is), changes: [change('compatible', 'first version')] })];
      if (!is)
        return [
          finished({ name, direction, from: versionOf(was), changes: [change('breaking', 'the contract is gone')] }),
        ];
      const [base, revision] = [file('base.json', was.text), file('revision.json', is.text)];
      const found = compare(base, revision).filter(({ section }) => section !== OF_VERSION);
      // The partner serves what OCMS calls: what counts is whether one that serves the released contract still does.
      const breaks =
        direction === 'outbound'
          ? compare(revision, base)
              .filter(({ level }) => level === BREAKS)
              .map((each) => ({ ...each, text: `whoever serves the released contract: ${each.text}` }))
          : found.filter(({ level }) => level >= MAY_BREAK);
      const told = direction === 'outbound' ? [...found.map((each) => ({ ...each, level: 1 })), ...breaks] : found;
      const documents = [JSON.parse(was.text), JSON.parse(is.text)];
      const changes = told.map((each) =>
        change(
          breaks.includes(each) ? 'breaking' : 'compatible',
          each.text,
          breaks.includes(each) ? whoBreaks(documents, each, pacts) : undefined,
          each.path && `${each.operation} ${each.path}`,
        ),
      );
      // oasdiff passes over an operation that goes after its sunset.
      for (const gone of operationsOf(was).filter((each) => !operationsOf(is).includes(each)))
        if (!told.some(({ operation, path: route }) => `${operation} ${route}` === gone))
          changes.push(change('compatible', 'the operation is gone, after its announced end', undefined, gone));
      if (changes.length === 0) changes.push(change('words', 'words, or what no caller notices'));
      return [finished({ name, direction, from: versionOf(was), to: versionOf(is), changes })];
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Files are closed: whatever is not words breaks their readers (contracts/README.md, Versioning). */
function comparedFiles(against) {
  const read = (text) => new Map(JSON.parse(text).map((each) => [each.name, each]));
  const FILES = 'generated/files/files.json';
  const before = read(shown(against, FILES) ?? '[]');
  const now = read(readFileSync(path.join(options.root, FILES), 'utf8'));
  return [...new Set([...before.keys(), ...now.keys()])].sort().flatMap((name) => {
    const [was, is] = [before.get(name), now.get(name)];
    if (isDeepStrictEqual(was, is)) return [];
    const parties = was ?? is;
    const common = { name, direction: 'file', from: was?.version, to: is?.version };
    if (!was) return [finished({ ...common, changes: [change('compatible', 'first version')] })];
    const partner = [parties.sender, parties.recipient].find((party) => party !== 'OCMS');
    const breaks = { partner, interactions: [], sdkMethod: undefined };
    if (!is) return [finished({ ...common, changes: [change('breaking', 'the contract is gone', breaks)] })];
    const changes = differences(fieldsOf(was), fieldsOf(is)).map((text) => change('breaking', text, breaks));
    return [finished({ ...common, changes: changes.length > 0 ? changes : [change('words', 'words')] })];
  });
}

/** What a file's form is made of, by its place. */
const fieldsOf = ({ fileName, records }) =>
  new Map([
    ['the name', fileName],
    ...records.flatMap((record) =>
      record.fields.map(({ name, form, occurs }, place) => [
        `${record.name}/${name}`,
        `${form}; ${occurs}; place ${place + 1}`,
      ]),
    ),
  ]);

const differences = (before, now) =>
  [...new Set([...before.keys(), ...now.keys()])].flatMap((place) => {
    const [was, is] = [before.get(place), now.get(place)];
    if (was === is) return [];
    if (was === undefined) return [`\`${place}\` is new`];
    return is === undefined ? [`\`${place}\` is gone`] : [`\`${place}\`: ${was} became ${is}`];
  });

const change = (kind, text, breaks, operation) => ({
  kind,
  text,
  ...(operation && { operation }),
  ...(breaks && { breaks }),
});

function finished({ name, direction, from, to, changes }) {
  const kind = ['breaking', 'compatible', 'words'].find((each) => changes.some((one) => one.kind === each));
  // What is gone has no version any more: an API ends with its operations, each after its sunset.
  const versionTaken = from === undefined || (to !== undefined && stepTaken(from, to, STEP_OF[kind]));
  return { name, direction, from, to, kind, step: STEP_OF[kind], versionTaken, changes };
}

/** Whether the version went up by that step or a greater one. */
function stepTaken(from, to, step) {
  const [before, now] = [from, to].map((version) => version.split('.').map(Number));
  const first = before.findIndex((number, index) => number !== now[index]);
  return first >= 0 && now[first] > before[first] && first <= STEPS.indexOf(step);
}

/** The partner, its pact's interactions of that operation, and the method of its SDK. */
function whoBreaks(documents, { operation, path: route, operationId }, pacts) {
  const schemes = documents.flatMap(({ components }) => Object.values(components?.securitySchemes ?? {}));
  const partner = schemes.map((scheme) => scheme['x-ocms-partner'] ?? scheme['x-ocms-system']).find(Boolean);
  if (!route) return { partner, interactions: [], sdkMethod: undefined };
  const pattern = new RegExp(`^${route.replaceAll(/[.*+?^$()|[\]\\]/g, '\\$&').replaceAll(/\{[^}]+\}/g, '[^/]+')}$`);
  const interactions = pacts
    .filter(({ request }) => request.method === operation && pattern.test(request.path))
    .map(({ pact, description }) => ({ pact, interaction: description }));
  const sdkMethod = operationId?.replaceAll(/[-_]+(\w)/g, (_, letter) => letter.toUpperCase());
  return { partner, interactions, sdkMethod };
}

function apisAt(ref) {
  const names = git('ls-tree', '-r', '--name-only', ref, 'contracts/inbound', 'contracts/outbound').split('\n');
  return apis(names, (file) => shown(ref, file));
}

function apisNow() {
  const names = ['inbound', 'outbound'].flatMap((direction) => {
    const folder = path.join(options.root, 'contracts', direction);
    return existsSync(folder) ? readdirSync(folder).map((name) => `contracts/${direction}/${name}`) : [];
  });
  return apis(names, (file) => {
    const there = path.join(options.root, file);
    return existsSync(there) ? readFileSync(there, 'utf8') : undefined;
  });
}

/** By name, each in one piece, as it is published. */
const apis = (files, read) =>
  new Map(
    files.flatMap((file) => {
      const [, direction, name] = /^contracts\/(\w+)\/([\w-]+)\.yaml$/.exec(file) ?? [];
      const text = name && read(`generated/contracts/${name}.json`);
      return text ? [[name, { direction, text }]] : [];
    }),
  );

const METHODS = ['get', 'put', 'post', 'patch', 'delete', 'head', 'options', 'trace'];
const operationsOf = ({ text }) =>
  Object.entries(JSON.parse(text).paths ?? {}).flatMap(([route, item]) =>
    METHODS.filter((method) => method in item).map((method) => `${method.toUpperCase()} ${route}`),
  );

const versionOf = ({ text }) => JSON.parse(text).info.version;

function shown(ref, file) {
  try {
    return git('show', `${ref}:${file}`);
  } catch {
    return undefined;
  }
}

function pactInteractions() {
  const folder = path.join(options.root, 'pacts');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .flatMap((name) =>
      JSON.parse(readFileSync(path.join(folder, name), 'utf8')).interactions.map(({ description, request }) => ({
        pact: name.replace(/\.json$/, ''),
        description,
        request: { method: request.method.toUpperCase(), path: request.path },
      })),
    );
}

const rowOf = ({ name, to, changes }) => `| ${to ?? '-'} | ${name} | ${changes.map(({ text }) => text).join('; ')} |`;

function told(against, contracts) {
  if (contracts.length === 0) return `The contracts are those of ${against}.`;
  return contracts
    .flatMap(({ name, from = 'new', to = 'gone', kind, step, versionTaken, changes }) => [
      `${name} ${from} → ${to}: ${kind}`,
      ...changes.flatMap(({ text, operation, breaks }) => [
        `  - ${text}${operation ? ` (${operation})` : ''}`,
        ...(breaks ? [`    breaks ${brokenBy(breaks)}`] : []),
      ]),
      ...(versionTaken ? [] : [`  FAILED: such a change takes a step of its ${step} version`]),
    ])
    .join('\n');
}

function brokenBy({ partner, interactions, sdkMethod }) {
  const byPact = grouped(interactions);
  return [
    partner ?? 'a partner',
    ...byPact.map(([pact, its]) => `pact ${pact}: ${its.map(({ interaction }) => `"${interaction}"`).join(', ')}`),
    ...(sdkMethod ? [`SDK method ${sdkMethod}`] : []),
  ].join('; ');
}

function grouped(interactions) {
  const byPact = new Map();
  for (const each of interactions) byPact.set(each.pact, [...(byPact.get(each.pact) ?? []), each]);
  return [...byPact];
}

await entry(async () => {
  await ensureInstalled();
  return main();
});
