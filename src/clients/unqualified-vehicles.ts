import type { UnqualifiedVehicle, UnqualifiedVehicleReceiver } from '../features/unqualified-vehicles/port';
import { deliverRows, type FileExchange } from '../files';

/** A partner's API for vehicles that do not qualify for advisory notices (A 9). */
export interface UnqualifiedVehicleApi {
  /**
   * Tells the partner of a batch; of a reference that it has, once.
   *
   * @param batch of up to {@link VEHICLES_AT_ONCE}.
   * @throws UpstreamError
   */
  unqualifiedVehicles(batch: { reference: string; vehicles: readonly string[] }, signal: AbortSignal): Promise<void>;
}

/** The contracts' `maxItems`. */
export const VEHICLES_AT_ONCE = 1_000;

/** A partner, as far as it is told which vehicles do not qualify: by a file of its contract, and by its API where one is given. */
export function createUnqualifiedVehicles({
  exchange,
  write,
  api,
}: {
  exchange: Pick<FileExchange, 'deliver'>;
  /** By the file's contract. */
  write: (rows: readonly { VEHICLE_NO: string }[], options: { header: boolean }) => string;
  api: UnqualifiedVehicleApi | undefined;
}): UnqualifiedVehicleReceiver {
  const rowOf = ({ vehicleNo }: UnqualifiedVehicle) => ({ VEHICLE_NO: vehicleNo });
  async function* onePage(vehicles: readonly UnqualifiedVehicle[]) {
    yield vehicles;
  }
  return {
    async deliver(name, vehicles, signal) {
      const leftOut = await deliverRows(exchange, { name, pages: onePage(vehicles), rowOf, write }, signal);
      if (!api) return leftOut;
      const told = vehicles.filter(({ noticeNo }) => !leftOut.has(noticeNo)).map(({ vehicleNo }) => vehicleNo);
      for (let start = 0; start < told.length; start += VEHICLES_AT_ONCE) {
        const reference = `${name.replace(/\.csv$/, '')}-${start / VEHICLES_AT_ONCE + 1}`;
        await api.unqualifiedVehicles({ reference, vehicles: told.slice(start, start + VEHICLES_AT_ONCE) }, signal);
      }
      return leftOut;
    },
  };
}
