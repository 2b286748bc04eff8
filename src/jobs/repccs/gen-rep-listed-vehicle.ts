import type { VehicleLists } from '../../features/foreign-vehicles';
import { defineJob } from '../../scheduling/job';

/** REPCCS is told which vehicles to look out for (F 2.5). */
export const genRepListedVehicle = defineJob<{ vehicleLists: VehicleLists }>({
  name: 'gen_rep_listed_vehicle',
  source: 'F 2.5',
  partners: ['REPCCS'],
  schedule: '0 0 5 * * *',
  lock: { atMostMs: 60_000, atLeastMs: 30_000 },
  catchUp: true,
  untouched: 'REPCCS has the list of the last run that succeeded.',
  run: ({ vehicleLists }, run) => vehicleLists.sendListed(run),
});
