export type { VipVehicle, VipVehicleList, VipVehicleSource } from './port';
export { createVipVehicleService, type VipVehicleRules, type VipVehicleService } from './service';
