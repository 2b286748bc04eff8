import { bulkLoad } from './bulk-load';
import {
  type ColumnType,
  type DatabaseFault,
  type Dialect,
  type Fragment,
  type RowShape,
  type RowValue,
  updatesBy,
} from '../dialect';

/** Duplicate key in a unique index, or in a primary key or unique constraint. */
const DUPLICATE_KEY = new Set([2601, 2627]);
/** Deadlock victim, snapshot conflict, and Azure SQL's passing refusals. */
const TRANSIENT = new Set([1205, 3960, 4060, 10928, 10929, 40197, 40501, 40613, 49918, 49919, 49920]);
/** Another transaction held a row for longer than a connection waits. Babelfish has no number of its own for it. */
const LOCK_TIMEOUT = 1222;
const LOCK_TIMEOUT_TEXT = /lock timeout$/;
/** Damaged pages, suspect, without its files, read-only; the data or log file full. */
const BROKEN = new Set([823, 824, 825, 829, 926, 945, 3906, 1105, 9002]);
/** tedious' names for a server that cannot be reached, does not answer, or dropped the connection. */
const UNREACHABLE = new Set([
  'ESOCKET',
  'ECONNCLOSED',
  'ETIMEOUT',
  'ELOGIN',
  'EINSTLOOKUP',
  'ECONNRESET',
  'ECONNREFUSED',
  'EINVALIDSTATE',
]);

const updateFromStatement: Dialect['updateFromStatement'] = ({ table, set, rows, on, where, returning }) => ({
  sql: `UPDATE t SET ${set.sql} OUTPUT inserted.${returning} AS returned FROM ${table} AS t, ${rows.sql} AS j WHERE ${on}${where ? ` AND ${where}` : ''}`,
  bindings: [...set.bindings, ...rows.bindings],
});

export const mssqlDialect: Dialect = {
  rows<S extends RowShape>(shape: S, rows: readonly Readonly<Record<keyof S, RowValue>>[]): Fragment {
    const names = Object.keys(shape);
    return mssqlDialect.tuples(
      shape,
      rows.map((row) => names.map((name) => row[name] ?? null)),
    );
  },

  tuples(shape, tuples) {
    const list = Object.entries(shape).map(([name, type], index) => `${name} ${type} '$.c${index}'`);
    const json = JSON.stringify(
      tuples.map((tuple, position) => {
        const item: Record<string, string | number | null> = { i: position };
        tuple.forEach((value, index) => (item[`c${index}`] = encode(value)));
        return item;
      }),
    );
    return {
      sql: `(SELECT * FROM OPENJSON(?) WITH (position int '$.i', ${list.join(', ')}))`,
      bindings: [json],
    };
  },

  storedRows(shape, { table, key, column, keys }) {
    const list = Object.entries(shape).map(([name, type]) => `${name} ${type} '$.${name}'`);
    return {
      sql: `(SELECT s.${key}, e.* FROM ${table} AS s CROSS APPLY OPENJSON(s.${column}) WITH (${list.join(', ')}) AS e WHERE s.${key} IN (${keys.map(() => '?').join(', ')}))`,
      bindings: keys,
    };
  },

  updateFromStatement,
  updateFrom: updatesBy(updateFromStatement),

  async insertFrom(executor, { table, columns, values, rows, where }) {
    const [inserted] = await executor.raw<{ count: number }[]>(
      `INSERT INTO ${table} (${columns.join(', ')}) SELECT ${values.sql} FROM ${rows.sql} AS j WHERE ${where}; SELECT @@ROWCOUNT AS count`,
      [...values.bindings, ...rows.bindings] as string[],
    );
    return inserted!.count;
  },

  async deleteFrom(executor, { table, rows, on }) {
    await executor.raw(`DELETE t FROM ${table} AS t, ${rows.sql} AS j WHERE ${on}`, [...rows.bindings] as string[]);
  },

  sameText: (column, other) =>
    `(${column} = ${other} AND CAST(${column} AS varbinary(400)) = CAST(${other} AS varbinary(400)))`,

  async selectJson(executor, { columns, from, orderBy }) {
    // Rows, not FOR JSON: the driver reads them off the wire anyway, and its decimals fit the amounts exactly.
    const list = Object.entries(columns).map(([name, expression]) => `${expression} AS [${name}]`);
    const rows = await executor.raw<object[]>(`SELECT ${list.join(', ')} FROM ${from.sql} ORDER BY ${orderBy}`, [
      ...from.bindings,
    ] as string[]);
    return JSON.stringify(rows);
  },

  selectJsonOf(executor, { columns, rows, table, on }) {
    const from = { sql: `${rows.sql} AS j INNER JOIN ${table} AS t ON ${on}`, bindings: rows.bindings };
    return mssqlDialect.selectJson(executor, { columns, from, orderBy: 'j.position' });
  },

  async selectTuples(executor, { columns, from }) {
    const rows = await executor.raw<Record<string, unknown>[]>(from.sql, [...from.bindings] as string[]);
    return {
      json: JSON.stringify(rows.map((row) => columns.map((column) => row[column]))),
      last: rows.at(-1)?.[columns[0]!] as string | undefined,
    };
  },

  now: 'SYSUTCDATETIME()',
  nowPlus: (milliseconds) => ({
    sql: 'DATEADD(MILLISECOND, ?, SYSUTCDATETIME())',
    bindings: [Math.round(milliseconds)],
  }),

  load: bulkLoad,

  async replaceRows(trx, { live, staged, columns }) {
    const list = columns.join(', ');
    // Alone with the table: without row versions a reader passing through could see some of both lists.
    await trx.raw(`DELETE FROM ${live} WITH (TABLOCKX)`);
    await trx.raw(`INSERT INTO ${live} (${list}) SELECT ${list} FROM ${staged}`);
  },

  async clearSome(trx, { table, where }, limit) {
    const [result] = await trx.raw<{ removed: number }[]>(
      `DELETE TOP (${Math.trunc(limit)}) FROM ${table}${where ? ` WHERE ${where.sql}` : ''}; SELECT @@ROWCOUNT AS removed`,
      [...(where?.bindings ?? [])] as string[],
    );
    return result!.removed;
  },

  async rowVersions(executor) {
    const [row] = await executor.raw<{ row_versions: boolean | null }[]>(
      'SELECT is_read_committed_snapshot_on AS row_versions FROM sys.databases WHERE name = DB_NAME()',
    );
    return row?.row_versions ?? undefined;
  },

  async widenText(executor, { table, name, characters, ascii = false }) {
    const type = ascii ? `varchar(${characters})` : `nvarchar(${2 * characters})`;
    await executor.raw(`ALTER TABLE ${table} ALTER COLUMN ${name} ${type}`);
  },

  columnType: (type: ColumnType) => type,

  bindInstant: (instant) => instant,
  readInstant: (value) => value as Date,
  readDate: (value) => (value as Date).toISOString().slice(0, 10),

  writersTakeTurns: false,
  failedCommitChangesNothing: false,

  faultOf(error): DatabaseFault {
    const {
      number,
      code,
      name,
      message = '',
    } = error as {
      number?: number;
      code?: string;
      name?: string;
      message?: string;
    };
    if (number !== undefined && DUPLICATE_KEY.has(number)) return 'duplicate-key';
    if (number === LOCK_TIMEOUT || (number !== undefined && LOCK_TIMEOUT_TEXT.test(message))) return 'waited-too-long';
    if (number !== undefined && TRANSIENT.has(number)) return 'transient';
    if (number !== undefined && BROKEN.has(number)) return 'broken';
    if (name === 'KnexTimeoutError' || (code !== undefined && UNREACHABLE.has(code))) return 'unavailable';
    return 'other';
  },

  // That is for the server's own jobs (DBCC): what it comes upon it reports.
  requireWhole: () => Promise.resolve(),
};

function encode(value: RowValue): string | number | null {
  // datetime2 carries no offset; ours hold UTC.
  return value instanceof Date ? value.toISOString().slice(0, -1) : value;
}
