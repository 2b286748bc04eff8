import fs from 'node:fs';
import path from 'node:path';
import { root, run } from '../lib/process.mjs';
import { keptPythonWith, runSync } from '../lib/python.mjs';

/** With what makes its requests: the same ones each time. */
const SCHEMATHESIS = ['schemathesis==4.32.5', 'hypothesis==6.170.17', 'jsonschema-rs==0.60.3'];
const HOOKS = 'schemathesis_hooks.py';
/** What they leave: a line for each exception that was needed. */
const NEEDED = 'needed.txt';
const CHECKS = [
  ...['not_a_server_error', 'status_code_conformance', 'content_type_conformance', 'response_schema_conformance'],
  ...['response_headers_conformance', 'negative_data_rejection', 'positive_data_acceptance', 'missing_required_header'],
  ...['unsupported_method', 'allow_header_conformance', 'ignored_auth', 'refused_for_a_reason'],
];
/** How the contracts refuse what breaks them; whatever else is in exceptions.json. */
const REFUSALS = [400, 401, 404, 405, 415, 428];
/** Of each operation in each phase; the same each time. */
const MOST_EXAMPLES = 25;
const SEED = 1;
const LIMIT_MS = 600_000;

/**
 * Schemathesis: requests that keep the contract and that break it, made from the schemas, and every answer held against it.
 *
 * @param {object} given
 * @param {string} given.folder its own
 * @param {object} given.contract all inbound operations
 * @param {{ url: string, keys: Record<string, string> }} given.service
 * @param {{ refused: object[], valid: object[] }} given.exceptions
 * @param {string} [given.only] the one operation that is called, by its examples only
 * @returns {Promise<{ found: boolean, calls: number, unneeded: object[], output: string } | undefined>} `unneeded`: of its
 *   exceptions; undefined where it cannot be had
 */
export async function schemathesis({ folder, contract, service, exceptions, only }) {
  if (runSync('python3', ['-m', 'pip', '--version']).status !== 0) {
    console.warn('WARNING: inbound APIs by Schemathesis not checked: python3 with pip is not here');
    return undefined;
  }
  const python = keptPythonWith(SCHEMATHESIS, 'inbound APIs by Schemathesis');
  if (!python) return undefined;
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(folder, 'contract.json'), JSON.stringify(contract));
  fs.writeFileSync(path.join(folder, NEEDED), '');
  fs.copyFileSync(path.join(root, 'scripts/judges', HOOKS), path.join(folder, HOOKS));
  fs.writeFileSync(path.join(folder, 'schemathesis.toml'), settings(contract, service, exceptions, only));
  const { code, output } = await run(
    python,
    [
      ...['-m', 'schemathesis.cli', '--config-file', 'schemathesis.toml', 'run', 'contract.json', '--url', service.url],
      ...(only ? ['--include-operation-id', only] : []),
    ],
    { cwd: folder, env: { OCMS_JUDGES_EXCEPTIONS: JSON.stringify(exceptions) }, timeoutMs: LIMIT_MS },
  );
  if (code !== 0 && code !== 1) throw new Error(`Schemathesis failed:\n${output}`);
  const calls = Number(/(\d+) generated/.exec(output)?.[1] ?? 0);
  const needed = new Set(fs.readFileSync(path.join(folder, NEEDED), 'utf8').trim().split('\n'));
  const unneeded = Object.entries(exceptions).flatMap(([kind, each]) =>
    each.filter((_, index) => !needed.has(`${kind} ${index}`)),
  );
  return {
    found: code === 1,
    calls,
    unneeded,
    output: output.replaceAll(/^.{1000}.*$/gm, (line) => `${line.slice(0, 1000)} …`),
  };
}

function settings(contract, { keys }, { refused, valid }, only) {
  const authentication = Object.entries(contract.components.securitySchemes).map(
    ([name, scheme]) =>
      `[auth.openapi.${name}]\n${scheme.type === 'apiKey' ? 'api_key' : 'bearer'} = "${keys[scheme['x-ocms-partner']]}"`,
  );
  const allowed = valid.flatMap(({ statuses }) => statuses);
  return `
seed = ${SEED}
# Two at once may fail in Python's parser before 3.12 (cpython 106905).
workers = 1
color = false
warnings = false
continue-on-failure = true
# A connection that the service ends, as after headers too large, may be met by the next request.
request-retries = 3
hooks = "${HOOKS}"
[phases]
stateful.enabled = false
coverage.enabled = ${!only}
fuzzing.enabled = ${!only}
[generation]
max-examples = ${MOST_EXAMPLES}
database = "none"
[checks]
enabled = false
${CHECKS.map((check) => `${check}.enabled = true`).join('\n')}
negative_data_rejection.expected-statuses = [${[...REFUSALS, ...refused.flatMap(({ statuses }) => statuses)]}]
positive_data_acceptance.expected-statuses = ["2xx", ${[...new Set(allowed)]}]
${authentication.join('\n')}
`;
}
