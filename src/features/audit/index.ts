import type { Database } from '../../db/database';
import { type AuditPage, auditStore, type StoredAuditEntry } from './store';

export { type AuditEntry, type AuditPage, auditStore, type StoredAuditEntry } from './store';

/** What members of staff did, for those who may read it. */
export interface AuditTrail {
  /** The latest first. */
  page(page: AuditPage): Promise<StoredAuditEntry[]>;
}

export const createAuditTrail = ({ intranet }: { intranet: Database }): AuditTrail => ({
  page: (page) => intranet.read((executor) => auditStore.page(executor, page)),
});
