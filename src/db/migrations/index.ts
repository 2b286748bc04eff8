import type { Zone } from '../database';
import { notices } from './intranet/001-notices';
import { apiKeys } from './intranet/002-api-keys';
import { jobs } from './intranet/003-jobs';
import { vipVehicles } from './intranet/004-vip-vehicles';
import type { Migration } from './migration';

/** Each zone's migrations in the order they are applied. The internet zone's tables come with the mirror. */
export const migrations: Readonly<Record<Zone, readonly Migration[]>> = {
  intranet: [notices, apiKeys, jobs, vipVehicles],
  internet: [],
};
