import { type CesTaggedVehicle, writeCesTaggedVehicles } from '../../../generated/files/ces-taggedVehicles';
import type { ListedVehicle, VehicleListReceiver } from '../../features/foreign-vehicles/port';
import { deliverRows, type FileExchange } from '../../files';
import type { Calendar } from '../../platform/calendar';
import { decimalText } from '../../platform/money';

/** CES, as far as it is told which vehicles to look out for (F 2.6). */
export function createTaggedVehicles({
  exchange,
  calendar,
}: {
  exchange: Pick<FileExchange, 'deliver'>;
  calendar: Calendar;
}): VehicleListReceiver {
  const rowOf = ({ vehicleNo, offenceAt, offenceCode, amount }: ListedVehicle): CesTaggedVehicle => ({
    VEHICLE_NO: vehicleNo,
    OFFENCE_DATE: calendar.format(offenceAt),
    OFFENCE_CODE: offenceCode,

    AMOUNT: decimalText(amount),
  });
  return {
    deliver: (name, pages, signal) =>
      deliverRows(exchange, { name, pages, rowOf, write: writeCesTaggedVehicles }, signal),
  };
}
