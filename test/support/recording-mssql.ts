import { EventEmitter } from 'node:events';
import knexFactory, { type Knex } from 'knex';
import { Connection } from 'tedious';
import { type Database, type DatabaseOptions, databaseOver, type Zone } from '../../src/db/database';
import { mapBinding } from '../../src/db/dialects/mssql/bindings';
import { mssqlDialect } from '../../src/db/dialects/mssql/dialect';
import { MssqlClient } from '../../src/db/dialects/mssql/client';

/** One statement as the SQL Server driver would have sent it. */
export interface RecordedStatement {
  readonly sql: string;
  /** `sp_executesql`'s declaration of the parameters, for example `@p0 varchar(10), @p1 datetime2(7)`. */
  readonly declaration: string;
  readonly parameters: readonly { name: string; type: string; value: unknown }[];
}

/** A bulk load as the driver would have sent it. */
export interface RecordedLoad {
  /** The INSERT BULK statement that announces it. */
  readonly sql: string;
  readonly columns: readonly {
    name: string;
    type: string;
    length?: number | undefined;
    scale?: number | undefined;
    nullable: boolean;
  }[];
  readonly rows: readonly (readonly unknown[])[];
  /** How many bytes the rows took on the wire. */
  readonly bytes: number;
  /** Which of the recorded connections it went over, and whether in a transaction. */
  readonly connection: number;
  readonly inTransaction: boolean;
}

export type Row = Readonly<Record<string, unknown>>;
/** What a statement answers: its rows, or the error it fails with. */
export type Answer = (statement: RecordedStatement) => readonly Row[] | Error;

export interface RecordingDatabase {
  readonly database: Database;
  readonly statements: RecordedStatement[];
  /** What was loaded in bulk. */
  readonly loads: RecordedLoad[];
  /** Makes the next bulk load fail when it is announced, or once its rows are sent. */
  failLoad(when: 'announced' | 'sent', error: Error): void;
  /** BEGIN, COMMIT and ROLLBACK, in order. */
  readonly control: string[];
  /** How many connections were opened so far. */
  connections(): number;
  /** Decides what statements answer from now on. */
  answer(answer: Answer): void;
  /** An answer: the connection breaks, leaving its transaction open as far as the driver knows. */
  loseConnection(): Error;
  /** Makes the next COMMIT fail. */
  failCommit(error: Error): void;
}

interface TediousParameter {
  name: string;
  type: {
    name: string;
    declaration(parameter: unknown): string;
    validate(value: unknown, collation: unknown, options: unknown): unknown;
    resolveScale?(parameter: unknown): number;
  };
  value: unknown;
  scale?: number | undefined;
}

/** The driver's own bulk load, with what it keeps to itself. */
interface TediousLoad extends EventEmitter {
  columns: {
    name: string;
    type: { name: string };
    length?: number | undefined;
    scale?: number | undefined;
    nullable: boolean;
  }[];
  callback(error?: Error | null, rowCount?: number): void;
}

interface TediousRequest extends EventEmitter {
  sqlTextOrProcedure: string;
  parameters: TediousParameter[];
  callback(error: Error | null, rowCount?: number): void;
}

/**
 * A database with knex's real SQL Server client and the real driver's requests, over connections that go
 * nowhere: everything that would be sent is recorded, and the test says what is answered.
 */
export function recordingMssql(zone: Zone = 'intranet', options: DatabaseOptions = {}): RecordingDatabase {
  const statements: RecordedStatement[] = [];
  const control: string[] = [];
  const loads: RecordedLoad[] = [];
  let loadFault: { when: 'announced' | 'sent'; error: Error } | undefined;
  let connections = 0;
  let answer: Answer = () => [];
  let commitError: Error | undefined;
  const lost = Object.assign(new Error('Connection lost'), { code: 'ESOCKET' });

  class RecordingConnection extends EventEmitter {
    connected = true;
    inTransaction = false;
    state = { name: 'LoggedIn' };
    readonly number: number;
    // What the driver's bulk load asks its connection for.
    readonly config = { options: { tdsVersion: '7_4', useUTC: true } };
    readonly databaseCollation = COLLATION;
    private sentRows: (readonly unknown[])[] = [];
    private announced = '';

    constructor() {
      super();
      connections += 1;
      this.number = connections;
      // As knex does with the connections it opens itself.
      this.once('end', () => (this.connected = false));
    }

    beginTransaction(callback: (error?: Error) => void): void {
      control.push('BEGIN');
      this.inTransaction = true;
      setImmediate(callback);
    }

    commitTransaction(callback: (error?: Error) => void): void {
      control.push('COMMIT');
      const error = commitError;
      commitError = undefined;
      this.inTransaction = error !== undefined;
      setImmediate(callback, error);
    }

    rollbackTransaction(callback: (error?: Error) => void): void {
      control.push('ROLLBACK');
      this.inTransaction = false;
      setImmediate(callback);
    }

    saveTransaction(callback: (error?: Error) => void): void {
      control.push('SAVE');
      setImmediate(callback);
    }

    execSql(request: TediousRequest): void {
      this.state = { name: 'SentClientRequest' };
      const statement = record(request);
      statements.push(statement);
      setImmediate(() => {
        const answered = answer(statement);
        if (answered === lost) {
          this.state = { name: 'Final' };
          this.emit('end');
          request.callback(lost);
          return;
        }
        this.state = { name: 'LoggedIn' };
        if (answered instanceof Error) {
          // XACT_ABORT: the server has rolled back by the time it reports an error.
          this.inTransaction = false;
          request.callback(answered);
          return;
        }
        for (const row of answered) {
          request.emit(
            'row',
            Object.entries(row).map(([colName, value]) => ({ metadata: { colName }, value })),
          );
        }
        request.callback(null, answered.length);
      });
    }

    newBulkLoad(table: string, options: object, callback: (error?: Error | null) => void): unknown {
      return driver.newBulkLoad.call(this, table, options, callback);
    }

    execBulkLoad(load: TediousLoad, rows: AsyncIterable<readonly unknown[]>): void {
      const sent: (readonly unknown[])[] = [];
      this.sentRows = sent;
      driver.execBulkLoad.call(this, load, noting(rows, sent));
    }

    /** The driver announces a bulk load by it. */
    execSqlBatch(request: TediousRequest): void {
      this.announced = request.sqlTextOrProcedure;
      const fault = takeLoadFault('announced');
      setImmediate(() => {
        if (fault) this.inTransaction = false;
        request.callback(fault ?? null);
      });
    }

    /** The driver sends the rows by it: their encoding is its own. */
    makeRequest(load: TediousLoad, _type: number, payload: AsyncIterable<Buffer>): void {
      const take = async (): Promise<void> => {
        let bytes = 0;
        for await (const chunk of payload) bytes += chunk.length;
        loads.push({
          sql: this.announced,
          columns: load.columns.map(({ name, type, length, scale, nullable }) => ({
            name,
            type: type.name,
            length,
            scale,
            nullable,
          })),
          rows: this.sentRows,
          bytes,
          connection: this.number,
          inTransaction: this.inTransaction,
        });
        const fault = takeLoadFault('sent');
        if (fault) this.inTransaction = false;
        load.callback(fault ?? null, this.sentRows.length);
      };
      take().catch((error: Error) => load.callback(error));
    }

    close(): void {
      setImmediate(() => this.emit('end'));
    }
  }

  const takeLoadFault = (when: 'announced' | 'sent'): Error | undefined => {
    if (loadFault?.when !== when) return undefined;
    const { error } = loadFault;
    loadFault = undefined;
    return error;
  };

  const knex = knexFactory({
    client: MssqlClient as unknown as typeof Knex.Client,
    compileSqlOnError: false,
    pool: { min: 0, max: options.poolMax ?? 4 },
    connection: { options: { mapBinding } } as Knex.MsSqlConnectionConfig,
  });
  (knex.client as { acquireRawConnection(): Promise<unknown> }).acquireRawConnection = () =>
    Promise.resolve(new RecordingConnection());

  return {
    database: databaseOver(zone, mssqlDialect, knex, {}, options),
    statements,
    loads,
    failLoad: (when, error) => (loadFault = { when, error }),
    control,
    connections: () => connections,
    answer: (given) => (answer = given),
    loseConnection: () => lost,
    failCommit: (error) => (commitError = error),
  };
}

/** SQL Server's default collation: single-byte text in code page 1252. */
const COLLATION = { codepage: 'CP1252', toBuffer: () => Buffer.alloc(5) };

/** The driver's own way of loading in bulk, as far as the network. */
const driver = Connection.prototype as unknown as {
  newBulkLoad(this: unknown, table: string, options: object, callback: (error?: Error | null) => void): TediousLoad;
  execBulkLoad(this: unknown, load: TediousLoad, rows: AsyncIterable<readonly unknown[]>): void;
};

/** Passes rows on, and keeps them. */
async function* noting<T>(rows: AsyncIterable<T>, noted: T[]): AsyncGenerator<T> {
  for await (const row of rows) {
    noted.push(row);
    yield row;
  }
}

function record({ sqlTextOrProcedure: sql, parameters }: TediousRequest): RecordedStatement {
  const declared = parameters.map(({ name, type, value, scale }) => {
    // The driver checks and encodes each value before it sends it; what it refuses fails here as it would there.
    const validated = type.validate(value, COLLATION, { useUTC: true });
    return `@${name} ${type.declaration({ value: validated, scale: scale ?? type.resolveScale?.({}) })}`;
  });
  return {
    sql,
    declaration: declared.join(', '),
    parameters: parameters.map(({ name, type, value }) => ({ name, type: type.name, value })),
  };
}

/** An error as the server reports it, by its number. */
export function serverError(number: number, message = `server error ${number}`): Error {
  return Object.assign(new Error(message), { number, code: 'EREQUEST' });
}
