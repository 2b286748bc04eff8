import type { Database, Executor, Transaction } from '../../../db/database';
import type { ReviewReason, State, Step } from '../pipeline/machine';

/** A notice that is put before a person (decisions §7). */
export interface Review {
  noticeNo: string;
  vehicleNo: string | null;
  reason: ReviewReason;
  since: Date;
  takenBy: string | undefined;
  takenAt: Date | undefined;
  /** Number of the case's last event: whoever resolves what they have seen says it. */
  version: number;
  /** Whether the owner's particulars are still there. */
  ownerKnown: boolean;
}

/** A place in the list. */
export interface ReviewPlace {
  since: Date;
  noticeNo: string;
}

/** What staff make of a case. */
export interface Resolution {
  noticeNo: string;
  /** As it was seen. */
  from: { state: State; version: number };
  outcome: string;
  state: State;
  next: Step | undefined;
  actor: string;
  remarks: string | undefined;
}

const CASE = {
  notice_no: 'varchar(10)',
  from_state: 'varchar(20)',
  version: 'int',
  state: 'varchar(20)',
  next_step: 'varchar(20)',
  due_at: 'datetime2',
} as const;

const VERSION = 'COALESCE((SELECT MAX(e.sr_no) FROM ocms_advisory_event AS e WHERE e.notice_no = c.notice_no), 0)';

export function reviewStore({ dialect }: Database) {
  const reviews = (executor: Executor) =>
    executor('ocms_advisory_case AS c')
      .join('ocms_valid_offence_notice AS v', 'v.notice_no', 'c.notice_no')
      .where('c.state', 'MANUAL_REVIEW');
  const columns = (executor: Executor) => [
    ...['c.notice_no', 'v.vehicle_no', 'c.review_reason', 'c.upd_date', 'c.taken_by', 'c.taken_at'],
    executor.raw(`${VERSION} AS version`),
    executor.raw(`CASE WHEN v.owner_name IS NULL THEN 0 ELSE 1 END AS owner_known`),
  ];
  const reviewOf = (row: Record<string, unknown>): Review => ({
    noticeNo: row.notice_no as string,
    vehicleNo: row.vehicle_no as string | null,
    reason: row.review_reason as ReviewReason,
    since: dialect.readInstant(row.upd_date),
    takenBy: (row.taken_by ?? undefined) as string | undefined,
    takenAt: row.taken_at === null ? undefined : dialect.readInstant(row.taken_at),
    version: Number(row.version),
    ownerKnown: Number(row.owner_known) === 1,
  });

  return {
    /** Those that wait longest, after one, some at a time. */
    async page(executor: Executor, after: ReviewPlace | undefined, limit: number): Promise<Review[]> {
      const query = reviews(executor).orderBy(['c.upd_date', 'c.notice_no']).limit(limit);
      if (after) {
        const since = dialect.bindInstant(after.since) as string;
        void query.where('c.upd_date', '>=', since);
        void query.whereRaw('(c.upd_date > ? OR c.notice_no > ?)', [since, after.noticeNo]);
      }
      const rows = await query.select<Record<string, unknown>[]>(columns(executor));
      return rows.map(reviewOf);
    },

    /** @returns undefined where the notice is not in review. */
    async find(executor: Executor, noticeNo: string): Promise<Review | undefined> {
      const rows = await reviews(executor)
        .where('c.notice_no', noticeNo)
        .select<Record<string, unknown>[]>(columns(executor));
      return rows[0] && reviewOf(rows[0]);
    },

    /** Where a case is, whatever its state; undefined where the notice has none. */
    async standing(
      executor: Executor,
      noticeNo: string,
    ): Promise<{ state: State; step: Step | undefined; version: number } | undefined> {
      const rows = await executor('ocms_advisory_case AS c')
        .where('c.notice_no', noticeNo)
        .select<Record<string, unknown>[]>('c.state', 'c.step', executor.raw(`${VERSION} AS version`));
      const [row] = rows;
      return (
        row && {
          state: row.state as State,
          step: (row.step ?? undefined) as Step | undefined,
          version: Number(row.version),
        }
      );
    },

    /** Notes who works on a review, of one that nobody else does. @returns whether it was. */
    async take(trx: Transaction, noticeNo: string, actor: string, at: Date): Promise<boolean> {
      const taken = await trx('ocms_advisory_case')
        .where({ notice_no: noticeNo, state: 'MANUAL_REVIEW' })
        .whereRaw('(taken_by IS NULL OR taken_by = ?)', [actor])
        .update({ taken_by: actor, taken_at: dialect.bindInstant(at) });
      return taken > 0;
    },

    /** Resolves a case that is as it was seen. @returns whether it was. */
    async resolve(trx: Transaction, resolution: Resolution, at: Date): Promise<boolean> {
      const { noticeNo, from, outcome, state, next, actor, remarks } = resolution;
      const now = dialect.bindInstant(at);
      const moved = await dialect.updateFrom(trx, {
        table: 'ocms_advisory_case',
        set: {
          sql: `state = j.state, step = j.next_step, due_at = j.due_at, review_reason = NULL, review_untold = NULL,
            failures = NULL, retry_at = NULL, taken_by = NULL, taken_at = NULL, upd_date = ?`,
          bindings: [now],
        },
        rows: dialect.rows(CASE, [
          {
            notice_no: noticeNo,
            from_state: from.state,
            version: from.version,
            state,
            next_step: next ?? null,
            due_at: next ? at : null,
          },
        ]),
        on: 't.notice_no = j.notice_no',
        where: `t.state = j.from_state AND COALESCE(
          (SELECT MAX(e.sr_no) FROM ocms_advisory_event AS e WHERE e.notice_no = t.notice_no), 0) = j.version`,
        returning: 'notice_no',
      });
      if (moved.length === 0) return false;
      await trx('ocms_advisory_event').insert({
        notice_no: noticeNo,
        sr_no: from.version + 1,
        at: now,
        step: 'STAFF',
        outcome,
        state,
        actor,
        remarks: remarks ?? null,
      });
      return true;
    },
  };
}
