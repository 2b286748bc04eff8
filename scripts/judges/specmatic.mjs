import fs from 'node:fs';
import path from 'node:path';
import { root, run } from '../lib/process.mjs';

const VERSION = '2.55.1';
const LIMIT_MS = 600_000;
const PAST = '^20[0-1][0-9]-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]$';
/** Of the values that fields can have, how many requests combine at most. */
const MOST_COMBINATIONS = 3;

/**
 * Specmatic: requests with every field at its limits, and with every field wrong, and every answer held against the contract.
 * Its command line comes from npm, with the program, which needs Java; fetched once.
 *
 * @param {object} given as Schemathesis's
 */
export async function specmatic({ folder, contract, service, exceptions, only }) {
  const program = await programOf();
  if (!program) return undefined;
  fs.mkdirSync(folder, { recursive: true });
  const judged = readable(contractOfPartners(contract, only));
  fs.writeFileSync(path.join(folder, 'contract.json'), JSON.stringify(judged));
  fs.writeFileSync(path.join(folder, 'specmatic.json'), JSON.stringify(settings(judged, service, only)));
  const { code, output } = await run(
    'java',
    ['-jar', program, 'test', '--config=specmatic.json', `--testBaseURL=${service.url}`, '--timeout=30'],
    {
      cwd: folder,
      env: { MAX_TEST_REQUEST_COMBINATIONS: String(MOST_COMBINATIONS) },
      timeoutMs: LIMIT_MS,
    },
  );
  const calls = callsIn(output);
  const findings = calls.filter(
    (call) => call.failed && !isExcused(call, judged, [...exceptions.valid, ...exceptions.specmatic]),
  );
  if (calls.length === 0) throw new Error(`Specmatic called nothing:\n${output.slice(-2_000)}`);
  if (code !== 0 && calls.every(({ failed }) => !failed)) throw new Error(`Specmatic failed:\n${output.slice(-2_000)}`);
  return {
    found: findings.length > 0,
    calls: calls.length,
    output: findings.map(({ text: told }) => told.slice(0, 3_000)).join('\n'),
  };
}

async function programOf() {
  const folder = path.join(root, 'node_modules/.cache/specmatic', VERSION);
  const program = path.join(folder, 'node_modules/specmatic/specmatic.jar');
  if (!fs.existsSync(program)) {
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(path.join(folder, 'package.json'), '{ "private": true }\n');
    const { code, output } = await run(process.platform === 'win32' ? 'npm.cmd' : 'npm', [
      ...[
        'install',
        '--prefix',
        folder,
        '--ignore-scripts',
        '--no-package-lock',
        '--no-audit',
        '--no-fund',
        '--omit=dev',
      ],
      `specmatic@${VERSION}`,
    ]);
    if (code !== 0) return skipped(`specmatic could not be installed:\n${output.trim()}`);
  }
  const java = await run('java', ['-version']).catch(() => ({ code: 1 }));
  return java.code === 0 ? program : skipped('java is not here');
}

function skipped(why) {
  console.warn(`WARNING: inbound APIs by Specmatic not checked: ${why}`);
  return undefined;
}

function settings(contract, { keys }, only) {
  const securitySchemes = Object.fromEntries(
    Object.entries(contract.components.securitySchemes).map(([name, scheme]) => [
      name,
      { type: 'apiKey', value: keys[scheme['x-ocms-partner']] },
    ]),
  );
  return {
    version: 2,
    contracts: [{ provides: ['contract.json'] }],
    security: { OpenAPI: { securitySchemes } },
    test: { resiliencyTests: { enable: only ? 'none' : 'all' } },
  };
}

/** What partners' systems call; staff's operations need what was read before. */
function contractOfPartners(contract, only) {
  const made = structuredClone(contract);
  for (const [at, item] of Object.entries(made.paths)) {
    const wanted = Object.values(item).some(({ operationId }) =>
      only ? operationId === only : operationId && !operationId.startsWith('staff-'),
    );
    if (!wanted) delete made.paths[at];
  }
  const { securitySchemes } = made.components;
  made.components = { securitySchemes: {} };
  const follow = (value) => {
    if (typeof value !== 'object' || value === null) return;
    if (typeof value.$ref === 'string') {
      const [kind, name] = value.$ref.split('/').slice(-2);
      if (made.components[kind]?.[name] === undefined) {
        (made.components[kind] ??= {})[name] = structuredClone(contract.components[kind][name]);
        follow(made.components[kind][name]);
      }
    }
    Object.values(value).forEach(follow);
  };
  follow(made.paths);
  for (const { security } of Object.values(made.paths).flatMap((item) => Object.values(item)))
    for (const name of Object.keys(security?.[0] ?? {})) made.components.securitySchemes[name] = securitySchemes[name];
  return made;
}

/**
 * As Specmatic can read it. It makes text from patterns, in which quotes and backslashes mean something else to it; and it
 * knows no formats, so that its dates would not exist, and its amounts have more than two decimals: they are whole dollars.
 */
function readable(contract) {
  const changed = (value, asked) => {
    if (Array.isArray(value)) return value.map((each) => changed(each, asked));
    if (typeof value !== 'object' || value === null) return value;
    const made = Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, changed(inner, asked)]));
    if (typeof made.pattern === 'string') {
      made.pattern = made.pattern
        .replace('^/', '^[/]')
        .replace(String.raw`[^\x00-\x1f\x7f-\x9f]`, '[0-9A-Za-z ]')
        .replace(String.raw`[\x20-\x7e]`, '[ -~]');
      if (/\\|\.\*/.test(made.pattern)) delete made.pattern;
    }
    if (made.format === 'instant') Object.assign(made, { pattern: PAST, minLength: 19, maxLength: 19 });
    if (made.format === 'money' && asked) Object.assign(made, { type: 'integer', maximum: 99_999_999 });
    return made;
  };
  const { schemas } = contract.components;
  const asked = namesIn(
    Object.values(contract.paths).flatMap((item) => Object.values(item).map(({ requestBody }) => requestBody)),
    schemas,
  );
  return {
    ...changed(contract),
    components: {
      ...changed(contract.components),
      schemas: Object.fromEntries(
        Object.entries(schemas).map(([name, schema]) => [name, changed(schema, asked.has(name))]),
      ),
    },
  };
}

/** The schemas that something is made of. */
function namesIn(value, schemas, found = new Set()) {
  if (typeof value !== 'object' || value === null) return found;
  const name = value.$ref?.split('/').pop();
  if (name && schemas[name] && !found.has(name)) namesIn(schemas[name], schemas, found.add(name));
  Object.values(value).forEach((inner) => namesIn(inner, schemas, found));
  return found;
}

/** Its log: for each call the request, the answer and what it makes of it. */
function callsIn(output) {
  return output
    .split(/^-{20}$/m)
    .slice(1)
    .map((text) => ({
      text: text.trim(),
      path: /^ *[A-Z]+ (\/\S+)/m.exec(text)?.[1],
      status: Number(/Response at [^\n]*\n\s*(\d{3}) /.exec(text)?.[1]),
      answer: text.slice(text.indexOf('Response at')),
      failed: / has FAILED$/m.test(text),
    }));
}

function isExcused({ path: at, status, answer }, contract, valid) {
  const operation = Object.values(contract.paths[at] ?? {}).find(({ operationId }) => operationId)?.operationId ?? '';
  const said = answer.replaceAll(/",\s*"message": "/g, ' ');
  return valid.some(
    ({ statuses, operations, says = '' }) =>
      statuses.includes(status) && new RegExp(operations).test(operation) && said.includes(says),
  );
}
