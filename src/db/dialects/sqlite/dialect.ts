import type { Knex } from 'knex';
import type { SqliteClient } from './client';
import {
  type ColumnType,
  type DatabaseFault,
  type Dialect,
  type Fragment,
  type RowShape,
  type RowValue,
  updatesBy,
} from '../dialect';

/** Error codes of the file or the disk, not of the statement. */
const BROKEN = /^SQLITE_(?:CANTOPEN|IOERR(?!_THREAD)|FULL|READONLY|NOTADB|CORRUPT)/;
/** After which the same request may succeed later. */
const UNAVAILABLE = /^SQLITE_(?:IOERR_THREAD|PROTOCOL|NOMEM)/;

/** Another connection held the file for longer than this one waits. */
const HELD = /^SQLITE_(BUSY|LOCKED)/;

const NOW = `strftime('%Y-%m-%dT%H:%M:%fZ', 'now')`;

const EVERY: Fragment = { sql: 'TRUE', bindings: [] };

const updateFromStatement: Dialect['updateFromStatement'] = ({ table, set, rows, on, where, returning }) => ({
  sql: `UPDATE ${table} AS t SET ${set.sql} FROM ${rows.sql} AS j WHERE ${on}${where ? ` AND ${where}` : ''} RETURNING ${returning} AS returned`,
  bindings: [...set.bindings, ...rows.bindings],
});

async function builtJson(executor: Knex, { sql, bindings }: Fragment): Promise<string> {
  const atOnce = (executor.client as Partial<SqliteClient>).readAtOnce?.(sql, bindings);
  const rows = (atOnce ?? (await executor.raw(sql, [...bindings] as string[]))) as { json: string }[];
  return rows[0]!.json;
}

export const sqliteDialect: Dialect = {
  rows<S extends RowShape>(shape: S, rows: readonly Readonly<Record<keyof S, RowValue>>[]): Fragment {
    const names = Object.keys(shape);
    const asJson = instantsAsText();
    return derived(
      shape,
      rows.map((row) => names.map((name) => asJson(row[name]!))),
    );
  },

  tuples(shape, tuples) {
    const asJson = instantsAsText();
    const instants = Object.values(shape).includes('datetime2');
    return derived(shape, instants ? tuples.map((tuple) => tuple.map(asJson)) : tuples);
  },

  storedRows(shape, { table, key, column, keys }) {
    const list = Object.entries(shape).map(([name, type]) => `${read(`e.value ->> '${name}'`, type)} AS ${name}`);
    return {
      sql: `(SELECT s.${key}, ${list.join(', ')} FROM ${table} AS s CROSS JOIN jsonb_each(s.${column}) AS e WHERE s.${key} IN (${keys.map(() => '?').join(', ')}))`,
      bindings: keys,
    };
  },

  updateFromStatement,
  updateFrom: updatesBy(updateFromStatement),

  async insertFrom(executor, { table, columns, values, rows, where }) {
    const { changes } = await executor.raw<{ changes: number }>(
      `INSERT INTO ${table} (${columns.join(', ')}) SELECT ${values.sql} FROM ${rows.sql} AS j WHERE ${where}`,
      [...values.bindings, ...rows.bindings] as string[],
    );
    return changes;
  },

  async deleteFrom(executor, { table, rows, on }) {
    // CROSS JOIN: row by row of the set, each found by the table's index.
    await executor.raw(
      `DELETE FROM ${table} WHERE rowid IN (SELECT t.rowid FROM ${rows.sql} AS j CROSS JOIN ${table} AS t ON ${on})`,
      [...rows.bindings] as string[],
    );
  },

  sameText: (column, other) => `${column} = ${other}`,

  selectJson: (executor, { columns, from, orderBy }) =>
    builtJson(executor, {
      sql: `SELECT json_group_array(json_object(${jsonFields(columns)}) ORDER BY ${orderBy}) AS json FROM ${from.sql}`,
      bindings: from.bindings,
    }),

  // CROSS JOIN: row by row of the set, in its order, which to sort by would cost a third of the statement.
  selectJsonOf: (executor, { columns, rows, table, on }) =>
    builtJson(executor, {
      sql: `SELECT json_group_array(json_object(${jsonFields(columns)})) AS json FROM ${rows.sql} AS j CROSS JOIN ${table} AS t ON ${on}`,
      bindings: rows.bindings,
    }),

  async selectTuples(executor, { columns, from }) {
    // SQLite keeps the order of the rows it is given.
    const [found] = await executor.raw<{ json: string; last: string | null }[]>(
      `SELECT json_group_array(json_array(${columns.join(', ')})) AS json, max(${columns[0]}) AS last FROM (${from.sql})`,
      [...from.bindings] as string[],
    );
    return { json: found!.json, last: found!.last ?? undefined };
  },

  now: NOW,
  nowPlus: (milliseconds) => ({
    sql: `strftime('%Y-%m-%dT%H:%M:%fZ', 'now', ?)`,
    bindings: [`${milliseconds / 1_000} seconds`],
  }),

  async load(trx, table, shape, rows) {
    const columns = Object.keys(shape).join(', ');
    const from = sqliteDialect.rows(shape, rows);
    await trx.raw(`INSERT INTO ${table} (${columns}) SELECT ${columns} FROM ${from.sql}`, [
      ...from.bindings,
    ] as string[]);
  },

  async replaceRows(trx, { live, staged }) {
    // Exchanging the names takes no time, however many rows there are; the process stands still meanwhile.
    await trx.raw(`ALTER TABLE ${live} RENAME TO ${live}_old`);
    await trx.raw(`ALTER TABLE ${staged} RENAME TO ${live}`);
    await trx.raw(`ALTER TABLE ${live}_old RENAME TO ${staged}`);
  },

  async clearSome(trx, { table, where = EVERY }, limit) {
    const removed = (await trx.raw(
      `DELETE FROM ${table} WHERE rowid IN (SELECT rowid FROM ${table} WHERE ${where.sql} LIMIT ?) RETURNING 1`,
      [...where.bindings, limit] as number[],
    )) as unknown[];
    return removed.length;
  },

  // By its write-ahead log.
  rowVersions: () => Promise.resolve(true),

  async widenText(executor, { table, name, characters, from = characters, notNull = false }) {
    if (from === characters) return;
    const wider = `${name}_wider`;
    const rule = notNull ? " NOT NULL DEFAULT ''" : '';
    await executor.raw(
      `ALTER TABLE ${table} ADD COLUMN ${wider} varchar(${characters})${rule} check (length(${wider}) <= ${characters})`,
    );
    await executor.raw(`UPDATE ${table} SET ${wider} = ${name} WHERE ${name} IS NOT NULL`);
    await executor.raw(`ALTER TABLE ${table} DROP COLUMN ${name}`);
    await executor.raw(`ALTER TABLE ${table} RENAME COLUMN ${wider} TO ${name}`);
  },

  columnType(type: ColumnType, column: string) {
    const length = /^n?varchar\((\d+)\)$/.exec(type)?.[1];
    if (length) return `${type} check (length("${column}") <= ${length})`;
    return type === 'varchar(max)' ? 'text' : type;
  },

  bindInstant: (instant) => instant.toISOString(),
  readInstant: (value) => new Date(value as string),
  readDate: (value) => value as string,

  writersTakeTurns: true,
  failedCommitChangesNothing: true,

  faultOf(error): DatabaseFault {
    const code = (error as { code?: unknown }).code;
    if (typeof code !== 'string') return 'other';
    if (code === 'SQLITE_CONSTRAINT_PRIMARYKEY' || code === 'SQLITE_CONSTRAINT_UNIQUE') return 'duplicate-key';
    if (HELD.test(code)) return 'waited-too-long';
    if (BROKEN.test(code)) return 'broken';
    return UNAVAILABLE.test(code) ? 'unavailable' : 'other';
  },

  async requireWhole(executor) {
    const [found] = await executor.raw<{ quick_check: string }[]>('PRAGMA quick_check(1)');
    if (found?.quick_check !== 'ok') throw Object.assign(new Error('the file is damaged'), { code: 'SQLITE_CORRUPT' });
  },
};

function read(expression: string, type: ColumnType): string {
  return type === 'decimal(19,2)' ? `CAST(${expression} AS ${type})` : expression;
}

/** Shapes and columns are few and last; their SQL is written once. */
function writtenOnce<T extends object>(write: (of: T) => string): (of: T) => string {
  const texts = new WeakMap<T, string>();
  return (of) => {
    let text = texts.get(of);
    if (text === undefined) texts.set(of, (text = write(of)));
    return text;
  };
}

const jsonFields = writtenOnce<Readonly<Record<string, string>>>((columns) =>
  Object.entries(columns)
    .map(([name, expression]) => `'${name}', ${expression}`)
    .join(', '),
);

const columnsOfTuples = writtenOnce<RowShape>((shape) =>
  Object.entries(shape)
    .map(([name, type], index) => `${read(`value ->> ${index}`, type)} AS ${name}`)
    .join(', '),
);

/** Over a JSON parameter. */
function derived(shape: RowShape, tuples: readonly (readonly RowValue[])[]): Fragment {
  const columns = Object.entries(shape);
  // A single column travels as plain values: nothing to take apart per row.
  if (columns.length === 1) {
    const [name, type] = columns[0]!;
    return {
      sql: `(SELECT key AS position, ${read('value', type)} AS ${name} FROM jsonb_each(?))`,
      bindings: [JSON.stringify(tuples.map(([value]) => value))],
    };
  }
  return {
    sql: `(SELECT key AS position, ${columnsOfTuples(shape)} FROM jsonb_each(?))`,
    bindings: [JSON.stringify(tuples)],
  };
}

/** JSON would turn each Date into text by itself, slowly; a batch names few instants many times. */
function instantsAsText(): (value: RowValue) => string | number | null {
  const texts = new Map<number, string>();
  return (value) => {
    if (!(value instanceof Date)) return value;
    const time = value.getTime();
    let text = texts.get(time);
    if (text === undefined) texts.set(time, (text = value.toISOString()));
    return text;
  };
}
