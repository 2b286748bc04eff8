import type { Database, Executor, Transaction } from '../db/database';

export interface AlertMail {
  messageId: string;
  subject: string;
  body: string;
}

/** An alert that was not sent yet, or never will be by itself. */
export interface UnsentAlert {
  runId: string;
  subject: string;
  recordedAt: Date;
  /** How often the mail server refused it, and the code it answered last. */
  refused: number;
  smtpCode: number | null;
  /** Undefined: in the next round. */
  nextAttemptAt: Date | undefined;
  givenUp: boolean;
}

/** An alert, sent or not. */
export interface StoredAlert extends UnsentAlert {
  body: string;
  sentAt: Date | null;
}

const ALERT = 'ocms_job_alert';
const REFUSAL = 'ocms_job_alert_refusal';

interface UnsentRow {
  run_id: string;
  subject: string;
  recorded_at: unknown;
  attempts: number | null;
  smtp_code: number | null;
  next_attempt_at: unknown;
  given_up_at: unknown;
}

const UNSENT_COLUMNS = [
  ...['a.run_id', 'a.subject', 'a.recorded_at'],
  ...['r.attempts', 'r.smtp_code', 'r.next_attempt_at', 'r.given_up_at'],
];

/** The e-mails to operations about runs, and what the mail server said to them. Times are the database's. */
export function alertStore({ dialect }: Database) {
  const inMs = (trx: Transaction, milliseconds: number) => {
    const { sql, bindings } = dialect.nowPlus(milliseconds);
    return trx.raw(sql, [...bindings] as string[]);
  };

  const toUnsent = (row: UnsentRow): UnsentAlert => ({
    runId: row.run_id,
    subject: row.subject,
    recordedAt: dialect.readInstant(row.recorded_at),
    refused: row.attempts ?? 0,
    smtpCode: row.smtp_code,
    nextAttemptAt: row.next_attempt_at === null ? undefined : dialect.readInstant(row.next_attempt_at),
    givenUp: row.given_up_at !== null,
  });

  return {
    async record(trx: Transaction, runId: string, { messageId, subject, body }: AlertMail): Promise<void> {
      await trx(ALERT).insert({
        run_id: runId,
        message_id: messageId,
        subject: subject.slice(0, 200),
        body: body.slice(0, 4_000),
        recorded_at: trx.raw(dialect.now),
      });
    },

    /** Those that may be sent now, in the order they were recorded in. */
    async due(executor: Executor, limit: number): Promise<string[]> {
      const rows = await executor(`${ALERT} AS a`)
        .leftJoin(`${REFUSAL} AS r`, 'r.run_id', 'a.run_id')
        .whereNull('a.sent_at')
        .whereRaw(`(a.claimed_until IS NULL OR a.claimed_until <= ${dialect.now})`)
        .whereRaw(`(r.run_id IS NULL OR (r.given_up_at IS NULL AND r.next_attempt_at <= ${dialect.now}))`)
        .orderBy('a.recorded_at')
        .orderBy('a.run_id')
        .limit(limit)
        .select<{ run_id: string }[]>('a.run_id');
      return rows.map(({ run_id }) => run_id);
    },

    /** @returns the message, which nobody else sends for so long; undefined where somebody else has it. */
    async claim(trx: Transaction, runId: string, forMs: number): Promise<AlertMail | undefined> {
      const claimed = await trx(ALERT)
        .where('run_id', runId)
        .whereNull('sent_at')
        .whereRaw(`(claimed_until IS NULL OR claimed_until <= ${dialect.now})`)
        .update({ claimed_until: inMs(trx, forMs) });
      if (claimed === 0) return undefined;
      const row = await trx(ALERT)
        .where('run_id', runId)
        .first<{ message_id: string; subject: string; body: string }>('message_id', 'subject', 'body');
      return { messageId: row.message_id, subject: row.subject, body: row.body };
    },

    async release(trx: Transaction, runId: string): Promise<void> {
      await trx(ALERT).where('run_id', runId).update({ claimed_until: null });
    },

    async sent(trx: Transaction, runId: string): Promise<void> {
      await trx(ALERT)
        .where('run_id', runId)
        .update({ sent_at: trx.raw(dialect.now) });
      await trx(REFUSAL).where('run_id', runId).delete();
    },

    /** @returns how often it was refused, this time included. */
    async refused(trx: Transaction, runId: string, smtpCode: number): Promise<number> {
      const counted = await trx(REFUSAL)
        .where('run_id', runId)
        .update({ attempts: trx.raw('attempts + 1'), smtp_code: smtpCode });
      if (counted === 0)
        await trx(REFUSAL).insert({
          run_id: runId,
          attempts: 1,
          smtp_code: smtpCode,
          next_attempt_at: trx.raw(dialect.now),
        });
      const row = await trx(REFUSAL).where('run_id', runId).first<{ attempts: number }>('attempts');
      return row.attempts;
    },

    async dueIn(trx: Transaction, runId: string, milliseconds: number): Promise<void> {
      await trx(REFUSAL)
        .where('run_id', runId)
        .update({ next_attempt_at: inMs(trx, milliseconds) });
    },

    async giveUp(trx: Transaction, runId: string): Promise<void> {
      await trx(REFUSAL)
        .where('run_id', runId)
        .update({ given_up_at: trx.raw(dialect.now) });
    },

    /** Those that were given up are due again, as if never refused. @returns how many. */
    retryGivenUp: async (trx: Transaction): Promise<number> => trx(REFUSAL).whereNotNull('given_up_at').delete(),

    /** One that was given up is due again, as if never refused. @returns whether it was given up. */
    retry: async (trx: Transaction, runId: string): Promise<boolean> =>
      (await trx(REFUSAL).where('run_id', runId).whereNotNull('given_up_at').delete()) > 0,

    async exists(executor: Executor, runId: string): Promise<boolean> {
      return ((await executor(ALERT).where('run_id', runId).first('run_id')) as unknown) !== undefined;
    },

    /** Alerts, the last first, after one of them. */
    async page(
      executor: Executor,
      { unsent, after, limit }: { unsent: boolean; after?: string | undefined; limit: number },
    ): Promise<StoredAlert[]> {
      const query = executor(`${ALERT} AS a`)
        .leftJoin(`${REFUSAL} AS r`, 'r.run_id', 'a.run_id')
        .orderBy('a.recorded_at', 'desc')
        .orderBy('a.run_id')
        .limit(limit);
      if (unsent) void query.whereNull('a.sent_at');
      if (after !== undefined)
        void query.whereRaw(
          `(a.recorded_at < (SELECT b.recorded_at FROM ${ALERT} AS b WHERE b.run_id = ?) OR
            (a.recorded_at = (SELECT b.recorded_at FROM ${ALERT} AS b WHERE b.run_id = ?) AND a.run_id > ?))`,
          [after, after, after],
        );
      const rows = await query.select<(UnsentRow & { body: string; sent_at: unknown })[]>(
        ...UNSENT_COLUMNS,
        'a.body',
        'a.sent_at',
      );
      return rows.map((row) => ({
        ...toUnsent(row),
        body: row.body,
        sentAt: row.sent_at === null ? null : dialect.readInstant(row.sent_at),
      }));
    },

    async backlog(executor: Executor): Promise<{ waiting: number; givenUp: number }> {
      const row = (await executor(`${ALERT} AS a`)
        .leftJoin(`${REFUSAL} AS r`, 'r.run_id', 'a.run_id')
        .whereNull('a.sent_at')
        .count('* AS unsent')
        .count('r.given_up_at AS given_up')
        .first()) as unknown as { unsent: number; given_up: number };
      const givenUp = Number(row.given_up);
      return { waiting: Number(row.unsent) - givenUp, givenUp };
    },

    /** Those that were not sent, the oldest first. */
    async unsent(executor: Executor, limit: number): Promise<UnsentAlert[]> {
      const rows = await executor(`${ALERT} AS a`)
        .leftJoin(`${REFUSAL} AS r`, 'r.run_id', 'a.run_id')
        .whereNull('a.sent_at')
        .orderBy('a.recorded_at')
        .orderBy('a.run_id')
        .limit(limit)
        .select<UnsentRow[]>(...UNSENT_COLUMNS);
      return rows.map(toUnsent);
    },
  };
}
