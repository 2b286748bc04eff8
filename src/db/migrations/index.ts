import type { Zone } from '../database';
import { notices } from './intranet/001-notices';
import { apiKeys } from './intranet/002-api-keys';
import type { Migration } from './migration';

/** Each zone's migrations in the order they are applied. The internet zone's tables come with the mirror. */
export const migrations: Readonly<Record<Zone, readonly Migration[]>> = {
  intranet: [notices, apiKeys],
  internet: [],
};
