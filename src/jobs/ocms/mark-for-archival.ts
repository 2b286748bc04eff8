import type { Archival } from '../../features/foreign-vehicles';
import { defineJob } from '../../scheduling/job';

/** Old unpaid notices of foreign vehicles get the day they will be archived (F 2.2). */
export const markForArchival = defineJob<{ archival: Archival }>({
  name: 'mark_for_archival',
  source: 'F 2.2',
  schedule: '0 0 2 * * *',
  lock: { atMostMs: 60_000, atLeastMs: 30_000 },
  catchUp: true,
  untouched: 'What was not marked is left to the next run.',
  run: ({ archival }, run) => archival.mark(run),
});
