import type { Database, Executor, Transaction } from '../../../db/database';
import { type Cents, centsFromColumn } from '../../../platform/money';
import { currentSpan } from '../../../platform/tracing';
import { updateNotices } from '../../notices';
import type { IdType } from '../port';
import { ASKED_FOR } from './asks';
import type { Partner, ReviewReason, State, Step } from './machine';

/** What the pipeline knows of a notice before a step. */
export interface Case {
  noticeNo: string;
  state: State;
  step: Step;
  /** Since when the step is owed. */
  dueAt: Date;
  /** How often in a row the step could not be worked on. */
  failures: number;
  idType: IdType | undefined;
  /** The trace it was opened in. */
  traceparent: string | undefined;
  notice: CaseNotice;
}

/** The notice itself, as it is now. */
export interface CaseNotice {
  vehicleNo: string | null;
  registrationType: string | null;
  ruleCode: number | null;
  ruleDescription: string | null;
  place: string | null;
  offenceAt: Date | null;
  compositionAmount: Cents;
  suspension: { type: string; reason: string | null } | undefined;
}

/** A step that is done, and where it led. */
export interface Advance {
  noticeNo: string;
  step: Step;
  outcome: string;
  state: State;
  /** What is owed next, if anything. */
  next: Step | undefined;
  reason?: ReviewReason | undefined;
  idType?: IdType | undefined;
  /** What the notice has of it (A 5.2.1, A 6.2.1). */
  sent?: { method: 'SMS' | 'EMAIL' } | { submissionId: string } | undefined;
}

/** What happened to a case, in its order. */
export interface CaseEvent {
  at: Date;
  step: string;
  outcome: string;
  state: State;
  /** The member of staff whose doing it was, and why. */
  actor?: string;
  remarks?: string;
}

export interface CaseStory {
  state: State;
  step: Step | undefined;
  dueAt: Date | undefined;
  /** Until when it is left alone, where it could not be worked on. */
  retryAt: Date | undefined;
  reason: ReviewReason | undefined;
  openedAt: Date;
  events: CaseEvent[];
}

const NOTICE_NO = { notice_no: 'varchar(10)' } as const;
const ADVANCE = {
  notice_no: 'varchar(10)',
  step: 'varchar(20)',
  outcome: 'varchar(40)',
  state: 'varchar(20)',
  next_step: 'varchar(20)',
  due_at: 'datetime2',
  review_reason: 'varchar(40)',
  review_untold: 'varchar(1)',
  owner_id_type: 'varchar(8)',
} as const;
const SENT = {
  notice_no: 'varchar(10)',
  sent_at: 'datetime2',
  notification_method: 'varchar(5)',
  submission_id: 'varchar(50)',
} as const;

const COLUMNS = [
  ...['c.notice_no', 'c.state', 'c.step', 'c.due_at', 'c.failures', 'c.owner_id_type', 'c.traceparent', 'v.vehicle_no'],
  ...[
    'v.vehicle_registration_type',
    'v.computer_rule_code',
    'r.description',
    'v.pp_name',
    'v.notice_date_and_time',
    'v.composition_amount',
  ],
  ...['v.suspension_type', 'v.epr_reason_of_suspension'],
];

export function advisoryCaseStore({ dialect }: Database) {
  const cases = (executor: Executor) =>
    executor('ocms_advisory_case AS c')
      .join('ocms_valid_offence_notice AS v', 'v.notice_no', 'c.notice_no')
      .leftJoin('ocms_offence_rule_code AS r', 'r.computer_rule_code', 'v.computer_rule_code');
  const caseOf = (row: Record<string, unknown>): Case => ({
    noticeNo: row.notice_no as string,
    state: row.state as State,
    step: row.step as Step,
    dueAt: dialect.readInstant(row.due_at),
    failures: (row.failures as number | null) ?? 0,
    idType: (row.owner_id_type ?? undefined) as IdType | undefined,
    traceparent: (row.traceparent ?? undefined) as string | undefined,
    notice: {
      vehicleNo: row.vehicle_no as string | null,
      registrationType: row.vehicle_registration_type as string | null,
      ruleCode: row.computer_rule_code as number | null,
      ruleDescription: row.description as string | null,
      place: row.pp_name as string | null,
      offenceAt: row.notice_date_and_time === null ? null : dialect.readInstant(row.notice_date_and_time),
      compositionAmount: centsFromColumn(row.composition_amount),
      suspension:
        row.suspension_type === null
          ? undefined
          : { type: row.suspension_type as string, reason: row.epr_reason_of_suspension as string | null },
    },
  });
  const dueAt = (executor: Executor, at: Date, closed: readonly Partner[] = []) => {
    const now = dialect.bindInstant(at) as string;
    const due = cases(executor).where('c.due_at', '<=', now).whereRaw('(c.retry_at IS NULL OR c.retry_at <= ?)', [now]);
    if (closed.length > 0) void due.whereRaw(`${ASKED_FOR} NOT IN (${closed.map(() => '?').join(', ')})`, [...closed]);
    return due;
  };
  const waitingFor = (executor: Executor, partner: Partner, at: Date) =>
    dueAt(executor, at).whereRaw(`${ASKED_FOR} = ?`, [partner]);
  const withoutThese = (numbers: readonly string[]) => {
    const busy = dialect.tuples(
      NOTICE_NO,
      numbers.map((noticeNo) => [noticeNo]),
    );
    const sql = `NOT EXISTS (SELECT 1 FROM ${busy.sql} AS j WHERE j.notice_no = c.notice_no)`;
    return { sql, bindings: [...busy.bindings] as string[] };
  };
  const instantOf = (value: unknown): Date | undefined => (value === null ? undefined : dialect.readInstant(value));

  /** What the notices have of messages and letters that were sent (A 5.2.1, A 6.2.1). */
  const noteSent = async (trx: Transaction, advances: readonly Advance[], at: Date): Promise<void> => {
    const sent = advances.flatMap(({ noticeNo, sent }) => (sent ? [{ noticeNo, sent }] : []));
    for (const [electronic, set] of [
      [true, `ean_sent_flag = 'Y', ean_sent_timestamp = j.sent_at, notification_method = j.notification_method`],
      [false, `letter_sent_flag = 'Y', letter_sent_timestamp = j.sent_at, slift_submission_id = j.submission_id`],
    ] as const) {
      const those = sent.filter((each) => 'method' in each.sent === electronic);
      if (those.length === 0) continue;
      await updateNotices(trx, {
        set,
        rows: dialect.rows(
          SENT,
          those.map((each) => ({
            notice_no: each.noticeNo,
            sent_at: at,
            notification_method: 'method' in each.sent ? each.sent.method : null,
            submission_id: 'submissionId' in each.sent ? each.sent.submissionId : null,
          })),
        ),
        at,
      });
    }
  };

  return {
    /** Opens the case of a notice that qualified, as part of the transaction that creates it. */
    async open(trx: Transaction, noticeNo: string, at: Date): Promise<void> {
      const now = dialect.bindInstant(at);
      const traceparent = currentSpan()?.traceparent;
      await trx('ocms_advisory_case').insert({
        notice_no: noticeNo,
        state: 'QUALIFIED',
        step: 'FIND_OWNER',
        due_at: now,
        cre_date: now,
        upd_date: now,
        ...(traceparent !== undefined && { traceparent }),
      });
    },

    /**
     * Cases of which a step is due, the longest due first, some at a time.
     *
     * @param closed partners whose gate is closed: what they are asked for waits.
     */
    async due(
      executor: Executor,
      at: Date,
      without: readonly string[],
      closed: readonly Partner[],
      limit: number,
    ): Promise<Case[]> {
      const others = withoutThese(without);
      const rows = await dueAt(executor, at, closed)
        .whereRaw(others.sql, others.bindings)
        .orderBy(['c.due_at', 'c.notice_no'])
        .limit(limit)
        .select<Record<string, unknown>[]>(COLUMNS);
      return rows.map(caseOf);
    },

    /** Whether any step is due. @param closed as for `due`. */
    async anyDue(executor: Executor, at: Date, closed: readonly Partner[]): Promise<boolean> {
      const row: unknown = await dueAt(executor, at, closed).first('c.notice_no');
      return row !== undefined;
    },

    /** How many due steps a partner is to be asked for. */
    async waiting(executor: Executor, partner: Partner, at: Date): Promise<number> {
      const [row] = await waitingFor(executor, partner, at).count<{ waiting: number }[]>({ waiting: '*' });
      return row!.waiting;
    },

    /** One of those cases: the longest due, or the one so many after it. */
    async oneWaiting(
      executor: Executor,
      partner: Partner,
      at: Date,
      without: readonly string[],
      after: number,
    ): Promise<Case | undefined> {
      const others = withoutThese(without);
      const rows = await waitingFor(executor, partner, at)
        .whereRaw(others.sql, others.bindings)
        .orderBy(['c.due_at', 'c.notice_no'])
        .offset(after)
        .limit(1)
        .select<Record<string, unknown>[]>(COLUMNS);
      return rows.map(caseOf)[0];
    },

    /** Leaves a case alone until `retryAt`, if it still owes the step that could not be worked on. */
    async setAside(
      trx: Transaction,
      { noticeNo, step, failures }: Pick<Case, 'noticeNo' | 'step' | 'failures'>,
      retryAt: Date,
    ): Promise<void> {
      await trx('ocms_advisory_case')
        .where({ notice_no: noticeNo, step })
        .update({ failures: failures + 1, retry_at: dialect.bindInstant(retryAt) });
    },

    /** Reviews that operations have yet to hear of, some of them, by notice number. */
    async untoldReviews(executor: Executor, limit: number): Promise<{ noticeNo: string; reason: ReviewReason }[]> {
      const rows = await executor('ocms_advisory_case')
        .where('review_untold', 'Y')
        .orderBy('notice_no')
        .limit(limit)
        .select<{ notice_no: string; review_reason: ReviewReason }[]>('notice_no', 'review_reason');
      return rows.map(({ notice_no, review_reason }) => ({ noticeNo: notice_no, reason: review_reason }));
    },

    /** Notes that operations hear of these reviews, as part of the transaction that records the e-mail. */
    async reviewsTold(trx: Transaction, noticeNumbers: readonly string[]): Promise<void> {
      await dialect.updateFrom(trx, {
        table: 'ocms_advisory_case',
        set: { sql: 'review_untold = NULL', bindings: [] },
        rows: dialect.tuples(
          NOTICE_NO,
          noticeNumbers.map((noticeNo) => [noticeNo]),
        ),
        on: 't.notice_no = j.notice_no',
        where: `t.review_untold = 'Y'`,
        returning: 'notice_no',
      });
    },

    /**
     * Commits steps that are done, of cases that still owe them: the case, its history, and what the notice has of it. At
     * most five statements, however many.
     *
     * @returns which moved on, and the cases as they are now of those that owe another step.
     */
    async advance(
      trx: Transaction,
      advances: readonly Advance[],
      at: Date,
    ): Promise<{ moved: ReadonlySet<string>; owing: Case[] }> {
      const rows = dialect.rows(
        ADVANCE,
        advances.map(({ noticeNo, step, outcome, state, next, reason, idType }) => ({
          notice_no: noticeNo,
          step,
          outcome,
          state,
          next_step: next ?? null,
          due_at: next ? at : null,
          review_reason: reason ?? null,
          review_untold: reason ? 'Y' : null,
          owner_id_type: idType ?? null,
        })),
      );
      const now = dialect.bindInstant(at);
      const moved = new Set(
        await dialect.updateFrom(trx, {
          table: 'ocms_advisory_case',
          set: {
            sql: `state = j.state, step = j.next_step, due_at = j.due_at, review_reason = j.review_reason,
              review_untold = j.review_untold, failures = NULL, retry_at = NULL,
              owner_id_type = COALESCE(j.owner_id_type, t.owner_id_type), upd_date = ?`,
            bindings: [now],
          },
          rows,
          on: 't.notice_no = j.notice_no',
          where: 't.step = j.step',
          returning: 'notice_no',
        }),
      );
      const done = advances.filter(({ noticeNo }) => moved.has(noticeNo));
      if (done.length === 0) return { moved, owing: [] };
      const numbers = dialect.tuples(
        NOTICE_NO,
        done.map(({ noticeNo }) => [noticeNo]),
      );
      await trx.raw(
        `INSERT INTO ocms_advisory_event (notice_no, sr_no, at, step, outcome, state)
         SELECT j.notice_no, COALESCE((SELECT MAX(e.sr_no) FROM ocms_advisory_event AS e WHERE e.notice_no = j.notice_no), 0) + 1,
           ?, j.step, j.outcome, j.state FROM ${rows.sql} AS j
         WHERE EXISTS (SELECT 1 FROM ${numbers.sql} AS n WHERE n.notice_no = j.notice_no)`,
        [now, ...rows.bindings, ...numbers.bindings] as string[],
      );
      await noteSent(trx, done, at);
      const left = done.filter(({ next }) => next).map(({ noticeNo }) => noticeNo);
      if (left.length === 0) return { moved, owing: [] };
      return { moved, owing: await this.current(trx, left) };
    },

    /** The cases of these notices that owe a step. */
    async current(executor: Executor, noticeNumbers: readonly string[]): Promise<Case[]> {
      const those = dialect.tuples(
        NOTICE_NO,
        noticeNumbers.map((noticeNo) => [noticeNo]),
      );
      const rows = await cases(executor)
        .joinRaw(`INNER JOIN ${those.sql} AS j ON j.notice_no = c.notice_no`, [...those.bindings] as string[])
        .whereNotNull('c.step')
        .select<Record<string, unknown>[]>(COLUMNS);
      return rows.map(caseOf);
    },

    /** @returns undefined where the notice has no case. */
    async story(executor: Executor, noticeNo: string): Promise<CaseStory | undefined> {
      const row = await executor('ocms_advisory_case').where('notice_no', noticeNo).first<Record<string, unknown>>();
      if (!row) return undefined;
      const events = await executor('ocms_advisory_event')
        .where('notice_no', noticeNo)
        .orderBy('sr_no')
        .select<Record<string, unknown>[]>('at', 'step', 'outcome', 'state', 'actor', 'remarks');
      return {
        state: row.state as State,
        step: (row.step ?? undefined) as Step | undefined,
        dueAt: instantOf(row.due_at),
        retryAt: instantOf(row.retry_at ?? null),
        reason: (row.review_reason ?? undefined) as ReviewReason | undefined,
        openedAt: dialect.readInstant(row.cre_date),
        events: events.map((event) => ({
          at: dialect.readInstant(event.at),
          step: event.step as string,
          outcome: event.outcome as string,
          state: event.state as State,
          ...(event.actor !== null && { actor: event.actor as string }),
          ...(event.remarks !== null && { remarks: event.remarks as string }),
        })),
      };
    },
  };
}
