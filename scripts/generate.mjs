// Derives generated/ from contracts/. `--check` writes nothing and fails when generated/ is stale.
// What is refused, and why, is in generate/servable.mjs.
//
//   generated/contracts/<name>.{yaml,json}   every contract as one self-contained file
//   generated/{inbound,outbound}/<name>.ts   its types
//   generated/inbound/operations.ts          the operations the service must implement, with their limits
//   generated/inbound/inbound.json           all inbound contracts as one document, for the validating middleware
//   generated/outbound/operations.ts         the operations the service calls
//   generated/outbound/outbound.json         all outbound contracts as one document, for checking what comes back
//   generated/change-log.json                the change log of contracts/README.md, newest last
//   generated/sdks.json                      what the documentation shows of the SDKs that are made of the contracts
//   generated/{files,browser}/, and what is published  of the file contracts, see generate/files.mjs

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { bundle, createConfig } from '@redocly/openapi-core';
import openapiTS, { astToString } from 'openapi-typescript';
import YAML from 'yaml';
import { changeLog } from './generate/change-log.mjs';
import { ContractError, deref, fail, METHODS } from './generate/document.mjs';
import { fileContractFiles, readFileContracts } from './generate/files.mjs';
import { describedSdks } from './generate/sdks.mjs';
import { requireKnownFormats, requireServable } from './generate/servable.mjs';
import { Refusal } from './lib/process.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const { check, contracts: contractsDir, into: generatedDir } = options();

const HEADER = '// generated from contracts/, do not edit\n\n';

// Not localeCompare: its order depends on the machine's locale.
const byName = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
const sorted = (object) => Object.fromEntries(Object.entries(object ?? {}).sort(([a], [b]) => byName(a, b)));
const json = (value) => `${JSON.stringify(value, null, 2)}\n`;
// YAML 1.1 quoting, because a YAML 1.1 reader takes a bare Y or N for a boolean.
const yaml = (value) => YAML.stringify(value, { schema: 'yaml-1.1', lineWidth: 0, aliasDuplicateObjects: false });

/** The folders are arguments for tests, which generate from contracts of their own. */
function options() {
  try {
    return parseArgs({
      options: {
        check: { type: 'boolean', default: false },
        contracts: { type: 'string', default: path.join(root, 'contracts') },
        into: { type: 'string', default: path.join(root, 'generated') },
      },
    }).values;
  } catch (error) {
    console.error(`${error.message}\nusage: node scripts/generate.mjs [--check] [--contracts DIR] [--into DIR]`);
    process.exit(2);
  }
}

// --- reading -----------------------------------------------------------------------------------

async function readContracts(direction) {
  const dir = path.join(contractsDir, direction);
  if (!existsSync(dir)) return [];
  const files = readdirSync(dir)
    .filter((file) => file.endsWith('.yaml'))
    .sort(byName);
  return Promise.all(
    files.map(async (file) => ({
      direction,
      name: path.basename(file, '.yaml'),
      document: await bundled(path.join(dir, file), `contracts/${direction}/${file}`),
    })),
  );
}

async function bundled(file, where) {
  const config = await createConfig({}, { extends: [] });
  // Renaming one of two components of the same name would change the types' names silently.
  const { bundle: result, problems } = await bundle({ ref: file, config, componentRenamingConflicts: 'error' });
  const errors = problems.filter((problem) => problem.severity === 'error');
  if (errors.length > 0) fail(where, errors.map((problem) => problem.message).join('; '));
  // A plain copy: the bundler leaves objects shared between places.
  const document = JSON.parse(JSON.stringify(result.parsed));
  for (const pattern of patternsOf(document)) checkPattern(pattern, where);
  for (const pointer of untitledIn(document)) fail(where, `the object at ${pointer} has no title`);
  for (const [kind, named] of Object.entries(document.components ?? {})) document.components[kind] = sorted(named);
  document.components = sorted(document.components);
  return document;
}

/** Objects within other schemas: generators of clients name them by their title, or badly. */
function* untitledIn(node, pointer = '') {
  if (!node || typeof node !== 'object') return;
  const inline = !/^\/components\/schemas\/[^/]+$/.test(pointer);
  if (inline && [node.type].flat().includes('object') && node.properties && node.title === undefined) yield pointer;
  for (const [key, value] of Object.entries(node)) {
    // What stands in them is no schema.
    if (!['example', 'examples', 'default', 'const', 'enum'].includes(key))
      yield* untitledIn(value, `${pointer}/${key}`);
  }
}

function* patternsOf(node) {
  if (node === null || typeof node !== 'object') return;
  if (typeof node.pattern === 'string') yield node.pattern;
  for (const value of Object.values(node)) yield* patternsOf(value);
}

const MOST_REPEATS = 1_000;

/** Other tools (RE2, Specmatic's automata) count repetitions out: many of them, or one inside another, and they give up. */
function checkPattern(pattern, where) {
  // Of classes and escapes only that they are there matters.
  const shape = pattern.replaceAll(/\\./g, 'x').replaceAll(/\[[^\]]*\]/g, 'x');
  for (const [, count] of shape.matchAll(/(\d+)\}/g))
    if (Number(count) > MOST_REPEATS) fail(where, `the pattern ${pattern} repeats more than ${MOST_REPEATS} times`);
  const open = [];
  let closed = false; // a group that repeats something was closed just before
  for (const character of shape) {
    const repeats = '*+{'.includes(character);
    if (repeats && closed) fail(where, `the pattern ${pattern} has a repetition inside another`);
    closed = false;
    if (character === '(') open.push(false);
    else if (character === ')') {
      closed = open.pop();
      if (closed && open.length > 0) open[open.length - 1] = true;
    } else if (repeats && open.length > 0) open[open.length - 1] = true;
  }
}

// --- operations --------------------------------------------------------------------------------

/** What differs between the two directions. `party` is who a key belongs to: the extension on its scheme names them. */
const DIRECTIONS = {
  inbound: {
    party: 'partner',
    title: 'OCMS inbound APIs',
    types: 'Every operation partners can call, with the types of its request and responses.',
    facts: 'The facts of each operation the server works by: route, key, limits, statuses.',
  },
  outbound: {
    party: 'system',
    title: 'APIs that OCMS calls',
    types: 'Every operation of another system that OCMS calls, with the types of its request and responses.',
    facts: 'The facts of each operation the clients work by: the system it belongs to, route, key, limits, statuses.',
  },
};

function operationsOf(direction, contracts) {
  const operations = new Map();
  const paths = new Map();
  for (const { name, document } of contracts) {
    for (const [route, item] of Object.entries(document.paths ?? {})) {
      // /a/{x} and /a/{y} are the same path to a router.
      const shape = route.replaceAll(/\{[^}]+\}/g, '{}');
      if (paths.has(shape)) fail(name, `path ${route} is already in ${paths.get(shape)}`);
      paths.set(shape, name);
      for (const method of METHODS.filter((candidate) => candidate in item)) {
        const where = `${name}: ${method.toUpperCase()} ${route}`;
        const id = item[method].operationId;
        if (!id) fail(where, 'has no operationId');
        if (operations.has(id)) fail(where, `operationId ${id} is already in ${operations.get(id).contract}`);
        requireKnownFormats(document, route, method, where);
        if (direction === 'inbound') requireServable(document, route, method, where);
        operations.set(id, {
          contract: name,
          method,
          path: route,
          ...security(document, item[method], DIRECTIONS[direction].party, where),
          ...body(document, item, item[method], where),
          ...(direction === 'inbound' && {
            headers: parameters('header', document, item, item[method], where),
            badRequestMessage: item[method]['x-ocms-bad-request-message'] ?? 'Bad Request',
            ...(item[method].deprecated && {
              deprecated: { since: item[method]['x-deprecated-since'], sunset: item[method]['x-sunset'] },
            }),
          }),
          statuses: statuses(item[method], where),
        });
      }
    }
  }
  return sorted(Object.fromEntries(operations));
}

/** How callers may say who they are. */
const AUTHENTICATIONS = [
  {
    name: 'apiKey',
    matches: ({ type, in: place }) => type === 'apiKey' && place === 'header',
    header: ({ name }) => name,
  },
  {
    name: 'bearer',
    matches: ({ type, scheme }) => type === 'http' && scheme?.toLowerCase() === 'bearer',
    header: () => 'Authorization',
  },
];

function security(document, operation, party, where) {
  const required = operation.security ?? document.security ?? [];
  const names = required.flatMap((alternative) => Object.keys(alternative));
  if (names.length === 0 || required.some((alternative) => Object.keys(alternative).length === 0)) {
    fail(where, 'has no security');
  }
  if (names.length > 1) fail(where, `takes more than one key (${names.join(', ')})`);
  const scheme = deref(document, document.components?.securitySchemes?.[names[0]], where);
  const authentication = AUTHENTICATIONS.find(({ matches }) => scheme && matches(scheme));
  if (!authentication) fail(where, `${names[0]} is neither an API key in a header nor a bearer token`);
  const extension = `x-ocms-${party}`;
  if (!scheme[extension]) fail(where, `${names[0]} has no ${extension}`);
  return {
    [party]: scheme[extension],
    ...(party === 'partner' && { authentication: authentication.name }),
    keyHeader: authentication.header(scheme),
    ...(party === 'partner' && { roles: rolesOf(operation, authentication.name, where) }),
  };
}

/** Who of those with a token may call it: nobody may forget to say. A key is a system's, which has no roles. */
function rolesOf(operation, authentication, where) {
  const roles = operation['x-ocms-roles'];
  if (authentication !== 'bearer') {
    if (roles !== undefined) fail(where, 'has x-ocms-roles, but its callers have keys');
    return [];
  }
  const named = Array.isArray(roles) && roles.length > 0 && roles.every((role) => /^[a-z]+$/.test(role));
  if (!named || new Set(roles).size < roles.length) fail(where, 'takes bearer tokens, and has no x-ocms-roles');
  return [...roles].sort(byName);
}

/** Headers that are read of every request before there is an operation, and are never an error. */
const OF_EVERY_REQUEST = new Set(['X-Request-Id']);
const isOfOperation = (parameter) => !(parameter.in === 'header' && OF_EVERY_REQUEST.has(parameter.name));

/** The parameters an operation declares for itself in a place, by name. */
function parameters(place, document, item, operation, where) {
  const declared = [...(item.parameters ?? []), ...(operation.parameters ?? [])].map((node) =>
    deref(document, node, where),
  );
  const there = declared.filter((parameter) => parameter.in === place && isOfOperation(parameter));
  return [...new Set(there.map(({ name }) => name))].sort(byName);
}

function body(document, item, operation, where) {
  const requestBody = deref(document, operation.requestBody, where);
  if (!requestBody) return { maxBodyBytes: 0, batchLimits: [] };
  const maxBodyBytes = requestBody['x-ocms-max-bytes'];
  if (!Number.isSafeInteger(maxBodyBytes) || maxBodyBytes < 1) fail(where, 'its request body has no x-ocms-max-bytes');
  const batchLimits = [];
  for (const media of Object.values(requestBody.content ?? {})) {
    for (const { pointer, maxItems } of arraysOf(document, media.schema, '', where)) {
      if (!Number.isSafeInteger(maxItems)) fail(where, `the request's array ${pointer || '/'} has no maxItems`);
      // A batch is the body itself or one of its fields; arrays inside an item are ordinary schema.
      if (/^(\/[^/*]+)?$/.test(pointer)) batchLimits.push({ pointer, maxItems });
    }
  }
  // Over a batch's limit, it is answered without them having been looked at.
  if (batchLimits.length > 0 && parameters('query', document, item, operation, where).length > 0) {
    fail(where, 'has a batch and query parameters');
  }
  return { maxBodyBytes, batchLimits: batchLimits.sort((a, b) => byName(a.pointer, b.pointer)) };
}

/** Every array of a request schema, `*` standing for any item in its pointer. */
function* arraysOf(document, schemaOrRef, pointer, where, parents = []) {
  const schema = deref(document, schemaOrRef, where);
  if (!schema || typeof schema !== 'object' || parents.includes(schema)) return;
  const below = [...parents, schema];
  if ([schema.type].flat().includes('array') || schema.items) yield { pointer, maxItems: schema.maxItems };
  if (schema.items) yield* arraysOf(document, schema.items, `${pointer}/*`, where, below);
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    const step = name.replaceAll('~', '~0').replaceAll('/', '~1');
    yield* arraysOf(document, property, `${pointer}/${step}`, where, below);
  }
  for (const keyword of ['allOf', 'anyOf', 'oneOf']) {
    for (const part of schema[keyword] ?? []) yield* arraysOf(document, part, pointer, where, below);
  }
}

function statuses(operation, where) {
  const codes = Object.keys(operation.responses ?? {});
  const odd = codes.filter((code) => !/^[1-5][0-9]{2}$/.test(code));
  if (odd.length > 0) fail(where, `every status must be named on its own, not as ${odd.join(', ')}`);
  return codes.map(Number).sort((a, b) => a - b);
}

// --- writing -----------------------------------------------------------------------------------

async function types({ document }) {
  return HEADER + astToString(await openapiTS(structuredClone(document), { alphabetize: true, silent: true }));
}

function operationsModule(direction, operations) {
  const name = direction[0].toUpperCase() + direction.slice(1);
  const contracts = [...new Set(Object.values(operations).map(({ contract }) => contract))].sort(byName);
  const alias = (contract) =>
    `${contract.replaceAll(/(^|[^A-Za-z0-9]+)([A-Za-z0-9])/g, (_, _gap, c) => c.toUpperCase())}Operations`;
  const aliases = new Set(contracts.map(alias));
  if (aliases.size < contracts.length) fail(`contracts/${direction}`, 'two contract names differ in punctuation only');

  const imports = contracts.map((contract) => `import type { operations as ${alias(contract)} } from './${contract}';`);
  const members = Object.entries(operations).map(
    ([id, { contract }]) => `  ${key(id)}: ${alias(contract)}[${literal(id)}];`,
  );
  const entries = Object.entries(operations).map(
    ([id, facts]) =>
      `  ${key(id)}: {\n` +
      Object.entries(facts)
        .map(([fact, value]) => `    ${fact}: ${literal(value)},\n`)
        .join('') +
      '  },',
  );
  return [
    `${HEADER.trimEnd()}`,
    '',
    ...imports,
    '',
    `/** ${DIRECTIONS[direction].types} */`,
    `export interface ${name}Operations {`,
    ...members,
    '}',
    '',
    `export type ${name}OperationId = keyof ${name}Operations;`,
    '',
    `/** ${DIRECTIONS[direction].facts} */`,
    `export const ${direction}Operations = {`,
    ...entries,
    '} as const;',
    '',
  ].join('\n');
}

/** A property name, quoted only where it must be. */
const key = (name) => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : literal(name));

function literal(value) {
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (value && typeof value === 'object') {
    return `{ ${Object.entries(value)
      .map(([name, inner]) => `${name}: ${literal(inner)}`)
      .join(', ')} }`;
  }
  if (typeof value === 'number') return String(value);
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

/** Servers are left out: they belong to one contract's readers, and the middleware would take a base path from them. */
function merged(direction, contracts) {
  const paths = {};
  const components = {};
  const tags = {};
  for (const { name, document } of contracts) {
    for (const [route, item] of Object.entries(document.paths ?? {})) {
      paths[route] = structuredClone(item);
      for (const method of METHODS.filter((candidate) => candidate in item)) {
        const operation = paths[route][method];
        operation.security ??= document.security;
        // The middleware need not look at what takes any value.
        if (direction === 'inbound' && operation.parameters)
          operation.parameters = operation.parameters.filter((node) => isOfOperation(deref(document, node, name)));
      }
    }
    for (const [kind, named] of Object.entries(document.components ?? {})) {
      components[kind] ??= {};
      for (const [component, value] of Object.entries(named)) {
        const other = components[kind][component];
        if (other !== undefined && !isDeepStrictEqual(other, value)) {
          fail(name, `components.${kind}.${component} differs from another ${direction} contract's`);
        }
        components[kind][component] = value;
      }
    }
    for (const tag of document.tags ?? []) tags[tag.name] ??= tag;
  }
  return {
    openapi: '3.1.0',
    info: { title: DIRECTIONS[direction].title, version: '1.0.0' },
    tags: Object.values(sorted(tags)),
    paths: sorted(paths),
    components: sorted(Object.fromEntries(Object.entries(components).map(([kind, named]) => [kind, sorted(named)]))),
  };
}

async function generate() {
  const directions = await Promise.all(
    Object.keys(DIRECTIONS).map(async (direction) => ({ direction, contracts: await readContracts(direction) })),
  );
  const files = new Map();
  for (const contract of directions.flatMap(({ contracts }) => contracts)) {
    if (files.has(`contracts/${contract.name}.yaml`))
      fail(contract.name, 'is both an inbound and an outbound contract');
    files.set(`contracts/${contract.name}.yaml`, yaml(contract.document));
    files.set(`contracts/${contract.name}.json`, json(contract.document));
    files.set(`${contract.direction}/${contract.name}.ts`, await types(contract));
  }
  for (const { direction, contracts } of directions) {
    files.set(`${direction}/operations.ts`, operationsModule(direction, operationsOf(direction, contracts)));
    files.set(`${direction}/${direction}.json`, json(merged(direction, contracts)));
  }
  for (const [name, text] of fileContractFiles(readFileContracts(contractsDir))) {
    if (files.has(name)) fail('contracts/files', `generated/${name} is another contract's already`);
    files.set(name, text);
  }
  const changes = changeLog(contractsDir);
  if (changes.length > 0) files.set('change-log.json', json(changes));
  const documents = new Map(
    directions.flatMap(({ contracts }) => contracts.map(({ name, document }) => [name, document])),
  );
  const sdks = await describedSdks(contractsDir, (name) => documents.get(name));
  if (sdks.length > 0) files.set('sdks.json', json(sdks));
  return files;
}

// --- comparing ---------------------------------------------------------------------------------

function present() {
  if (!existsSync(generatedDir)) return [];
  return readdirSync(generatedDir, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(generatedDir, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .sort(byName);
}

function differences(files) {
  const found = present();
  return [
    ...found.filter((name) => !files.has(name)).map((name) => ({ name, what: 'extra' })),
    ...[...files.keys()].filter((name) => !found.includes(name)).map((name) => ({ name, what: 'missing' })),
    ...found
      .filter(
        (name) => files.has(name) && !readFileSync(path.join(generatedDir, name)).equals(Buffer.from(files.get(name))),
      )
      .map((name) => ({ name, what: 'stale' })),
  ].sort((a, b) => byName(a.name, b.name));
}

function write(files, changes) {
  for (const { name, what } of changes) {
    const file = path.join(generatedDir, name);
    if (what === 'extra') {
      rmSync(file);
    } else {
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, files.get(name));
    }
  }
}

try {
  const files = await generate();
  const changes = differences(files);
  if (check) {
    for (const { name, what } of changes) console.error(`${what}: generated/${name}`);
    if (changes.length > 0) {
      console.error('generated/ does not match contracts/: run `npm run generate`');
      process.exitCode = 1;
    } else {
      console.log(`generated/ matches contracts/ (${files.size} files)`);
    }
  } else {
    write(files, changes);
    console.log(`generated/: ${files.size} files, ${changes.length} changed`);
  }
} catch (error) {
  if (!(error instanceof ContractError || error instanceof Refusal)) throw error;
  console.error(error instanceof ContractError ? `contracts/: ${error.message}` : error.message);
  process.exitCode = 1;
}
