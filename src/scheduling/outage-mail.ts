import { randomUUID } from 'node:crypto';
import type { Clock } from '../platform/clock';
import type { Logger } from '../platform/logging';
import type { Mailer } from '../platform/mail/mailer';
import { TELLING } from './conditions';

/** E-mails about the database that all others are kept in: sent at once or not at all, remembered by this process. */
export interface OutageMail {
  /** Notes that it is away. Tells operations after a quarter of an hour, and again every four hours. */
  goesOn(reason: string | undefined): Promise<void>;
  /** Notes that it works. Tells operations, where they were told that it did not. */
  over(): Promise<void>;
}

export function createOutageMail({
  mailer,
  to,
  instance,
  clock,
  logger,
}: {
  mailer: Mailer;
  to: string;
  instance: string;
  clock: Clock;
  logger: Logger;
}): OutageMail {
  let since: Date | undefined;
  let toldAt: Date | undefined;

  const send = async (subject: string, lines: readonly string[]): Promise<boolean> => {
    try {
      await mailer.send({
        to,
        subject: `[OCMS] ${subject}`,
        text: [...lines, '', `Seen by: ${instance}`, ''].join('\n'),
        messageId: `<${randomUUID()}@ocms-outages>`,
      });
    } catch (error) {
      logger.warn({ event: 'alert-not-sent', error });
      return false;
    }
    logger.info({ event: 'alert-sent' });
    return true;
  };

  return {
    async goesOn(reason) {
      const now = clock.now();
      since ??= now;
      const due = toldAt ? toldAt.getTime() + TELLING.tellAgainMs : since.getTime() + TELLING.tellAfterMs;
      if (now.getTime() < due) return;
      const told = await send('The intranet database does not work', [
        `The intranet database has not worked since ${since.toISOString()}. Every request is answered 503; nothing is stored.`,
        '',
        `What is wrong:  ${reason ?? 'see database-unreachable in the log'}`,
        'What to do:     mend the database; the service goes on by itself once it can be written again.',
      ]);
      if (told) toldAt = now;
    },

    async over() {
      const told = toldAt !== undefined && since;
      if (told && !(await send('The intranet database works again', [`It had not since ${told.toISOString()}.`])))
        return;
      since = undefined;
      toldAt = undefined;
    },
  };
}
