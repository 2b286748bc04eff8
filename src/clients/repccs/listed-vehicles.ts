import { type RepccsListedVehicle, writeRepccsListedVehicles } from '../../../generated/files/repccs-listedVehicles';
import type { ListedVehicle, VehicleListReceiver } from '../../features/foreign-vehicles/port';
import { deliverRows, type FileExchange } from '../../files';
import type { Calendar } from '../../platform/calendar';
import { decimalText } from '../../platform/money';

/** REPCCS, as far as it is told which vehicles to look out for in car parks (F 2.5). */
export function createListedVehicles({
  exchange,
  calendar,
}: {
  exchange: Pick<FileExchange, 'deliver'>;
  calendar: Calendar;
}): VehicleListReceiver {
  const rowOf = ({ vehicleNo, offenceAt, offenceCode, ppCode, amount }: ListedVehicle): RepccsListedVehicle => ({
    VEHICLE_NO: vehicleNo,
    OFFENCE_DATE: calendar.format(offenceAt),
    OFFENCE_CODE: offenceCode,
    LOCATION: ppCode ?? '',
    AMOUNT: decimalText(amount),
  });
  return {
    deliver: (name, pages, signal) =>
      deliverRows(exchange, { name, pages, rowOf, write: writeRepccsListedVehicles }, signal),
  };
}
