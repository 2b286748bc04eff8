import type { Intersection } from '../platform/types';
import type { Job } from '../scheduling/job';
import { refreshVipVehicle } from './cas/refresh-vip-vehicle';
import { syncInternetZone } from './internet/sync-internet-zone';
import { addAdminFee } from './ocms/add-admin-fee';
import { archiveNotices } from './ocms/archive-notices';
import { markForArchival } from './ocms/mark-for-archival';
import { vhubUpdateViolationApi } from './vhub/vhub-update-violation-api';

const JOBS = [
  refreshVipVehicle,
  addAdminFee,
  markForArchival,
  vhubUpdateViolationApi,
  archiveNotices,
  syncInternetZone,
] as const;

type DepsOf<J> = J extends Job<infer Deps> ? Deps : never;

/** All services that jobs call. */
export type NeededServices = Intersection<DepsOf<(typeof JOBS)[number]>>;

/** Every job there is. */
export const jobs: readonly Job<NeededServices>[] = JOBS;
