import { randomUUID } from 'node:crypto';
import type { Executor, Transaction } from '../../db/database';
import { asciiJson } from '../../platform/json';

/** Something a member of staff did. What it was before and after is JSON without anything personal. */
export interface AuditEntry {
  /** Their id as their tokens have it, up to 50 characters. */
  officerId: string;
  /** Up to 40 characters, such as `set-parameter`. */
  action: string;
  /** What it was done to, up to 100 characters. */
  subject: string;
  before?: unknown;
  after?: unknown;
}

export interface StoredAuditEntry extends Required<AuditEntry> {
  auditId: string;
  at: Date;
}

export interface AuditPage {
  officerId?: string | undefined;
  action?: string | undefined;
  subject?: string | undefined;
  /** The last entry of the page before. */
  after?: string | undefined;
  limit: number;
}

const TABLE = 'ocms_audit';
const MAX_JSON = 4_000;

interface Row {
  audit_id: string;
  at: unknown;
  officer_id: string;
  action: string;
  subject: string;
  before_value: string | null;
  after_value: string | null;
}

const textOf = (value: unknown): string | null => {
  if (value === undefined || value === null) return null;
  const text = asciiJson(value);
  if (text.length > MAX_JSON) throw new RangeError(`an audit entry holds ${MAX_JSON} characters of JSON`);
  return text;
};
const valueOf = (text: string | null): unknown => (text === null ? null : (JSON.parse(text) as unknown));

/** ocms_audit: written in the transaction of the change itself, and never changed. */
export const auditStore = {
  async record(trx: Transaction, entry: AuditEntry, at: Date): Promise<void> {
    await trx(TABLE).insert({
      audit_id: randomUUID().replaceAll('-', ''),
      at: trx.dialect.bindInstant(at),
      officer_id: entry.officerId,
      action: entry.action,
      subject: entry.subject,
      before_value: textOf(entry.before),
      after_value: textOf(entry.after),
    });
  },

  /** The latest first. */
  async page(executor: Executor, { officerId, action, subject, after, limit }: AuditPage): Promise<StoredAuditEntry[]> {
    const query = executor(TABLE).orderBy('at', 'desc').orderBy('audit_id').limit(limit);
    if (officerId !== undefined) void query.where('officer_id', officerId);
    if (action !== undefined) void query.where('action', action);
    if (subject !== undefined) void query.where('subject', subject);
    if (after !== undefined)
      void query.whereRaw(
        `(at < (SELECT a.at FROM ${TABLE} AS a WHERE a.audit_id = ?) OR
          (at = (SELECT a.at FROM ${TABLE} AS a WHERE a.audit_id = ?) AND audit_id > ?))`,
        [after, after, after],
      );
    const rows = await query.select<Row[]>();
    return rows.map((row) => ({
      auditId: row.audit_id,
      at: executor.dialect.readInstant(row.at),
      officerId: row.officer_id,
      action: row.action,
      subject: row.subject,
      before: valueOf(row.before_value),
      after: valueOf(row.after_value),
    }));
  },
};
