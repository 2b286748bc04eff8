// The evidence ledger: for every operation and status of the contracts, and every file, what shows that it is so.
//
//   node scripts/evidence.mjs [--from FOLDER] [--out FOLDER] [--only CONTRACT …] [--report]
//
// The rows are those of generated/contracts/. It reads what the suites left behind (OCMS_EVIDENCE, which scripts/test.mjs
// sets; see test/support/evidence.cjs), writes evidence.json and evidence.html, and fails where a cell is empty that
// evidence/exceptions.json gives no reason for, or where a reason is not needed any more; with --report it only counts them.
// What counts:
//
//   example  the contract has a named example of each body (of a success, the request's too), and each keeps its schema, as
//            the service's own validator finds it; the portal shows all of them. Of a file: the service's reader takes it.
//   pact     an interaction ends with this status, in a pact that was verified as it is (npm run can-i-deploy).
//   test     outside test/pact: the running service gave this answer, and not its sandbox; of what OCMS calls, OCMS met it. Of a
//            file: the reader refuses one that breaks the contract.
//   sandbox  outside test/pact: the sandbox that partners call gave this answer; what members of staff call it does not offer.
//            Of what OCMS calls: the partner sandbox gave it. Of a file: it arrived there whole, or was taken from there.
//   who      of a success: with the key, or with each role alone; of 401: without, with an unknown one, with another
//            partner's; of 403: with other roles only.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ledger, uncovered } from './evidence/ledger.mjs';
import { page } from './evidence/page.mjs';
import { ensureBuilt } from './lib/build.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { evidenceFolder } from './lib/evidence.mjs';
import { readResults, resultsFolder, sha256, sourceOf } from './lib/pact-results.cjs';
import { entry, Refusal, root } from './lib/process.mjs';

const built = createRequire(import.meta.url);

await entry(async () => {
  await ensureInstalled();
  const { from, out, exceptions, only, report } = options();
  const asked = (name) => !only || only.includes(name);
  await ensureBuilt();
  const facts = factsIn(from);
  if (facts.length === 0) throw new Refusal(`No evidence in ${from}: npm test and npm test -- --long leave it there.`);
  const { rows, unneeded } = ledger({
    ...{ contracts: contracts(asked), facts, pacts: pacts() },
    files: json('generated/files/files.json').filter(({ name }) => asked(name)),
    compile: built('../dist/src/contract/schemas.js').compileContract,
    offered: Object.keys(built('../dist/src/app/inbound-sandbox/offered.js').offered),
    exceptions: JSON.parse(fs.readFileSync(exceptions, 'utf8')),
  });
  const empty = uncovered(rows);
  fs.mkdirSync(out, { recursive: true });
  fs.writeFileSync(path.join(out, 'evidence.json'), `${JSON.stringify({ uncovered: empty, rows }, undefined, 2)}\n`);
  fs.writeFileSync(path.join(out, 'evidence.html'), page(rows));
  const wrong = [
    ...empty,
    ...(only ? [] : unneeded).map(({ reason }) => `Not needed any more in scripts/evidence/exceptions.json: ${reason}`),
  ];
  if (!report) for (const line of wrong) console.log(line);
  console.log(`${told(rows)}\n${path.relative('', path.join(out, 'evidence.html'))}`);
  return wrong.length > 0 && !report ? 1 : 0;
});

function options() {
  const { values } = parseArgs({
    options: {
      from: { type: 'string' },
      out: { type: 'string' },
      only: { type: 'string', multiple: true },
      report: { type: 'boolean', default: false },
      // For tests.
      exceptions: { type: 'string', default: path.join(root, 'scripts/evidence/exceptions.json') },
    },
  });
  return {
    ...values,
    from: values.from ? path.resolve(values.from) : evidenceFolder(),
    out: path.resolve(values.out ?? path.join(root, '.data/evidence')),
  };
}

/** Of tests that are still there. */
function factsIn(folder) {
  if (!fs.existsSync(folder)) return [];
  return fs
    .readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .flatMap((name) => fs.readFileSync(path.join(folder, name), 'utf8').split('\n').filter(Boolean))
    .map((line) => JSON.parse(line))
    .filter(({ test }) => fs.existsSync(path.join(root, test)));
}

/** The APIs, inbound first. */
function contracts(asked) {
  return new Map(
    ['inbound', 'outbound'].flatMap((direction) =>
      fs
        .readdirSync(path.join(root, 'contracts', direction))
        .filter((name) => name.endsWith('.yaml'))
        .sort()
        .map((name) => path.basename(name, '.yaml'))
        .filter(asked)
        .map((name) => [name, { direction, document: json(`generated/contracts/${name}.json`) }]),
    ),
  );
}

function pacts() {
  const results = readResults(resultsFolder());
  const now = sourceOf();
  return fs
    .readdirSync(path.join(root, 'pacts'))
    .filter((name) => name.endsWith('.json'))
    .map((file) => {
      const name = path.basename(file, '.json');
      const text = fs.readFileSync(path.join(root, 'pacts', file), 'utf8');
      const { success, sha256: sum, source } = results.get(name) ?? {};
      return { name, pact: JSON.parse(text), verified: success === true && sum === sha256(text) && source === now };
    });
}

function json(file) {
  return JSON.parse(fs.readFileSync(path.join(root, file), 'utf8'));
}

function told(rows) {
  const states = rows.flatMap(({ cells }) => Object.values(cells).map(({ state }) => state));
  const count = (wanted) => states.filter((state) => state === wanted).length;
  return `${count('yes')} cells covered, ${count('excepted')} excepted with a reason, ${count('no')} uncovered`;
}
