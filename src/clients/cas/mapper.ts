import type { components } from '../../../generated/outbound/cas-refreshVIPVehicle';
import type { VipVehicle } from '../../features/vip-vehicles/port';

type VipVehicleItem = components['schemas']['VipVehicleItem'];

export function toVipVehicle({ vehicleNo, description, status }: VipVehicleItem): VipVehicle {
  return { vehicleNo, description: description ?? null, status };
}
