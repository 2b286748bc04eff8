import type { Intersection } from '../platform/types';
import type { Job } from '../scheduling/job';
import { refreshVipVehicle } from './cas/refresh-vip-vehicle';
import { genCesTaggedVehicle } from './ces/gen-ces-tagged-vehicle';
import { syncInternetZone } from './internet/sync-internet-zone';
import { addAdminFee } from './ocms/add-admin-fee';
import { archiveNotices } from './ocms/archive-notices';
import { forgetOwnerParticulars } from './ocms/forget-owner-particulars';

import { markForArchival } from './ocms/mark-for-archival';
import { processAdvisoryNotices } from './ocms/process-advisory-notices';
import { sendUnqualifiedAnList } from './ocms/send-unqualified-an-list';
import { collectLetterReturns } from './printer/collect-letter-returns';
import { genRepListedVehicle } from './repccs/gen-rep-listed-vehicle';
import { vhubUpdateViolationApi } from './vhub/vhub-update-violation-api';
import { vhubViolationAck } from './vhub/vhub-violation-ack';
import { vhubViolationSftp } from './vhub/vhub-violation-sftp';

const JOBS = [
  refreshVipVehicle,
  addAdminFee,
  markForArchival,
  forgetOwnerParticulars,
  vhubUpdateViolationApi,
  vhubViolationSftp,
  vhubViolationAck,
  genRepListedVehicle,
  genCesTaggedVehicle,
  sendUnqualifiedAnList,
  archiveNotices,
  processAdvisoryNotices,
  collectLetterReturns,
  syncInternetZone,
] as const;

type DepsOf<J> = J extends Job<infer Deps> ? Deps : never;

/** All services that jobs call. */
export type NeededServices = Intersection<DepsOf<(typeof JOBS)[number]>>;

/** Every job there is. */
export const jobs: readonly Job<NeededServices>[] = JOBS;
