import { setTimeout as sleep } from 'node:timers/promises';
import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Database as SqliteConnection } from 'better-sqlite3';
import knexFactory, { type Knex } from 'knex';
import type { DatabaseLocation } from '../config/database-url';
import { AppError } from '../platform/errors';
import { inSpan } from '../platform/tracing';
import type { BatchStatement, DatabaseFault, Dialect } from './dialects/dialect';
import type * as mssql from './dialects/mssql';
import { SqliteClient, type SqliteConfig, SqliteThreadClient, type SqliteThreadConfig } from './dialects/sqlite/client';
import { ThreadBatches } from './dialects/sqlite/batches';
import { sqliteDialect } from './dialects/sqlite/dialect';
import { DatabaseFile } from './dialects/sqlite/file';
import { OutcomeUnknown } from './dialects/sqlite/thread';

/** The two databases, one per zone (decisions §1). */
export type Zone = 'intranet' | 'internet';

/** Runs statements, and knows how its database wants them written. */
export interface Executor extends Knex {
  readonly dialect: Dialect;
}

/** A transaction's executor. Statements on it run one after another, never together. */
export interface Transaction extends Knex.Transaction {
  readonly dialect: Dialect;
  /** Tells those who listen to `name` on the database of these keys, once this is committed; never where it is not. */
  announce(name: string, keys: readonly string[]): void;
}

/** What `work` answers to end its transaction with a value and nothing written. */
export class Rollback<T> {
  constructor(readonly value: T) {}
}

/** Ends a transaction with a value and nothing written: `return rollback(value)`. */
export const rollback = <T>(value: T): Rollback<T> => new Rollback(value);

/** One zone's database. Writes happen in {@link transaction} only. */
export interface Database {
  readonly zone: Zone;
  readonly dialect: Dialect;
  /** How many transactions can be under way before one waits for another's connection. */
  readonly transactionsAtOnce: number;
  /**
   * Runs reading statements outside a transaction; repeated like {@link transaction}.
   *
   * @throws AppError `unavailable` when the database cannot be reached.
   */
  read<T>(work: (executor: Executor) => Promise<T>, options?: StatementOptions): Promise<T>;
  /**
   * Runs `work` in one transaction; it is repeated as a whole when the database asks for that (deadlock
   * victim, passing refusal), so it must not touch anything but the database. Where it answers {@link rollback}, nothing
   * is kept.
   *
   * @throws AppError `unavailable` when the database cannot be reached, `unknown-outcome` when the commit failed.
   */
  transaction<T>(work: (trx: Transaction) => Promise<T | Rollback<T>>, options?: StatementOptions): Promise<T>;
  /**
   * Runs a transaction whose statements are known before it begins, where the database has something for that: large ones
   * follow each other there without waiting for this process in between. Tells those who listen to `announce` of what the
   * first statement returned.
   *
   * @returns what each statement returned, by the first column of its rows.
   * @throws AppError as {@link transaction}
   */
  readonly batch?: (statements: readonly BatchStatement[], options: { announce: string }) => Promise<string[][]>;
  /** Hears of what transactions announced under this name, after each commit, every key once. It must not throw. */
  onAnnounced(name: string, listener: (keys: readonly string[]) => void): void;
  /**
   * Runs short reading statements over a connection that is kept for looking whether the database is there and as it
   * should be: it waits neither for writers nor for readers that wait for them.
   *
   * @throws AppError `unavailable`
   */
  look<T>(work: (executor: Executor) => Promise<T>): Promise<T>;
  /** @throws AppError `unavailable`, also where it answers, and a statement came upon it broken. */
  ping(): Promise<void>;
  /** Where a statement came upon it broken, looks whether it is whole and can be written again. */
  recheck(): Promise<void>;
  /** Every statement that is sent, for counting and for tests. */
  onStatement(listener: (sql: string, bindings: readonly unknown[]) => void): () => void;
  /** Lets what is under way finish, and nothing begin. */
  close(): Promise<void>;
}

export interface StatementOptions {
  /**
   * Statements that may take many seconds: they have time, and the process goes on meanwhile. On SQLite they run in a
   * thread, on SQL Server over connections of their own.
   */
  long?: boolean;
  /** What nobody waits for, or is large: on SQLite it stands in no request's way but runs in a thread; elsewhere it is as any other. */
  aside?: boolean;
}

export interface DatabaseOptions {
  /** Of {@link Database.transactionsAtOnce}; where it is missing, `poolMax` or its default. */
  transactionsAtOnce?: number;
  poolMax?: number;
  /** How long a write waits for what another transaction holds: a row, on SQLite the file; on SQL Server, a connection. */
  lockTimeoutMs?: number;
  /** Attempts at what the database asks to repeat. */
  attempts?: number;
}

/** Faults after which the same request may succeed later. */
const LATER = new Set<DatabaseFault>(['unavailable', 'broken', 'transient', 'waited-too-long']);
/** Writes a row that both zones have, and changes nothing. */
const WRITE_PROBE = 'UPDATE ocms_schema_turn SET taken = taken';
const GROWTH_PROBE_ROWS = 10_000;
const OWNER_ONLY = 0o600;
const WRITING_CONNECTIONS = 10;
const LOCK_TIMEOUT_MS = 5_000;
const SQLITE_ACQUIRE_TIMEOUT_MS = 30_000;
const LONG_CONNECTIONS = 4;
const LONG_REQUEST_TIMEOUT_MS = 600_000;

// Short waits only while SQLite opens the file: while it waits, the process stands still. Transactions wait on their own.
const WRITING_PRAGMAS = [
  'busy_timeout = 2000',
  'journal_mode = WAL',
  // A commit only writes its part of the log, which is forced to the disk beside it (DatabaseFile.synced).
  'synchronous = NORMAL',
  'foreign_keys = ON',
  // What a batch works with stays in memory, and the log is written back half as often as by default.
  'temp_store = MEMORY',
  'wal_autocheckpoint = 2000',
  'busy_timeout = 0',
];
const IN_MEMORY_PRAGMAS = ['foreign_keys = ON', 'temp_store = MEMORY'];
const READING_PRAGMAS = ['busy_timeout = 2000', 'query_only = ON'];
const TRANSACTION_CONTROL = /^(COMMIT|ROLLBACK|SAVEPOINT|RELEASE|SAVE TRANSACTION)/i;

/** knex would write to the console what it also throws, quoting what it was given. */
const SILENT = { debug: noop, warn: noop, error: noop, deprecate: noop };
function noop(): void {}

export function openDatabase(zone: Zone, location: DatabaseLocation, options: DatabaseOptions = {}): Database {
  return location.kind === 'sqlite' ? openSqlite(zone, location.path, options) : openMssql(zone, location, options);
}

/**
 * Makes the file and those beside it readable for its owner only; SQLite gives files it adds the rights of the first.
 * What cannot be opened or changed is left to SQLite, which says what is wrong with it.
 */
function keepToOwner(path: string): void {
  try {
    closeSync(openSync(path, 'a', OWNER_ONLY));
  } catch {
    return;
  }
  for (const file of [path, `${path}-wal`, `${path}-shm`]) {
    try {
      chmodSync(file, OWNER_ONLY);
    } catch {
      // Not there, or somebody else's.
    }
  }
}

/** A SQLite file in WAL mode: one writing connection, and reading ones beside it that never wait for it. */
function openSqlite(zone: Zone, path: string, options: DatabaseOptions): Database {
  try {
    // A folder that was there already may be everybody's; it keeps its rights.
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new AppError('unavailable', `the folder of the ${zone} database cannot be made: ${dirname(path)}`, { cause });
  }
  keepToOwner(path);
  const file = new DatabaseFile(path);
  const common = {
    file,
    beginPatienceMs: 2 * (options.lockTimeoutMs ?? LOCK_TIMEOUT_MS),
    connection: { filename: path },
    useNullAsDefault: true,
    compileSqlOnError: false,
    log: SILENT,
    acquireConnectionTimeout: SQLITE_ACQUIRE_TIMEOUT_MS,
  };
  const connect = (max: number, pragmas: readonly string[]): Knex => {
    const config: SqliteConfig = {
      ...common,
      client: SqliteClient as unknown as typeof Knex.Client,
      pool: {
        min: 0,
        max,
        afterCreate: (connection: SqliteConnection, done: (error: Error | null, connection: unknown) => void) => {
          try {
            for (const pragma of pragmas) connection.pragma(pragma);
            done(null, connection);
          } catch (error) {
            done(error as Error, connection);
          }
        },
      },
    };
    return knexFactory(config);
  };
  const thread = (pragmas: readonly string[]): Knex => {
    const config: SqliteThreadConfig = {
      ...common,
      client: SqliteThreadClient as unknown as typeof Knex.Client,
      pragmas,
      pool: { min: 0, max: 1 },
    };
    return knexFactory(config);
  };
  const others = {
    batches: new ThreadBatches(file, { pragmas: WRITING_PRAGMAS, patienceMs: common.beginPatienceMs }),
    read: connect(options.poolMax ?? 2, READING_PRAGMAS),
    longWrite: thread(WRITING_PRAGMAS),
    longRead: thread(READING_PRAGMAS),
    threads: true,
    file,
  };
  // They share one connection in turn, and none can hold it for long.
  return databaseOver(zone, sqliteDialect, connect(1, WRITING_PRAGMAS), others, {
    transactionsAtOnce: Infinity,
    ...options,
  });
}

/**
 * A SQLite database in memory, empty at first and gone at its end: one connection that writes and reads in turn.
 *
 * @param mostBytes what it may hold; what would be more fails as a disk that is full does
 */
export function openInMemory(zone: Zone, { mostBytes }: { mostBytes: number }): Database {
  const config: SqliteConfig = {
    file: { requireUsable: noop, turnToWrite: () => Promise.resolve(noop), committing: (commit) => commit() },
    beginPatienceMs: LOCK_TIMEOUT_MS,
    connection: { filename: ':memory:' },
    useNullAsDefault: true,
    compileSqlOnError: false,
    log: SILENT,
    acquireConnectionTimeout: SQLITE_ACQUIRE_TIMEOUT_MS,
    client: SqliteClient as unknown as typeof Knex.Client,
    pool: {
      // It is the database: never closed before the end.
      min: 1,
      max: 1,
      afterCreate: (connection: SqliteConnection, done: (error: Error | null, connection: unknown) => void) => {
        for (const pragma of IN_MEMORY_PRAGMAS) connection.pragma(pragma);
        const pageBytes = connection.pragma('page_size', { simple: true }) as number;
        connection.pragma(`max_page_count = ${Math.ceil(mostBytes / pageBytes)}`);
        done(null, connection);
      },
    },
  };
  return databaseOver(zone, sqliteDialect, knexFactory(config), {}, { transactionsAtOnce: Infinity });
}

/** With the first such database: the driver takes a quarter of a second to load, and many processes have none. */
// eslint-disable-next-line @typescript-eslint/no-require-imports
const mssqlParts = (): typeof mssql => require('./dialects/mssql') as typeof mssql;

/**
 * Writing, reading and looking whether the server is there have connections of their own: transactions that wait for a
 * row somebody else holds take nobody else's.
 */
function openMssql(
  zone: Zone,
  location: Extract<DatabaseLocation, { kind: 'mssql' }>,
  options: DatabaseOptions,
): Database {
  const most = mssqlConnections(options.poolMax);
  const connect = (max: number, requestTimeoutMs = location.requestTimeoutMs): Knex =>
    mssqlKnex({ ...location, requestTimeoutMs }, { max, lockTimeoutMs: options.lockTimeoutMs ?? LOCK_TIMEOUT_MS });
  const long = connect(most.long, Math.max(location.requestTimeoutMs, LONG_REQUEST_TIMEOUT_MS));
  const others = { read: connect(most.read), look: connect(most.look), longWrite: long, longRead: long };
  return databaseOver(zone, mssqlParts().mssqlDialect, connect(most.write), others, options);
}

/** How many a process opens to a zone's SQL Server at most, by what they are for. */
export const mssqlConnections = (
  poolMax = WRITING_CONNECTIONS,
): Record<'write' | 'read' | 'look' | 'long', number> => ({
  write: poolMax,
  read: Math.ceil(poolMax / 2),
  look: 1,
  long: LONG_CONNECTIONS,
});

function mssqlKnex(
  location: Extract<DatabaseLocation, { kind: 'mssql' }>,
  { max, lockTimeoutMs }: { max: number; lockTimeoutMs: number },
): Knex {
  const { MssqlClient, mapBinding } = mssqlParts();
  const config: mssql.MssqlConfig = {
    client: MssqlClient as unknown as typeof Knex.Client,
    compileSqlOnError: false,
    log: SILENT,
    acquireConnectionTimeout: lockTimeoutMs,
    pool: { min: 0, max },
    connection: {
      server: location.host,
      port: location.port,
      user: location.user,
      password: location.password,
      database: location.database,
      encrypt: location.encrypt,
      requestTimeout: location.requestTimeoutMs,
      connectionTimeout: location.connectTimeoutMs,
      options: {
        appName: 'ocms',
        trustServerCertificate: location.trustServerCertificate,
        abortTransactionOnError: true,
        useUTC: true,
        mapBinding,
      },
    } as Knex.MsSqlConnectionConfig,
    lockTimeoutMs,
  };
  return knexFactory(config);
}

/** Exposed for tests that bring a knex of their own (a recording one, for example). */
export function databaseOver(
  zone: Zone,
  dialect: Dialect,
  write: Knex,
  /** Beside it; where they are missing, another serves. */
  {
    read = write,
    look = read,
    longWrite = write,
    longRead = read,
    threads = false,
    file,
    batches,
  }: {
    read?: Knex;
    look?: Knex;
    longWrite?: Knex;
    longRead?: Knex;
    /** Whether the long ones are threads. */
    threads?: boolean;
    /** Where commits are not on the disk by themselves. */
    file?: DatabaseFile;
    batches?: ThreadBatches;
  } = {},
  options: DatabaseOptions = {},
): Database {
  const instances = new Set([write, read, look, longWrite, longRead]);
  const executorOver = (knex: Knex): Executor => Object.assign(knex, { dialect });
  const reader = executorOver(read);
  const longReader = executorOver(longRead);
  const looker = executorOver(look);
  const isLong = ({ long = false, aside = false }: StatementOptions): boolean => long || (aside && threads);
  const attempts = options.attempts ?? 5;

  /** What a statement came upon last. */
  let broken: unknown;
  const translate = (error: unknown): unknown => {
    if (error instanceof AppError) return error;
    const { name, message } = error as Error;
    // The second is knex's word for a pool that is closed, as it is while the service stops.
    const noConnection = name === 'KnexTimeoutError' || message === 'Unable to acquire a connection';
    const fault = dialect.faultOf(error);
    if (fault === 'broken') broken = error;
    // Transient: still asked to repeat after the last attempt, or outside a transaction.
    if (noConnection || LATER.has(fault)) {
      return new AppError('unavailable', `the ${zone} database is not available`, { cause: error });
    }
    return error;
  };

  const listeners = new Map<string, ((keys: readonly string[]) => void)[]>();
  const attempt = async <T>(writer: Knex, work: (trx: Transaction) => Promise<T | Rollback<T>>): Promise<T> => {
    let committing = false;
    let undone: Rollback<T> | undefined;
    const announced = new Map<string, Set<string>>();
    let result: T;
    try {
      result = await writer.transaction(async (knexTrx) => {
        guardOneAtATime(knexTrx);
        const trx = Object.assign(knexTrx, {
          dialect,
          announce(name: string, keys: readonly string[]) {
            announced.set(name, new Set([...(announced.get(name) ?? []), ...keys]));
          },
        });
        const answered = await work(trx);
        if (answered instanceof Rollback) {
          undone = answered;
          // knex would follow a rollback it was told of by a COMMIT, of whoever has the connection by then.
          throw new Error('rolled back');
        }
        committing = true;
        return answered;
      });
    } catch (thrown) {
      // What it saw may be another's that is not on the disk yet.
      await file?.settled();
      if (undone) return undone.value;
      const error = whatHappened(thrown);
      if (committing && !dialect.failedCommitChangesNothing) {
        if (dialect.faultOf(error) === 'broken') broken = error;
        throw new AppError('unknown-outcome', `a commit on the ${zone} database failed`, { cause: error });
      }
      throw error;
    }
    await announceOnceForced(announced);
    return result;
  };

  const announceOnceForced = async (announced: ReadonlyMap<string, Iterable<string>>): Promise<void> => {
    try {
      await file?.forced();
    } catch (error) {
      broken = error;
      throw new AppError('unknown-outcome', `what was committed on the ${zone} database may be lost`, { cause: error });
    }
    for (const [name, keys] of announced) for (const listener of listeners.get(name) ?? []) listener([...keys]);
  };

  const statementListeners = new Set<(sql: string, bindings: readonly unknown[]) => void>();
  const runBatch = async (statements: readonly BatchStatement[], announce: string): Promise<string[][]> => {
    const tell = (sent: readonly BatchStatement[]): void => {
      for (const { sql, bindings } of sent) for (const listener of statementListeners) listener(sql, bindings);
    };
    let returned: (string[] | null)[];
    try {
      returned = await batches!.run(statements);
    } catch (thrown) {
      tell(statements);
      // What it saw may be another's that is not on the disk yet.
      await file?.settled();
      if (thrown instanceof OutcomeUnknown)
        throw new AppError('unknown-outcome', `a transaction on the ${zone} database was cut off`, { cause: thrown });
      throw thrown;
    }
    tell(statements.filter((_, index) => returned[index] !== null));
    await announceOnceForced(new Map([[announce, new Set(returned[0])]]));
    return returned.map((each) => each ?? []);
  };

  const repeating = async <T>(run: () => Promise<T>): Promise<T> => {
    for (let tried = 1; ; tried += 1) {
      try {
        return await run();
      } catch (error) {
        if (dialect.faultOf(error) !== 'transient' || tried >= attempts) throw translate(error);
        await sleep(20 * 2 ** tried * (0.5 + Math.random()));
      }
    }
  };

  const inTransactionSpan = <T>(run: () => Promise<T>): Promise<T> =>
    inSpan(`${zone} transaction`, { kind: 'client', attributes: { 'db.namespace': zone } }, run);

  // A pool that is being destroyed lets newcomers wait until they give up, and waits for them.
  let closed = false;
  const underWay = new Set<Promise<unknown>>();
  const whileOpen = async <T>(run: () => Promise<T>): Promise<T> => {
    if (closed) throw new AppError('unavailable', `the ${zone} database is closed`);
    const running = repeating(run);
    underWay.add(running);
    try {
      return await running;
    } finally {
      underWay.delete(running);
    }
  };

  return {
    zone,
    dialect,
    transactionsAtOnce: options.transactionsAtOnce ?? options.poolMax ?? WRITING_CONNECTIONS,

    read: (work, options = {}) =>
      whileOpen(async () => {
        try {
          return await work(isLong(options) ? longReader : reader);
        } finally {
          // Nobody hears of what a power cut takes back.
          await (isLong(options) ? file?.synced() : file?.settled());
        }
      }),
    transaction: (work, options = {}) =>
      inTransactionSpan(() => whileOpen(() => attempt(isLong(options) ? longWrite : write, work))),
    ...(batches && {
      batch: (statements: readonly BatchStatement[], { announce }: { announce: string }) =>
        inTransactionSpan(() => whileOpen(() => runBatch(statements, announce))),
    }),
    look: (work) => whileOpen(() => work(looker)),

    onAnnounced(name, listener) {
      listeners.set(name, [...(listeners.get(name) ?? []), listener]);
    },

    async ping() {
      await whileOpen(async () => file?.requireUsable());
      if (broken !== undefined) throw new AppError('unavailable', `the ${zone} database is broken`, { cause: broken });
      await this.look((executor) => executor.raw('SELECT 1 AS one'));
    },

    async recheck() {
      if (broken === undefined) return;
      const known = broken;
      try {
        file?.repair();
        await this.read((executor) => dialect.requireWhole(executor), { long: true });
        await this.transaction(grown);
        await this.transaction((trx) => trx.raw(WRITE_PROBE));
      } catch {
        return;
      }
      if (broken === known) broken = undefined;
    },

    onStatement(listener) {
      const onQuery = ({ sql, bindings }: { sql: string; bindings?: unknown[] }): void => listener(sql, bindings ?? []);
      for (const instance of instances) instance.on('query', onQuery);
      statementListeners.add(listener);
      return () => {
        statementListeners.delete(listener);
        for (const instance of instances) instance.removeListener('query', onQuery);
      };
    },

    async close() {
      closed = true;
      await Promise.allSettled(underWay);
      for (const instance of instances) await instance.destroy();
      await batches?.close();
      await file?.close();
    },
  };
}

/** Whether there is room for more: rows that are never committed. */
async function grown(trx: Transaction): Promise<Rollback<undefined>> {
  const rows = trx.dialect.tuples(
    { taken: 'int' },
    Array.from({ length: GROWTH_PROBE_ROWS }, () => [0]),
  );
  await trx.raw(`INSERT INTO ocms_schema_turn (taken) SELECT j.taken FROM ${rows.sql} AS j`, [
    ...rows.bindings,
  ] as string[]);
  return rollback(undefined);
}

/** Where there is nothing left to roll back, knex says so, and what happened before only beside it. */
function whatHappened(thrown: unknown): unknown {
  const { originalError } = thrown as { originalError?: unknown };
  return originalError instanceof Error ? originalError : thrown;
}

/**
 * Two statements at once on one transaction can run on another connection with knex's mssql client: refuse
 * the second one.
 */
function guardOneAtATime(trx: Knex.Transaction): void {
  let running: string | undefined;
  const done = (): void => {
    running = undefined;
  };
  trx.on('query', ({ sql }: { sql: string }) => {
    // Transaction control is answered without a response event, and a rollback may overtake.
    if (TRANSACTION_CONTROL.test(sql)) return;
    if (running !== undefined) throw new Error(`two statements at once on one transaction: ${running} | ${sql}`);
    running = sql;
  });
  trx.on('query-response', done);
  trx.on('query-error', done);
}
