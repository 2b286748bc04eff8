import { setTimeout as sleep } from 'node:timers/promises';
import type { AddressInfo } from 'node:net';
import { simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';
import type { FaultBook } from './faults/book';
import type { MailFault } from './faults/catalogue';
import { Ring } from './ring';

/** One received message. */
export interface Mail {
  time: string;
  /** Envelope addresses: who it really went to. */
  from: string;
  to: string[];
  subject: string;
  messageId: string;
  /** The message's own date. */
  date: string | null;
  text: string;
  html?: string;
  attachments: { name: string; bytes: number }[];
  fault?: string;
}

export interface MailReceiver {
  readonly port: number;
  list(): readonly Mail[];
  clear(): void;
  close(): Promise<void>;
}

const MAX_MAILS = 500;
const MAX_MESSAGE_BYTES = 5 * 1_048_576;
const MAX_TEXT_CHARACTERS = 262_144;

/** An SMTP server without authentication and encryption that keeps what it gets. */
export async function startMailReceiver(host: string, port: number, faults: FaultBook): Promise<MailReceiver> {
  const mails = new Ring<Mail>(MAX_MAILS);
  const closing = new AbortController();
  const faultOf = new Map<string, MailFault>();

  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: MAX_MESSAGE_BYTES,
    banner: 'sandbox',
    onMailFrom(_address, session, done) {
      const fault = faults.takeForMail();
      if (fault) faultOf.set(session.id, fault);
      else faultOf.delete(session.id);
      if (fault?.fault === 'reject') return done(smtpError(550, 'Rejected, as asked for'));
      if (fault?.fault === 'tempfail') return done(smtpError(451, 'Try again later, as asked for'));
      if (fault?.fault === 'drop' && fault.when === 'before') return drop(session);
      done();
    },
    onData(stream, session, done) {
      const take = async (): Promise<void> => {
        const chunks: Buffer[] = [];
        // To its end even where it is too large: the stream says so only then.
        for await (const chunk of stream as AsyncIterable<Buffer>) if (!stream.sizeExceeded) chunks.push(chunk);
        if (stream.sizeExceeded) return done(smtpError(552, 'Message too large'));
        const fault = faultOf.get(session.id);
        mails.add(await read(Buffer.concat(chunks), session, fault));
        if (fault?.fault === 'timeout') return;
        if (fault?.fault === 'drop') return drop(session);
        if (fault?.fault === 'delay') await sleep(fault.ms, undefined, { signal: closing.signal });
        done();
      };
      take().catch((error: Error) => {
        if (!closing.signal.aborted) done(error);
      });
    },
    onClose(session) {
      faultOf.delete(session.id);
    },
  });
  const drop = ({ id }: SMTPServerSession): void => {
    for (const { session, _socket } of sockets(server)) if (session.id === id) _socket.destroy();
  };

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      // A connection cut by its other end is nothing to report.
      server.on('error', () => undefined);
      resolve();
    });
  });

  return {
    port: (server.server.address() as AddressInfo).port,
    list: () => mails.list(),
    clear: () => mails.clear(),
    close: () =>
      new Promise((resolve) => {
        closing.abort();
        server.close(resolve);
        for (const { _socket } of sockets(server)) _socket.destroy();
      }),
  };
}

const sockets = (server: SMTPServer): { session: SMTPServerSession; _socket: { destroy(): void } }[] => [
  ...server.connections,
];

const smtpError = (responseCode: number, message: string): Error => Object.assign(new Error(message), { responseCode });

async function read(message: Buffer, { envelope }: SMTPServerSession, fault: MailFault | undefined): Promise<Mail> {
  const { subject, messageId, date, text, html, attachments } = await simpleParser(message);
  return {
    time: new Date().toISOString(),
    from: envelope.mailFrom ? envelope.mailFrom.address : '',
    to: envelope.rcptTo.map(({ address }) => address),
    subject: subject ?? '',
    messageId: messageId ?? '',
    date: date?.toISOString() ?? null,
    text: (text ?? '').slice(0, MAX_TEXT_CHARACTERS),
    ...(html && { html: html.slice(0, MAX_TEXT_CHARACTERS) }),
    attachments: attachments.map(({ filename, size }) => ({ name: filename ?? '', bytes: size })),
    ...(fault && { fault: fault.fault }),
  };
}
