import { Gauge } from 'prom-client';
import type { Database, Zone } from '../../db/database';
import { rowVersionsAdvice } from '../../db/row-versions';
import { reasonOf } from '../../platform/causes';
import { createMailer } from '../../platform/mail/mailer';
import { createOutageMail } from '../../scheduling/outage-mail';
import type { Ground } from '../ground';

const LOOK_MS = 15_000;

/**
 * Whether each zone's database is there, and how they are set up: of the internet zone's only `migrate` tells that, since
 * readiness does not wait for that zone.
 */
export function databases({
  config,
  clock,
  intranet,
  internet,
  logger,
  registry,
}: Pick<Ground, 'config' | 'clock' | 'intranet' | 'internet' | 'logger' | 'registry'>) {
  const up = new Gauge({
    name: 'ocms_database_up',
    help: 'Whether the zone database answered the last time it was asked, and was not broken',
    labelNames: ['zone'],
    registers: [registry],
  });
  // Of the internet zone the mirror tells. Who runs jobs has a mail server; several who do tell each by itself.
  const { alerts } = config;
  const mailer =
    alerts && config.roles.includes('worker') ? createMailer({ url: alerts.smtpUrl, from: alerts.from }) : undefined;
  const mail = mailer && createOutageMail({ mailer, to: alerts!.to, instance: config.instance, clock, logger });

  const seen: Partial<Record<Zone, { reason: string | undefined } | undefined>> = {};
  const lookAt = (database: Database) => {
    const { zone } = database;
    let before = true;
    return async (): Promise<void> => {
      await database.recheck();
      const failure = await database.ping().then(
        () => undefined,
        (error: unknown) => ({ error, reason: reasonOf(error) }),
      );
      up.set({ zone }, failure ? 0 : 1);
      if (!failure && !before) logger.info({ event: 'database-back', zone });
      // Without the intranet zone nothing works; without the internet zone the mirror falls behind.
      if (failure && before)
        logger[zone === 'intranet' ? 'error' : 'warn']({ event: 'database-unreachable', zone, ...failure });
      before = failure === undefined;
      seen[zone] = failure;
    };
  };
  const tell = async (): Promise<void> => {
    const failure = seen.intranet;
    await (failure ? mail?.goesOn(failure.reason) : mail?.over());
  };
  return {
    chores: [
      ...[intranet, internet].map((database) => ({
        name: `look-for-${database.zone}-database`,
        everyMs: LOOK_MS,
        run: lookAt(database),
      })),
      // By itself: a slow mail server keeps nobody from looking.
      { name: 'tell-of-intranet-database', everyMs: LOOK_MS, run: tell },
    ],
    async warnings() {
      const advice = await rowVersionsAdvice(intranet);
      return advice === undefined ? [] : [{ event: 'no-row-versions', advice }];
    },
    close: () => {
      mailer?.close();
      return Promise.resolve();
    },
  };
}
