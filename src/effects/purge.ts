import type { Database } from '../db/database';
import type { Calendar } from '../platform/calendar';
import { effectStore } from './store';

/** For how many days an effect is kept once it is settled. */
export const EFFECT_DAYS = 90;
const PURGE_AT_ONCE = 200;

/** Purges effects that were settled more than {@link EFFECT_DAYS} days ago, a few in each transaction. */
export async function purgeEffects({ intranet, calendar }: { intranet: Database; calendar: Calendar }): Promise<void> {
  const store = effectStore(intranet);
  const before = new Date(calendar.now().getTime() - EFFECT_DAYS * 86_400_000);
  let purged: number;
  do {
    purged = await intranet.transaction((trx) => store.purge(trx, before, PURGE_AT_ONCE));
  } while (purged === PURGE_AT_ONCE);
}
