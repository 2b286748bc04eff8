import { setTimeout as sleep } from 'node:timers/promises';
import type * as nodemailer from 'nodemailer';

/** A plain text message to one address. */
export interface Mail {
  to: string;
  subject: string;
  text: string;
  /** With the angle brackets; the same message sent again carries the same one. */
  messageId: string;
}

export interface Mailer {
  /** @throws Error when the server did not take the message. */
  send(mail: Mail): Promise<void>;
  close(): void;
}

/** Of each step, the greeting included: a server may keep callers waiting on purpose (RFC 5321 §4.5.3.2.1). */
const STEP_MS = 60_000;
/** Of one message as a whole: a server may be slow in every step. Shorter than a message's claim. */
const DEADLINE_MS = 150_000;

/** Sends over SMTP. `url` is `smtp://[user:password@]host:port` or `smtps://…`. */
export function createMailer({ url, from }: { url: string; from: string }): Mailer {
  let transport: nodemailer.Transporter | undefined;
  const connect = (): nodemailer.Transporter => {
    // With the first message: most processes send none.
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const { createTransport } = require('nodemailer') as typeof nodemailer;
    return createTransport({
      url,
      connectionTimeout: STEP_MS,
      greetingTimeout: STEP_MS,
      socketTimeout: STEP_MS,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  };
  return {
    async send({ to, subject, text, messageId }) {
      transport ??= connect();
      const overdue = new AbortController();
      try {
        await Promise.race([
          transport.sendMail({ from, to, subject, text, messageId }),
          sleep(DEADLINE_MS, undefined, { signal: overdue.signal, ref: false }).then(() => {
            throw new Error('the mail server took too long');
          }),
        ]);
      } finally {
        overdue.abort();
      }
    },
    close: () => transport?.close(),
  };
}
