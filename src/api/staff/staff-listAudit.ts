import type { AuditTrail } from '../../features/audit';
import { keyOf, pageOf } from '../../platform/cursor';
import { instant } from './views';
import type { Operation } from '../operation';

/** Who did what, and when. */
export const staffListAudit: Operation<'staff-listAudit', { auditTrail: AuditTrail }> =
  ({ auditTrail }) =>
  async ({ query: { cursor, limit = 50, ...filters } }) => {
    const found = await auditTrail.page({ ...filters, after: keyOf(cursor), limit: limit + 1 });
    const { page, nextCursor } = pageOf(found, limit, ({ auditId }) => auditId);
    return { status: 200, body: { entries: page.map((entry) => ({ ...entry, at: instant(entry.at) })), nextCursor } };
  };
