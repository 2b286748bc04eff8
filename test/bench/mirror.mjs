// How fast the internet zone catches up, and what it costs requests that it is kept up to date.
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { NUDGERS, startCandidate } from './candidates.mjs';
import { CONNECTIONS } from './load.mjs';
import { measure } from './measure.mjs';
import { seedNotices } from './offences.mjs';
import { drained, purgeMarks, prepareData, prepareEmpty, productionContext } from './prepare.mjs';
import { report, reportFigures } from './report.mjs';
import { workloads } from './workloads.mjs';

const require = createRequire(import.meta.url);
const { sqliteDriver: Database } = require('../../dist/src/db/dialects/sqlite/driver.js');
const { createWorker } = require('../../dist/src/app/worker.js');

const STORED = 100_000;
/** One of so many notices waits. */
const WAITING_ONE_IN = 5;
const JOB = 'sync_internet_zone';
/** Notices per second: what waits is copied in the minute until the next run, with plenty to spare. */
const LEAST_PER_SECOND = 2_000;

const UPDATES = 100;
const FEW_UPDATES = CONNECTIONS;
/** The least share of the updates without a nudge that there are with it. */
const LEAST_WITH_NUDGE = 0.9;

/**
 * @param {string} work a folder for the data
 * @returns whether every limit was kept.
 */
export async function benchMirror(work, { rounds, notices, little }) {
  const stored = little ? notices : STORED;
  const waiting = stored / WAITING_ONE_IN;
  console.log(`\nThe internet mirror: ${JOB} with ${waiting.toLocaleString('en')} notices waiting of ${stored.toLocaleString('en')} stored, by the job's own runner with its lock and record;
and updateCourtNotices with the nudge against without. ${rounds} rounds.`);
  const copied = await throughput(path.join(work, 'mirror'), { rounds, stored, waiting });
  return (await nudgeCost(work, { rounds, updates: little ? FEW_UPDATES : UPDATES })) && copied;
}

async function throughput(folder, { rounds, stored, waiting }) {
  mkdirSync(folder);
  await prepareEmpty(folder);
  seedNotices(folder, stored);
  const context = productionContext(folder);
  const worker = createWorker(context);
  const database = new Database(path.join(folder, 'intranet.db'), { timeout: 5_000 });
  try {
    database.exec(`ATTACH '${path.join(folder, 'internet.db')}' AS internet`);
    const { job } = worker.jobs.find(({ job: { name } }) => name === JOB);
    // Of all vehicles and of all times.
    database.exec(
      `CREATE TEMP TABLE chosen AS SELECT notice_no FROM ocms_valid_offence_notice WHERE CAST(substr(notice_no, 1, 9) AS int) % ${WAITING_ONE_IN} = 0`,
    );
    const situations = {
      'not in the mirror yet':
        'DELETE FROM internet.eocms_valid_offence_notice WHERE notice_no IN (SELECT notice_no FROM chosen)',
      changed:
        'UPDATE ocms_valid_offence_notice SET version = version + 1, amount_payable = amount_payable + 1 WHERE notice_no IN (SELECT notice_no FROM chosen)',
    };
    const rates = Object.fromEntries(Object.keys(situations).map((name) => [name, []]));
    // The first for nothing: a worker has long run when it matters.
    for (let round = -1; round < rounds; round += 1) {
      for (const [name, prepare] of Object.entries(situations)) {
        // As the last run's lock would hold this one off for some seconds.
        database.exec(`${prepare}; DELETE FROM shedlock; INSERT INTO ocms_internet_mirror_mark (notice_no, version, marked_at)
          SELECT notice_no, version, strftime('%Y-%m-%dT%H:%M:%fZ', 'now') FROM ocms_valid_offence_notice WHERE notice_no IN (SELECT notice_no FROM chosen)`);
        const startedAt = performance.now();
        const { outcome, counts } = await worker.runner.run(job, { trigger: 'MANUAL' });
        const seconds = (performance.now() - startedAt) / 1_000;
        if (outcome !== 'SUCCEEDED' || counts.copied !== waiting)
          throw new Error(`${JOB}: ${outcome} ${JSON.stringify(counts)}`);
        if (round >= 0) rates[name].push(waiting / seconds);
      }
    }
    return reportFigures(
      `${JOB}, ${waiting.toLocaleString('en')} notices waiting: notices per second`,
      Object.entries(rates).map(([name, values]) => ({ what: name, values, least: LEAST_PER_SECOND })),
    );
  } finally {
    database.close();
    await worker.close();
    await context.close();
  }
}

async function nudgeCost(work, { rounds, updates }) {
  const data = path.join(work, 'data');
  mkdirSync(data);
  const { noticeNumbers, key } = await prepareData(data);
  // The demo's notices were never copied; the nudge is not told of those that no update changes.
  purgeMarks(data);
  const update = workloads(noticeNumbers).find(({ name, size }) => name === 'updateCourtNotices' && size === 500);
  const start = (name) => startCandidate(NUDGERS[name], { work, data });
  const measured = await measure(
    Object.keys(NUDGERS),
    start,
    [{ ...update, amount: updates, limits: { scheduled: LEAST_WITH_NUDGE } }],
    {
      key,
      rounds,
      warmUp: () => ({}),
      beforeRound: () => undefined,
      // What one still copies must not take the other's time.
      afterTurn: async ({ name, folder }) => {
        if (name === 'service' && !(await drained(folder))) throw new Error('the nudge does not copy what changed');
        purgeMarks(folder);
      },
    },
  );
  return report(measured, NUDGERS);
}
