import type { ColumnType, DatabaseFault, Dialect, Fragment, RowShape, RowValue } from '../dialect';

/** Error codes after which the same request may succeed later: the file or the disk, not the statement. */
const UNAVAILABLE = /^SQLITE_(BUSY|LOCKED|CANTOPEN|IOERR|FULL|READONLY|NOTADB|CORRUPT|PROTOCOL|NOMEM)/;

export const sqliteDialect: Dialect = {
  rows<S extends RowShape>(shape: S, rows: readonly Readonly<Record<keyof S, RowValue>>[]): Fragment {
    const columns = Object.entries(shape);
    // A single column travels as plain values: nothing to take apart per row.
    if (columns.length === 1) {
      const [name, type] = columns[0]!;
      return {
        sql: `(SELECT key AS position, ${read('value', type)} AS ${name} FROM json_each(?))`,
        bindings: [JSON.stringify(rows.map((row) => encode(row[name] ?? null)))],
      };
    }
    const list = columns.map(([name, type], index) => `${read(`value ->> ${index}`, type)} AS ${name}`);
    return {
      sql: `(SELECT key AS position, ${list.join(', ')} FROM json_each(?))`,
      bindings: [JSON.stringify(rows.map((row) => columns.map(([name]) => encode(row[name] ?? null))))],
    };
  },

  async updateFrom(executor, { table, set, rows, on, where, returning }) {
    const changed = (await executor.raw(
      `UPDATE ${table} AS t SET ${set.sql} FROM ${rows.sql} AS j WHERE ${on}${where ? ` AND ${where}` : ''} RETURNING ${returning} AS returned`,
      [...set.bindings, ...rows.bindings] as string[],
    )) as { returned: string }[];
    return changed.map((row) => row.returned);
  },

  async selectJson(executor, { columns, from, orderBy }) {
    const object = Object.entries(columns).map(([name, expression]) => `'${name}', ${expression}`);
    const rows = (await executor.raw(
      `SELECT json_group_array(json_object(${object.join(', ')}) ORDER BY ${orderBy}) AS json FROM ${from.sql}`,
      [...from.bindings] as string[],
    )) as { json: string }[];
    return rows[0]!.json;
  },

  columnType(type: ColumnType, column: string) {
    const length = /^varchar\((\d+)\)$/.exec(type)?.[1];
    if (length) return `${type} check (length("${column}") <= ${length})`;
    return type === 'varchar(max)' ? 'text' : type;
  },

  bindInstant: (instant) => instant.toISOString(),
  readInstant: (value) => new Date(value as string),

  failedCommitChangesNothing: true,

  faultOf(error): DatabaseFault {
    const code = (error as { code?: unknown }).code;
    if (typeof code !== 'string') return 'other';
    if (code === 'SQLITE_CONSTRAINT_PRIMARYKEY' || code === 'SQLITE_CONSTRAINT_UNIQUE') return 'duplicate-key';
    return UNAVAILABLE.test(code) ? 'unavailable' : 'other';
  },
};

function read(expression: string, type: ColumnType): string {
  return type === 'decimal(19,2)' ? `CAST(${expression} AS ${type})` : expression;
}

function encode(value: RowValue): string | number | null {
  return value instanceof Date ? value.toISOString() : value;
}
