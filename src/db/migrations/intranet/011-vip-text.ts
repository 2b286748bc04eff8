import type { Migration } from '../migration';

/** VIP vehicles' text as long as CAS may send it (decisions §4). */
export const vipText: Migration = {
  name: '011-vip-text',
  async up(executor, dialect) {
    for (const table of ['ocms_vip_vehicle', 'ocms_vip_vehicle_staging']) {
      await dialect.widenText(executor, { table, name: 'description', characters: 1_000, from: 200 });
      await dialect.widenText(executor, { table, name: 'status', characters: 20, from: 10, notNull: true });
    }
  },
};
