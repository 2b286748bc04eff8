// The data every candidate works on, and the SQL the service itself sends.
import { createHash } from 'node:crypto';
import { closeSync, copyFileSync, openSync, writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const require = createRequire(import.meta.url);
const { sqliteDriver: Database } = require('../../dist/src/db/dialects/sqlite/driver.js');
const { readConfig } = require('../../dist/src/config/config.js');
const { createContext } = require('../../dist/src/app/context.js');
const { migrate } = require('../../dist/src/db/migrate.js');
const { loadDemoData } = require('../../dist/src/demo/load.js');
const { DEMO_RULE_CODES } = require('../../dist/src/demo/rule-codes.js');
const { hashKey } = require('../../dist/src/features/api-keys/index.js');
const { createLogger } = require('../../dist/src/platform/logging.js');
const { operations } = require('../../dist/src/api/index.js');
const { outboundOperations } = require('../../dist/generated/outbound/operations.js');

const ZONES = ['intranet', 'internet'];
const DRAINED_WITHIN_MS = 30_000;
const CONTROL = /^(BEGIN|COMMIT|ROLLBACK)/i;

const contextOn = (folder) =>
  createContext({
    // Without a nudge, whose statements would come at any time.
    ...readConfig({ OCMS_MIRROR_NUDGE_MS: '0' }),
    logLevel: 'silent',
    intranetDb: { kind: 'sqlite', path: path.join(folder, 'intranet.db') },
    internetDb: { kind: 'sqlite', path: path.join(folder, 'internet.db') },
  });

/**
 * A context as a worker in production has it. Its log goes where production's does, here to a file.
 *
 * @param {string} folder
 * @param {Record<string, string>} [more] settings, as environment variables have them
 */
export function productionContext(folder, more = {}) {
  const config = readConfig({
    NODE_ENV: 'production',
    OCMS_ROLES: 'worker',
    OCMS_DATA_KEYS: `bench:${Buffer.alloc(32, 1).toString('base64')}`,
    OCMS_INTRANET_DB: `sqlite:${path.join(folder, 'intranet.db')}`,
    OCMS_INTERNET_DB: `sqlite:${path.join(folder, 'internet.db')}`,
    ...Object.fromEntries(
      Object.values(outboundOperations).flatMap(({ system }) => [
        [`OCMS_${system}_URL`, `https://${system.toLowerCase()}.invalid`],
        [`OCMS_${system}_KEY`, 'none'],
      ]),
    ),
    ...Object.fromEntries(
      ['VHUB', 'REPCCS', 'CES', 'PRINTER'].flatMap((partner) => [
        [`OCMS_${partner}_SFTP_URL`, 'sftp://ocms@files.invalid'],
        [`OCMS_${partner}_SFTP_HOST_KEYS`, `SHA256:${'A'.repeat(43)}`],
        [`OCMS_${partner}_SFTP_PASSWORD`, 'none'],
        ...(partner === 'PRINTER' ? [] : [[`OCMS_${partner}_SFTP_FOLDER`, 'incoming']]),
      ]),
    ),
    OCMS_PRINTER_SFTP_RETURN_FOLDER: 'outgoing',
    OCMS_PRINTER_SFTP_RETURN_ARCHIVE_FOLDER: 'archive',
    OCMS_VHUB_SFTP_ACK_FOLDER: 'outgoing',
    OCMS_VHUB_SFTP_ACK_ARCHIVE_FOLDER: 'archive',
    OCMS_BLOB_ACCOUNT_URL: 'https://blob.invalid',
    OCMS_BLOB_CONTAINER: 'ocms',
    OCMS_AN_SENDER_NAME: 'Parking Enforcement',
    OCMS_AN_RETURN_ADDRESS: '1 Street',
    OCMS_AN_CONTACT: 'Telephone 1',
    OCMS_AN_APPEAL_PAGE: 'https://appeal.invalid',
    OCMS_AN_MINDEF_ADDRESS: '1 Camp',
    OCMS_SMTP_URL: 'smtp://mail.invalid',
    OCMS_ALERT_FROM: 'ocms@ocms.invalid',
    OCMS_ALERT_TO: 'operations@ocms.invalid',
    ...more,
  });
  const log = openSync(path.join(folder, 'log'), 'a');
  const context = createContext(config, {
    logger: createLogger({ level: config.logLevel, destination: { write: (line) => void writeSync(log, line) } }),
  });
  const close = async () => {
    await context.close();
    closeSync(log);
  };
  return { ...context, close };
}

/**
 * Fills the databases of a folder with the demo's 2,000 notices, all of them before a court, and issues a key.
 *
 * @param {string} folder
 */
export async function prepareData(folder) {
  const context = contextOn(folder);
  try {
    await migrate(context.intranet);
    await migrate(context.internet);
    await loadDemoData(context);
    const noticeNumbers = await context.intranet.transaction(async (trx) => {
      await trx('ocms_valid_offence_notice').update({ last_processing_stage: 'CPC' });
      return trx('ocms_valid_offence_notice').orderBy('notice_no').pluck('notice_no');
    });
    return { noticeNumbers, ...(await issueKey(context, 'CAS')) };
  } finally {
    // The last connection to close writes the log back into the file.
    await context.close();
  }
}

/**
 * Makes the databases of a folder, with no notices but everything that creating them needs, and issues each partner's
 * key.
 *
 * @param {string} folder
 */
export async function prepareEmpty(folder) {
  const context = contextOn(folder);
  try {
    await migrate(context.intranet);
    await migrate(context.internet);
    await context.services.referenceData.import('rule-codes', Buffer.from(DEMO_RULE_CODES), 'bench');
    return {
      repccs: await issueKey(context, 'REPCCS'),
      ces: await issueKey(context, 'CES'),
      cas: await issueKey(context, 'CAS'),
      plus: await issueKey(context, 'PLUS'),
    };
  } finally {
    await context.close();
  }
}

async function issueKey({ services: { apiKeys } }, partner) {
  const { key } = await apiKeys.issue({ partner, expiresAt: null, actor: 'bench' });
  return { key, keyHash: hashKey(key) };
}

/**
 * @param {string} from
 * @param {string} to
 */
export function copyData(from, to) {
  for (const zone of ZONES) copyFileSync(path.join(from, `${zone}.db`), path.join(to, `${zone}.db`));
}

/**
 * Takes away what updates left for the internet mirror, as copying it would, so that all rounds begin alike.
 *
 * @param {string} folder
 */
export function purgeMarks(folder) {
  const database = new Database(path.join(folder, 'intranet.db'), { timeout: 5_000 });
  try {
    database.exec('DELETE FROM ocms_internet_mirror_mark');
    database.pragma('wal_checkpoint(TRUNCATE)');
  } finally {
    database.close();
  }
}

/**
 * Waits until the service has copied to the internet zone what its nudge is told of.
 *
 * @param {string} folder
 * @returns whether it did so in time.
 */
export async function drained(folder) {
  const database = new Database(path.join(folder, 'intranet.db'), { readonly: true });
  try {
    const waiting = database.prepare('SELECT COUNT(*) AS marks FROM ocms_internet_mirror_mark');
    for (const deadline = performance.now() + DRAINED_WITHIN_MS; waiting.get().marks > 0; await sleep(100)) {
      if (performance.now() > deadline) return false;
    }
    return true;
  } finally {
    database.close();
  }
}

/**
 * Runs one request of each kind through the service's own handlers and notes what they send to the database.
 * The bare candidates send the same texts.
 *
 * @param {string} folder
 * @param {ReturnType<import('./workloads.mjs').workloads>} workloads
 */
export async function recordStatements(folder, workloads) {
  const context = contextOn(folder);
  try {
    const record = recorder(context);
    const operationOf = ({ path }) => path.split('/').at(-1);
    const counts = [];
    for (const workload of workloads) {
      const statements = await record(operationOf(workload), JSON.parse(workload.bodies[0]));
      counts.push({ ...workload, statements });
    }
    const update = JSON.parse(
      workloads.find(({ name, size }) => name === 'updateCourtNotices' && size === 1).bodies[0],
    );
    const withUnknown = await record('cas-updateCourtNotices', {
      notices: [...update.notices, { noticeNo: '000000000Z', atomsFlag: 'N' }],
    });
    const [selectJson, ...others] = counts[0].statements;
    const rows = context.intranet.dialect.rows({ notice_no: 'varchar(10)' }, []);
    if (others.length > 0 || withUnknown.length !== 3) {
      throw new Error(
        'the service sends other statements than the bare handlers know: bring test/bench/bare/queries.mjs up to date',
      );
    }
    const [updateNotices, mark, existing] = withUnknown;
    return { counts, withUnknown, sql: { selectJson, noticeNumberRows: rows.sql, updateNotices, mark, existing } };
  } finally {
    await context.close();
  }
}

/**
 * The same of creations, one of each kind.
 *
 * @param {string} folder
 * @param {(index: number) => object} offence
 */
export async function recordCreation(folder, offence) {
  const context = contextOn(folder);
  try {
    const record = recorder(context);
    // Beyond those that the candidates are sent.
    const body = (index, changes) => ({
      ...offence(90_000_000 + index),
      offenceNoticeType: 'O',
      vehicleRegistrationType: 'S',
      ...changes,
    });
    const known = body(1, { vehicleNo: 'SBA1234A' });
    const kinds = {
      'a vehicle for the first time': known,
      'a vehicle with notices': body(2, { vehicleNo: known.vehicleNo }),
      'a foreign vehicle with notices': body(3, { vehicleNo: known.vehicleNo, vehicleRegistrationType: 'F' }),
      'unlicensed parking, no vehicle': body(4, { vehicleNo: undefined, offenceNoticeType: 'U' }),
      'a vehicle with notices, number by OCMS': body(5, { vehicleNo: known.vehicleNo, noticeNo: undefined }),
    };
    const counts = [];
    for (const [name, each] of Object.entries(kinds))
      counts.push({ name, statements: await record('repccsWebhook', each) });
    const [, ordinary, foreign] = counts.map(({ statements }) => statements);
    const [facts, , past, insertNotice, mark] = ordinary;
    const [insertSuspension, suspendNotice] = foreign.slice(4);
    const expected = {
      ordinary: 'SELECT select SELECT INSERT INSERT insert',
      foreign: 'SELECT INSERT INSERT insert INSERT UPDATE INSERT',
    };
    if (verbs(ordinary) !== expected.ordinary || verbs(foreign) !== expected.foreign) {
      throw new Error(
        'the service sends other statements than the bare handlers know: bring test/bench/bare/queries.mjs up to date',
      );
    }
    return { counts, sql: { facts, past, insertNotice, mark, insertSuspension, suspendNotice } };
  } finally {
    await context.close();
  }
}

const verbs = (statements) => statements.map((sql) => /^\w+/.exec(sql)[0]).join(' ');

const recorder = (context) => async (operation, body) => {
  const statements = [];
  const stop = context.intranet.onStatement((sql) => statements.push(sql));
  try {
    const { status } = await operations[operation](context.services)({
      body,
      bodyHash: () => createHash('sha256').update(JSON.stringify(body)).digest('hex'),
    });
    if (status !== 200) throw new Error(`${operation} answers ${status}`);
  } finally {
    stop();
  }
  return statements.filter((sql) => !CONTROL.test(sql));
};
