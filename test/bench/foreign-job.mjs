// One job of foreign vehicles, or its bare counterpart, in a process of its own: its parent reads what it took.
import { createHash } from 'node:crypto';
import { appendFileSync, copyFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { setMaxListeners } from 'node:events';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { peakKib } from '../support/peak-memory.cjs';
import { productionContext } from './prepare.mjs';
import { median } from './report.mjs';

const require = createRequire(import.meta.url);
const dist = (name) => require(`../../dist/${name}.js`);
const { sqliteDriver: Database } = dist('src/db/dialects/sqlite/driver');
const foreign = dist('src/features/foreign-vehicles/index');
const { createParameters } = dist('src/features/parameters/index');
const { createVhubClient } = dist('src/clients/vhub/client');
const { createRepccsClient } = dist('src/clients/repccs/client');
const { createViolationFile } = dist('src/clients/vhub/violation-file');
const { createListedVehicles } = dist('src/clients/repccs/listed-vehicles');
const { createTaggedVehicles } = dist('src/clients/ces/tagged-vehicles');
const { writeVhubViolation } = dist('generated/files/vhub-violation');
const { writeRepccsListedVehicles } = dist('generated/files/repccs-listedVehicles');
const { writeCesTaggedVehicles } = dist('generated/files/ces-taggedVehicles');

/** As many as the job has in a file. */
const IN_A_FILE = 1_500;
const PAGE = 2_000;
const CONTROL = /^(BEGIN|COMMIT|ROLLBACK|PRAGMA)/i;
const { folder, partners, job, rounds } = JSON.parse(process.env.BENCH_SETTINGS);

/** In Singapore, which has had one offset since 1982. */
const wallClock = (text) => new Date(Date.parse(text) + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');

const done = job.startsWith('bare') ? await bare() : await product();
process.send(done, () => process.disconnect());

async function timed(work) {
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  const startedAt = performance.now();
  const result = await work();
  const seconds = (performance.now() - startedAt) / 1_000;
  // What stands at the very end counts, too.
  await new Promise((resolve) => setTimeout(resolve, 20));
  delay.disable();
  return { seconds, pauseMs: delay.max / 1e6, rssMb: peakKib() / 1_024, ...result };
}

async function product() {
  const context = productionContext(folder);
  const { intranet, calendar, config, logger, registry } = context;
  const settings = (system) => ({ ...config.systems[system], baseUrl: partners });
  const vhub = createVhubClient({ settings: settings('VHUB'), calendar, logger, registry });
  const repccs = createRepccsClient({ settings: settings('REPCCS'), logger, registry });
  const parameters = createParameters({ intranet, clock: calendar });
  // The partner's server is not what is measured: a file that is whole is copied.
  const exchange = { deliver: async ({ name, path: from }) => copyFileSync(from, path.join(folder, name)) };
  const lists = foreign.createViolationLists({ intranet, parameters, carParks: repccs, calendar });
  const vehicles = foreign.createVehicleLists({
    intranet,
    parameters,
    repccs: createListedVehicles({ exchange, calendar }),
    ces: createTaggedVehicles({ exchange, calendar }),
    calendar,
  });
  const run = {
    runId: 'bench',
    signal: new AbortController().signal,
    logger,
    chunk: (work, options) => intranet.transaction(work, options),
    lastSucceededAt: async () => undefined,
    progress: () => undefined,
    boundary: async () => undefined,
  };
  // As the runner does.
  setMaxListeners(0, run.signal);
  const statements = [];
  const work = {
    lists: async () => {
      const report = { skip: () => undefined };
      const seconds = [];
      let rows;
      for (let round = 0; round <= rounds; round += 1) {
        // The first has the thread start.
        if (round === 1) stop();
        rows = 0;
        const from = performance.now();
        for await (const page of lists.prepared(run, 'API', await lists.datesFor(run), report)) rows += page.length;
        seconds.push((performance.now() - from) / 1_000);
      }
      return { rows, seconds: median(seconds.slice(1)) };
    },
    api: async () => {
      const { counts } = await foreign.createViolationUpdates({ intranet, lists, vhub, calendar }).send(run);
      return { rows: counts.taken, concurrency: config.systems.VHUB.concurrency };
    },
    fee: async () => ({ rows: (await foreign.createAdminFees({ parameters, calendar }).add(run)).counts.added }),
    vhub: async () => {
      const receiver = createViolationFile({ exchange, calendar });
      const { counts } = await foreign.createViolationFiles({ intranet, lists, receiver, calendar }).send(run);
      return { rows: counts.taken };
    },
    repccs: async () => ({ rows: (await vehicles.sendListed(run)).counts.listed }),
    ces: async () => ({ rows: (await vehicles.sendTagged(run)).counts.listed }),
  };
  const stop = ['lists', 'fee'].includes(job)
    ? intranet.onStatement((sql, bindings) => void (CONTROL.test(sql) || statements.push(inlined(sql, bindings))))
    : () => undefined;
  try {
    return { ...(await timed(work[job])), statements };
  } finally {
    stop();
    await vhub.close();
    await repccs.close();
    await context.close();
  }
}

/** A statement as the shell takes it. */
function inlined(sql, bindings) {
  let next = 0;
  return sql.replaceAll('?', () => {
    const value = bindings[next++];
    return typeof value === 'number'
      ? String(value)
      : value === null
        ? 'NULL'
        : `'${String(value).replaceAll("'", "''")}'`;
  });
}

/** Reads the rows and writes them with the generated writer; of vHub's, the same rows in the database as the job writes, too. */
async function bare() {
  const database = new Database(path.join(folder, 'intranet.db'));
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  const columns =
    'v.notice_no, v.vehicle_no, v.notice_date_and_time, v.computer_rule_code, v.pp_code, v.composition_amount';
  const rows =
    database.prepare(`SELECT ${columns}${job === 'bare-vhub' ? ', v.pp_name, v.admin_fee, r.description' : ''} FROM ocms_valid_offence_notice AS v
    LEFT JOIN ocms_offence_rule_code AS r ON r.computer_rule_code = v.computer_rule_code
    WHERE v.notice_no > ? AND vehicle_registration_type = 'F' AND suspension_type = 'PS' AND epr_reason_of_suspension = 'FOR'
    ORDER BY v.notice_no LIMIT ${job === 'bare-vhub' ? IN_A_FILE : PAGE}`);
  const amount = (value) => Number(value).toFixed(2);
  const listed = (row) => ({
    VEHICLE_NO: row.vehicle_no,
    OFFENCE_DATE: wallClock(row.notice_date_and_time),
    OFFENCE_CODE: row.computer_rule_code,
    LOCATION: row.pp_code,
    AMOUNT: amount(row.composition_amount),
  });
  const writers = {
    'bare-repccs': (page) => writeRepccsListedVehicles(page.map(listed), { header: false }),
    'bare-ces': (page) => writeCesTaggedVehicles(page.map(listed), { header: false }),
    'bare-vhub': (page, name) =>
      writeVhubViolation({
        FileName: name,
        CreationDateTime: '20260101000000',
        Violation: page.map((row) => ({
          ViolationNo: row.notice_no,
          OffenceDateTime: wallClock(row.notice_date_and_time).replaceAll(/\D/g, ''),
          OffenceCode: row.computer_rule_code,
          Location: row.pp_name,
          OffenceDescription: row.description ?? '',
          VehicleNo: row.vehicle_no,
          VehicleType: 'C',
          VehicleMake: '',
          VehicleColor: '',
          CompositionAmount: amount(row.composition_amount),
          AdminFee: amount(row.admin_fee),
          TotalAmount: amount(row.composition_amount),
          ViolationStatus: 'O',
        })),
      }),
  };
  const record =
    database.prepare(`INSERT INTO ocms_offence_avss_sftp (file_name, batch_date, offence_no, offence_date, offence_time, offence_code,
      location, offence_description, vehicle_no, vehicle_type, composition_amount, admin_fee, total_amount, violation_status, sftp_status_code, cre_date, cre_user_id)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'O', '0', ?, 'bench')`);
  const known = database.prepare(
    `INSERT INTO ocms_vhub_notice (channel, notice_no, sent_status, sent_at, sent_hash) VALUES ('SFTP', ?, 'O', ?, ?)`,
  );
  const effect = database.prepare(
    `INSERT INTO ocms_effect_batch (reference, effect, state, content, planned_at, claimed_at, settled_at)
     VALUES (?, 'bench', 'SENT', ?, ?, ?, ?)`,
  );
  const writeDown = database.transaction((page, name) => {
    const now = new Date().toISOString();
    effect.run(name, JSON.stringify(page), now, now, now);
    for (const row of page) {
      known.run(row.notice_no, now, createHash('sha256').update(JSON.stringify(row)).digest('hex'));
      record.run(
        ...[name, now, row.notice_no, row.notice_date_and_time, row.notice_date_and_time, row.computer_rule_code],
        ...[row.pp_name, row.description ?? '', row.vehicle_no, 'C', row.composition_amount, row.admin_fee],
        ...[row.composition_amount, now],
      );
    }
  });
  return timed(async () => {
    let count = 0;
    for (let after = '', file = 0; ; file += 1) {
      const page = rows.all(after);
      if (page.length === 0) return { rows: count };
      after = page.at(-1).notice_no;
      count += page.length;
      const name = job === 'bare-vhub' ? `bare-${file}.xml` : 'bare.csv';
      appendFileSync(path.join(folder, name), writers[job](page, name));
      if (job === 'bare-vhub') writeDown(page, name);
    }
  });
}
