import { INTRANET_USER } from '../../db/audit-users';
import type { Database, Executor, Transaction } from '../../db/database';
import type { ColumnType, Fragment } from '../../db/dialects/dialect';
import { effectStore } from '../../effects';
import type { Calendar } from '../../platform/calendar';
import { type NoticePage, noticePage } from './pages';
import { NO_WORD, type Violation, type ViolationStatus } from './port';

/** How vHub is told, each with a history of its own (decisions §8). */
export type Channel = 'API' | 'SFTP';

/** What goes by each channel, in the ledger of effects. */
export const EFFECTS: Readonly<Record<Channel, string>> = {
  API: 'vhub_update_violation_api',
  SFTP: 'vhub_violation_sftp',
};

/** Where the records of each channel are, and which columns say what became of one. */
const HISTORY = {
  API: {
    table: 'ocms_offence_avss',
    reference: 'batch_reference',
    status: 'vhub_api_status_code',
    reason: { vhub_api_error_code: 'j.errorCode', vhub_api_error_description: 'j.errorDescription' },
  },
  SFTP: {
    table: 'ocms_offence_avss_sftp',
    reference: 'file_name',
    status: 'sftp_status_code',
    reason: { sftp_error_description: 'j.errorDescription' },
  },
} as const satisfies Readonly<Record<Channel, unknown>>;

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

/** A notice that may belong to a list, as stored; instants are ISO 8601 in UTC. */
export interface StoredNotice {
  noticeNo: string;
  offenceAt: string | null;
  ruleCode: number | null;
  ppCode: string | null;
  ppName: string | null;
  ruleDescription: string | null;
  vehicleNo: string | null;
  vehicleCategory: string | null;
  /** Dollars, the admin fee included. */
  compositionAmount: number;
  /** Dollars. */
  adminFee: number;
  /** What vHub took last on this channel. */
  sentStatus: ViolationStatus | null;
  sentAt: string | null;
  /** Null where it may have taken something else since. */
  sentHash: string | null;
  /** Set where another record is owed, whatever else: the last was not taken, or could not be made. */
  failedStatus: ViolationStatus | null;
}

/** A violation as it is frozen in a batch. */
export interface FrozenViolation extends Violation {
  /** When the day of the offence began. */
  offenceDay: string;
  /** Of what it says. */
  hash: string;
}

export interface ListedNotice extends StoredNotice {
  status: ViolationStatus;
}

/** A record that vHub did not take, in the batch or file of that reference. */
export interface Refusal extends Pick<Violation, 'noticeNo' | 'status'> {
  reference: string;
  errorCode?: string | undefined;
  errorDescription?: string | undefined;
}

/** What became of batches, or of a file. */
export interface Recorded {
  references: readonly string[];
  records: number;
  refused: readonly Refusal[];
}

/** What a list asks of a notice first, all of it. */
export type Given = 'paid' | 'suspendedOtherwise' | 'notPaid' | 'marked' | 'unpaid' | 'past' | 'kept';
/** Why it is told now, any of it. */
export type Because =
  | 'paidLately'
  | 'suspendedLately'
  | 'archivedTomorrow'
  | 'archivalWaits'
  | 'new'
  | 'updated'
  | 'refused'
  | 'toldOtherwise'
  | 'toldOutstanding';

/** Who belongs to a list: notices `v`, with what vHub was told last, `s`. */
interface Rule {
  readonly status: ViolationStatus;
  readonly given: Readonly<Partial<Record<Given, Fragment>>>;
  readonly because: Readonly<Partial<Record<Because, Fragment>>>;
}

/** How one notice stands to a rule. */
export interface Standing {
  status: ViolationStatus;
  given: Partial<Record<Given, boolean>>;
  because: Partial<Record<Because, boolean>>;
}

const FOREIGN = `v.vehicle_registration_type = 'F'`;
const UNPAID_FOR = `v.suspension_type = 'PS' AND v.epr_reason_of_suspension = 'FOR' AND v.amount_paid = 0`;
const CANCELLED = `v.suspension_type IN ('TS', 'PS') AND COALESCE(v.epr_reason_of_suspension, '') <> 'FOR'`;

const fragment = (sql: string, ...bindings: Fragment['bindings']): Fragment => ({ sql, bindings });
/** What earlier runs owe. */
const REFUSED = fragment('s.failed_status IS NOT NULL');
const TOLD_OTHERWISE = fragment(`s.sent_status <> 'S'`);
const TOLD_OUTSTANDING = fragment(`s.sent_status = 'O'`);

const together = (parts: readonly Fragment[], word: 'AND' | 'OR'): Fragment => ({
  sql: `(${parts.map(({ sql }) => sql).join(` ${word} `)})`,
  bindings: parts.flatMap(({ bindings }) => bindings),
});

export function violationStore(database: Database) {
  const { dialect } = database;
  const effects = effectStore(database);
  /** Every list there is; a notice that belongs to several belongs to the first (F 2.3.2 to 2.3.4, decisions §8). */
  const rulesFor = (dates: ListDates): readonly Rule[] => {
    const changedSince = dialect.bindInstant(dates.changedSince);
    return [
      {
        // F 2.3.2.
        status: 'S',
        given: { paid: fragment('v.amount_paid > 0') },
        because: {
          paidLately: fragment('v.payment_date >= ?', changedSince),
          refused: REFUSED,
          toldOtherwise: TOLD_OTHERWISE,
        },
      },
      {
        // F 2.3.3, suspended otherwise.
        status: 'C',
        // What is paid is settled, however it is suspended.
        given: { suspendedOtherwise: fragment(CANCELLED), notPaid: fragment('v.amount_paid = 0') },
        because: {
          suspendedLately: fragment('v.epr_date_of_suspension >= ?', dialect.bindInstant(dates.suspendedSince)),
          refused: REFUSED,
          toldOutstanding: TOLD_OUTSTANDING,
        },
      },
      {
        // F 2.3.3, archived tomorrow.
        status: 'C',
        given: { marked: fragment('v.archive_date IS NOT NULL') },
        because: {
          archivedTomorrow: fragment('v.archive_date = ?', dates.tomorrow),
          archivalWaits: fragment(
            `v.archive_date <= ? AND (COALESCE(s.sent_status, 'O') <> 'C' OR s.failed_status IS NOT NULL) AND ${UNPAID_FOR}`,
            dates.today,
          ),
        },
      },
      {
        // F 2.3.4: new ones are those vHub does not take for outstanding.
        status: 'O',
        given: {
          unpaid: fragment(UNPAID_FOR),
          past: fragment('v.notice_date_and_time < ?', dialect.bindInstant(dates.datedBefore)),
          kept: fragment('(v.archive_date IS NULL OR v.archive_date > ?)', dates.tomorrow),
        },
        because: {
          new: fragment(`COALESCE(s.sent_status, '') <> 'O'`),
          updated: fragment('v.upd_date >= ?', changedSince),
          refused: REFUSED,
        },
      },
    ];
  };
  /** Whether a notice belongs to a list, whatever the others. */
  const belongs = (rules: readonly Rule[], status?: ViolationStatus): Fragment =>
    together(
      rules
        .filter((rule) => status === undefined || rule.status === status)
        .map(({ given, because }) =>
          together([...Object.values(given), together(Object.values(because), 'OR')], 'AND'),
        ),
      'OR',
    );

  const notices = (executor: Executor, channel: Channel) =>
    executor('ocms_valid_offence_notice AS v')
      .joinRaw('LEFT JOIN ocms_vhub_notice AS s ON s.notice_no = v.notice_no AND s.channel = ?', [channel])
      .leftJoin('ocms_offence_rule_code AS r', 'r.computer_rule_code', 'v.computer_rule_code');
  const columns = Object.entries(STORED).map(([name, column]) => `${column} AS ${name}`);
  /** Most are told for the first time: those are inserted, and the others changed where there are any. */
  const know = async (
    trx: Transaction,
    channel: Channel,
    told: { rows: Fragment; count: number; first: Readonly<Record<string, Fragment>>; again: Fragment },
  ): Promise<void> => {
    const { rows, count, first, again } = told;
    const values = [fragment('?', channel), fragment('j.noticeNo'), ...Object.values(first)];
    const inserted = await dialect.insertFrom(trx, {
      table: 'ocms_vhub_notice',
      columns: ['channel', 'notice_no', ...Object.keys(first)],
      values: { sql: values.map(({ sql }) => sql).join(', '), bindings: values.flatMap(({ bindings }) => bindings) },
      rows,
      where: `NOT EXISTS (SELECT 1 FROM ocms_vhub_notice AS k WHERE k.channel = '${channel}' AND k.notice_no = j.noticeNo)`,
    });
    if (inserted === count) return;
    await dialect.updateFrom(trx, {
      table: 'ocms_vhub_notice',
      set: again,
      rows,
      on: `t.channel = '${channel}' AND t.notice_no = j.noticeNo`,
      returning: 'notice_no',
    });
  };
  const without = (records: Fragment, refusals: Fragment): Fragment => ({
    sql: `(SELECT f.* FROM ${records.sql} AS f WHERE NOT EXISTS (SELECT 1 FROM ${refusals.sql} AS r WHERE r.reference = f.reference AND r.noticeNo = f.noticeNo))`,
    bindings: [...records.bindings, ...refusals.bindings],
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
    ): Promise<NoticePage<ListedNotice>> {
      const rules = rulesFor(dates);
      const [any, s, c] = [belongs(rules), belongs(rules, 'S'), belongs(rules, 'C')];
      const page = notices(executor, channel)
        .whereRaw(FOREIGN)
        .where('v.notice_no', '>', after)
        .whereRaw(any.sql, [...any.bindings] as string[])
        .orderBy('v.notice_no')
        .limit(limit)
        .select([
          executor.raw(`CASE WHEN ${s.sql} THEN 'S' WHEN ${c.sql} THEN 'C' ELSE 'O' END AS status`, [
            ...s.bindings,
            ...c.bindings,
          ] as string[]),
          ...columns,
        ]);
      const { sql, bindings } = page.toSQL();
      const from = { sql, bindings: bindings as Fragment['bindings'] };
      // As one text: taking rows apart in one thread and putting them together in another takes longer than reading them.
      return noticePage(await dialect.selectTuples(executor, { columns: LISTED, from }), LISTED);
    },

    /**
     * How one notice stands to the lists, by the same rules, in the order of their priority.
     *
     * @returns undefined where there is no such notice.
     */
    async standing(
      executor: Executor,
      channel: Channel,
      dates: ListDates,
      noticeNo: string,
    ): Promise<{ foreign: boolean; notice: StoredNotice; standings: Standing[] } | undefined> {
      const asked: Fragment[] = [];
      const ask = <Name extends string>(conditions: Readonly<Partial<Record<Name, Fragment>>>) =>
        Object.entries<Fragment | undefined>(conditions).map(([name, condition]) => ({
          name: name as Name,
          flag: `f${asked.push(condition!) - 1}`,
        }));
      const rules = rulesFor(dates).map(({ status, given, because }) => ({
        status,
        given: ask(given),
        because: ask(because),
      }));
      const [foreign] = ask({ foreign: fragment(FOREIGN) });
      const found = notices(executor, channel)
        .where('v.notice_no', noticeNo)
        .select([
          ...columns,
          ...asked.map(({ sql, bindings }, index) =>
            executor.raw(`CASE WHEN ${sql} THEN 1 ELSE 0 END AS f${index}`, [...bindings] as string[]),
          ),
        ]);
      const flags = asked.map((_, index) => `f${index}`);
      const { sql, bindings } = found.toSQL();
      const json = await dialect.selectJson(executor, {
        columns: Object.fromEntries([...Object.keys(STORED), ...flags].map((name) => [name, `q.${name}`])),
        from: { sql: `(${sql}) AS q`, bindings: bindings as Fragment['bindings'] },
        orderBy: 'q.noticeNo',
      });
      const [row] = JSON.parse(json) as (StoredNotice & Record<string, unknown>)[];
      if (!row) return undefined;
      const answers = <Name extends string>(flags: readonly { name: Name; flag: string }[]) =>
        Object.fromEntries(flags.map(({ name, flag }) => [name, row[flag] === 1])) as Partial<Record<Name, boolean>>;
      return {
        foreign: row[foreign!.flag] === 1,
        notice: row,
        standings: rules.map(({ status, given, because }) => ({
          status,
          given: answers(given),
          because: answers(because),
        })),
      };
    },

    /**
     * Notes that no record could be made of notices that vHub knows: what it has of them may be out of date, so they go
     * again with every run until one is taken.
     */
    async owe(
      trx: Transaction,
      channel: Channel,
      notices: readonly { noticeNo: string; status: ViolationStatus }[],
    ): Promise<void> {
      await dialect.updateFrom(trx, {
        table: 'ocms_vhub_notice',
        set: { sql: 'failed_status = j.violation_status', bindings: [] },
        rows: dialect.rows(
          OWED,
          notices.map(({ noticeNo, status }) => ({ channel, offence_no: noticeNo, violation_status: status })),
        ),
        on: 't.channel = j.channel AND t.notice_no = j.offence_no',
        where: 't.failed_status IS NULL',
        returning: 'notice_no',
      });
    },

    /**
     * Writes down what became of batches, or of a file: a row per record in the channel's table (F 2.3.5, F 2.4), and what
     * vHub knows now, both made of what was frozen. At most six statements, however many records.
     *
     * @param references of the batches, or of the file.
     * @param records how many they have.
     * @param refused those that vHub did not take; the others it has.
     */
    async record(
      trx: Transaction,
      channel: Channel,
      { references, records, refused, at, calendar }: Recorded & { at: Date; calendar: Calendar },
    ): Promise<void> {
      const { table, reference, status, reason } = HISTORY[channel];
      const frozen = effects.frozen(FROZEN, references);
      const midnight = calendar.startOfDay(calendar.dateOf(at));
      const [day, now] = [dialect.bindInstant(midnight), dialect.bindInstant(at)];
      await trx.raw(
        `INSERT INTO ${table} (${reference}, batch_date, ${Object.keys(RECORD).join(', ')}, ${status}, cre_date, cre_user_id)
         SELECT j.reference, ?, ${Object.values(RECORD).join(', ')}, '0', ?, ? FROM ${frozen.sql} AS j`,
        [day, now, INTRANET_USER, ...frozen.bindings] as string[],
      );
      const refusals = dialect.tuples(
        REFUSAL,
        refused.map((each) => [
          ...[each.reference, each.noticeNo, each.status],
          ...[each.errorCode ?? null, each.errorDescription ?? null],
        ]),
      );
      if (refused.length > 0) {
        await dialect.updateFrom(trx, {
          table,
          set: fragment(
            [`${status} = '1'`, ...Object.entries(reason).map(([column, value]) => `${column} = ${value}`)].join(', '),
          ),
          rows: refusals,
          on: `t.${reference} = j.reference AND t.offence_no = j.noticeNo`,
          returning: 'offence_no',
        });
        await know(trx, channel, {
          rows: refusals,
          count: refused.length,
          first: { failed_status: fragment('j.status') },
          // Without a code of vHub's own nobody knows what it has.
          again: fragment(
            'failed_status = j.status, sent_hash = CASE WHEN COALESCE(j.errorCode, ?) = ? THEN NULL ELSE t.sent_hash END',
            ...[NO_WORD, NO_WORD],
          ),
        });
      }
      if (refused.length < records)
        await know(trx, channel, {
          rows: refused.length === 0 ? frozen : without(frozen, refusals),
          count: records - refused.length,
          first: { sent_status: fragment('j.status'), sent_at: fragment('?', now), sent_hash: fragment('j.hash') },
          again: fragment('sent_status = j.status, sent_at = ?, sent_hash = j.hash, failed_status = NULL', now),
        });
    },
  };
}

const STORED = {
  noticeNo: 'v.notice_no',
  offenceAt: 'v.notice_date_and_time',
  ruleCode: 'v.computer_rule_code',
  ppCode: 'v.pp_code',
  ppName: 'v.pp_name',
  ruleDescription: 'r.description',
  vehicleNo: 'v.vehicle_no',
  vehicleCategory: 'v.vehicle_category',
  compositionAmount: 'v.composition_amount',
  adminFee: 'v.admin_fee',
  sentStatus: 's.sent_status',
  sentAt: 's.sent_at',
  sentHash: 's.sent_hash',
  failedStatus: 's.failed_status',
} as const satisfies Record<keyof StoredNotice, string>;

const LISTED = [...Object.keys(STORED), 'status'] as (keyof ListedNotice)[];

/** What is read of a record as it was frozen. */
const FROZEN = {
  noticeNo: 'varchar(10)',
  offenceDay: 'datetime2',
  offenceAt: 'datetime2',
  offenceCode: 'int',
  location: 'nvarchar(200)',
  offenceDescription: 'nvarchar(400)',
  vehicleNo: 'varchar(14)',
  vehicleType: 'varchar(1)',
  compositionAmount: 'decimal(19,2)',
  adminFee: 'decimal(19,2)',
  totalAmount: 'decimal(19,2)',
  status: 'varchar(1)',
  hash: 'varchar(64)',
} as const satisfies Partial<Record<keyof FrozenViolation, ColumnType>>;

/** A record as vHub was told, in both tables. */
const RECORD = {
  offence_no: 'j.noticeNo',
  offence_date: 'j.offenceDay',
  offence_time: 'j.offenceAt',
  offence_code: 'j.offenceCode',
  location: 'j.location',
  offence_description: 'j.offenceDescription',
  vehicle_no: 'j.vehicleNo',
  vehicle_type: 'j.vehicleType',
  // Frozen in cents.
  composition_amount: 'j.compositionAmount / 100.0',
  admin_fee: 'j.adminFee / 100.0',
  total_amount: 'j.totalAmount / 100.0',
  violation_status: 'j.status',
} as const;

const REFUSAL = {
  reference: 'varchar(60)',
  noticeNo: 'varchar(10)',
  status: 'varchar(1)',
  errorCode: 'varchar(20)',
  errorDescription: 'nvarchar(400)',
} as const satisfies Record<keyof Refusal, ColumnType>;

const OWED = { channel: 'varchar(4)', offence_no: 'varchar(10)', violation_status: 'varchar(1)' } as const;
