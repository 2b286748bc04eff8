import { columnsOf } from '../columns';
import type { Migration } from '../migration';

/** The VIP vehicles (C 3), and a second table in which a new list is made before it takes the place of the old. */
export const vipVehicles: Migration = {
  name: '004-vip-vehicles',
  async up(executor, dialect) {
    for (const name of ['ocms_vip_vehicle', 'ocms_vip_vehicle_staging']) {
      await executor.schema.createTable(name, (table) => {
        const column = columnsOf(table, dialect);
        column('vehicle_no', 'varchar(14)').notNullable();
        table.primary(['vehicle_no'], `pk_${name}`);
        column('vip_vehicle', 'varchar(1)').notNullable();
        // CAS's own words, in whatever script.
        column('description', 'nvarchar(200)');
        column('status', 'varchar(10)').notNullable();
        column('cre_date', 'datetime2').notNullable();
        column('cre_user_id', 'varchar(50)').notNullable();
      });
    }
  },
};
