/** A vehicle on CAS's list (C 3). */
export interface VipVehicle {
  vehicleNo: string;
  description: string | null;
  /** `ACTIVE` is in force; any other is not. */
  status: string;
}

/** The list as it came: whether its count is right and no vehicle is on it twice has not been looked at. */
export interface VipVehicleList {
  vehicles: VipVehicle[];
  totalCount: number;
}

/** Where the list comes from. */
export interface VipVehicleSource {
  refreshVipVehicles(signal: AbortSignal): Promise<VipVehicleList>;
}
