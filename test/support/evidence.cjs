// Evidence for the ledger (scripts/evidence.mjs): which operation answered what to whom, as the service or as a sandbox, in
// which test. With OCMS_EVIDENCE naming a folder, scripts/test.mjs has it, every test file leaves a file of JSON lines there.
// Node.js itself tells of answers, so that it does not matter how a test asks. Plain JavaScript: it is loaded before each
// test file, and compiled by nothing.
/* global expect, afterAll */
const { createHash } = require('node:crypto');
const { appendFileSync, mkdirSync, writeFileSync } = require('node:fs');
const path = require('node:path');
const { subscribe, unsubscribe } = require('node:diagnostics_channel');

const ROOT = path.resolve(__dirname, '../..');
const ANSWERED = 'http.server.response.finish';
const KEY_HEADERS = ['ocp-apim-subscription-key', 'api-key'];

const folder = process.env.OCMS_EVIDENCE;
const digest = (text) => createHash('sha256').update(text).digest('hex').slice(0, 12);

/** One line for what is new in this test file. */
function noter() {
  const { testPath } = expect.getState();
  const test = path.relative(ROOT, testPath).replaceAll('\\', '/');
  const file = path.join(folder, `${digest(test)}.jsonl`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, '');
  const known = new Set();
  return (fact) => {
    const text = JSON.stringify(fact);
    if (known.has(text)) return;
    known.add(text);
    const { currentTestName: name } = expect.getState();
    appendFileSync(file, `${JSON.stringify({ ...fact, test, ...(name && { name }) })}\n`);
  };
}

/** Service and sandboxes are Express applications, which tell themselves apart; what else answers is made by a test. */
function answeredBy({ app }) {
  if (app === undefined) return 'test';
  return app.enabled('sandbox') ? 'sandbox' : 'service';
}

/** Who asks: roles of a token, or a digest of a key, by which the keys of a test can be told apart. */
function askedBy({ authorization = '', ...headers }) {
  const key = KEY_HEADERS.map((name) => headers[name]).find((value) => value !== undefined);
  if (key !== undefined) return { key: digest(String(key)) };
  const [, payload] = /^Bearer [^.]+\.([^.]+)\./.exec(authorization) ?? [];
  if (payload === undefined) return {};
  try {
    const { roles = [] } = JSON.parse(Buffer.from(payload, 'base64url').toString());
    return { roles };
  } catch {
    return { roles: [] };
  }
}

let note = () => undefined;
if (folder && typeof expect === 'function') {
  note = noter();
  const answered = ({ request, response }) => {
    // The route of Express, where it has one: `/v1/staff/jobs/:name` for whatever name.
    const asked = (request.originalUrl ?? request.url).split('?')[0];
    if (!asked.startsWith('/v1/')) return;
    const route = request.route ? request.route.path.replaceAll(/:(\w+)/g, '{$1}') : asked;
    const by = answeredBy(request);
    note({ method: request.method, route, status: response.statusCode, by, ...askedBy(request.headers) });
  };
  subscribe(ANSWERED, answered);
  afterAll(() => unsubscribe(ANSWERED, answered));
}

/**
 * @param {string} file the name of one, or of its contract
 * @param {'taken' | 'refused' | 'sandbox'} seen what became of it
 */
module.exports = { noteFile: (file, seen) => note({ file, seen }) };
