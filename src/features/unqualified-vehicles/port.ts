/** A vehicle that does not qualify for advisory notices (A 9), by one notice of it. */
export interface UnqualifiedVehicle {
  noticeNo: string;
  vehicleNo: string;
}

/** A partner that is told of such vehicles. */
export interface UnqualifiedVehicleReceiver {
  /**
   * Makes a file of the vehicles, keeps a copy, and delivers it; then tells the partner by its API too, where that is
   * configured.
   *
   * @returns those that could not be in the file, and why, by notice number; the API is not told of them.
   * @throws UpstreamError
   */
  deliver(
    name: string,
    vehicles: readonly UnqualifiedVehicle[],
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, string>>;
}
