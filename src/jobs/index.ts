import type { VipVehicleService } from '../features/vip-vehicles';
import { bindJob, type BoundJob } from '../platform/jobs/job';
import { refreshVipVehicle } from './cas/refresh-vip-vehicle';

/** What jobs work with. */
export interface JobServices {
  vipVehicles: VipVehicleService;
}

/** Every job there is. */
export function jobsWith(services: JobServices): readonly BoundJob[] {
  return [bindJob(refreshVipVehicle, services)];
}
