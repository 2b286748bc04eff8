import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import { INTRANET_USER } from '../../db/audit-users';
import type { Database, Executor, Transaction } from '../../db/database';
import { decimalText } from '../../platform/money';
import { existingNotices, insertNotices, noticeNumber, vonShape } from '../notices';
import type { Fate, Offence } from './types';

const NOTICE_SHAPE = vonShape(
  'notice_no',
  'notice_source',
  'subsystem_label',
  'vehicle_no',
  'vehicle_category',
  'vehicle_registration_type',
  'offence_notice_type',
  'computer_rule_code',
  'notice_date_and_time',
  'pp_code',
  'pp_name',
  'composition_amount',
  'amount_payable',
  'payment_acceptance_allowed',
  'an_flag',
  'cre_date',
  'cre_user_id',
  'upd_date',
  'upd_user_id',
);

const FACTS_SHAPE = {
  ...vonShape('notice_no', 'vehicle_no', 'notice_date_and_time', 'computer_rule_code', 'pp_code'),
  offence_date: 'date',
} as const;

const NO_NOTICE_SINCE =
  'NOT EXISTS (SELECT 1 FROM ocms_valid_offence_notice AS v WHERE v.vehicle_no = t.vehicle_no AND v.cre_date > ?)';

/** What the database knows that decides about a new notice. */
export interface Facts {
  duplicate: boolean;
  /** On the day of the offence: one that has ended is not known from the day after on. */
  ruleCodeKnown: boolean;
  /** Whether there are any rule codes. */
  ruleCodesLoaded: boolean;
  vip: boolean;
  /** Another notice of the same vehicle, date and time, rule code and car park, not itself PS-DBB or PS-CAN. */
  doubleBooked: boolean;
}

/** A transaction id as the key of a receipt, which holds no longer one and only ASCII. */
const keyText = (transactionId: string): string =>
  /^[\x20-\x7e]{1,100}$/.test(transactionId)
    ? transactionId
    : `sha256:${createHash('sha256').update(transactionId).digest('hex')}`;

/** A delivery without a notice number. */
export type Delivery = Pick<Offence, 'source' | 'transactionId' | 'deliveryHash'>;

/** What such a delivery was answered. */
export interface Receipt {
  noticeNo: string;
  /** Missing where the receipt is of before fates were kept. */
  fate?: Fate | undefined;
}

export interface StoredNotice extends Omit<Offence, 'noticeNo'> {
  noticeNo: string;
  anFlag: 'Y' | 'N';
  paymentAcceptanceAllowed: 'Y' | 'N';
}

export function noticeCreationStore({ dialect }: Database) {
  const keyOf = ({ source, transactionId, deliveryHash }: Delivery) => ({
    notice_source: source,
    transaction_id: keyText(transactionId),
    body_hash: deliveryHash,
  });

  return {
    /**
     * Locks the vehicle: makes the transaction wait until no other one that creates a notice of the vehicle is open.
     * Where every other that writes is waited for anyway, nothing is left to do.
     *
     * @throws a duplicate key when another one was the first ever at the same time.
     */
    async lockVehicle(trx: Transaction, vehicleNo: string): Promise<void> {
      if (dialect.writersTakeTurns) return;
      const taken = await trx('ocms_vehicle_turn').where('vehicle_no', vehicleNo).increment('taken', 1);
      if (taken === 0) await trx('ocms_vehicle_turn').insert({ vehicle_no: vehicleNo, taken: 1 });
    },

    /** The next notice number, which may be taken. For a transaction of its own, with nothing else: its row is everybody's. */
    async takeNumber(trx: Transaction): Promise<string> {
      await trx('ocms_notice_number').where('name', 'notice_no').increment('next_number', 1);
      const row = await trx('ocms_notice_number').where('name', 'notice_no').first<{
        next_number: number;
      }>('next_number');
      return noticeNumber(row.next_number - 1);
    },

    async isTaken(executor: Executor, noticeNo: string): Promise<boolean> {
      return (await existingNotices(executor, [noticeNo])).size > 0;
    },

    /** One statement, each of its questions answered by a key or an index. */
    async facts(
      executor: Knex,
      noticeNo: string,
      { vehicleNo, noticeDateAndTime, offenceDate, computerRuleCode, ppCode }: Offence & { offenceDate: string },
    ): Promise<Facts> {
      const rows = dialect.rows(FACTS_SHAPE, [
        {
          notice_no: noticeNo,
          vehicle_no: vehicleNo,
          notice_date_and_time: noticeDateAndTime,
          computer_rule_code: computerRuleCode,
          pp_code: ppCode,
          offence_date: offenceDate,
        },
      ]);
      const exists = (name: string, from: string): string =>
        `CASE WHEN EXISTS (SELECT 1 FROM ${from}) THEN 1 ELSE 0 END AS ${name}`;
      const [facts] = await executor.raw<
        Record<'duplicate' | 'rule_code_known' | 'rule_codes_loaded' | 'vip' | 'double_booked', number>[]
      >(
        `SELECT ${[
          exists('duplicate', 'ocms_valid_offence_notice AS v WHERE v.notice_no = j.notice_no'),
          exists(
            'rule_code_known',
            `ocms_offence_rule_code AS r WHERE r.computer_rule_code = j.computer_rule_code
             AND (r.effective_to IS NULL OR r.effective_to >= j.offence_date)`,
          ),
          exists('rule_codes_loaded', 'ocms_offence_rule_code'),
          exists(
            'vip',
            `ocms_vip_vehicle AS p WHERE ${dialect.sameText('p.vehicle_no', 'j.vehicle_no')} AND ${dialect.sameText('p.status', `CAST('ACTIVE' AS nvarchar(40))`)}`,
          ),
          exists(
            'double_booked',
            `ocms_valid_offence_notice AS d WHERE ${dialect.sameText('d.vehicle_no', 'j.vehicle_no')} AND d.notice_date_and_time = j.notice_date_and_time
             AND d.computer_rule_code = j.computer_rule_code AND ${dialect.sameText('d.pp_code', 'j.pp_code')} AND d.notice_no <> j.notice_no
             AND NOT (COALESCE(d.suspension_type, '') = 'PS' AND COALESCE(d.epr_reason_of_suspension, '') IN ('DBB', 'CAN'))`,
          ),
        ].join(', ')} FROM ${rows.sql} AS j`,
        [...rows.bindings] as string[],
      );
      return {
        duplicate: facts!.duplicate === 1,
        ruleCodeKnown: facts!.rule_code_known === 1,
        ruleCodesLoaded: facts!.rule_codes_loaded === 1,
        vip: facts!.vip === 1,
        doubleBooked: facts!.double_booked === 1,
      };
    },

    /**
     * Adds the notice with its mark for the internet mirror (A 3, data mapping). Two statements.
     *
     * @throws a duplicate key when the number is taken.
     */
    insertNotice: (trx: Transaction, notice: StoredNotice, at: Date): Promise<void> =>
      insertNotices(
        trx,
        NOTICE_SHAPE,
        [
          {
            notice_no: notice.noticeNo,
            notice_source: notice.source,
            subsystem_label: notice.subsystemLabel,
            vehicle_no: notice.vehicleNo,
            vehicle_category: notice.vehicleCategory,
            vehicle_registration_type: notice.vehicleRegistrationType,
            offence_notice_type: notice.offenceNoticeType,
            computer_rule_code: notice.computerRuleCode,
            notice_date_and_time: notice.noticeDateAndTime,
            pp_code: notice.ppCode,
            pp_name: notice.ppName,
            composition_amount: decimalText(notice.compositionAmount),
            amount_payable: decimalText(notice.compositionAmount),
            payment_acceptance_allowed: notice.paymentAcceptanceAllowed,
            an_flag: notice.anFlag,
            cre_date: at,
            cre_user_id: notice.by?.id ?? INTRANET_USER,
            // To become an advisory notice is an update (A 2); a suspension updates by itself (A 7).
            upd_date: notice.anFlag === 'Y' ? at : null,
            upd_user_id: notice.anFlag === 'Y' ? INTRANET_USER : null,
          },
        ],
        at,
      ),

    async insertDetail(trx: Transaction, { noticeNo, by }: StoredNotice, at: Date): Promise<void> {
      await trx('ocms_offence_notice_detail').insert({
        notice_no: noticeNo,
        cre_date: dialect.bindInstant(at),
        cre_user_id: by?.id ?? INTRANET_USER,
      });
    },

    /** What a delivery was answered after `since`, if it came before. */
    async receiptOf(executor: Knex, delivery: Delivery, since: Date): Promise<Receipt | undefined> {
      const row = await executor('ocms_delivery_receipt')
        .where(keyOf(delivery))
        .where('cre_date', '>', dialect.bindInstant(since))
        .first<{ notice_no: string; fate: Fate | null } | undefined>('notice_no', 'fate');
      return row && { noticeNo: row.notice_no, fate: row.fate ?? undefined };
    },

    /**
     * Takes the place of a receipt of up to `expired` only.
     *
     * @throws a duplicate key when the same delivery is being answered at the same time.
     */
    async writeReceipt(
      trx: Transaction,
      delivery: Delivery,
      { noticeNo, fate }: Required<Receipt>,
      at: Date,
      expired: Date,
    ): Promise<void> {
      const answered = { notice_no: noticeNo, fate: fate ?? null, cre_date: dialect.bindInstant(at) };
      const renewed = await trx('ocms_delivery_receipt')
        .where(keyOf(delivery))
        .where('cre_date', '<=', dialect.bindInstant(expired))
        .update(answered);
      if (renewed === 0) await trx('ocms_delivery_receipt').insert({ ...keyOf(delivery), ...answered });
    },

    /** @returns how many were purged, `limit` at most. */
    purgeReceipts: (trx: Transaction, before: Date, limit: number): Promise<number> =>
      dialect.clearSome(
        trx,
        { table: 'ocms_delivery_receipt', where: { sql: 'cre_date <= ?', bindings: [dialect.bindInstant(before)] } },
        limit,
      ),

    /** Vehicles that have a lock of their own and no notice created since, some of them. */
    async idleVehicles(executor: Executor, since: Date, limit: number): Promise<string[]> {
      const rows = await executor('ocms_vehicle_turn AS t')
        .whereRaw(NO_NOTICE_SINCE, [dialect.bindInstant(since)] as string[])
        .orderBy('t.vehicle_no')
        .limit(limit)
        .select<{ vehicle_no: string }[]>('t.vehicle_no');
      return rows.map(({ vehicle_no }) => vehicle_no);
    },

    /** Purges the locks of vehicles that still have no notice created since. By key: it waits for no other vehicle. */
    purgeTurns: (trx: Transaction, vehicles: readonly string[], since: Date): Promise<void> =>
      dialect.deleteFrom(trx, {
        table: 'ocms_vehicle_turn',
        rows: dialect.tuples(
          { vehicle_no: 'varchar(14)', since: 'datetime2' },
          vehicles.map((vehicleNo) => [vehicleNo, since]),
        ),
        on: `t.vehicle_no = j.vehicle_no AND ${NO_NOTICE_SINCE.replace('?', 'j.since')}`,
      }),

    async anyRuleCode(executor: Knex): Promise<boolean> {
      return (await executor('ocms_offence_rule_code').first('computer_rule_code')) !== undefined;
    },
  };
}
