import type { VipVehicleService } from '../features/vip-vehicles';
import type { InternetMirror } from '../features/internet-mirror';
import { bindJob, type BoundJob } from '../scheduling/job';
import { refreshVipVehicle } from './cas/refresh-vip-vehicle';
import { syncInternetZone } from './internet/sync-internet-zone';

/** What jobs work with. */
export interface JobServices {
  vipVehicles: VipVehicleService;
  internetMirror: InternetMirror;
}

/** Every job there is. */
export function jobsWith(services: JobServices): readonly BoundJob[] {
  return [bindJob(refreshVipVehicle, services), bindJob(syncInternetZone, services)];
}
