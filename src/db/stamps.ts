import type { Knex } from 'knex';
import type { Dialect } from './dialects/dialect';

/** The last change of a row that has `cre_*` and `upd_*`, in SQL. */
export const CHANGED_AT = 'COALESCE(upd_date, cre_date)';

/**
 * The condition that nobody has changed a row with `cre_*` and `upd_*` since it was read. Where another program wrote it,
 * SQL Server may have fractions of the millisecond that was read.
 */
export const unchangedSince = (query: Knex.QueryBuilder, dialect: Dialect, changedAt: Date): Knex.QueryBuilder =>
  query.whereRaw(`${CHANGED_AT} >= ? AND ${CHANGED_AT} < ?`, millisecondOf(dialect, changedAt));

/** When it begins and ends, as this database binds them. */
export function millisecondOf(dialect: Dialect, instant: Date): [string, string] {
  const end = new Date(instant.getTime() + 1);
  return [dialect.bindInstant(instant), dialect.bindInstant(end)] as [string, string];
}
