// What the jobs for foreign vehicles cost, against the same statements, rows and calls without them.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { child } from './child.mjs';
import { seedNotices } from './offences.mjs';
import { ANSWER_MS } from './partners.mjs';
import { copyData, prepareEmpty, productionContext } from './prepare.mjs';
import { median, reportFigures } from './report.mjs';

const require = createRequire(import.meta.url);
const { sqliteDriver: Database } = require('../../dist/src/db/dialects/sqlite/driver.js');
/** One of so many notices is of a foreign vehicle. */
const FOREIGN_ONE_IN = 10;
/** Of a call to vHub. */
const BATCH = 50;

const FILES = ['vhub', 'repccs', 'ces'];

/** How often each is compared with what it would be without the job, in turn. */
const PAIRS = 3;
/**
 * Lists, which only read, are prepared so often by each process, after a first time that is not counted: that of a worker
 * has its thread, and its code compiled.
 */
const LIST_ROUNDS = 5;

/** The most that each may be. */
const LIMITS = { lists: 1.3, api: 1.15, fee: 1.3, file: 1.5, rssMb: 300, pauseMs: 100 };

/**
 * @param {string} work a folder for the data
 * @param {{ notices: number }} options
 * @returns whether every limit was kept.
 */
export async function benchForeign(work, { notices }) {
  const foreign = notices / FOREIGN_ONE_IN;
  const shell = spawnSync('sqlite3', ['--version']).status === 0;
  console.log(`\nForeign vehicles: ${notices.toLocaleString('en')} notices, ${foreign.toLocaleString('en')} of them unpaid, PS-FOR and past their FOR days. Each job is a process of
its own on its own copy of the data, ${PAIRS} times in turn with what it is compared with; lists, which only read, are prepared
${LIST_ROUNDS} times by each, after a first. ${shell ? "Statements are compared with the sqlite3 shell's." : 'There is no sqlite3 shell here: statements are compared with a bare loop over better-sqlite3.'}
vHub is a process that answers each batch after ${ANSWER_MS} ms; files are not sent, but copied. A bare loop reads and writes the rows that
the job reads and writes, vHub's in files of as many records and in the database, too; it checks nothing.`);
  const data = path.join(work, 'data');
  mkdirSync(data);
  await prepareForeign(data, notices);
  const { url, stop } = await startPartners();
  const onCopy = async (use) => {
    const folder = mkdtempSync(path.join(work, 'job-'));
    copyData(data, folder);
    try {
      return await use(folder);
    } finally {
      rmSync(folder, { recursive: true });
    }
  };
  const jobs = {};
  const runJob = async (job) => {
    process.stderr.write(`${job}\n`);
    const done = await onCopy((folder) => inProcess({ folder, partners: url, job, rounds: LIST_ROUNDS }));
    if (done.rows !== foreign) throw new Error(`${job}: ${done.rows} records in place of ${foreign}`);
    (jobs[job] ??= []).push(done);
    return done;
  };
  const ratios = [];
  /** Side by side, since the machine is never the same for long. */
  const compare = async (job, run, describe, most) => {
    const pairs = [];
    for (let pair = 0; pair < PAIRS; pair += 1) {
      const done = await runJob(job);
      pairs.push([done.seconds, await run(done)]);
    }
    const [seconds, alone] = [0, 1].map((which) => median(pairs.map((pair) => pair[which])));
    ratios.push({ what: describe(seconds, alone), values: pairs.map(([of, to]) => of / to), digits: 2, most });
  };
  const inSeconds = (what) => (seconds, alone) => `${what} (${seconds.toFixed(2)} s, ${alone.toFixed(2)} s)`;
  const inRows = (what) => (seconds, alone) =>
    `${what} (${[alone, seconds].map((each) => Math.round(foreign / each).toLocaleString('en')).join(', ')})`;
  try {
    const shellOf = (times) => (done) =>
      onCopy((folder) => median(Array.from({ length: times }, () => statementsAlone(folder, done.statements, shell))));
    const lists = inSeconds('list preparation ÷ its statements alone');
    await compare('lists', shellOf(LIST_ROUNDS), lists, LIMITS.lists);
    await compare('fee', shellOf(1), inSeconds('admin fee ÷ its statement alone'), LIMITS.fee);
    const { concurrency, seconds } = await runJob('api');
    const least = (Math.ceil(foreign / BATCH) * ANSWER_MS) / 1_000 / concurrency;
    const what = `vHub's API, ${concurrency} calls at once ÷ batches × ${ANSWER_MS} ms ÷ ${concurrency}`;
    ratios.push({ what: inSeconds(what)(seconds, least), values: [seconds / least], digits: 2, most: LIMITS.api });
    for (const file of FILES) {
      const bare = async () => (await runJob(`bare-${file}`)).seconds;
      await compare(file, bare, inRows(`file ${file}: bare loop's rows per second ÷ the job's`), LIMITS.file);
    }
    const measured = Object.keys(jobs).filter((job) => !job.startsWith('bare-'));
    const each = (of, most, names) =>
      names.map((name) => ({ what: name, values: [Math.max(...jobs[name].map((done) => done[of]))], most }));
    const kept = [
      reportFigures('Time, against the same without the job', ratios),
      reportFigures('Peak memory, MB', each('rssMb', LIMITS.rssMb, FILES)),
      reportFigures('Worst pause of the event loop, ms', each('pauseMs', LIMITS.pauseMs, measured)),
    ];
    return kept.every(Boolean);
  } finally {
    stop();
  }
}

/** Notices in both zones, a tenth of them foreign, and the parameters. */
async function prepareForeign(folder, notices) {
  await prepareEmpty(folder);
  process.stderr.write(`storing ${notices.toLocaleString('en')} notices\n`);
  seedNotices(folder, notices);
  const database = new Database(path.join(folder, 'intranet.db'));
  try {
    database.exec(`UPDATE ocms_valid_offence_notice SET vehicle_registration_type = 'F', suspension_type = 'PS', epr_reason_of_suspension = 'FOR',
        notice_date_and_time = strftime('%Y-%m-%dT%H:%M:%fZ', notice_date_and_time, '-60 days')
      WHERE CAST(substr(notice_no, 1, 9) AS int) % ${FOREIGN_ONE_IN} = 0`);
  } finally {
    database.close();
  }
  const context = productionContext(folder);
  try {
    for (const [id, value] of Object.entries({ FOR: '14', FOD: '14', AFO: '10.00' }))
      await context.services.parameters.set({ id, code: 'NPA', value, actor: 'bench' });
  } finally {
    await context.close();
  }
}

/** @returns seconds that the statements take without the service. */
function statementsAlone(folder, statements, shell) {
  const file = path.join(folder, 'intranet.db');
  // In one transaction, as the fee is.
  const all = ['BEGIN IMMEDIATE', ...statements, 'COMMIT'];
  if (shell) {
    const input = `PRAGMA synchronous = FULL;\n${all.join(';\n')};\n`;
    const from = performance.now();
    execFileSync('sqlite3', ['-bail', file], { input, stdio: ['pipe', 'ignore', 'inherit'] });
    return (performance.now() - from) / 1_000;
  }
  const database = new Database(file);
  try {
    database.pragma('synchronous = FULL');
    const from = performance.now();
    for (const sql of all) {
      const prepared = database.prepare(sql);
      if (prepared.reader) prepared.all();
      else prepared.run();
    }
    return (performance.now() - from) / 1_000;
  } finally {
    database.close();
  }
}

async function inProcess(settings) {
  const { started, answer } = child('foreign-job.mjs', settings);
  const ended = new Promise((resolve) => started.once('exit', resolve));
  const done = await answer;
  await ended;
  return done;
}

async function startPartners() {
  const { started, answer } = child('partners.mjs', {});
  return { url: `http://127.0.0.1:${await answer}`, stop: () => started.disconnect() };
}
