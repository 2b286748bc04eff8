import type { Database, Transaction } from '../../db/database';
import { INTRANET_USER } from '../../db/audit-users';
import type { RowShape } from '../../db/dialects/dialect';
import type { VipVehicle } from './port';

const LIVE = 'ocms_vip_vehicle';
const STAGED = 'ocms_vip_vehicle_staging';

const SHAPE = {
  vehicle_no: 'varchar(14)',
  vip_vehicle: 'varchar(1)',
  // Room for twice their characters: SQL Server counts two units of some.
  description: 'nvarchar(2000)',
  status: 'nvarchar(40)',
  cre_date: 'datetime2',
  cre_user_id: 'varchar(50)',
} as const satisfies RowShape;

/** The list of VIP vehicles and the next one in the making (C 3, data mapping). */
export function vipVehicleStore({ dialect }: Database) {
  return {
    /** Removes some rows of the list in the making, or of the one that was replaced. @returns how many. */
    clearStaged: (trx: Transaction, limit: number): Promise<number> => dialect.clearSome(trx, { table: STAGED }, limit),

    /** Adds vehicles to the list in the making. */
    stage: (trx: Transaction, vehicles: readonly VipVehicle[], at: Date): Promise<void> =>
      dialect.load(
        trx,
        STAGED,
        SHAPE,
        vehicles.map(({ vehicleNo, description, status }) => ({
          vehicle_no: vehicleNo,
          vip_vehicle: 'Y',
          description,
          status,
          cre_date: at,
          cre_user_id: INTRANET_USER,
        })),
      ),

    /** Lets the list in the making take the place of the list. */
    replace: (trx: Transaction): Promise<void> =>
      dialect.replaceRows(trx, { live: LIVE, staged: STAGED, columns: Object.keys(SHAPE) }),
  };
}
