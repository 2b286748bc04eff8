import type { ViolationUpdates } from '../../features/foreign-vehicles';
import { defineJob } from '../../scheduling/job';

/** vHub is told of notices of foreign vehicles by its API (F 2.3). */
export const vhubUpdateViolationApi = defineJob<{ violationUpdates: ViolationUpdates }>({
  name: 'vhub_update_violation_api',
  source: 'F 2.3',
  partners: ['VHUB'],
  schedule: '0 0 3 * * *',
  lock: { atMostMs: 60_000, atLeastMs: 30_000 },
  catchUp: true,
  untouched: 'What vHub has taken is on record; the rest goes with the next run.',
  run: ({ violationUpdates }, run) => violationUpdates.send(run),
});
