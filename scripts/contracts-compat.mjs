// Compares the contracts with those of the last release, and fails where one changed without its version's step:
// npm run contracts:compat -- [--against REF] [--changelog | --json]
import { parseArgs } from 'node:util';
import {
  answerOf,
  apisAt,
  apisNow,
  comparedApis,
  comparedFiles,
  filesAt,
  filesNow,
  gitOf,
  interactionsOf,
  lastRelease,
  pactsNow,
  sdkMethods,
} from './lib/contract-changes.mjs';
import { oasdiff } from './lib/oasdiff.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { entry, Refusal, root as ownRoot } from './lib/process.mjs';

const { values: options } = parseArgs({
  options: {
    against: { type: 'string' },
    changelog: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    // For tests: another working tree.
    root: { type: 'string', default: ownRoot },
  },
});
const { root } = options;
const git = gitOf(root);

function main() {
  const against = options.against ?? lastRelease(git);
  if (against === undefined) {
    // As many a CI clones: where the last release is cannot be told from that there is none.
    if (answerOf(git, 'rev-parse', '--is-shallow-repository') === 'true')
      console.warn('WARNING: contracts not compared with the last release: this clone has neither tags nor history');
    else console.log('There is no release (a tag v1.2.3) to compare the contracts with.');
    return 0;
  }
  if (answerOf(git, 'rev-parse', '--verify', '--quiet', `${against}^{commit}`) === undefined)
    throw new Refusal(`There is no commit ${against} in this clone.`);
  const compare = oasdiff();
  if (!compare) return 0;
  const contracts = [
    ...comparedApis(
      apisAt(git, against),
      apisNow(root),
      compare,
      interactionsOf(pactsNow(root)),
      sdkMethods(root, against),
    ),
    ...comparedFiles(filesAt(git, against), filesNow(root)),
  ];
  if (options.json) console.log(JSON.stringify({ against, contracts }, null, 2));
  else if (options.changelog) for (const each of contracts) console.log(rowOf(each));
  else console.log(told(against, contracts));
  return contracts.every(({ versionTaken }) => versionTaken) ? 0 : 1;
}

const rowOf = ({ name, to, changes }) => {
  const cells = [to ?? '-', name, changes.map(({ text }) => text).join('; ')];
  // A pattern's alternatives would end the cell.
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
};

function told(against, contracts) {
  if (contracts.length === 0) return `The contracts are those of ${against}.`;
  return contracts
    .flatMap(({ name, from = 'new', to = 'gone', kind, step, versionTaken, changes }) => [
      `${name} ${from} → ${to}: ${kind}`,
      ...changes.flatMap(({ text, operation, breaks }) => [
        `  - ${text}${operation ? ` (${operation})` : ''}`,
        ...(breaks ? [`    breaks ${brokenBy(breaks)}`] : []),
      ]),
      ...(versionTaken
        ? []
        : [
            `  FAILED: such a change takes a step of its ${step} version, and a row of contracts/README.md, Change log`,
          ]),
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
