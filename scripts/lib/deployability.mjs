// Whether what is here fits what runs in an environment: the matrix of can-i-deploy.mjs.
import {
  comparedApi,
  comparedFile,
  filesAt,
  gitOf,
  interactionsOf,
  partnerOf,
  sdkMethods,
  shown,
} from './contract-changes.mjs';
import { breaches, isPathOf } from './pact-and-contract.cjs';
import { sha256, sourceOf } from './pact-results.cjs';

/**
 * @param root the working tree, whose history has what runs there
 * @param here what would be deployed: `contracts` by name, each { direction, partner, version, text, published, file? },
 * and `pacts`, texts by name
 * @param there what runs there: `contracts`, { version, sha256 } by name, and `pacts`, { sha256 } by name
 * @param results verifications by pact
 * @param oasdiff gives what compares two APIs, or undefined where it cannot be had
 * @returns a row per contract and pact: { kind, name, deploy, there, verified, compatible, verdict, why }. `verified` and
 * `compatible` are yes, no, unknown or -; `verdict` is yes, no or unknown; `why` has the reasons
 */
export async function matrix({ root, here, there, results, oasdiff }) {
  const history = historyOf(root);
  const source = sourceOf(root);
  let compare;
  /** Only where something differs: to have it takes Go. */
  const comparing = () => (compare ??= oasdiff() ?? 'none') !== 'none';

  const pactThere = (name) =>
    there.pacts[name] && history([`pacts/${name}.json`], there.pacts[name].sha256, here.pacts.get(name))?.text;
  const contractThere = (name) => {
    const its = here.contracts.get(name);
    const files = its ? [its.published] : ['json', 'xsd'].map((ext) => `generated/contracts/${name}.${ext}`);
    return history(files, there.contracts[name].sha256, its?.text);
  };
  const apisOf = (direction, partner) =>
    [...here.contracts]
      .filter(([, each]) => each.direction === direction && each.partner?.toLowerCase() === partner)
      .map(([name, { text }]) => ({ name, text }));
  /** What of the pact of a partner's version there the contracts here do not keep. */
  const lostBy = (pact, name) => lost(pact, apisOf('inbound', name.replace(/-ocms$/, '')));

  async function contractRow(name) {
    const is = here.contracts.get(name);
    const was = there.contracts[name];
    const row = { kind: 'contract', name, deploy: is?.version ?? '-', there: was?.version ?? '-', verified: '-' };
    const judged = (compatible, ...why) => ({ ...row, compatible, verdict: compatible, why });

    if (!was)
      return is.direction === 'inbound'
        ? judged('yes', 'new there')
        : judged('no', `${is.partner} does not have it there yet`);
    const found = contractThere(name);
    if (!found) return judged('unknown', notFound(was));
    if (found.text === is?.text) return judged('yes');

    const api = found.text.startsWith('{') && JSON.parse(found.text);
    const isFile = !api?.openapi;
    const partner = isFile ? undefined : partnerOf(api)?.toLowerCase();
    const inbound = !isFile && !systemIn(api);
    const relied = inbound ? `${partner}-ocms` : `ocms-${partner}`;
    const pact = inbound ? pactThere(relied) : here.pacts.get(relied);
    if (!isFile && is && !comparing()) return judged('unknown', 'not compared: oasdiff cannot be had here');
    const direction = inbound ? 'inbound' : 'outbound';
    const [changed] = isFile
      ? comparedFile(name, filesAt(gitOf(root), found.commit).get(name), is?.file)
      : comparedApi(
          name,
          { direction, text: found.text },
          is && { direction, text: is.text },
          compare,
          pact ? interactionsOf([[relied, pact]]) : [],
          sdkMethods(root, found.commit),
        );
    if (!changed) return judged('yes', 'the same but for how it is written');

    const steps = changed.versionTaken ? [] : [`such a change takes a step of its ${changed.step} version`];
    if (changed.kind !== 'breaking') return judged(steps.length > 0 ? 'no' : 'yes', changed.kind, ...steps);
    const breaks = changed.changes.filter(({ kind }) => kind === 'breaking').map(breakingTold);
    if (!inbound) return judged('no', ...steps, ...breaks, `the other side has ${was.version} there and goes first`);
    // What a partner relies on is its pact: a break that touches none of it breaks nobody there.
    if (!pact)
      return judged(
        there.pacts[relied] ? 'unknown' : 'no',
        ...steps,
        ...breaks,
        `the pact ${relied} there is not known`,
      );
    const broken = is ? await lostBy(pact, relied) : breaks;
    if (steps.length + broken.length > 0) return judged('no', ...steps, ...breaks, ...broken);
    return judged('yes', `breaking, but the pact ${relied} there is kept`);
  }

  async function pactRow(name) {
    const now = here.pacts.get(name);
    const was = there.pacts[name];
    const row = { kind: 'pact', name, deploy: short(now && sha256(now)), there: short(was?.sha256) };
    const [verified, reason] = now ? verification(results.get(name), sha256(now), source) : ['-'];
    const judged = (compatible, ...why) => ({
      ...{ ...row, verified, compatible },
      verdict: [verified, compatible].includes('no') ? 'no' : compatible,
      why: [...(reason ? [reason] : []), ...why],
    });

    if (!name.startsWith('ocms-')) {
      if (!was) return judged('yes', 'the partner is not there yet');
      const pact = pactThere(name);
      if (!pact) return judged('unknown', notFound(was));
      const broken = await lostBy(pact, name);
      if (broken.length > 0) return judged('no', ...broken);
      return judged('yes', ...(pact === now ? [] : ['another one is there; it is kept']));
    }
    if (!now) return judged('yes', 'OCMS does without');
    // OCMS calls what the partner serves there.
    const contracts = apisOf('outbound', name.replace(/^ocms-/, '')).map((contract) => contract.name);
    const missing = contracts.filter((contract) => !there.contracts[contract]);
    if (missing.length > 0) return judged('no', `not there yet: ${missing.join(', ')}`);
    const served = contracts.map((contract) => ({ name: contract, text: contractThere(contract)?.text }));
    const unknown = served.filter(({ text }) => text === undefined).map((contract) => contract.name);
    if (unknown.length > 0) return judged('unknown', `not known as it is there: ${unknown.join(', ')}`);
    const broken = await lost(now, served);
    return judged(broken.length > 0 ? 'no' : 'yes', ...broken);
  }

  const rows = [];
  for (const name of names(here.contracts, there.contracts)) rows.push(await contractRow(name));
  for (const name of names(here.pacts, there.pacts)) rows.push(await pactRow(name));
  return rows;
}

/**
 * @returns finds the text of this sum: what is here, or what one of the files once was, with the commit. Whatever runs
 * somewhere was committed; a clone without its history does not have it.
 */
function historyOf(root) {
  const git = gitOf(root);
  return (files, sum, now) => {
    if (now !== undefined && sha256(now) === sum) return { text: now };
    for (const file of files)
      for (const commit of git('log', '--format=%H', '--', file).split('\n').filter(Boolean)) {
        const text = shown(git, commit, file);
        if (text !== undefined && sha256(text) === sum) return { commit, text };
      }
    return undefined;
  };
}

/** What of a pact these contracts, each { name, text }, do not keep. */
async function lost(pact, contracts) {
  const parsed = JSON.parse(pact);
  const documents = contracts.map(({ name, text }) => ({ name, oas: JSON.parse(text) }));
  const found = [];
  for (const { name, oas } of documents)
    for (const { interaction, text } of await breaches(parsed, oas))
      found.push(`${name} does not keep ${interaction ? `"${interaction}"` : 'the pact'}: ${text}`);
  const routes = documents.flatMap(({ oas }) => Object.keys(oas.paths ?? {}));
  for (const { description, request } of parsed.interactions)
    if (!routes.some((route) => isPathOf(route, request.path)))
      found.push(`no contract keeps "${description}": there is no ${request.method} ${request.path}`);
  return found;
}

/** Whether a pact of this very content is kept by the code that is here. */
function verification(result, sum, source) {
  if (!result) return ['no', 'not verified: npm test does it'];
  if (result.sha256 !== sum) return ['no', `not verified since it changed: ${short(result.sha256)} was`];
  if (result.source !== source) return ['no', 'not verified since src/ or generated/ changed: npm test does it'];
  if (!result.success) return ['no', `not kept by ${result.by}, ${result.at}`];
  return ['yes'];
}

const systemIn = ({ components }) =>
  Object.values(components?.securitySchemes ?? {}).some((scheme) => scheme['x-ocms-system']);

function breakingTold({ text, operation, breaks }) {
  const { partner, interactions = [], sdkMethod } = breaks ?? {};
  return [
    `${text}${operation ? ` (${operation})` : ''}`,
    ...(partner ? [`breaks ${partner}`] : []),
    ...interactions.map(({ pact, interaction }) => `${pact} "${interaction}"`),
    ...(sdkMethod ? [`SDK method ${sdkMethod}`] : []),
  ].join('; ');
}

const notFound = ({ version, sha256: sum }) =>
  `${[version, short(sum)].filter(Boolean).join(', ')} is not in the history of this clone`;

const names = (here, there) => [...new Set([...here.keys(), ...Object.keys(there)])].sort();

const short = (sum) => sum?.slice(0, 12) ?? '-';
