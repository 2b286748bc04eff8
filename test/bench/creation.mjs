// What a notice costs that REPCCS delivers: against bare handlers, and with many notices stored.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CREATORS, startCandidate } from './candidates.mjs';
import { ask, CONNECTIONS } from './load.mjs';
import { measure, TURNS } from './measure.mjs';
import { offences, seedNotices } from './offences.mjs';
import { copyData, drained, purgeMarks, prepareEmpty, recordCreation } from './prepare.mjs';
import { report, reportCreationStatements, reportFigures } from './report.mjs';
import { REPCCS_WEBHOOK } from './workloads.mjs';

const require = createRequire(import.meta.url);
const { sqliteDriver: Database } = require('../../dist/src/db/dialects/sqlite/driver.js');

const FEW = 10_000;
/** Every creation adds rows: everybody creates as many. */
const CREATIONS = 800;
const FEW_CREATIONS = CONNECTIONS;
const WARM_UP_CREATIONS = 4_000;
const COMPARED = 300;

/** The least share of the bare handlers that the service shall reach. */
const LIMITS = { rows: 0.8, statements: 0.75 };
/** The most that a notice may cost with many stored, of what it costs with few. */
const FLAT = 1.25;

/**
 * @param {string} work a folder for the data
 * @returns whether every limit was kept.
 */
export async function benchCreation(work, { rounds, notices, little }) {
  const creations = little ? FEW_CREATIONS : CREATIONS;
  const folder = (name) => {
    const made = path.join(work, name);
    mkdirSync(made);
    return made;
  };
  const [few, many, recorded] = ['few', 'many', 'recorded'].map(folder);
  const { repccs } = await prepareEmpty(few);
  copyData(few, many);
  seedNotices(few, FEW);
  const startedAt = performance.now();
  process.stderr.write(`storing ${notices.toLocaleString('en')} notices\n`);
  seedNotices(many, notices);
  const seededIn = (performance.now() - startedAt) / 1_000;
  copyData(few, recorded);
  const statements = await recordCreation(recorded, offences(FEW));
  const start = (name) =>
    startCandidate(CREATORS[name], { work, data: name === 'million' ? many : few, sql: statements.sql });

  console.log(`\nCreation of notices (repccsWebhook): each request is a new notice. Of 100 offences 94 are of local vehicles, half of which
have four notices on average, the others none; the rest are foreign, diplomats' and military vehicles, and unlicensed
parking. ${rounds} rounds of ${creations} requests in ${TURNS} turns over ${CONNECTIONS} connections; ${notices.toLocaleString('en')} notices were stored in both zones in ${seededIn.toFixed(0)} s.
The data is in ${tmpdir()}.

(a)  as in production: the mirror is nudged, and the notices are copied to the internet zone meanwhile.
(b)  express.json(), the rows of the notice, its mark, detail and suspension in one transaction: no look-ups, so no
     advisory notices.
(b2) every statement that (a) sends for the same offence, look-ups included; no log, no key, no validation.`);
  await compareRows(start, repccs.key, little ? FEW_CREATIONS : COMPARED);
  reportCreationStatements(statements);

  const workload = { name: 'repccsWebhook', size: 1, path: REPCCS_WEBHOOK, amount: creations, limits: LIMITS };
  const nudged = ['service', 'million'];
  const own = { million: { bodyOf: bodies(offences(notices)) } };
  const measured = await measure(Object.keys(CREATORS), start, [{ ...workload, bodyOf: bodies(offences(FEW)), own }], {
    key: repccs.key,
    rounds,
    warmUp: () => ({ amount: little ? creations : WARM_UP_CREATIONS }),
    beforeRound: ({ folder }) => purgeMarks(folder),
    // What one still copies must not take another's time.
    afterTurn: async ({ name, folder }) => {
      if (nudged.includes(name) && !(await drained(folder)))
        throw new Error('the nudge does not copy what was created');
    },
  });
  const [{ turns: rates }] = measured;
  const kept = report(measured, CREATORS);
  const flat = reportFigures('What one notice costs, by how many are stored', [
    {
      what: `at ${notices.toLocaleString('en')} ÷ at ${FEW.toLocaleString('en')}`,
      values: rates.service.map((rate, turn) => rate / rates.million[turn]),
      digits: 2,
      most: FLAT,
    },
  ]);
  return kept && flat;
}

/** The vehicles are those of the stored notices, of which there are more where there are more notices. */
const bodies = (offence) => (index) => JSON.stringify(offence(index));

/** All candidates give the same answers, and leave as many rows; (b2) the same notices as (a). */
async function compareRows(start, key, amount) {
  const offence = offences(FEW);
  const left = {};
  for (const name of ['service', 'rows', 'statements']) {
    const candidate = await start(name);
    try {
      for (let index = 0; index < amount; index += 1) {
        assert.deepEqual(await ask(candidate.url, REPCCS_WEBHOOK, key, JSON.stringify(offence(index))), {
          data: { appCode: 'OCMS-2000', message: 'OK' },
        });
      }
      left[name] = rowsIn(candidate.folder);
    } finally {
      await candidate.stop();
    }
  }
  assert.deepEqual(left.statements, left.service, '(b2) leaves other rows than (a)');
  assert.deepEqual(left.rows.counts, left.service.counts, '(b) leaves more or fewer rows than (a)');
}

function rowsIn(folder) {
  const database = new Database(path.join(folder, 'intranet.db'), { readonly: true });
  try {
    const count = (table) => database.prepare(`SELECT COUNT(*) AS rows FROM ${table}`).get().rows;
    return {
      counts: ['ocms_valid_offence_notice', 'ocms_offence_notice_detail', 'ocms_suspended_notice'].map(count),
      notices: database
        .prepare(
          `SELECT notice_no, vehicle_no, vehicle_registration_type, notice_date_and_time, amount_payable, payment_acceptance_allowed, an_flag,
             suspension_type, epr_reason_of_suspension, version FROM ocms_valid_offence_notice ORDER BY notice_no`,
        )
        .all(),
    };
  } finally {
    database.close();
  }
}
