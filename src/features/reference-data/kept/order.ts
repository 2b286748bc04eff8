import type { Knex } from 'knex';
import type { Dialect } from '../../../db/dialects/dialect';
import { CHANGED_AT, millisecondOf } from '../../../db/stamps';

/** How a list is sorted: by its key, or by when its entries were changed last. */
export interface Order {
  by: 'key' | 'changed';
  descending: boolean;
}

/** After which entry a page begins. */
export interface Place {
  key: string | number;
  /** Where the list is sorted by it. */
  changedAt?: Date | undefined;
}

/** A page of a list. */
export interface ListPage {
  order: Order;
  after?: Place | undefined;
  limit: number;
}

/** The last change of a row that has `cre_*` and `upd_*`. */
export interface Stamped {
  cre_date: unknown;
  cre_user_id: string;
  upd_date: unknown;
  upd_user_id: string | null;
}

export const lastChange = (dialect: Dialect, row: Stamped): { changedAt: Date; changedBy: string } => ({
  changedAt: dialect.readInstant(row.upd_date ?? row.cre_date),
  changedBy: row.upd_user_id ?? row.cre_user_id,
});

/** Makes a query of a table with `cre_*` and `upd_*` one page; `key` is its column that tells rows apart. */
export function pageBy(
  query: Knex.QueryBuilder,
  dialect: Dialect,
  key: string,
  { order: { by, descending }, after, limit }: ListPage,
): void {
  const direction = descending ? 'DESC' : 'ASC';
  void query.limit(limit);
  if (by === 'key') {
    void query.orderByRaw(`${key} ${direction}`);
    if (after) void query.whereRaw(`${key} ${descending ? '<' : '>'} ?`, [after.key]);
    return;
  }
  void query.orderByRaw(`${CHANGED_AT} ${direction}, ${key}`);
  if (!after?.changedAt) return;
  const [from, until] = millisecondOf(dialect, after.changedAt);
  const condition = descending
    ? `${CHANGED_AT} < ? OR (${CHANGED_AT} < ? AND ${key} > ?)`
    : `${CHANGED_AT} >= ? OR (${CHANGED_AT} >= ? AND ${key} > ?)`;
  void query.whereRaw(`(${condition})`, [...(descending ? [from, until] : [until, from]), after.key]);
}
