// Starts a candidate as a process of its own, on its own copy of the data.
import { spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { copyData } from './prepare.mjs';

const HERE = path.dirname(fileURLToPath(import.meta.url));
const START_PATIENCE_MS = 30_000;

/**
 * The candidates in the order of the report. `env` sets up the process.
 *
 * @type {Record<string, { title: string, script: string, env: (place: Place) => Record<string, string> }>}
 * @typedef {{ folder: string, port: number, adminPort: number, sql: object, keyHash: string }} Place
 */
export const CANDIDATES = {
  service: service('(a) this service, as in production'),
  express: bare('(b) bare Express 5, rows mapped in JavaScript', 'bare/express.mjs'),
  expressJson: bare('(b2) bare Express 5, JSON built by SQLite', 'bare/express.mjs', { jsonFromDatabase: true }),
  fastify: bare('(c) Fastify 5 + fastify-openapi-glue', 'bare/fastify.mjs', {
    contract: path.join(HERE, '../../generated/inbound/inbound.json'),
  }),
};

/** Those of the creation of notices. */
export const CREATORS = {
  service: service('(a) this service, 10,000 notices stored'),
  rows: bare('(b) bare Express 5, inserts the rows', 'bare/express.mjs'),
  statements: bare("(b2) bare Express 5, the service's statements", 'bare/express.mjs', { lookUps: true }),
  million: service('(d) as (a), 1,000,000 notices stored'),
};

/** Those of the mirror. */
export const NUDGERS = {
  service: service('(a) this service, as in production'),
  scheduled: service('(e) as (a), OCMS_MIRROR_NUDGE_MS=0', { OCMS_MIRROR_NUDGE_MS: '0' }),
};

function service(title, more = {}) {
  return {
    title,
    script: 'service.mjs',
    env: ({ folder, port, adminPort }) => ({
      NODE_ENV: 'production',
      OCMS_ROLES: 'api',
      PORT: String(port),
      OCMS_HOST: '127.0.0.1',
      OCMS_ADMIN_PORT: String(adminPort),
      OCMS_INTRANET_DB: `sqlite:${path.join(folder, 'intranet.db')}`,
      OCMS_INTERNET_DB: `sqlite:${path.join(folder, 'internet.db')}`,
      ...more,
    }),
  };
}

function bare(title, script, more = {}) {
  return {
    title,
    script,
    env: ({ folder, port, sql, keyHash }) => ({
      NODE_ENV: 'production',
      BENCH_SETTINGS: JSON.stringify({ database: path.join(folder, 'intranet.db'), port, sql, keyHash, ...more }),
    }),
  };
}

/**
 * @param {(typeof CANDIDATES)[string]} candidate
 * @param {{ work: string, data: string, sql?: object, keyHash?: string }} options `data` is copied into a new folder in `work`
 */
export async function startCandidate({ title, script, env }, { work, data, sql, keyHash }) {
  const folder = mkdtempSync(path.join(work, 'candidate-'));
  copyData(data, folder);
  const [port, adminPort] = await freePorts(2);
  // The service's log goes where production's does, to standard output; here that is a file.
  const log = openSync(path.join(folder, 'log'), 'a');
  const inherited = Object.fromEntries(
    Object.entries(process.env).filter(([key]) => !/^(OCMS_|NODE_|PORT$)/.test(key)),
  );
  const child = spawn(process.execPath, [path.join(HERE, script)], {
    cwd: folder,
    env: { ...inherited, ...env({ folder, port, adminPort, sql, keyHash }) },
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  const ended = new Promise((resolve) => child.on('exit', resolve));
  const killWithUs = () => child.kill('SIGKILL');
  process.on('exit', killWithUs);
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
    process.off('exit', killWithUs);
    rmSync(folder, { recursive: true, force: true });
  };

  const url = `http://127.0.0.1:${port}`;
  const deadline = Date.now() + START_PATIENCE_MS;
  while (!(await answers(url))) {
    if (child.exitCode !== null || Date.now() > deadline) {
      const output = readFileSync(path.join(folder, 'log'), 'utf8');
      await stop();
      throw new Error(`${title} does not start:\n${output.slice(-2_000)}`);
    }
    await sleep(50);
  }
  return { url, adminUrl: `http://127.0.0.1:${adminPort}`, folder, stop };
}

const answers = (url) =>
  fetch(url)
    .then(async (response) => (await response.text(), true))
    .catch(() => false);

async function freePorts(count) {
  const servers = await Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise((resolve) => {
          const server = createServer().listen(0, '127.0.0.1', () => resolve(server));
        }),
    ),
  );
  const ports = servers.map((server) => server.address().port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
