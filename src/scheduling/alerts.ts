import type { Database, Transaction } from '../db/database';
import type { Logger } from '../platform/logging';
import type { Mailer } from '../platform/mail/mailer';
import type { JobAlert } from './job';
import type { Outcome } from './run-store';

export interface RunForAlert {
  runId: string;
  jobName: string;
  instance: string;
  outcome: Outcome;
  /** How many runs of the job failed in a row, this one included. */
  failuresInARow: number;
  alert: JobAlert;
}

export interface Alerts {
  /** Writes an alert down in the transaction that ends its run: one per run. */
  record(trx: Transaction, run: RunForAlert): Promise<void>;
  /**
   * Sends what is recorded and not sent. A crash between sending and noting it sends a message again, under the
   * same Message-ID.
   */
  sendPending(): Promise<void>;
}

/** For how long one instance has a message to itself while it sends it. */
const CLAIM_MS = 60_000;
const BATCH = 20;

/** E-mails to operations about runs (document C 3: "send email alert to operations"). */
export function createAlerts({
  database,
  mailer,
  to,
  logger,
  boundary = () => Promise.resolve(),
}: {
  database: Database;
  mailer: Mailer;
  to: string;
  logger: Logger;
  boundary?: (label: string) => Promise<void>;
}): Alerts {
  const { dialect } = database;
  return {
    async record(trx, run) {
      await trx('ocms_job_alert').insert({
        run_id: run.runId,
        message_id: `<${run.runId}@ocms-jobs>`,
        subject: subjectOf(run).slice(0, 200),
        body: bodyOf(run).slice(0, 4_000),
        recorded_at: trx.raw(dialect.now),
      });
    },

    async sendPending() {
      const pending = await database.read(async (executor) => {
        const rows = await executor('ocms_job_alert')
          .whereNull('sent_at')
          .orderBy('recorded_at')
          .orderBy('run_id')
          .limit(BATCH)
          .select<{ run_id: string }[]>('run_id');
        return rows.map(({ run_id }) => run_id);
      });
      for (const runId of pending) {
        const until = dialect.nowPlus(CLAIM_MS);
        const mail = await database.transaction(async (trx) => {
          const claimed = await trx('ocms_job_alert')
            .where('run_id', runId)
            .whereNull('sent_at')
            .whereRaw(`(claimed_until IS NULL OR claimed_until <= ${dialect.now})`)
            .update({ claimed_until: trx.raw(until.sql, [...until.bindings] as string[]) });
          if (claimed === 0) return undefined;
          return (await trx('ocms_job_alert').where('run_id', runId).first()) as {
            message_id: string;
            subject: string;
            body: string;
          };
        });
        if (!mail) continue;
        try {
          await mailer.send({ to, subject: mail.subject, text: mail.body, messageId: mail.message_id });
        } catch (error) {
          // Its turn comes again; nobody else is kept waiting until the claim ends.
          logger.warn({ event: 'alert-not-sent', runId, error });
          await database.transaction((trx) =>
            trx('ocms_job_alert').where('run_id', runId).update({ claimed_until: null }),
          );
          // A refusal is about this message; anything else is about the server, and the others would fare alike.
          if ((error as { responseCode?: number }).responseCode === undefined) return;
          continue;
        }
        await boundary('alert-sent');
        await database.transaction((trx) =>
          trx('ocms_job_alert')
            .where('run_id', runId)
            .update({ sent_at: trx.raw(dialect.now) }),
        );
        logger.info({ event: 'alert-sent', runId });
      }
    },
  };
}

const WORDS: Partial<Record<Outcome, string>> = {
  SUCCEEDED: 'succeeded, but needs a look',
  FAILED: 'failed',
  LOST: 'lost its lock and wrote nothing more',
  CRASHED: 'was cut off when its process ended',
};

function wordsOf({ outcome, alert }: RunForAlert): string {
  return alert.over ? 'works again' : (WORDS[outcome] ?? outcome);
}

function subjectOf(run: RunForAlert): string {
  const { jobName, failuresInARow } = run;
  const often = failuresInARow > 1 ? ` (${failuresInARow} times in a row)` : '';
  return `[OCMS] ${jobName} ${wordsOf(run)}${often}`;
}

function bodyOf(run: RunForAlert): string {
  const { runId, jobName, instance, failuresInARow, alert } = run;
  return [
    `The job ${jobName} ${wordsOf(run)}.`,
    '',
    `What is wrong:  ${alert.problem}`,
    `What to do:     ${alert.advice}`,
    '',
    `Failed in a row: ${failuresInARow}`,
    `Run:             ${runId} on ${instance}`,
    '',
    `Past runs:       npm run ocms -- jobs history ${jobName}`,
    `Run it again:    npm run ocms -- jobs run ${jobName}`,
    '',
  ].join('\n');
}
