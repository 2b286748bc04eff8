import fs from 'node:fs';
import path from 'node:path';
import { root, run } from '../lib/process.mjs';

const VERSION = '2.55.1';
const LIMIT_MS = 600_000;
/** Of the values that fields can have, how many requests combine at most. */
const MOST_COMBINATIONS = 3;

/**
 * Specmatic: requests with every field at its limits, and with every field wrong, and every answer held against the contract.
 * Its command line comes from npm, with the program, which needs Java; fetched once.
 *
 * @param {object} given as Schemathesis's, but for its exceptions
 * @param {{ leftOut: object[], rewritten: object[], found: object[] }} given.exceptions
 */
export async function specmatic({ folder, contract, service, exceptions, only }) {
  const program = await programOf();
  if (!program) return undefined;
  fs.mkdirSync(folder, { recursive: true });
  const needed = new Set();
  const judged = rewritten(withoutLeftOut(contract, exceptions.leftOut, only, needed), exceptions.rewritten, needed);
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
  const findings = calls.filter((call) => {
    const exception = call.failed && exceptionOf(call, judged, exceptions.found);
    needed.add(exception);
    return call.failed && !exception;
  });
  if (calls.length === 0) throw new Error(`Specmatic called nothing:\n${output.slice(-2_000)}`);
  if (code !== 0 && calls.every(({ failed }) => !failed)) throw new Error(`Specmatic failed:\n${output.slice(-2_000)}`);
  return {
    found: findings.length > 0,
    calls: calls.length,
    unneeded: Object.values(exceptions)
      .flat()
      .filter((each) => !needed.has(each)),
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

/** Only those operations that no exception leaves out, and what belongs to them. */
function withoutLeftOut(contract, exceptions, only, needed) {
  const made = structuredClone(contract);
  for (const [at, item] of Object.entries(made.paths))
    for (const [method, { operationId }] of Object.entries(item)) {
      if (!operationId) continue;
      const exception = exceptions.find(({ operations }) => new RegExp(operations).test(operationId));
      if (exception) needed.add(exception);
      if (exception || (only && operationId !== only)) delete item[method];
      if (!Object.values(item).some((each) => each.operationId)) delete made.paths[at];
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

/** As Specmatic can read it: with what exceptions.json has rewritten, in its order. */
function rewritten(contract, exceptions, needed) {
  const changed = (value, asked) => {
    if (Array.isArray(value)) return value.map((each) => changed(each, asked));
    if (typeof value !== 'object' || value === null) return value;
    const made = Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, changed(inner, asked)]));
    for (const exception of exceptions) {
      if (!concerns(exception, made, asked)) continue;
      needed.add(exception);
      const { part, as } = exception;
      if (part) made.pattern = made.pattern.replace(part, as);
      else if (as) Object.assign(made, as);
      else delete made.pattern;
    }
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

/** Whether it is of this part of patterns, of patterns like this one, or of this format, of all or in requests. */
function concerns({ part, pattern, format, inRequests }, schema, asked) {
  if (format) return schema.format === format && (asked || !inRequests);
  if (typeof schema.pattern !== 'string') return false;
  return part ? schema.pattern.includes(part) : new RegExp(pattern).test(schema.pattern);
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

function exceptionOf({ path: at, status, answer }, contract, exceptions) {
  const operation = Object.values(contract.paths[at] ?? {}).find(({ operationId }) => operationId)?.operationId ?? '';
  const said = answer.replaceAll(/",\s*"message": "/g, ' ');
  return exceptions.find(
    ({ statuses, operations, says = '' }) =>
      statuses.includes(status) && new RegExp(operations).test(operation) && said.includes(says),
  );
}
