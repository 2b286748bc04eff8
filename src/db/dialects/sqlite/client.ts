import type { Database as Connection, Statement } from 'better-sqlite3';
import type { Knex } from 'knex';
import { sqliteDriver } from './driver';
import type { DatabaseFile } from './file';
import { ThreadConnection, untilNotBusy } from './thread';

/* eslint-disable @typescript-eslint/no-require-imports -- knex publishes no types for its dialect classes */
const BetterSqlite3Client = require('knex/lib/dialects/better-sqlite3') as ClientClass;
const SqliteTransaction = require('knex/lib/dialects/sqlite3/execution/sqlite-transaction') as TransactionClass;
/* eslint-enable @typescript-eslint/no-require-imports */

type ClientClass = new (config: Knex.Config) => Omit<
  Knex.Client,
  'acquireRawConnection' | 'validateConnection' | 'transaction'
> & {
  transaction(...args: unknown[]): Knex.Transaction;
  acquireRawConnection(): Promise<unknown>;
  validateConnection(connection: unknown): boolean;
  _query(connection: AnyConnection, query: Query): Promise<Query>;
  _formatBindings(bindings: unknown[] | undefined): unknown[];
};
type TransactionClass = new (...args: unknown[]) => {
  begin(connection: AnyConnection): Promise<void>;
  commit(connection: AnyConnection, value: unknown): Promise<unknown>;
  rollback(connection: AnyConnection, error: unknown): Promise<unknown>;
  client: Knex.Client;
  _completed: boolean;
  _rejecter(error: unknown): void;
};

interface Query {
  sql: string;
  bindings?: unknown[];
  response?: unknown;
  context?: unknown;
}

/** What knex's own configuration does not have. */
export interface SqliteConfig extends Knex.Config {
  file: Pick<DatabaseFile, 'requireUsable' | 'turnToWrite' | 'committing'>;
  /** How long a transaction waits for others to finish writing. */
  beginPatienceMs: number;
}

export interface SqliteThreadConfig extends SqliteConfig {
  connection: { filename: string };
  /** What each connection is set to first. */
  pragmas: readonly string[];
}

const STATEMENTS_KEPT = 200;
const statements = new WeakMap<Connection, Map<string, Statement>>();

/** Of the process, or in a thread of its own. */
type AnyConnection = Connection | ThreadConnection;

/**
 * better-sqlite3 blocks the whole process while SQLite waits for a lock, and a transaction that starts as a
 * reader cannot always become a writer. So a transaction takes the write lock at its beginning, waiting for
 * other processes without blocking this one; those of this process take turns.
 */
class ImmediateTransaction extends SqliteTransaction {
  private endTurn: () => void = () => undefined;

  override async begin(connection: AnyConnection): Promise<void> {
    const { beginPatienceMs, file } = this.client.config as SqliteConfig;
    const deadline = Date.now() + beginPatienceMs;
    this.endTurn = await file.turnToWrite(beginPatienceMs);
    try {
      file.requireUsable();
      if (connection instanceof ThreadConnection) connection.beginWithFirst(deadline);
      else await untilNotBusy({ until: deadline }, () => connection.exec('BEGIN IMMEDIATE'));
    } catch (error) {
      this.endTurn();
      throw error;
    }
  }

  override async commit(connection: AnyConnection, value: unknown): Promise<unknown> {
    try {
      const { file } = this.client.config as SqliteConfig;
      const done = await file.committing(() => super.commit(connection, value));
      // A COMMIT that failed (disk full) leaves its transaction, and the write lock, open.
      if (connection.inTransaction) await connection.exec('ROLLBACK');
      return done;
    } finally {
      this.endTurn();
    }
  }

  override async rollback(connection: AnyConnection, error: unknown): Promise<unknown> {
    try {
      if (connection instanceof ThreadConnection) await connection.endBeginning();
      if (connection.inTransaction) return await super.rollback(connection, error);
      // SQLite has rolled back by itself (disk full): a ROLLBACK would fail and hide why.
      this._completed = true;
      this._rejecter(error);
      return undefined;
    } finally {
      this.endTurn();
    }
  }
}

/** knex's better-sqlite3 client with immediate transactions and prepared statements kept per connection. */
export class SqliteClient extends BetterSqlite3Client {
  _driver(): unknown {
    return sqliteDriver;
  }

  override async acquireRawConnection(): Promise<unknown> {
    // SQLite would make a new one.
    (this.config as SqliteConfig).file.requireUsable();
    return super.acquireRawConnection();
  }

  override transaction(...args: unknown[]): Knex.Transaction {
    return new ImmediateTransaction(this, ...args) as unknown as Knex.Transaction;
  }

  /** A connection that was used before. */
  private latest: Connection | undefined;

  /**
   * Reads over a connection that is open already, where there is one outside a transaction: what takes microseconds need
   * not queue for a connection, as nothing else happens meanwhile.
   *
   * @returns undefined where there is none.
   */
  readAtOnce(sql: string, bindings: readonly unknown[]): unknown[] | undefined {
    const connection = this.latest;
    if (!connection?.open || connection.inTransaction) return undefined;
    const formatted = this._formatBindings([...bindings]);
    (this as unknown as Knex.Client).emit('query', { sql, bindings: formatted });
    return prepared(connection, sql).all(formatted);
  }

  override async _query(connection: AnyConnection, query: Query): Promise<Query> {
    this.latest = connection as Connection;
    const statement = prepared(connection as Connection, query.sql);
    const bindings = this._formatBindings(query.bindings);
    if (statement.reader) {
      query.response = statement.all(bindings);
      return query;
    }
    const response = statement.run(bindings);
    query.response = response;
    query.context = { lastID: response.lastInsertRowid, changes: response.changes };
    return query;
  }
}

/** As {@link SqliteClient}, with connections in threads of their own. */
export class SqliteThreadClient extends SqliteClient {
  override async acquireRawConnection(): Promise<unknown> {
    const { connection, pragmas, file } = this.config as SqliteThreadConfig;
    file.requireUsable();
    return new ThreadConnection(connection.filename, pragmas);
  }

  override validateConnection(connection: unknown): boolean {
    const { ended, inTransaction } = connection as ThreadConnection;
    return !ended && !inTransaction;
  }

  override async _query(connection: AnyConnection, query: Query): Promise<Query> {
    const answer = await (connection as ThreadConnection).ask(query.sql, this._formatBindings(query.bindings));
    if ('rows' in answer) {
      query.response = answer.rows;
      return query;
    }
    query.response = answer.ran;
    query.context = { lastID: answer.ran.lastInsertRowid, changes: answer.ran.changes };
    return query;
  }
}

function prepared(connection: Connection, sql: string): Statement {
  const kept = statements.get(connection) ?? new Map<string, Statement>();
  statements.set(connection, kept);
  let statement = kept.get(sql);
  if (!statement) {
    if (kept.size >= STATEMENTS_KEPT) kept.clear();
    statement = connection.prepare(sql);
    kept.set(sql, statement);
  }
  return statement;
}
