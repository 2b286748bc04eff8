import { Gauge } from 'prom-client';
import { rowVersionsAdvice } from '../../db/row-versions';
import { reasonOf } from '../../platform/causes';
import type { Ground } from '../ground';

/**
 * Whether each zone's database is there, and how they are set up: of the internet zone's only `migrate` tells that, since
 * readiness does not wait for that zone.
 */
export function databases({
  intranet,
  internet,
  logger,
  registry,
}: Pick<Ground, 'intranet' | 'internet' | 'logger' | 'registry'>) {
  const up = new Gauge({
    name: 'ocms_database_up',
    help: 'Whether the zone database answered the last time it was asked',
    labelNames: ['zone'],
    registers: [registry],
  });
  const chores = [intranet, internet].map((database) => {
    const { zone } = database;
    let before = true;
    const look = async (): Promise<void> => {
      let error: unknown;
      const now = await database.ping().then(
        () => true,
        (failure: unknown) => {
          error = failure;
          return false;
        },
      );
      up.set({ zone }, now ? 1 : 0);
      if (now && !before) logger.info({ event: 'database-back', zone });
      // Without the intranet zone nothing works; without the internet zone the mirror falls behind.
      if (!now && before)
        logger[zone === 'intranet' ? 'error' : 'warn']({
          event: 'database-unreachable',
          zone,
          reason: reasonOf(error),
          error,
        });
      before = now;
    };
    return { name: `look-for-${zone}-database`, everyMs: 15_000, run: look };
  });
  return {
    chores,
    async warnings() {
      const advice = await rowVersionsAdvice(intranet);
      return advice === undefined ? [] : [{ event: 'no-row-versions', advice }];
    },
  };
}
