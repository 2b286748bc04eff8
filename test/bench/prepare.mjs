// The data every candidate works on, and the SQL the service itself sends.
import { copyFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const require = createRequire(import.meta.url);
const { sqliteDriver: Database } = require('../../dist/src/db/dialects/sqlite/driver.js');
const { readConfig } = require('../../dist/src/config/config.js');
const { createContext } = require('../../dist/src/app/context.js');
const { migrate } = require('../../dist/src/db/migrate.js');
const { loadDemoData } = require('../../dist/src/demo/load.js');
const { hashKey } = require('../../dist/src/features/api-keys/index.js');
const { handlers } = require('../../dist/src/api/index.js');

const ZONES = ['intranet', 'internet'];
const CONTROL = /^(BEGIN|COMMIT|ROLLBACK)/i;

const contextOn = (folder) =>
  createContext({
    ...readConfig({}),
    logLevel: 'silent',
    intranetDb: { kind: 'sqlite', path: path.join(folder, 'intranet.db') },
    internetDb: { kind: 'sqlite', path: path.join(folder, 'internet.db') },
  });

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
    const { key } = await context.apiKeys.issue({ partner: 'CAS', expiresAt: null, actor: 'bench' });
    return { noticeNumbers, key, keyHash: hashKey(key) };
  } finally {
    // The last connection to close writes the log back into the file.
    await context.close();
  }
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
export function forgetMarks(folder) {
  const database = new Database(path.join(folder, 'intranet.db'), { timeout: 5_000 });
  try {
    database.exec('DELETE FROM ocms_internet_mirror_mark');
    database.pragma('wal_checkpoint(TRUNCATE)');
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
    const record = async (operation, body) => {
      const statements = [];
      const stop = context.intranet.onStatement((sql) => statements.push(sql));
      try {
        await handlers[operation](context.services)({ body });
      } finally {
        stop();
      }
      return statements.filter((sql) => !CONTROL.test(sql));
    };
    const operationOf = ({ path }) => path.split('/').at(-1);
    const counts = [];
    for (const workload of workloads) {
      const statements = await record(operationOf(workload), JSON.parse(workload.bodies[0]));
      counts.push({ ...workload, statements });
    }
    const update = JSON.parse(workloads.find(({ name, size }) => name === 'updateCourtNotices' && size === 1).bodies[0]);
    const withUnknown = await record('cas-updateCourtNotices', {
      notices: [...update.notices, { noticeNo: '000000000Z', atomsFlag: 'N' }],
    });
    const [selectJson, ...others] = counts[0].statements;
    const rows = context.intranet.dialect.rows({ notice_no: 'varchar(10)' }, []);
    if (others.length > 0 || withUnknown.length !== 3) {
      throw new Error('the service sends other statements than the bare handlers know: bring test/bench/bare/queries.mjs up to date');
    }
    const [updateNotices, mark, existing] = withUnknown;
    return { counts, withUnknown, sql: { selectJson, noticeNumberRows: rows.sql, updateNotices, mark, existing } };
  } finally {
    await context.close();
  }
}
