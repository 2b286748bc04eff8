// What changed between two states of the contracts, whom that breaks, and whether each version took its step: for
// contracts-compat.mjs and can-i-deploy.mjs.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { deref, METHODS } from '../generate/document.mjs';
import { isPathOf } from './pact-and-contract.cjs';

const STEPS = ['major', 'minor', 'patch'];
/** Which step of the version a change needs. */
const STEP_OF = { breaking: 'major', compatible: 'minor', words: 'patch' };
/** oasdiff's levels. */
const [MAY_BREAK, BREAKS] = [2, 3];
/** What it says of the version is ours to say. */
const OF_VERSION = 'info';
const FILES = 'generated/files/files.json';
const SDKS = 'contracts/sdks/sdks.yaml';

/** @returns git in this working tree: what a command prints; it throws where the command fails */
export const gitOf =
  (root) =>
  (...args) =>
    execFileSync('git', args, {
      cwd: root,
      encoding: 'utf8',
      maxBuffer: 256 * 1024 * 1024,
      stdio: ['ignore', 'pipe', 'ignore'],
    });

/** @returns the newest tag v1.2.3 before this commit or at it, but for `except`; undefined where there is none */
export const lastRelease = (git, except) =>
  answerOf(git, 'describe', '--tags', '--abbrev=0', '--match', 'v[0-9]*', ...(except ? ['--exclude', except] : []));

/** @returns what a command of git prints; undefined where it fails */
export function answerOf(git, ...args) {
  try {
    return git(...args).trim();
  } catch {
    return undefined;
  }
}

/** @returns the text of a file in a commit, or undefined */
export function shown(git, ref, file) {
  try {
    return git('show', `${ref}:${file}`);
  } catch {
    return undefined;
  }
}

/** Of each API that is not what it was: what changed, whom that breaks, and whether its version took the step. */
export const comparedApis = (before, now, compare, pacts, sdkMethod) =>
  names(before, now).flatMap((name) => comparedApi(name, before.get(name), now.get(name), compare, pacts, sdkMethod));

/**
 * @param was, is the API, { direction, text }; undefined where there is none
 * @param compare oasdiff
 * @param pacts interactions, { pact, description, request: { method, path } }
 * @param sdkMethod of sdkMethods
 * @returns one element where the API changed, else none
 */
export function comparedApi(name, was, is, compare, pacts, sdkMethod) {
  if (was?.text === is?.text) return [];
  const { direction } = was ?? is;
  const [from, to] = [was, is].map((each) => each && versionOf(each));
  const done = (changes) => [finished({ name, direction, from, to, changes })];
  if (!was) return done([change('compatible', 'first version')]);
  if (!is) return done([change('breaking', 'the contract is gone')]);

  const folder = mkdtempSync(path.join(tmpdir(), 'ocms-compat-'));
  try {
    const [base, revision] = [path.join(folder, 'base.json'), path.join(folder, 'revision.json')];
    writeFileSync(base, was.text);
    writeFileSync(revision, is.text);
    const found = compare(base, revision).filter(({ section }) => section !== OF_VERSION);
    // The partner serves what OCMS calls: what counts is whether one that serves the former contract still does.
    const breaks =
      direction === 'outbound'
        ? compare(revision, base)
            .filter(({ level }) => level === BREAKS)
            .map((each) => ({ ...each, text: `whoever serves the released contract: ${each.text}` }))
        : found.filter(({ level }) => level >= MAY_BREAK);
    const told = direction === 'outbound' ? [...found.map((each) => ({ ...each, level: 1 })), ...breaks] : found;
    const documents = [JSON.parse(was.text), JSON.parse(is.text)];
    const broken = (each) => whoBreaks(name, documents, each, pacts, sdkMethod);
    const changes = [
      ...told.map((each) => ({ ...each, kind: breaks.includes(each) ? 'breaking' : 'compatible' })),
      ...unseenChanges(direction, ...documents),
    ].map((each) =>
      change(
        each.kind,
        each.text,
        each.kind === 'breaking' ? broken(each) : undefined,
        each.path && `${each.operation} ${each.path}`,
      ),
    );
    // oasdiff passes over an operation that goes on its last day or later, and takes one that has none for announced.
    const kept = new Set([...operationsOf(is).keys()].map(unnamed));
    for (const [gone, { operationId, ...end }] of operationsOf(was)) {
      if (kept.has(unnamed(gone))) continue;
      const its = changes.filter(({ operation }) => operation === gone);
      if (its.some(({ kind }) => kind === 'breaking')) continue;
      const [operation, route] = gone.split(' ');
      if (direction === 'inbound' && !hasEnded(end))
        changes.push(change('breaking', goneEarly(end), broken({ operation, path: route, operationId }), gone));
      else if (its.length === 0)
        changes.push(change('compatible', 'the operation is gone, after its announced end', undefined, gone));
    }
    if (changes.length === 0) changes.push(change('words', 'words, or what no caller notices'));
    return done(changes);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * What oasdiff does not look at: whose keys and which roles open an operation, how large its requests may be, and whether
 * their objects take properties that they do not know.
 */
function unseenChanges(direction, ...documents) {
  const [before, now] = documents.map((document) =>
    [...operationsIn(document)].map(([name, operation]) => ({ name, facts: factsOf(document, operation), operation })),
  );
  return before.flatMap(({ name, facts: was }) => {
    const found = now.find((each) => unnamed(each.name) === unnamed(name));
    if (!found) return [];
    const { facts: is } = found;
    const [operation, path] = found.name.split(' ');
    const { operationId } = found.operation;
    const told = (breaking, text) => ({
      kind: breaking ? 'breaking' : 'compatible',
      text,
      operation,
      path,
      operationId,
    });
    const inbound = direction === 'inbound';
    const changes = [];
    if (was.party !== is.party)
      changes.push(told(true, `the keys of ${is.party} open it, no more those of ${was.party}`));
    for (const role of was.roles)
      if (!is.roles.includes(role)) changes.push(told(true, `the role \`${role}\` may not call it any more`));
    for (const role of is.roles)
      if (!was.roles.includes(role)) changes.push(told(false, `the role \`${role}\` may call it, too`));
    // A partner may refuse what is larger than it was told.
    if (was.maxBytes !== is.maxBytes && was.maxBytes && is.maxBytes)
      changes.push(
        told(
          inbound ? is.maxBytes < was.maxBytes : is.maxBytes > was.maxBytes,
          `the largest request body became ${is.maxBytes} bytes, from ${was.maxBytes}`,
        ),
      );
    for (const [place, closed] of is.closed) {
      if (closed === (was.closed.get(place) ?? closed)) continue;
      const text = `the request${place && ` property \`${place}\``} takes ${closed ? 'no' : 'any'} property that it does not know`;
      changes.push(told(inbound && closed, text));
    }
    return changes;
  });
}

function factsOf(document, { security, requestBody, 'x-ocms-roles': roles = [] }) {
  const body = deref(document, requestBody);
  const [scheme] = Object.keys((security ?? document.security ?? [])[0] ?? {});
  const { 'x-ocms-partner': partner, 'x-ocms-system': system } = document.components?.securitySchemes?.[scheme] ?? {};
  return {
    party: partner ?? system,
    roles,
    maxBytes: body?.['x-ocms-max-bytes'],
    closed: new Map(closedIn(document, body?.content?.['application/json']?.schema)),
  };
}

/** Each object of a schema by its place, and whether it is closed. */
function closedIn(document, schema, place = '', within = []) {
  const its = deref(document, schema);
  if (!its || within.includes(its)) return [];
  const further = (each, name) => closedIn(document, each, [place, name].filter(Boolean).join('/'), [...within, its]);
  return [
    ...(its.properties ? [[place, its.additionalProperties === false]] : []),
    ...Object.entries(its.properties ?? {}).flatMap(([name, each]) => further(each, name)),
    ...(its.items ? further(its.items, 'items') : []),
    ...['allOf', 'anyOf', 'oneOf'].flatMap((key) =>
      (its[key] ?? []).flatMap((each, index) => further(each, `${key}/${index}`)),
    ),
  ];
}

/** The same of files. */
export const comparedFiles = (before, now) =>
  names(before, now).flatMap((name) => comparedFile(name, before.get(name), now.get(name)));

/** Files are closed: whatever is not words breaks their readers (contracts/README.md, Versioning). */
export function comparedFile(name, was, entry) {
  const is = was && entry && !was.unique ? withoutUnique(entry) : entry;
  if (isDeepStrictEqual(was, is)) return [];
  const done = (changes) => [finished({ name, direction: 'file', from: was?.version, to: is?.version, changes })];
  if (!was) return done([change('compatible', 'first version')]);
  const breaks = { partner: otherParty(was), interactions: [], sdkMethod: undefined };
  if (!is) return done([change('breaking', 'the contract is gone', breaks)]);
  const changes = differences(fieldsOf(was), fieldsOf(is)).map((text) => change('breaking', text, breaks));
  return done(changes.length > 0 ? changes : [change('words', 'words')]);
}

/** An entry as of the time when what is unique was not told. */
const withoutUnique = (entry) => Object.fromEntries(Object.entries(entry).filter(([key]) => key !== 'unique'));

/** With whom OCMS exchanges a file. */
export const otherParty = ({ sender, recipient }) => [sender, recipient].find((party) => party !== 'OCMS');

const names = (before, now) => [...new Set([...before.keys(), ...now.keys()])].sort();

/** What a file's form is made of, by its place. */
const fieldsOf = ({ sender, recipient, fileName, records, unique = [] }) =>
  new Map([
    ['the sender', sender],
    ['the recipient', recipient],
    ['the name', fileName],
    ...unique.map(({ element, field }) => [`unique ${element}/${field}`, true]),
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
function whoBreaks(contract, documents, { operation, path: route, operationId }, pacts, sdkMethod) {
  const partner = documents.map(partnerOf).find(Boolean);
  if (!route) return { partner, interactions: [], sdkMethod: undefined };
  const interactions = pacts
    .filter(({ request }) => request.method === operation && isPathOf(route, request.path))
    .map(({ pact, description }) => ({ pact, interaction: description }));
  return { partner, interactions, sdkMethod: operationId && sdkMethod(contract, operationId) };
}

/**
 * What the SDKs call an operation: as of that commit, since those are the SDKs that partners have, and now, of what was not
 * in them.
 *
 * @returns gives the method of a contract and an operationId; undefined where no SDK is made of the contract
 */
export function sdkMethods(root, ref) {
  const now = path.join(root, SDKS);
  const texts = [shown(gitOf(root), ref, SDKS), existsSync(now) ? readFileSync(now, 'utf8') : undefined];
  let packages;
  return (contract, operationId) => {
    packages ??= texts.flatMap(sdksIn);
    const its = packages.filter(({ contracts }) => contracts.includes(contract));
    if (its.length === 0) return undefined;
    return its.map(({ operations }) => operations?.[operationId]).find(Boolean) ?? generatorsOwn(operationId);
  };
}

function sdksIn(text) {
  if (text === undefined) return [];
  // Only here: the scripts that import this file install it first.
  const { parse } = createRequire(import.meta.url)('yaml');
  const { clients = [], servers = [] } = parse(text);
  return [...clients, ...servers.map((server) => ({ ...server, contracts: [server.contract] }))];
}

/** An operation without a name of ours has the generator's. */
const generatorsOwn = (operationId) => operationId.replaceAll(/[-_]+(\w)/g, (_, letter) => letter.toUpperCase());

/** Whose keys open an API's operations, or to whom they belong. */
export const partnerOf = ({ components }) =>
  Object.values(components?.securitySchemes ?? {})
    .map((scheme) => scheme['x-ocms-partner'] ?? scheme['x-ocms-system'])
    .find(Boolean);

/** The APIs in a commit, by name: { direction, text }, each in one piece as it is published. */
export function apisAt(git, ref) {
  const files = git('ls-tree', '-r', '--name-only', ref, 'contracts/inbound', 'contracts/outbound').split('\n');
  return apis(files, (file) => shown(git, ref, file));
}

/** The same of a working tree. */
export function apisNow(root) {
  const files = ['inbound', 'outbound'].flatMap((direction) => {
    const folder = path.join(root, 'contracts', direction);
    return existsSync(folder) ? readdirSync(folder).map((name) => `contracts/${direction}/${name}`) : [];
  });
  return apis(files, (file) => {
    const there = path.join(root, file);
    return existsSync(there) ? readFileSync(there, 'utf8') : undefined;
  });
}

const apis = (files, read) =>
  new Map(
    files.flatMap((file) => {
      const [, direction, name] = /^contracts\/(\w+)\/([\w-]+)\.yaml$/.exec(file) ?? [];
      const text = name && read(`generated/contracts/${name}.json`);
      return text ? [[name, { direction, text }]] : [];
    }),
  );

/** What goes as a file, in a commit, by name: the contract's entry of `generated/files/files.json`. */
export const filesAt = (git, ref) => byName(shown(git, ref, FILES) ?? '[]');

/** The same of a working tree. */
export const filesNow = (root) => byName(readFileSync(path.join(root, FILES), 'utf8'));

const byName = (text) => new Map(JSON.parse(text).map((each) => [each.name, each]));

/** By method and path. */
const operationsOf = ({ text }) => operationsIn(JSON.parse(text));

const operationsIn = ({ paths = {} }) =>
  new Map(
    Object.entries(paths).flatMap(([route, item]) =>
      METHODS.filter((method) => method in item).map((method) => [`${method.toUpperCase()} ${route}`, item[method]]),
    ),
  );

/** What a parameter of a path is called no caller sees. */
const unnamed = (operation) => operation.replaceAll(/\{[^}]+\}/g, '{}');

/** Whether the last day of an operation is over, in Singapore: until then the service answers. */
const hasEnded = ({ deprecated, 'x-sunset': sunset }) =>
  deprecated === true && sunset < new Date().toLocaleDateString('sv', { timeZone: 'Asia/Singapore' });

const goneEarly = ({ 'x-sunset': sunset }) =>
  sunset === undefined
    ? 'the operation is gone, and its end was not announced'
    : `the operation is gone, and its last day, ${sunset}, is not over`;

export const versionOf = ({ text }) => JSON.parse(text).info.version;

/** The pacts of a working tree, by name: their text. */
export function pactsNow(root) {
  const folder = path.join(root, 'pacts');
  return new Map(
    readdirSync(folder)
      .filter((file) => file.endsWith('.json'))
      .sort()
      .map((file) => [file.replace(/\.json$/, ''), readFileSync(path.join(folder, file), 'utf8')]),
  );
}

/** @param pacts texts by name */
export const interactionsOf = (pacts) =>
  [...pacts].flatMap(([pact, text]) =>
    JSON.parse(text).interactions.map(({ description, request }) => ({
      pact,
      description,
      request: { method: request.method.toUpperCase(), path: request.path },
    })),
  );
