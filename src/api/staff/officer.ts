import type { Staff } from '../../features/advisory-notices';
import type { AuditTrail } from '../../features/audit';
import type { Principal } from '../../platform/principal';

/** Who calls, as features have whoever changes something: each change is put on record with it. */
export const officerOf = ({ id }: Principal, auditTrail: AuditTrail): Staff => ({
  id,
  audit: (trx, { action, noticeNo, before, after }) =>
    auditTrail.record(trx, { officerId: id, action, subject: noticeNo, before, after }),
});
