import { INTRANET_USER } from '../../db/audit-users';
import type { Database, Executor, Transaction } from '../../db/database';
import type { Fragment } from '../../db/dialects/dialect';
import { centsFromColumn, decimalText } from '../../platform/money';
import type { Violation, ViolationResult, ViolationStatus } from './port';

/** How vHub is told, each with a history of its own (decisions §8). */
export type Channel = 'API' | 'SFTP';

/** What batches by API are in the ledger of effects. */
export const API_EFFECT = 'vhub_update_violation_api';

/** From when on a change belongs to a list, and what today is (F 2.3.2 to 2.3.4, decisions §8). */
export interface ListDates {
  /** Settled, and updated outstanding ones. */
  changedSince: Date;
  /** Suspensions. */
  suspendedSince: Date;
  /** Outstanding ones are dated before it. */
  datedBefore: Date;
  /** `YYYY-MM-DD`. */
  today: string;
  tomorrow: string;
}

/** A notice that belongs to a list, as stored. */
export interface ListedNotice {
  noticeNo: string;
  status: ViolationStatus;
  offenceAt: Date | null;
  ruleCode: number | null;
  ppCode: string | null;
  ppName: string | null;
  ruleDescription: string | null;
  vehicleNo: string | null;
  vehicleCategory: string | null;
  compositionAmount: number;
  adminFee: number;
  /** What vHub took last on this channel. */
  sent: { status: ViolationStatus; at: Date; hash: string } | undefined;
}

const UNPAID_FOR = `v.suspension_type = 'PS' AND v.epr_reason_of_suspension = 'FOR' AND v.amount_paid = 0`;
const CANCELLED = `v.suspension_type IN ('TS', 'PS') AND COALESCE(v.epr_reason_of_suspension, '') <> 'FOR'`;

export function violationStore({ dialect }: Database) {
  /** F 2.3.2, and what earlier runs owe: refused, or taken as something else since. */
  const settled = ({ changedSince }: ListDates): Fragment => ({
    sql: `(v.amount_paid > 0 AND (v.payment_date >= ? OR s.failed_status IS NOT NULL OR s.sent_status = 'O'))`,
    bindings: [dialect.bindInstant(changedSince)],
  });
  /** F 2.3.3: suspended otherwise, or archived tomorrow; and what earlier runs owe. */
  const cancelled = ({ suspendedSince, today, tomorrow }: ListDates): Fragment => ({
    sql: `(${CANCELLED} AND (v.epr_date_of_suspension >= ? OR s.failed_status IS NOT NULL OR s.sent_status = 'O')
      OR v.archive_date = ?
      OR v.archive_date <= ? AND (COALESCE(s.sent_status, 'O') <> 'C' OR s.failed_status IS NOT NULL) AND ${UNPAID_FOR})`,
    bindings: [dialect.bindInstant(suspendedSince), tomorrow, today],
  });
  /** F 2.3.4: new ones are those vHub does not take for outstanding; updated ones; and what earlier runs owe. */
  const outstanding = ({ datedBefore, changedSince, tomorrow }: ListDates): Fragment => ({
    sql: `(${UNPAID_FOR} AND v.notice_date_and_time < ? AND (v.archive_date IS NULL OR v.archive_date > ?)
      AND (COALESCE(s.sent_status, '') <> 'O' OR v.upd_date >= ? OR s.failed_status IS NOT NULL))`,
    bindings: [dialect.bindInstant(datedBefore), tomorrow, dialect.bindInstant(changedSince)],
  });

  return {
    /**
     * Notices of foreign vehicles that belong to a list, in the order of their numbers, some at a time. One that belongs
     * to several belongs to the first of settled, cancelled, outstanding.
     */
    async listed(
      executor: Executor,
      channel: Channel,
      dates: ListDates,
      after: string,
      limit: number,
    ): Promise<ListedNotice[]> {
      const [s, c, o] = [settled(dates), cancelled(dates), outstanding(dates)];
      const rows = await executor('ocms_valid_offence_notice AS v')
        .joinRaw('LEFT JOIN ocms_vhub_notice AS s ON s.notice_no = v.notice_no AND s.channel = ?', [channel])
        .leftJoin('ocms_offence_rule_code AS r', 'r.computer_rule_code', 'v.computer_rule_code')
        .where('v.vehicle_registration_type', 'F')
        .where('v.notice_no', '>', after)
        .whereRaw(`(${s.sql} OR ${c.sql} OR ${o.sql})`, [...s.bindings, ...c.bindings, ...o.bindings] as string[])
        .orderBy('v.notice_no')
        .limit(limit)
        .select<Record<string, unknown>[]>([
          'v.notice_no',
          executor.raw(`CASE WHEN ${s.sql} THEN 'S' WHEN ${c.sql} THEN 'C' ELSE 'O' END AS status`, [
            ...s.bindings,
            ...c.bindings,
          ] as string[]),
          ...['v.notice_date_and_time', 'v.computer_rule_code', 'v.pp_code', 'v.pp_name', 'r.description'],
          ...['v.vehicle_no', 'v.vehicle_category', 'v.composition_amount', 'v.admin_fee'],
          ...['s.sent_status', 's.sent_at', 's.sent_hash'],
        ]);
      return rows.map((row) => ({
        noticeNo: row.notice_no as string,
        status: row.status as ViolationStatus,
        offenceAt: row.notice_date_and_time === null ? null : dialect.readInstant(row.notice_date_and_time),
        ruleCode: row.computer_rule_code as number | null,
        ppCode: row.pp_code as string | null,
        ppName: row.pp_name as string | null,
        ruleDescription: row.description as string | null,
        vehicleNo: row.vehicle_no as string | null,
        vehicleCategory: row.vehicle_category as string | null,
        compositionAmount: centsFromColumn(row.composition_amount),
        adminFee: centsFromColumn(row.admin_fee),
        sent:
          row.sent_status === null
            ? undefined
            : {
                status: row.sent_status as ViolationStatus,
                at: dialect.readInstant(row.sent_at),
                hash: row.sent_hash as string,
              },
      }));
    },

    /** Writes down what became of a batch by API: a row per record in ocms_offence_avss (F 2.3.5), and what vHub knows now. */
    async record(
      trx: Transaction,
      {
        reference,
        outcomes,
        batchDate,
        dayOf,
        at,
      }: {
        reference: string;
        outcomes: readonly { violation: Violation; hash: string; result: ViolationResult }[];
        /** Midnight of the day. */
        batchDate: Date;
        dayOf: (instant: Date) => Date;
        at: Date;
      },
    ): Promise<void> {
      const rows = dialect.rows(
        AVSS,
        outcomes.map(({ violation, hash, result }) => ({
          offence_no: violation.noticeNo,
          offence_date: dayOf(violation.offenceAt),
          offence_time: violation.offenceAt,
          offence_code: violation.offenceCode,
          location: violation.location,
          offence_description: violation.offenceDescription,
          vehicle_no: violation.vehicleNo,
          vehicle_type: violation.vehicleType,
          composition_amount: decimalText(violation.compositionAmount),
          admin_fee: decimalText(violation.adminFee),
          total_amount: decimalText(violation.totalAmount),
          violation_status: violation.status,
          vhub_api_status_code: result.taken ? '0' : '1',
          vhub_api_error_code: result.errorCode ?? null,
          vhub_api_error_description: result.errorDescription ?? null,
          hash,
        })),
      );
      const columns = Object.keys(AVSS).filter((column) => column !== 'hash');
      const [day, now] = [dialect.bindInstant(batchDate), dialect.bindInstant(at)];
      await trx.raw(
        `INSERT INTO ocms_offence_avss (batch_reference, batch_date, ${columns.join(', ')}, cre_date, cre_user_id)
         SELECT ?, ?, ${columns.map((column) => `j.${column}`).join(', ')}, ?, ? FROM ${rows.sql} AS j`,
        [reference, day, now, INTRANET_USER, ...rows.bindings] as string[],
      );
      await trx.raw(
        `INSERT INTO ocms_vhub_notice (channel, notice_no) SELECT 'API', j.offence_no FROM ${rows.sql} AS j
         WHERE NOT EXISTS (SELECT 1 FROM ocms_vhub_notice AS s WHERE s.channel = 'API' AND s.notice_no = j.offence_no)`,
        [...rows.bindings] as string[],
      );
      for (const { set, bindings, where } of [
        {
          set: 'sent_status = j.violation_status, sent_at = ?, sent_hash = j.hash, failed_status = NULL',
          bindings: [now],
          where: `j.vhub_api_status_code = '0'`,
        },
        { set: 'failed_status = j.violation_status', bindings: [], where: `j.vhub_api_status_code = '1'` },
      ])
        await dialect.updateFrom(trx, {
          table: 'ocms_vhub_notice',
          set: { sql: set, bindings },
          rows,
          on: `t.channel = 'API' AND t.notice_no = j.offence_no`,
          where,
          returning: 'notice_no',
        });
    },
  };
}

const AVSS = {
  offence_no: 'varchar(10)',
  offence_date: 'datetime2',
  offence_time: 'datetime2',
  offence_code: 'int',
  location: 'nvarchar(200)',
  offence_description: 'nvarchar(400)',
  vehicle_no: 'varchar(14)',
  vehicle_type: 'varchar(1)',
  composition_amount: 'decimal(19,2)',
  admin_fee: 'decimal(19,2)',
  total_amount: 'decimal(19,2)',
  violation_status: 'varchar(1)',
  vhub_api_status_code: 'varchar(1)',
  vhub_api_error_code: 'varchar(20)',
  vhub_api_error_description: 'nvarchar(400)',
  hash: 'varchar(64)',
} as const;
