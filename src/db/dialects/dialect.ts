import type { Knex } from 'knex';

/** The column types of the documents, as both databases spell them. */
export type ColumnType =
  `varchar(${number})` | `nvarchar(${number})` | 'varchar(max)' | 'int' | 'datetime2' | 'date' | 'decimal(19,2)';

/** A set of rows sent as one parameter: column names and the types the database shall read them with. */
export type RowShape = Readonly<Record<string, ColumnType>>;

/**
 * A value of such a row: text (amounts as decimal text, dates `YYYY-MM-DD`), whole numbers, instants, null.
 */
export type RowValue = string | number | Date | null;

/** Rows as the text of a JSON array of lists. */
export interface Tuples {
  json: string;
  /** The first value of the last row. */
  last: string | undefined;
}

/** A SQL fragment with its bindings. */
export interface Fragment {
  readonly sql: string;
  readonly bindings: readonly (string | number | Date | null)[];
}

/** A statement of a transaction that is known before it begins. */
export interface BatchStatement extends Fragment {
  /**
   * Which binding is to be a JSON list, of what the first statement returned by the first column of its rows, or of those in
   * `of` that it did not return. Where that is nobody, the statement is left out.
   */
  readonly list?: { readonly at: number; readonly of?: readonly string[] };
}

export interface UpdateFrom {
  table: string;
  set: Fragment;
  rows: Fragment;
  on: string;
  where?: string;
  returning: string;
}

/**
 * What a database error means to the caller; the numbers and names behind it stay in the dialect. `waited-too-long`:
 * somebody else held a row, on SQLite the file. `broken`: the database answers, and somebody must mend it (damaged, full,
 * read-only, gone).
 */
export type DatabaseFault = 'duplicate-key' | 'transient' | 'waited-too-long' | 'unavailable' | 'broken' | 'other';

/**
 * The questions whose answers differ between SQLite and SQL Server. Callers ask; they never look which
 * database it is.
 */
export interface Dialect {
  /**
   * A derived table over one JSON parameter, so that a set of any size is one binding. Columns are those of
   * the shape plus `position`, the row's place from 0.
   *
   * @example `SELECT … FROM ${rows.sql} AS j JOIN … ON … = j.notice_no`
   */
  rows<S extends RowShape>(shape: S, rows: readonly Readonly<Record<keyof S, RowValue>>[]): Fragment;

  /** The same for rows that are lists of values in the order of the shape: less to build where every row counts. */
  tuples(shape: RowShape, tuples: readonly (readonly RowValue[])[]): Fragment;

  /**
   * A derived table over stored JSON: of the rows with one of these keys, the entries of a column that holds a list of
   * objects. Columns are the key's and those of the shape, whose names are the entries' own.
   */
  storedRows(
    shape: RowShape,
    stored: { table: string; key: string; column: string; keys: readonly string[] },
  ): Fragment;

  /**
   * An UPDATE of `table` (alias `t`) joined with `rows` (alias `j`), answering the `returning` column of every
   * row it changed. Atomic per row: the condition holds for the row as it is changed.
   */
  updateFrom(executor: Knex, update: UpdateFrom): Promise<string[]>;
  /** The statement of {@link updateFrom}. */
  updateFromStatement(update: UpdateFrom): Fragment;

  /** An INSERT into `table` of what `values` make of `rows` (alias `j`). @returns how many it inserted. */
  insertFrom(
    executor: Knex,
    insert: { table: string; columns: readonly string[]; values: Fragment; rows: Fragment; where: string },
  ): Promise<number>;

  /** Removes the rows of `table` (alias `t`) that meet `on` with a row of `rows` (alias `j`). */
  deleteFrom(executor: Knex, deletion: { table: string; rows: Fragment; on: string }): Promise<void>;

  /**
   * The condition that two texts are the same to the letter, found by an index on the first. SQL Server's `=`
   * takes no notice of spaces at the end, nor, by its usual collation, of capitals.
   */
  sameText(column: string, other: string): string;

  /**
   * Runs a SELECT and answers its rows as the text of a JSON array, without taking them apart where the
   * database can build the text. `columns` maps JSON names to SQL expressions; numbers come out exact.
   */
  selectJson(
    executor: Knex,
    select: { columns: Readonly<Record<string, string>>; from: Fragment; orderBy: string },
  ): Promise<string>;

  /** The same of a table's rows as `t`, those that a set of rows as `j` finds, in the order of that. */
  selectJsonOf(
    executor: Knex,
    select: { columns: Readonly<Record<string, string>>; rows: Fragment; table: string; on: string },
  ): Promise<string>;

  /**
   * The same for many rows: lists of values in the order of `columns`, which are those of `from`, a SELECT that is ordered
   * by the first of them, a text.
   */
  selectTuples(executor: Knex, select: { columns: readonly string[]; from: Fragment }): Promise<Tuples>;

  /**
   * Makes a text column hold so many characters, whatever they are, where it held `from` of them: SQL Server counts code
   * units, of which some take two, only its `nvarchar` holds every script, and it takes the column for one that may be
   * null. SQLite counts characters. Text that is `ascii` needs neither.
   */
  widenText(
    executor: Knex,
    column: { table: string; name: string; characters: number; from?: number; notNull?: boolean; ascii?: boolean },
  ): Promise<void>;

  /** The database's own clock, for locks that several instances share. */
  readonly now: string;
  /** The database's clock, so many milliseconds on (or back). */
  nowPlus(milliseconds: number): Fragment;

  /** Adds rows to a table, a chunk at a time, the fastest way the database has; part of the transaction. */
  load<S extends RowShape>(
    trx: Knex,
    table: string,
    shape: S,
    rows: readonly Readonly<Record<keyof S, RowValue>>[],
  ): Promise<void>;

  /**
   * Lets the rows of `staged` take the place of those of `live`, a table of the same columns. Readers see the old
   * rows or the new. What `staged` holds afterwards is for {@link clearSome} to remove.
   */
  replaceRows(trx: Knex, tables: { live: string; staged: string; columns: readonly string[] }): Promise<void>;

  /** Removes up to so many rows of a table, of those that meet `where` if it is given. @returns how many. */
  clearSome(trx: Knex, rows: { table: string; where?: Fragment }, limit: number): Promise<number>;

  /**
   * Whether readers see the last committed rows instead of waiting for writers (SQL Server: READ_COMMITTED_SNAPSHOT).
   *
   * @returns undefined where the database does not say.
   */
  rowVersions(executor: Knex): Promise<boolean | undefined>;

  /** Column definition for a migration. SQLite enforces the length that SQL Server would. */
  columnType(type: ColumnType, column: string): string;

  /** An instant as this database binds it. */
  bindInstant(instant: Date): string | Date;

  /** An instant read from a `datetime2` column. */
  readInstant(value: unknown): Date;

  /** A calendar date, `YYYY-MM-DD`, read from a `date` column. */
  readDate(value: unknown): string;

  /** Whether transactions that write wait for each other from their beginning, whatever they write: no row needs a lock. */
  readonly writersTakeTurns: boolean;

  /** Whether a COMMIT that fails has certainly changed nothing (a local file) or may have (a network between). */
  readonly failedCommitChangesNothing: boolean;

  faultOf(error: unknown): DatabaseFault;

  /**
   * Looks whether what is stored is whole, where the database can be asked that. May take long.
   *
   * @throws an error that is `broken` where it is not.
   */
  requireWhole(executor: Knex): Promise<void>;
}

/** {@link Dialect.updateFrom} by its statement. */
export const updatesBy =
  (statementOf: Dialect['updateFromStatement']): Dialect['updateFrom'] =>
  async (executor, update) => {
    const { sql, bindings } = statementOf(update);
    const changed = await executor.raw<{ returned: string }[]>(sql, [...bindings] as string[]);
    return changed.map(({ returned }) => returned);
  };
