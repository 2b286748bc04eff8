// The notices that are stored already, and the offences that come in.
import { createRequire } from 'node:module';
import path from 'node:path';
import { generator } from './workloads.mjs';

const require = createRequire(import.meta.url);
const { sqliteDriver: Database } = require('../../dist/src/db/dialects/sqlite/driver.js');
const { MIRRORED_COLUMNS } = require('../../dist/src/features/internet-mirror/index.js');

/** Stored notices of one vehicle, on average, however many there are in all. */
const NOTICES_PER_VEHICLE = 4;
const DAYS = 1_095;
const DAY_MS = 86_400_000;
const FIRST_STORED = 100_000_000;
const FIRST_NEW = 800_000_000;
const CAR_PARKS = [
  ['A0007', 'ALIWAL STREET'],
  ['B0012', 'BALESTIER ROAD'],
  ['C0030', 'CLUB STREET'],
  ['J0017', 'JALAN BESAR'],
];

/** How many offences of 100 are of which kind; of the others half are of vehicles with notices, half of new ones. */
const FOREIGN = 3;
const DIPLOMATIC = 1;
const MILITARY = 1;
const UNLICENSED = 1;

/** The number of a vehicle, from 0 up; in SQL below, too. */
const vehicleNo = (index) =>
  `S${letter(index % 23)}${letter(Math.floor(index / 23) % 23)}${String(Math.floor(index / 529)).padStart(4, '0')}${letter(index % 19)}`;
const letter = (index) => String.fromCharCode(65 + index);
const SQL_VEHICLE_NO = `'S' || char(65 + v % 23) || char(65 + v / 23 % 23) || printf('%04d', v / 529) || char(65 + v % 19)`;

/**
 * Stores notices in both zones, nothing waiting to be copied: the last three years, in the order of their numbers,
 * four of a vehicle far apart, some of them suspended. The databases are migrated, and nobody has them open.
 *
 * @param {string} folder
 * @param {number} count
 */
export function seedNotices(folder, count) {
  const database = new Database(path.join(folder, 'intranet.db'));
  try {
    database.exec(`ATTACH '${path.join(folder, 'internet.db')}' AS internet`);
    // Nothing to be undone, and no log of it: a seeding that is cut short is thrown away.
    for (const zone of ['main', 'internet'])
      database.exec(
        `PRAGMA ${zone}.journal_mode = MEMORY; PRAGMA ${zone}.synchronous = OFF; PRAGMA ${zone}.cache_size = -200000`,
      );
    const indexes = database
      .prepare(
        `SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = 'ocms_valid_offence_notice'`,
      )
      .all();
    for (const { name } of indexes) database.exec(`DROP INDEX ${name}`);
    const vehicles = count / NOTICES_PER_VEHICLE;
    const seconds = DAYS * 86_400;
    const audit = `strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), 'ocmsiz_app_conn'`;
    database.exec(`
      DELETE FROM ocms_valid_offence_notice; DELETE FROM ocms_offence_notice_detail; DELETE FROM ocms_court_case; DELETE FROM ocms_internet_mirror_mark;
      WITH RECURSIVE counted (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM counted WHERE n + 1 < ${count}),
        numbered AS (SELECT n, n * 7919 % ${vehicles} AS v, n * 31 % 100 AS course FROM counted)
      INSERT INTO ocms_valid_offence_notice (notice_no, notice_source, subsystem_label, vehicle_no, vehicle_category, vehicle_registration_type,
        offence_notice_type, computer_rule_code, notice_date_and_time, pp_code, pp_name, composition_amount, amount_payable, payment_acceptance_allowed,
        suspension_type, epr_reason_of_suspension, an_flag, cre_date, cre_user_id)
      SELECT printf('%09dA', ${FIRST_STORED} + n), iif(course < 40, 'CES', 'REPCCS'), iif(course < 40, '030', 'REPCCS'), ${SQL_VEHICLE_NO}, 'C', 'S',
        'O', 10300, strftime('%Y-%m-%dT%H:%M:%fZ', unixepoch() - ${seconds} + n * ${seconds} / ${count}, 'unixepoch'), 'A0007', 'ALIWAL STREET', 70, 70,
        iif(course < 20, 'N', 'Y'), iif(course < 25, 'PS', NULL), CASE WHEN course < 20 THEN 'ANS' WHEN course < 25 THEN 'CAN' END, iif(course < 20, 'Y', 'N'), ${audit}
      FROM numbered;
      INSERT INTO ocms_offence_notice_detail (notice_no, cre_date, cre_user_id) SELECT notice_no, cre_date, cre_user_id FROM ocms_valid_offence_notice;
      INSERT INTO ocms_suspended_notice (notice_no, sr_no, date_of_suspension, suspension_type, reason_of_suspension, suspension_source,
        officer_authorising_suspension, cre_date, cre_user_id)
      SELECT notice_no, 1, cre_date, 'PS', epr_reason_of_suspension, 'ocmsiz_app_conn', 'ocmsizmgr_conn', cre_date, cre_user_id
      FROM ocms_valid_offence_notice WHERE suspension_type = 'PS';
      INSERT INTO internet.eocms_valid_offence_notice (${MIRRORED_COLUMNS.join(', ')}, cre_date, cre_user_id)
      SELECT ${MIRRORED_COLUMNS.join(', ')}, cre_date, 'ocmsez_app_conn' FROM ocms_valid_offence_notice;`);
    for (const { sql } of indexes) database.exec(sql);
    for (const zone of ['main', 'internet']) database.exec(`PRAGMA ${zone}.journal_mode = WAL`);
  } finally {
    database.close();
  }
}

/**
 * The offences that REPCCS delivers, each a new notice: the same ones, in the same order, to everybody. Foreign and
 * military vehicles, diplomats', unlicensed parking without one; of local vehicles half have notices already. No
 * double bookings.
 *
 * @param {number} stored how many notices there are
 * @returns {(index: number) => object}
 */
export function offences(stored) {
  const vehicles = stored / NOTICES_PER_VEHICLE;
  const now = Date.now();
  return (index) => {
    const random = generator(index + 1);
    const pick = (values) => values[Math.floor(random() * values.length)];
    const kind = random() * 100;
    const known = vehicleNo(Math.floor(random() * vehicles));
    // Of Johor, of the forces, and such as no stored notice has.
    const vehicle =
      kind < FOREIGN
        ? { vehicleNo: `JHR ${index}`, vehicleRegistrationType: 'F' }
        : kind < FOREIGN + DIPLOMATIC
          ? { vehicleNo: `S${index % 10_000}CD`, vehicleRegistrationType: 'D' }
          : kind < FOREIGN + DIPLOMATIC + MILITARY
            ? { vehicleNo: `${index}MID`, vehicleRegistrationType: 'S' }
            : kind < FOREIGN + DIPLOMATIC + MILITARY + UNLICENSED
              ? { vehicleRegistrationType: 'X' }
              : { vehicleNo: random() < 0.5 ? known : `N${index}Z`, vehicleRegistrationType: 'S' };
    const [ppCode, ppName] = pick(CAR_PARKS);
    return {
      transactionId: `RC-${index}`,
      subsystemLabel: 'REPCCS',
      anFlag: 'N',
      noticeNo: `${FIRST_NEW + index}A`,
      ...vehicle,
      computerRuleCode: pick([10300, 11210, 20412]),
      compositionAmount: pick([70, 100, 30.5]),
      // Singapore's time, of the last day; no two offences at the same one.
      noticeDateAndTime: new Date(now - DAY_MS + 8 * 3_600_000 + ((index * 10) % DAY_MS)).toISOString().slice(0, -1),
      offenceNoticeType: vehicle.vehicleNo === undefined ? 'U' : 'O',
      vehicleCategory: pick(['C', 'C', 'M', 'HL']),
      ppCode,
      ppName,
      creUserId: 'REPCCS',
      creDate: '2026-01-15T09:31:12+08:00',
    };
  };
}
