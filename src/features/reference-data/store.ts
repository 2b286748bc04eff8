import type { Knex } from 'knex';
import type { Database, Transaction } from '../../db/database';
import type { RowShape } from '../../db/dialects/dialect';
import { centsFromColumn, decimalText } from '../../platform/money';
import type { ReferenceKind, ReferenceRow } from './kinds';

/** A stored row, as its file has it; `number` is its place in a numbered table. */
export interface StoredReference {
  row: ReferenceRow;
  number: number | undefined;
}

const AT_ONCE = 500;

export function referenceStore({ dialect }: Database) {
  return {
    /** All rows, in the order of their keys. */
    async list(executor: Knex, { table, shape, key, numbered }: ReferenceKind): Promise<StoredReference[]> {
      const query = executor(table).select([...Object.keys(shape), ...(numbered ? [numbered] : [])]);
      for (const column of key) void query.orderBy(column);
      const rows = (await query) as Record<string, string | number | null>[];
      return rows.map((stored) => ({
        row: Object.fromEntries(
          Object.entries(shape).map(([column, type]) => {
            const value = stored[column];
            if (value === null) return [column, null];
            if (type === 'decimal(19,2)') return [column, decimalText(centsFromColumn(value))];
            return [column, type === 'date' ? dialect.readDate(value) : String(value)];
          }),
        ),
        number: numbered === undefined ? undefined : (stored[numbered] as number),
      }));
    },

    /** Adds rows; those of a numbered table come after `lastNumber`. */
    async insert(
      trx: Transaction,
      { table, shape, numbered }: ReferenceKind,
      rows: readonly ReferenceRow[],
      by: { actor: string; at: Date; lastNumber: number },
    ): Promise<void> {
      const columns = Object.keys(shape).join(', ');
      for (let start = 0; start < rows.length; start += AT_ONCE) {
        const set = dialect.rows(shape, rows.slice(start, start + AT_ONCE));
        const number = numbered === undefined ? '' : `, ${by.lastNumber + start + 1} + j.position`;
        await trx.raw(
          `INSERT INTO ${table} (${columns}${numbered === undefined ? '' : `, ${numbered}`}, cre_date, cre_user_id)
           SELECT ${columns}${number}, ?, ? FROM ${set.sql} AS j`,
          [dialect.bindInstant(by.at), by.actor, ...set.bindings] as string[],
        );
      }
    },

    /** Gives rows that are there their new values. */
    async update(
      trx: Transaction,
      { table, shape, key }: ReferenceKind,
      rows: readonly ReferenceRow[],
      by: { actor: string; at: Date },
    ): Promise<void> {
      for (let start = 0; start < rows.length; start += AT_ONCE) {
        const values = Object.keys(shape).filter((column) => !key.includes(column));
        await dialect.updateFrom(trx, {
          table,
          set: {
            sql: `${values.map((column) => `${column} = j.${column}`).join(', ')}, upd_date = ?, upd_user_id = ?`,
            bindings: [dialect.bindInstant(by.at), by.actor],
          },
          rows: dialect.rows(shape, rows.slice(start, start + AT_ONCE)),
          on: key.map((column) => `t.${column} = j.${column}`).join(' AND '),
          returning: key[0]!,
        });
      }
    },

    async remove(
      trx: Transaction,
      { table, shape, key, numbered }: ReferenceKind,
      stored: readonly StoredReference[],
    ): Promise<void> {
      const keyShape: RowShape =
        numbered === undefined
          ? Object.fromEntries(key.map((column) => [column, shape[column]!]))
          : { [numbered]: 'int' };
      const columns = Object.keys(keyShape);
      for (let start = 0; start < stored.length; start += AT_ONCE) {
        const keys = stored
          .slice(start, start + AT_ONCE)
          .map(({ row, number = null }) => columns.map((column) => (numbered === undefined ? row[column]! : number)));
        await dialect.deleteFrom(trx, {
          table,
          rows: dialect.tuples(keyShape, keys),
          on: columns.map((column) => `t.${column} = j.${column}`).join(' AND '),
        });
      }
    },
  };
}
