// Compares the service with a bare Express handler and with Fastify, side by side in one run. One machine's
// figures mean nothing on another; the ratios do.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { benchAdvisory } from './advisory.mjs';
import { benchCapacity } from './capacity.mjs';
import { CANDIDATES, startCandidate } from './candidates.mjs';
import { benchCreation } from './creation.mjs';
import { benchForeign } from './foreign.mjs';
import { benchLetters } from './letters.mjs';
import { ask, CONNECTIONS } from './load.mjs';
import { measure, TURNS } from './measure.mjs';
import { benchMirror } from './mirror.mjs';
import { copyData, purgeMarks, prepareData, recordStatements } from './prepare.mjs';
import { report, reportLimits, reportStatements } from './report.mjs';
import { workloads } from './workloads.mjs';

/** The service runs more code than the others, so it takes longest until all of it is compiled: some 10,000 requests. */
const WARM_UP_S = 6;

/** What is measured, in this order, each on data of its own. */
const PARTS = {
  operations: benchOperations,
  creation: benchCreation,
  mirror: benchMirror,
  foreign: benchForeign,
  advisory: benchAdvisory,
  letters: benchLetters,
  capacity: benchCapacity,
};

const HELP = `npm run bench -- [${Object.keys(PARTS).join('|')}]... [--rounds N] [--seconds S] [--notices N] [--check | --smoke]
  --rounds   how often each candidate is measured (7)
  --seconds  how long each query is measured per round, ${TURNS} turns together (1)
  --notices  how many notices are stored for creation and foreign (1,000,000)
  --check    exit with 1 when a limit is missed
  --smoke    whether every part starts and ends: little data, one round, for 0.4 s`;

/** Enough that every part has something to do. */
const SMOKE = { rounds: 1, seconds: 0.4, notices: 1_000, little: true };

/** @param {readonly string[]} args */
export async function bench(args) {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      rounds: { type: 'string', default: '7' },
      seconds: { type: 'string', default: '1' },
      notices: { type: 'string', default: '1000000' },
      smoke: { type: 'boolean', default: false },
      check: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const rounds = Number(values.rounds);
  const seconds = Number(values.seconds);
  const notices = Number(values.notices);
  const parts = positionals.length > 0 ? positionals : Object.keys(PARTS);
  if (
    values.help ||
    !parts.every((part) => Object.hasOwn(PARTS, part)) ||
    !(Number.isInteger(rounds) && rounds > 0 && seconds > 0 && notices >= 1_000 && notices % 1_000 === 0)
  ) {
    console.log(HELP);
    return values.help ? 0 : 2;
  }

  const work = mkdtempSync(path.join(tmpdir(), 'ocms-bench-'));
  const clear = () => rmSync(work, { recursive: true, force: true });
  const interrupted = () => process.exit(130);
  process.on('exit', clear);
  process.on('SIGINT', interrupted);
  process.on('SIGTERM', interrupted);
  try {
    let kept = true;
    for (const part of parts) {
      const folder = path.join(work, part);
      mkdirSync(folder);
      kept = (await PARTS[part](folder, values.smoke ? SMOKE : { rounds, seconds, notices })) && kept;
      rmSync(folder, { recursive: true });
    }
    reportLimits();
    return values.check && !kept ? 1 : 0;
  } finally {
    clear();
    process.off('exit', clear);
    process.off('SIGINT', interrupted);
    process.off('SIGTERM', interrupted);
  }
}

/**
 * The operations of CAS, against the same without what the service has.
 *
 * @param {string} work a folder for the data
 * @returns whether every limit was kept.
 */
async function benchOperations(work, { rounds, seconds, little }) {
  const data = path.join(work, 'data');
  mkdirSync(data);
  const { noticeNumbers, key, keyHash } = await prepareData(data);
  const loads = workloads(noticeNumbers).map((workload) =>
    little && workload.amount !== undefined ? { ...workload, amount: CONNECTIONS } : workload,
  );
  const recorded = path.join(work, 'recorded');
  mkdirSync(recorded);
  copyData(data, recorded);
  const statements = await recordStatements(recorded, loads);
  const start = (name) => startCandidate(CANDIDATES[name], { work, data, keyHash, sql: statements.sql });

  describe(rounds, seconds);
  await compareAnswers(start, loads, key, noticeNumbers);
  reportStatements(statements);
  const measured = await measure(Object.keys(CANDIDATES), start, loads, {
    key,
    rounds,
    seconds,
    warmUp: ({ size }) => ({ seconds: little ? seconds : WARM_UP_S * (size === 1 ? 1 : 0.5) }),
    beforeRound: ({ folder }) => purgeMarks(folder),
  });
  return report(measured, CANDIDATES);
}

function describe(rounds, seconds) {
  const require = createRequire(import.meta.url);
  const version = (name) => `${name} ${require(`../../node_modules/${name}/package.json`).version}`;
  console.log(`Node.js ${process.version}, ${availableParallelism()} × ${cpus()[0]?.model.trim()}
${['express', 'fastify', 'fastify-openapi-glue', 'knex', 'better-sqlite3', 'autocannon'].map(version).join(', ')}
Each candidate is a process on its own copy of the data: 2,000 notices, all of them court notices. After a warm-up they
are sent the same requests, ${rounds} rounds of ${TURNS} turns each: ${CONNECTIONS} connections, other notices each time, queries for ${seconds / TURNS} s,
updates as often for each candidate. The data is in ${tmpdir()}: TMPDIR tries another disk.

(a)  the built service with NODE_ENV=production: key, validation, headers, log at info to a file, metrics, 1 % of the
     responses checked. SQLite builds the JSON of getPaymentStatus, statements are kept prepared; commits are forced to
     the disk beside the event loop, several at once.
(b)  express.json(), the handler, response.json(): nothing else. knex's own better-sqlite3 client, which prepares each
     statement anew; one connection; the service's SQL; WAL, synchronous FULL. Rows mapped in JavaScript.
(b2) as (b), but getPaymentStatus with the service's own statement; its updateCourtNotices is (b)'s.
(c)  the inbound contract (OpenAPI 3.1) as it is, with validation, key and serialization; ajv without strict mode,
     because the contract has keywords for readers, and with its money format. SQL and mapping as (b). No log.`);
}

/** All candidates give the same answers to the same requests, and leave the same data. */
async function compareAnswers(start, loads, key, noticeNumbers) {
  const unknown = JSON.stringify({ noticeNumbers: ['000000000Z', ...noticeNumbers.slice(0, 499)] });
  const update = JSON.parse(loads.find(({ name }) => name === 'updateCourtNotices').bodies[0]);
  const partial = JSON.stringify({ notices: [{ noticeNo: '000000000Z', atomsFlag: 'N' }, ...update.notices] });
  let expected;
  for (const name of Object.keys(CANDIDATES)) {
    const candidate = await start(name);
    try {
      const answers = [];
      for (const { path, bodies } of loads)
        for (const body of bodies.slice(0, 3)) answers.push(await ask(candidate.url, path, key, body));
      answers.push(await ask(candidate.url, loads.at(-1).path, key, partial));
      answers.push(await ask(candidate.url, loads[0].path, key, unknown));
      // What became of the data.
      for (let first = 0; first < noticeNumbers.length; first += 500) {
        answers.push(
          await ask(
            candidate.url,
            loads[0].path,
            key,
            JSON.stringify({ noticeNumbers: noticeNumbers.slice(first, first + 500) }),
          ),
        );
      }
      expected ??= answers;
      assert.deepEqual(answers, expected, `${CANDIDATES[name].title} answers differently`);
    } finally {
      await candidate.stop();
    }
  }
}
