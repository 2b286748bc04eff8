import type { VipVehicleService } from '../../features/vip-vehicles';
import { defineJob } from '../../scheduling/job';

/** CAS's VIP vehicles replace the ones OCMS holds, every night (C 3). */
export const refreshVipVehicle = defineJob<{ vipVehicles: VipVehicleService }>({
  name: 'refresh_vip_vehicle',
  source: 'C 3',
  partners: ['CAS'],
  schedule: '0 0 1 * * *',
  lock: { atMostMs: 60_000, atLeastMs: 30_000 },
  catchUp: true,
  untouched: 'The list in use was kept.',
  run: ({ vipVehicles }, run) => vipVehicles.refresh(run),
});
