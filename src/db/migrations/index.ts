import type { Zone } from '../database';
import { mirroredNotices } from './internet/001-notices';
import { mirroredAnyText } from './internet/002-any-text';
import { notices } from './intranet/001-notices';
import { apiKeys } from './intranet/002-api-keys';
import { jobs } from './intranet/003-jobs';
import { vipVehicles } from './intranet/004-vip-vehicles';
import { noticeCreation } from './intranet/005-notice-creation';
import { internetMirror } from './intranet/006-internet-mirror';
import { conditions } from './intranet/007-conditions';
import { foreignVehicles } from './intranet/008-foreign-vehicles';
import { alertRefusals } from './intranet/009-alert-refusals';
import { anyText } from './intranet/010-any-text';
import { vipText } from './intranet/011-vip-text';
import { effectsSettled } from './intranet/012-effects-settled';
import { vhubAcknowledgements } from './intranet/013-vhub-acknowledgements';
import { foreignInOrder } from './intranet/014-foreign-in-order';
import { noticesBySource } from './intranet/015-notices-by-source';
import { advisoryCases } from './intranet/016-advisory-cases';
import { ownerCiphertext } from './intranet/017-owner-ciphertext';
import { letterReturns } from './intranet/018-letter-returns';
import { staff } from './intranet/019-staff';
import { advisoryCasesTold } from './intranet/020-advisory-cases-told';
import { suspensionsByDay } from './intranet/021-suspensions-by-day';
import { partnerCalls } from './intranet/022-partner-calls';
import { advisoryStaff } from './intranet/023-advisory-staff';
import { exclusionsHashed } from './intranet/024-exclusions-hashed';
import { advisoryPartnersAway } from './intranet/026-advisory-partners-away';
import { noticesByStaff } from './intranet/027-notices-by-staff';
import { referenceDataEnded } from './intranet/028-reference-data-ended';
import { traces } from './intranet/029-traces';
import { contractDrift } from './intranet/030-contract-drift';
import type { Migration } from './migration';

/** Each zone's migrations in the order they are applied. */
export const migrations: Readonly<Record<Zone, readonly Migration[]>> = {
  intranet: [
    notices,
    apiKeys,
    jobs,
    vipVehicles,
    noticeCreation,
    internetMirror,
    conditions,
    foreignVehicles,
    alertRefusals,
    anyText,
    vipText,
    effectsSettled,
    vhubAcknowledgements,
    foreignInOrder,
    noticesBySource,
    advisoryCases,
    ownerCiphertext,
    letterReturns,
    staff,
    advisoryCasesTold,
    suspensionsByDay,
    partnerCalls,
    advisoryStaff,
    exclusionsHashed,
    advisoryPartnersAway,
    noticesByStaff,
    referenceDataEnded,
    traces,
    contractDrift,
  ],
  internet: [mirroredNotices, mirroredAnyText],
};
