// The operations over plain knex, as somebody would write them who wants nothing but the answer. The SQL is
// the service's own, noted while it ran (prepare.mjs), but for the mapped SELECT: the service has the database
// build the JSON, so that text is the same query with its columns left apart.
import { createRequire } from 'node:module';
import knexFactory from 'knex';

const require = createRequire(import.meta.url);
const { sqliteDriver } = require('../../../dist/src/db/dialects/sqlite/driver.js');

/** knex's own client, over the better-sqlite3 for this Node.js. */
class Client extends require('knex/lib/dialects/better-sqlite3') {
  _driver() {
    return sqliteDriver;
  }
}

const FIELDS = [
  ...['suspensionType', 'lastProcessingStage', 'prevProcessingStage', 'nextProcessingStage', 'lastProcessingDate'],
  ...['prevProcessingDate', 'nextProcessingDate', 'atomsFlag', 'amountPayable', 'paymentAcceptanceAllowed'],
  ...['eprReasonOfSuspension', 'eprDateOfSuspension'],
];

/** @param {{ database: string, sql: Record<string, string> }} settings */
export function openQueries({ database, sql }) {
  const knex = knexFactory({
    client: Client,
    connection: { filename: database },
    useNullAsDefault: true,
    pool: {
      min: 1,
      max: 1,
      afterCreate(connection, done) {
        connection.pragma('journal_mode = WAL');
        connection.pragma('synchronous = FULL');
        connection.pragma('foreign_keys = ON');
        done(null, connection);
      },
    },
  });
  const select = `SELECT v.notice_no, v.suspension_type, v.crs_reason_of_suspension, v.epr_reason_of_suspension, v.payment_status, v.amount_payable, v.amount_paid, v.payment_acceptance_allowed FROM ${sql.noticeNumberRows} AS j CROSS JOIN ocms_valid_offence_notice AS v ON v.notice_no = j.notice_no`;

  return {
    /** Rows, mapped to the contract's names here. */
    async paymentStatus({ noticeNumbers }) {
      const rows = await knex.raw(select, [JSON.stringify([...new Set(noticeNumbers)])]);
      return {
        notices: rows.map((row) => ({
          noticeNo: row.notice_no,
          suspensionType: row.suspension_type,
          crsReasonOfSuspension: row.crs_reason_of_suspension,
          eprReasonOfSuspension: row.epr_reason_of_suspension,
          paymentStatus: row.payment_status,
          amountPayable: row.amount_payable,
          amountPaid: row.amount_paid,
          paymentAcceptanceAllowed: row.payment_acceptance_allowed,
        })),
      };
    },

    /** The service's own statement: the database builds the JSON. */
    async paymentStatusText({ noticeNumbers }) {
      const [{ json }] = await knex.raw(sql.selectJson, [JSON.stringify([...new Set(noticeNumbers)])]);
      return `{"notices":${json}}`;
    },

    async updateCourtNotices({ notices }) {
      const numbers = notices.map(({ noticeNo }) => noticeNo);
      const { updated, known } = await knex.transaction(async (trx) => {
        const at = new Date().toISOString();
        const sorted = [...notices].sort((a, b) => (a.noticeNo < b.noticeNo ? -1 : 1));
        const changed = await trx.raw(sql.updateNotices, [at, 'ocmsiz_app_conn', JSON.stringify(sorted.map(toRow))]);
        const updated = new Set(changed.map(({ returned }) => returned));
        if (updated.size > 0) await trx.raw(sql.mark, [at, JSON.stringify([...updated])]);
        const others = numbers.filter((noticeNo) => !updated.has(noticeNo));
        const found = others.length > 0 ? await trx.raw(sql.existing, [JSON.stringify(others)]) : [];
        return { updated, known: new Set(found.map(({ notice_no }) => notice_no)) };
      });
      const results = [];
      for (const noticeNo of numbers) {
        if (updated.has(noticeNo)) results.push({ noticeNo, appCode: 'OCMS-2000', status: 'OK' });
        else if (known.has(noticeNo)) results.push({ noticeNo, appCode: 'OCMS-4009', status: 'Not Court Notice' });
      }
      return { updatedCount: updated.size, failedCount: numbers.length - updated.size, notices: results };
    },

    /**
     * @param {object} offence
     * @param {{ lookUps?: boolean }} options without look-ups the notice is foreign or ordinary by what was sent
     */
    async createNotice(offence, { lookUps = false }) {
      const { noticeNo, vehicleNo = null, computerRuleCode, vehicleCategory, offenceNoticeType, ppCode } = offence;
      const offenceAt = new Date(`${offence.noticeDateAndTime}+08:00`).toISOString();
      const amount = offence.compositionAmount.toFixed(2);
      await knex.transaction(async (trx) => {
        const at = new Date().toISOString();
        let type = registrationType(offence, false);
        let advisory = false;
        let suspension = type === 'F' ? ['FOR', 'Foreign vehicle'] : undefined;
        if (lookUps) {
          const [facts] = await trx.raw(sql.facts, [
            JSON.stringify([[noticeNo, vehicleNo, offenceAt, computerRuleCode, ppCode]]),
          ]);
          if (facts.duplicate === 1) throw new Error('the notice number is taken');
          type = registrationType(offence, facts.vip === 1);
          if (facts.double_booked === 1) suspension = ['DBB', 'Double booking - offence already has a notice'];
          else if (offenceNoticeType === 'O' && 'SDVI'.includes(type)) {
            const rules = await trx('ocms_an_exemption_rule')
              .where('computer_rule_code', computerRuleCode)
              .select(
                'computer_rule_code',
                'composition_amount',
                'vehicle_category',
                'rule_remark',
                'effective_from',
                'effective_to',
              );
            const exempt = rules.some(
              (rule) =>
                (rule.composition_amount === null || rule.composition_amount === offence.compositionAmount) &&
                (rule.vehicle_category === null || rule.vehicle_category === vehicleCategory),
            );
            const from = new Date(at);
            from.setUTCMonth(from.getUTCMonth() - 24);
            const past = await trx.raw(sql.past, [JSON.stringify([[vehicleNo, from.toISOString(), at, noticeNo]])]);
            advisory =
              !exempt &&
              past.every(
                (row) =>
                  row.suspension_type === 'PS' && ['CAN', 'CFA', 'DBB', 'VST'].includes(row.epr_reason_of_suspension),
              );
          }
        }
        const row = [
          ...[
            noticeNo,
            'REPCCS',
            offence.subsystemLabel,
            vehicleNo,
            vehicleCategory,
            type,
            offenceNoticeType,
            computerRuleCode,
            offenceAt,
            ppCode,
          ],
          ...[offence.ppName, amount, amount, advisory ? 'N' : 'Y', advisory ? 'Y' : 'N', at, 'ocmsiz_app_conn'],
        ];
        await trx.raw(sql.insertNotice, [JSON.stringify([row])]);
        await trx.raw(sql.mark, [at, JSON.stringify([noticeNo])]);
        await trx('ocms_offence_notice_detail').insert({
          notice_no: noticeNo,
          cre_date: at,
          cre_user_id: 'ocmsiz_app_conn',
        });
        if (suspension) {
          const rows = JSON.stringify([[noticeNo, ...suspension, at, null]]);
          await trx.raw(sql.insertSuspension, ['ocmsiz_app_conn', 'ocmsizmgr_conn', 'ocmsiz_app_conn', rows]);
          await trx.raw(sql.suspendNotice, [at, 'ocmsiz_app_conn', rows]);
          await trx.raw(sql.mark, [at, JSON.stringify([noticeNo])]);
        }
      });
      return { data: { appCode: 'OCMS-2000', message: 'OK' } };
    },
  };
}

function registrationType({ offenceNoticeType, vehicleNo, vehicleRegistrationType }, vip) {
  if (offenceNoticeType === 'U') return 'X';
  if (vehicleRegistrationType === 'F') return 'F';
  if (vehicleNo.startsWith('MID') || vehicleNo.endsWith('MID')) return 'I';
  return vip && vehicleRegistrationType !== 'D' ? 'V' : vehicleRegistrationType;
}

/** A row of the update's one parameter: number, which fields are present (one bit each), the fields in order. */
function toRow(notice) {
  const row = [notice.noticeNo, 0];
  FIELDS.forEach((field, bit) => {
    const value = notice[field];
    if (value !== undefined) row[1] |= 1 << bit;
    if (value === undefined || value === null) row.push(null);
    else if (field === 'amountPayable') row.push(value.toFixed(2));
    else if (field === 'eprDateOfSuspension') row.push(new Date(`${value}T00:00:00+08:00`).toISOString());
    else row.push(value);
  });
  return row;
}
