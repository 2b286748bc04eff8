import type { Database, Transaction } from '../../db/database';
import type { Calendar } from '../../platform/calendar';
import { type AuditEntry, type AuditPage, auditStore, type StoredAuditEntry } from './store';

export { type AuditEntry, type AuditPage, auditStore, type StoredAuditEntry } from './store';

/** What members of staff did, for those who may read it. */
export interface AuditTrail {
  /** Puts on record what is done in the same transaction. */
  record(trx: Transaction, entry: AuditEntry): Promise<void>;
  /** The latest first. */
  page(page: AuditPage): Promise<StoredAuditEntry[]>;
}

export const createAuditTrail = ({ intranet, calendar }: { intranet: Database; calendar: Calendar }): AuditTrail => ({
  record: (trx, entry) => auditStore.record(trx, entry, calendar.now()),
  page: (page) => intranet.read((executor) => auditStore.page(executor, page)),
});
