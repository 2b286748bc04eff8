import type { InternetMirror } from '../../features/internet-mirror';
import { defineJob } from '../../scheduling/job';

/** What changed in the intranet zone is copied to the internet zone (A 7, decisions §5). */
export const syncInternetZone = defineJob<{ internetMirror: InternetMirror }>({
  name: 'sync_internet_zone',
  source: 'A 7',
  schedule: '0 * * * * *',
  lock: { atMostMs: 60_000, atLeastMs: 5_000 },
  // The next run copies everything that waits.
  catchUp: false,
  untouched: 'Nothing is lost: what was not copied waits for the next run.',
  frequent: true,
  run: ({ internetMirror }, run) => internetMirror.synchronise(run),
});
