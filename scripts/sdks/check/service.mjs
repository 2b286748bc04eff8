// The service the clients are shown on: the sandbox of what partners call, which is the service itself on fresh databases
// in memory, and a gateway before it that does what a client cannot be made to do.
import http from 'node:http';
import { createRequire } from 'node:module';
import { text } from 'node:stream/consumers';

const built = createRequire(import.meta.url);

/** How a call that is right becomes one that the service itself refuses with this status. */
const PROVOKED = {
  400: (call) => ({ ...call, body: '{}' }),
  401: (call) => ({ ...call, headers: without(call.headers, ['ocp-apim-subscription-key', 'api-key']) }),
  404: (call) => ({ ...call, path: `${call.path}/none` }),
  405: (call) => ({ ...call, method: 'PUT' }),
  408: (call) => ({ ...call, unfinished: true }),
  413: (call) => ({ ...call, body: call.body + ' '.repeat(1024 * 1024) }),
  415: (call) => ({ ...call, headers: { ...call.headers, 'content-type': 'text/plain' } }),
  429: (call) => naming(call, 'FAULT429'),
  431: (call) => ({ ...call, headers: { ...call.headers, 'x-filler': 'x'.repeat(17 * 1024) } }),
  500: (call) => naming(call, 'FAULT500'),
  503: (call) => naming(call, 'FAULT503'),
};
export const PROVOKED_STATUSES = Object.keys(PROVOKED);

/**
 * A gateway before a service of its own. To every object of every answer it adds a field that no contract knows, and it
 * writes amounts with twenty decimals, which are zeros: whoever reads digits still has them, whoever reads a binary
 * fraction does not. A call with the header X-Provoke is answered with that status.
 *
 * @returns {Promise<{ url: string, keys: Record<string, string>, sent: { path: string, body: string, status: number }[], close(): Promise<void> }>}
 *   `sent`: what came in and how it was answered, without the provoked calls
 */
export async function checkedService() {
  const { startInboundSandbox } = built('../../../dist/src/app/inbound-sandbox/index.js');
  const { sandboxKeysOf } = built('../../../dist/src/app/inbound-sandbox/described.js');
  const { readConfig } = built('../../../dist/src/config/config.js');
  const { createLogger } = built('../../../dist/src/platform/logging.js');
  const config = readConfig({ OCMS_REQUEST_TIMEOUT_MS: '1000' });
  const logger = createLogger({ level: 'silent' });
  const sandbox = await startInboundSandbox({ config, logger, port: 0, origins: [] });
  const keys = Object.fromEntries([...sandboxKeysOf(config)].map(([key, partner]) => [partner, key]));
  const sent = [];
  const server = http.createServer((request, response) => {
    answer(request, response).catch((error) => response.writeHead(502).end(String(error)));
  });
  const answer = async (request, response) => {
    const { 'x-provoke': status, ...headers } = without(request.headers, ['host', 'connection', 'content-length']);
    const call = { method: request.method, path: request.url, headers, body: await text(request) };
    const answered = await called(sandbox.url, status === undefined ? call : PROVOKED[status](call));
    if (status === undefined) sent.push({ path: call.path, body: call.body, status: answered.status });
    const isJson = /json/.test(answered.headers['content-type'] ?? '');
    response.writeHead(answered.status, without(answered.headers, ['connection', 'content-length', 'keep-alive']));
    response.end(isJson ? changed(answered.body) : answered.body);
  };
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    keys,
    sent,
    async close() {
      server.close();
      server.closeAllConnections();
      await sandbox.close();
    },
  };
}

function called(url, { method, path, headers, body, unfinished }) {
  return new Promise((resolve, reject) => {
    const length = Buffer.byteLength(body) + (unfinished ? 1 : 0);
    const request = http.request(
      `${url}${path}`,
      { method, agent: false, headers: { ...headers, 'content-length': length } },
      (response) =>
        text(response).then(
          (answer) => resolve({ status: response.statusCode, headers: response.headers, body: answer }),
          reject,
        ),
    );
    request.on('error', reject);
    if (unfinished) request.write(body);
    else request.end(body);
  });
}

const changed = (body) =>
  JSON.stringify(withMore(JSON.parse(body))).replaceAll(
    /("amount\w+":\d+)(?:\.(\d+))?/g,
    (_, whole, decimals = '') => `${whole}.${decimals.padEnd(20, '0')}`,
  );

function withMore(value) {
  if (Array.isArray(value)) return value.map(withMore);
  if (typeof value !== 'object' || value === null) return value;
  const more = { addedLater: { any: ['thing', 1.5, null] } };
  return { ...Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withMore(inner)])), ...more };
}

const without = (headers, names) =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name)));
const naming = (call, magic) => ({ ...call, body: call.body.replace('COURT1', magic) });
