import type { Database, Transaction } from '../db/database';
import type { Logger } from '../platform/logging';
import type { Mailer } from '../platform/mail/mailer';
import type { JobAlert } from './job';
import { alertStore } from './alert-store';
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
   * same Message-ID. One that the server refuses waits longer each time, and is given up in the end; no other waits for it.
   */
  sendPending(): Promise<void>;
}

/** For how long one instance has a message to itself while it sends it. */
const CLAIM_MS = 180_000;
const BATCH = 20;
/** A refused message is tried again after this, doubled each time up to the longest. */
const RETRY_MS = 60_000;
const LONGEST_RETRY_MS = 3_600_000;
/** Refusals after which a message is given up: of those for good (5xx), and of any (a day's). */
const FOR_GOOD_ATTEMPTS = 5;
const ATTEMPTS = 30;

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
  const store = alertStore(database);

  const noteRefusal = (runId: string, smtpCode: number): Promise<boolean> =>
    database.transaction(async (trx) => {
      const times = await store.refused(trx, runId, smtpCode);
      await store.release(trx, runId);
      const givenUp = times >= (smtpCode >= 500 ? FOR_GOOD_ATTEMPTS : ATTEMPTS);
      if (givenUp) await store.giveUp(trx, runId);
      else await store.dueIn(trx, runId, Math.min(RETRY_MS * 2 ** (times - 1), LONGEST_RETRY_MS));
      return givenUp;
    });

  return {
    record: (trx, run) =>
      store.record(trx, run.runId, {
        messageId: `<${run.runId}@ocms-jobs>`,
        subject: subjectOf(run),
        body: bodyOf(run),
      }),

    async sendPending() {
      for (const runId of await database.read((executor) => store.due(executor, BATCH))) {
        const mail = await database.transaction((trx) => store.claim(trx, runId, CLAIM_MS));
        if (!mail) continue;
        try {
          await mailer.send({ to, subject: mail.subject, text: mail.body, messageId: mail.messageId });
        } catch (error) {
          const { responseCode: smtpCode } = error as { responseCode?: number };
          if (smtpCode === undefined) {
            // It is about the server, and the others would fare alike. Their turn comes again.
            logger.warn({ event: 'alert-not-sent', runId, error });
            await database.transaction((trx) => store.release(trx, runId));
            return;
          }
          if (await noteRefusal(runId, smtpCode)) logger.error({ event: 'alert-given-up', runId, smtpCode, error });
          else logger.warn({ event: 'alert-not-sent', runId, smtpCode, error });
          continue;
        }
        await boundary('alert-sent');
        await database.transaction((trx) => store.sent(trx, runId));
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
