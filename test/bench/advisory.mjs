// What the pipeline of advisory notices takes, against the time that its partners take by themselves.
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { child } from './child.mjs';
import { benchLetters } from './letters.mjs';
import { ANSWER_MS } from './partners.mjs';
import { prepareEmpty } from './prepare.mjs';
import { reportFigures } from './report.mjs';

const require = createRequire(import.meta.url);
const { sqliteDriver: Database } = require('../../dist/src/db/dialects/sqlite/driver.js');

/** The most that each may be. */
const LIMITS = { time: 1.2, rssMb: 500, growthMb: 60, pauseMs: 250 };
const NOTICES = 10_000;
const FEW = 2_000;
/** What the process does before it is measured: code is compiled, fonts are loaded. */
const WARM_UP = 200;

/**
 * The owners of 100 notices, by the vehicle's number, as partners.mjs plays them: 68 individuals and 17 entities that
 * can be reached; of the others five of each that cannot, or hold a passport, and five of VIP and military vehicles.
 */
const KINDS = `CASE WHEN n % 100 < 68 THEN 'S' WHEN n % 100 < 85 THEN 'UEN' WHEN n % 100 < 90 THEN 'NONE' WHEN n % 100 < 95 THEN 'PASSPORT' WHEN n % 100 < 98 THEN 'S' ELSE 'MID' END`;
const TYPES = `CASE WHEN n % 100 < 95 THEN 'S' WHEN n % 100 < 98 THEN 'V' ELSE 'I' END`;

/**
 * @param {string} work a folder for the data
 * @param {{ rounds: number, little?: boolean }} options
 * @returns whether every limit was kept.
 */
export async function benchAdvisory(work, { rounds, little }) {
  const [few, all] = little ? [20, 100] : [FEW, NOTICES];
  console.log(`\nAdvisory notices: ${all.toLocaleString('en')} that qualified, 15 of 100 told by letter, against partners in a process of their own that answer
after ${ANSWER_MS} ms. A process of its own does each, once. The least time is that of the partner with the most calls for its
concurrency: they are asked beside each other.`);
  const runs = [];
  for (const notices of [few, all]) {
    process.stderr.write(`${notices} advisory notices\n`);
    const folder = path.join(work, String(notices));
    mkdirSync(folder);
    await prepareQualified(folder, notices, little ? 20 : WARM_UP);
    runs.push(await run(folder, notices));
  }
  const [before, { seconds, cpuSeconds, calls, rssMb, pauseMs }] = runs;
  const least = Math.max(
    ...Object.values(calls).map(({ count, concurrency }) => (count * ANSWER_MS) / 1_000 / concurrency),
  );
  console.log(
    `\nCalls: ${Object.entries(calls)
      .map(([system, { count, concurrency }]) => `${system} ${count.toLocaleString('en')}, ${concurrency} at once`)
      .join('; ')}`,
  );
  const kept = [
    reportFigures('Time', [
      {
        what: `the job ÷ calls × ${ANSWER_MS} ms ÷ concurrency (${seconds.toFixed(1)} s, of all processors ${cpuSeconds.toFixed(1)} s; ${least.toFixed(1)} s)`,
        values: [seconds / least],
        digits: 2,
        most: LIMITS.time,
      },
    ]),
    reportFigures('Memory, MB', [
      { what: `peak, ${all.toLocaleString('en')} notices`, values: [rssMb], most: LIMITS.rssMb },
      {
        what: `more than with ${few.toLocaleString('en')} (${before.rssMb.toFixed(0)})`,
        values: [rssMb - before.rssMb],
        most: LIMITS.growthMb,
      },
    ]),
    reportFigures('Worst pause of the event loop, ms', [{ what: 'the job', values: [pauseMs], most: LIMITS.pauseMs }]),
    await benchLetters(work, { rounds, little }),
  ];
  return kept.every(Boolean);
}

/** Those of the warm-up are due first; the others when the job says so. */
async function prepareQualified(folder, notices, warmUp) {
  await prepareEmpty(folder);
  const database = new Database(path.join(folder, 'intranet.db'));
  try {
    const now = `strftime('%Y-%m-%dT%H:%M:%fZ', 'now')`;
    database.exec(`
      WITH RECURSIVE counted (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM counted WHERE n + 1 < ${notices + warmUp})
      INSERT INTO ocms_valid_offence_notice (notice_no, notice_source, subsystem_label, vehicle_no, vehicle_category, vehicle_registration_type,
        offence_notice_type, computer_rule_code, notice_date_and_time, pp_code, pp_name, composition_amount, amount_payable, payment_acceptance_allowed,
        an_flag, cre_date, cre_user_id)
      SELECT printf('%09dA', 500000000 + n), 'REPCCS', 'REPCCS', ${KINDS} || n, 'C', ${TYPES},
        'O', 10300, strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-1 day'), 'A0007', 'ALIWAL STREET', 70, 70, 'N', 'Y', ${now}, 'ocmsiz_app_conn'
      FROM counted;
      INSERT INTO ocms_advisory_case (notice_no, state, step, due_at, cre_date, upd_date)
      SELECT notice_no, 'QUALIFIED', 'FIND_OWNER', iif(notice_no < '${500_000_000 + warmUp}', ${now}, '9999-01-01T00:00:00.000Z'), ${now}, ${now}
      FROM ocms_valid_offence_notice;`);
  } finally {
    database.close();
  }
}

/** Each with partners of its own. */
async function run(folder, notices) {
  const partners = child('partners.mjs', {});
  try {
    const url = `http://127.0.0.1:${await partners.answer}`;
    const { started, answer } = child('advisory-job.mjs', { folder, partners: url });
    const ended = new Promise((resolve) => started.once('exit', resolve));
    const done = await answer;
    await ended;
    if (done.suspended !== notices) throw new Error(`${done.suspended} notices told in place of ${notices}`);
    return done;
  } finally {
    partners.started.disconnect();
  }
}
