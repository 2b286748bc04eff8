// Whether what is here may go to an environment: npm run can-i-deploy -- --to ENV [--json] [--results FOLDER]
// and, once a party has deployed: npm run can-i-deploy -- --to ENV --record [CONTRACT or PACT …]
// What it asks and how it judges is in contracts/README.md, Can it be deployed.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { apisNow, filesNow, gitOf, otherParty, pactsNow, partnerOf, versionOf } from './lib/contract-changes.mjs';
import { matrix } from './lib/deployability.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { oasdiff } from './lib/oasdiff.mjs';
import { brokerOf, publish } from './lib/pact-broker.mjs';
import { readResults, resultsFolder, sha256 } from './lib/pact-results.cjs';
import { entry, Refusal, root as ownRoot } from './lib/process.mjs';

const ENVIRONMENTS = 'contracts/environments';

function given() {
  let parsed;
  try {
    parsed = parseArgs({
      allowPositionals: true,
      options: {
        to: { type: 'string' },
        json: { type: 'boolean', default: false },
        results: { type: 'string' },
        record: { type: 'boolean', default: false },
        // For tests: another working tree.
        root: { type: 'string', default: ownRoot },
      },
    });
  } catch (error) {
    throw new Refusal(error.message);
  }
  const { to, record: recording } = parsed.values;
  if (!to || !/^[a-z][a-z0-9-]*$/.test(to))
    throw new Refusal('--to takes the name of an environment, such as sandbox.');
  if (!recording && parsed.positionals.length > 0) throw new Refusal(`What is ${parsed.positionals.join(' ')}?`);
  return parsed;
}

/** What would be deployed: contracts (APIs and files) and pacts, each by name. */
function stateOf(root) {
  const read = (file) => readFileSync(path.join(root, file), 'utf8');
  const contracts = new Map();
  for (const [name, api] of apisNow(root))
    contracts.set(name, {
      ...{ direction: api.direction, version: versionOf(api), text: api.text },
      ...{ partner: partnerOf(JSON.parse(api.text)), published: `generated/contracts/${name}.json` },
    });
  for (const [name, file] of filesNow(root)) {
    const published = `generated/contracts/${file.schema}`;
    contracts.set(name, {
      ...{ direction: 'file', version: file.version, text: read(published) },
      ...{ partner: otherParty(file), published, file },
    });
  }
  return { contracts, pacts: pactsNow(root) };
}

function readEnvironment(file) {
  if (!existsSync(file)) {
    const folder = path.dirname(file);
    const names = existsSync(folder) ? readdirSync(folder).map((name) => path.basename(name, '.json')) : [];
    throw new Refusal(`There is no ${file}. Environments: ${names.join(', ') || 'none'}.`);
  }
  const { contracts, pacts } = JSON.parse(readFileSync(file, 'utf8'));
  const wrong = [
    ...Object.entries(contracts).filter(([, { version, sha256: sum }]) => !(version && /^[0-9a-f]{64}$/.test(sum))),
    ...Object.entries(pacts).filter(([, { sha256: sum }]) => !/^[0-9a-f]{64}$/.test(sum)),
  ];
  if (wrong.length > 0)
    throw new Refusal(
      `${file}: a contract has version and sha256, a pact sha256: ${wrong.map(([name]) => name).join(', ')}`,
    );
  return { contracts, pacts };
}

/** Writes what is here as what runs there: all of it, or what is named. */
function record(file, here, names) {
  const before = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { contracts: {}, pacts: {} };
  const known = [...here.contracts.keys(), ...here.pacts.keys()];
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new Refusal(`There is no contract and no pact ${unknown.join(', ')}.`);
  const deployed = (name) => names.length === 0 || names.includes(name);
  const merged = (was, now) => {
    const kept = names.length === 0 ? [] : Object.entries(was);
    return Object.fromEntries([...new Map([...kept, ...now])].sort(([a], [b]) => (a < b ? -1 : 1)));
  };
  const contracts = [...here.contracts]
    .filter(([name]) => deployed(name))
    .map(([name, { version, text }]) => [name, { version, sha256: sha256(text) }]);
  const pacts = [...here.pacts]
    .filter(([name]) => deployed(name))
    .map(([name, text]) => [name, { sha256: sha256(text) }]);
  const after = { ...before, contracts: merged(before.contracts, contracts), pacts: merged(before.pacts, pacts) };
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(after, undefined, 2)}\n`);
  return 0;
}

/** The version under which a broker has what is here. */
function committed(root) {
  const git = gitOf(root);
  const changed = git('status', '--porcelain', '--', 'pacts', 'src', 'generated').trim();
  if (changed) throw new Refusal(`A broker is given what is committed. Not committed:\n${changed}`);
  return { version: git('rev-parse', 'HEAD').trim() };
}

function told(to, rows) {
  const heads = { verdict: '', name: '', deploy: 'here', there: to, verified: 'verified', compatible: 'compatible' };
  const cells = rows.map((row) => ({ ...row, name: `${row.kind} ${row.name}` }));
  const columns = Object.keys(heads);
  const width = (column) => Math.max(...[heads, ...cells].map((row) => row[column].length));
  const line = (row) =>
    columns
      .map((column) => row[column].padEnd(width(column)))
      .join('  ')
      .trimEnd();
  const wrong = rows.filter(({ verdict }) => verdict !== 'yes');
  return [
    line(heads),
    ...cells.flatMap((row) => [line(row), ...row.why.map((reason) => `         ${reason}`)]),
    '',
    wrong.length === 0
      ? `Yes: what is here can be deployed to ${to}.`
      : `No: ${wrong.map(({ kind, name, verdict }) => `${kind} ${name}${verdict === 'unknown' ? ' (unknown)' : ''}`).join(', ')}.`,
  ].join('\n');
}

await entry(async () => {
  await ensureInstalled();
  const { values, positionals: names } = given();
  const { to, root } = values;
  const file = path.join(root, ENVIRONMENTS, `${to}.json`);
  const here = stateOf(root);
  if (values.record) return record(file, here, names);
  const there = readEnvironment(file);
  const results = readResults(values.results ? path.resolve(values.results) : resultsFolder());
  const broker = brokerOf(process.env);
  if (broker) await publish(broker, { pacts: here.pacts, results, ...committed(root) });
  const rows = await matrix({ root, here, there, results, oasdiff });
  const deployable = rows.every(({ verdict }) => verdict === 'yes');
  console.log(values.json ? JSON.stringify({ to, deployable, rows }, undefined, 2) : told(to, rows));
  return deployable ? 0 : 1;
});
