// What a request costs the service, by operation: what src/deployment/capacity.md reckons with.
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { CANDIDATES, startCandidate } from './candidates.mjs';
import { CONNECTIONS, load } from './load.mjs';
import { offences, seedNotices } from './offences.mjs';
import { drained, prepareEmpty } from './prepare.mjs';
import { reportCosts } from './report.mjs';
import { CES_WEBHOOK, NOTICE_INFO, REPCCS_WEBHOOK, workloads } from './workloads.mjs';

const require = createRequire(import.meta.url);
const { sqliteDriver: Database } = require('../../dist/src/db/dialects/sqlite/driver.js');

const STORED = 10_000;
const WARM_UP_S = 4;
/** Of each operation that writes: how many requests, and how many before they are counted. */
const WRITES = { 1: { amount: 2_000, warmUp: 1_000 }, 500: { amount: 96, warmUp: 48 } };

/**
 * @param {string} work a folder for the data
 * @param {{ seconds: number, little?: boolean }} options
 */
export async function benchCapacity(work, { seconds, little }) {
  const data = path.join(work, 'data');
  mkdirSync(data);
  const keys = await prepareEmpty(data);
  seedNotices(data, STORED);
  console.log(`\nWhat a request costs: one process with all of production's parts, ${STORED.toLocaleString('en')} notices stored, ${CONNECTIONS} connections. Of the
processor: the process's own time, SQLite in it, and what the nudge copies to the internet zone.`);
  const costs = [];
  for (const operation of operations(noticesOf(data), keys)) {
    process.stderr.write(`${operation.name}, ${operation.size}\n`);
    const running = await startCandidate(CANDIDATES.service, { work, data });
    try {
      costs.push({ ...operation, ...(await costOf(running, operation, { seconds, little })) });
    } finally {
      await running.stop();
    }
  }
  reportCosts(costs);
  return true;
}

/** What the nudge copies to the internet zone is copied before a cost is told; many at once are left to the job. */
async function costOf(running, { key, warmUp, ...workload }, { seconds, little }) {
  const writes = workload.amount !== undefined;
  const few = little && writes && { amount: CONNECTIONS };
  const cursor = { next: 0 };
  const send = async (more, during) => {
    const rate = await load(running.url, { ...workload, ...more, ...few }, key, during, cursor);
    if (writes && workload.size === 1 && !(await drained(running.folder)))
      throw new Error('the nudge does not copy what changed');
    return rate;
  };
  await send({ amount: warmUp }, little ? seconds : WARM_UP_S);
  const before = await usage(running);
  const rate = await send({}, little ? seconds : 4 * seconds);
  const after = await usage(running);
  return { rate, cpuMs: (1_000 * (after.cpu - before.cpu)) / (after.requests - before.requests) };
}

/** Each of the partners' operations, by how many notices a request has. */
function operations(noticeNumbers, { cas, ces, plus, repccs }) {
  const offence = offences(STORED);
  const creations = (name, path, key, bodyOf) => ({
    ...{ name, path, key, size: 1, ...WRITES[1] },
    bodyOf: (index) => JSON.stringify(bodyOf(index)),
  });
  return [
    ...workloads(noticeNumbers).map((workload) => ({
      ...workload,
      key: cas.key,
      ...(workload.amount !== undefined && WRITES[workload.size]),
    })),
    ...[1, 10].map((size) => ({
      ...{ name: 'queryNoticeInfo', path: NOTICE_INFO, key: plus.key, size },
      bodyOf: (index) =>
        JSON.stringify({
          noticeNumbers: Array.from({ length: size }, (_, each) => noticeNumbers[(index * size + each) % STORED]),
          paymentDueDate: '2024-01-15',
        }),
    })),
    creations('repccsWebhook', REPCCS_WEBHOOK, repccs.key, offence),
    creations('cesWebhook-create-notice', CES_WEBHOOK, ces.key, (index) => ({
      ...offence(index),
      ...{ transactionId: `CES-${index}`, subsystemLabel: '030', creUserId: 'CERTIS' },
    })),
  ];
}

/** All of them before a court, so that each may be updated. */
function noticesOf(folder) {
  const database = new Database(path.join(folder, 'intranet.db'));
  try {
    database.exec(`UPDATE ocms_valid_offence_notice SET last_processing_stage = 'CPC'`);
    return database.prepare('SELECT notice_no FROM ocms_valid_offence_notice ORDER BY notice_no').pluck().all();
  } finally {
    database.close();
  }
}

/** Seconds of processor time, and requests answered, since the process began. */
async function usage({ adminUrl }) {
  const text = await (await fetch(`${adminUrl}/metrics`)).text();
  const sum = (name) =>
    [...text.matchAll(new RegExp(`^${name}(?:\\{[^}]*\\})? (\\S+)$`, 'gm'))].reduce(
      (total, [, value]) => total + Number(value),
      0,
    );
  return { cpu: sum('process_cpu_seconds_total'), requests: sum('ocms_http_request_duration_seconds_count') };
}
