import type { VehicleLists } from '../../features/foreign-vehicles';
import { defineJob } from '../../scheduling/job';

/** CES is told which vehicles to look out for (F 2.6). */
export const genCesTaggedVehicle = defineJob<{ vehicleLists: VehicleLists }>({
  name: 'gen_ces_tagged_vehicle',
  source: 'F 2.6',
  partners: ['CES'],
  schedule: '0 30 5 * * *',
  lock: { atMostMs: 60_000, atLeastMs: 30_000 },
  catchUp: true,
  untouched: 'CES has the list of the last run that succeeded.',
  run: ({ vehicleLists }, run) => vehicleLists.sendTagged(run),
});
