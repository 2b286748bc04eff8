import { INTRANET_USER } from '../../db/audit-users';
import type { Database, Executor, Transaction } from '../../db/database';
import type { ColumnType, Fragment } from '../../db/dialects/dialect';
import { effectStore } from '../../effects';
import type { Calendar } from '../../platform/calendar';
import { type NoticePage, noticePage } from './pages';
import { NO_WORD, type Violation, type ViolationResult, type ViolationStatus } from './port';

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
    reason: { vhub_api_error_code: 'j.error_code', vhub_api_error_description: 'j.error_description' },
  },
  SFTP: {
    table: 'ocms_offence_avss_sftp',
    reference: 'file_name',
    status: 'sftp_status_code',
    reason: { sftp_error_description: 'j.error_description' },
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
}

export interface ListedNotice extends StoredNotice {
  status: ViolationStatus;
}

/** What became of a record, in the batch or file of that reference. */
export interface Outcome {
  reference: string;
  violation: Violation;
  hash: string;
  result: ViolationResult;
}

/** What a list asks of a notice first, all of it. */
export type Given = 'paid' | 'suspendedOtherwise' | 'marked' | 'unpaid' | 'past' | 'kept';
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
        given: { suspendedOtherwise: fragment(CANCELLED) },
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
  /** As one text: taking rows apart in one thread and putting them together in another takes longer than reading them. */
  const jsonOf = (
    executor: Executor,
    { names, ...from }: { sql: string; bindings: readonly unknown[]; names: readonly string[] },
  ): Promise<string> =>
    dialect.selectJson(executor, {
      columns: Object.fromEntries([...Object.keys(STORED), ...names].map((name) => [name, `q.${name}`])),
      from: { sql: `(${from.sql}) AS q`, bindings: from.bindings as Fragment['bindings'] },
      orderBy: 'q.noticeNo',
      ordered: true,
    });

  /** What counts for what vHub knows: with less in a row that takes half the time. */
  const knownOf = (channel: Channel, outcomes: readonly Outcome[]): Fragment =>
    dialect.tuples(
      KNOWN,
      outcomes.map(({ violation, hash, result }) => [
        channel,
        violation.noticeNo,
        violation.status,
        result.errorCode ?? null,
        hash,
      ]),
    );

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
      return noticePage(await jsonOf(executor, { sql, bindings, names: ['status'] }));
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
      const json = await jsonOf(executor, { sql, bindings, names: flags });
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
     * Writes down what became of batches, or of a file: a row per record in the channel's table (F 2.3.5, F 2.4), made of
     * what was frozen of it, and what vHub knows now. At most six statements, however many records.
     *
     * @param outcomes of every record of a batch, where they are of one.
     */
    async record(
      trx: Transaction,
      channel: Channel,
      { outcomes, at, calendar }: { outcomes: readonly Outcome[]; at: Date; calendar: Calendar },
    ): Promise<void> {
      const { table, reference, status, reason } = HISTORY[channel];
      const frozen = effects.frozen(FROZEN, [...new Set(outcomes.map((outcome) => outcome.reference))]);
      const midnight = calendar.startOfDay(calendar.dateOf(at));
      const [day, now] = [dialect.bindInstant(midnight), dialect.bindInstant(at)];
      await trx.raw(
        `INSERT INTO ${table} (${reference}, batch_date, ${Object.keys(RECORD).join(', ')}, ${status}, cre_date, cre_user_id)
         SELECT j.reference, ?, ${Object.values(RECORD).join(', ')}, '0', ?, ? FROM ${frozen.sql} AS j`,
        [day, now, INTRANET_USER, ...frozen.bindings] as string[],
      );
      const refused = outcomes.filter(({ result }) => !result.taken);
      if (refused.length > 0)
        await dialect.updateFrom(trx, {
          table,
          set: fragment(
            [`${status} = '1'`, ...Object.entries(reason).map(([column, value]) => `${column} = ${value}`)].join(', '),
          ),
          rows: dialect.tuples(
            REFUSED_RECORD,
            refused.map(({ reference, violation, result }) => [
              ...[reference, violation.noticeNo],
              ...[result.errorCode ?? null, result.errorDescription ?? null],
            ]),
          ),
          on: `t.${reference} = j.reference AND t.offence_no = j.offence_no`,
          returning: 'offence_no',
        });
      for (const { taken, set, columns, values } of [
        {
          taken: true,
          set: fragment('sent_status = j.violation_status, sent_at = ?, sent_hash = j.hash, failed_status = NULL', now),
          columns: 'sent_status, sent_at, sent_hash',
          values: fragment('j.violation_status, ?, j.hash', now),
        },
        {
          taken: false,
          // Without a code of vHub's own nobody knows what it has.
          set: fragment(
            'failed_status = j.violation_status, sent_hash = CASE WHEN COALESCE(j.error_code, ?) = ? THEN NULL ELSE t.sent_hash END',
            ...[NO_WORD, NO_WORD],
          ),
          columns: 'failed_status',
          values: fragment('j.violation_status'),
        },
      ]) {
        const told = outcomes.filter(({ result }) => result.taken === taken);
        if (told.length === 0) continue;
        const known = new Set(
          await dialect.updateFrom(trx, {
            table: 'ocms_vhub_notice',
            set,
            rows: knownOf(channel, told),
            // All of the key from the rows, so that SQLite goes through them and not through the channel.
            on: 't.channel = j.channel AND t.notice_no = j.offence_no',
            returning: 'notice_no',
          }),
        );
        const first = told.filter(({ violation }) => !known.has(violation.noticeNo));
        if (first.length === 0) continue;
        const rows = knownOf(channel, first);
        await trx.raw(
          `INSERT INTO ocms_vhub_notice (channel, notice_no, ${columns}) SELECT j.channel, j.offence_no, ${values.sql} FROM ${rows.sql} AS j`,
          [...values.bindings, ...rows.bindings] as string[],
        );
      }
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

const REFUSED_RECORD = {
  reference: 'varchar(60)',
  offence_no: 'varchar(10)',
  error_code: 'varchar(20)',
  error_description: 'nvarchar(400)',
} as const;

const OWED = { channel: 'varchar(4)', offence_no: 'varchar(10)', violation_status: 'varchar(1)' } as const;

const KNOWN = {
  ...OWED,
  error_code: 'varchar(20)',
  hash: 'varchar(64)',
} as const;
