import type { UnqualifiedVehicleLists } from '../../features/unqualified-vehicles';
import { defineJob } from '../../scheduling/job';

/** REPCCS and CES are told which vehicles do not qualify for advisory notices (A 9). */
export const sendUnqualifiedAnList = defineJob<{ unqualifiedVehicleLists: UnqualifiedVehicleLists }>({
  name: 'send_unqualified_an_list',
  source: 'A 9',
  partners: ['REPCCS', 'CES'],
  schedule: '0 0 6 * * *',
  lock: { atMostMs: 60_000, atLeastMs: 30_000 },
  catchUp: true,
  untouched: 'What was delivered is marked as told; the rest goes with the next run.',
  run: ({ unqualifiedVehicleLists }, run) => unqualifiedVehicleLists.send(run),
});
