import { EventEmitter } from 'node:events';
import knexFactory, { type Knex } from 'knex';
import { type Database, type DatabaseOptions, databaseOver, type Zone } from '../../src/db/database';
import { mapBinding } from '../../src/db/dialects/mssql/bindings';
import { mssqlDialect } from '../../src/db/dialects/mssql/dialect';
import { dropUnfinishedConnections } from '../../src/db/dialects/mssql/unfinished';

/** One statement as the SQL Server driver would have sent it. */
export interface RecordedStatement {
  readonly sql: string;
  /** `sp_executesql`'s declaration of the parameters, for example `@p0 varchar(10), @p1 datetime2(7)`. */
  readonly declaration: string;
  readonly parameters: readonly { name: string; type: string; value: unknown }[];
}

export type Row = Readonly<Record<string, unknown>>;
/** What a statement answers: its rows, or the error it fails with. */
export type Answer = (statement: RecordedStatement) => readonly Row[] | Error;

export interface RecordingDatabase {
  readonly database: Database;
  readonly statements: RecordedStatement[];
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
  scale?: number;
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
  let connections = 0;
  let answer: Answer = () => [];
  let commitError: Error | undefined;
  const lost = Object.assign(new Error('Connection lost'), { code: 'ESOCKET' });

  class RecordingConnection extends EventEmitter {
    connected = true;
    inTransaction = false;
    state = { name: 'LoggedIn' };

    constructor() {
      super();
      connections += 1;
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

    close(): void {
      setImmediate(() => this.emit('end'));
    }
  }

  const knex = knexFactory({
    client: 'mssql',
    compileSqlOnError: false,
    pool: { min: 0, max: options.poolMax ?? 4 },
    connection: { options: { mapBinding } } as Knex.MsSqlConnectionConfig,
  });
  (knex.client as { acquireRawConnection(): Promise<unknown> }).acquireRawConnection = () =>
    Promise.resolve(new RecordingConnection());
  dropUnfinishedConnections(knex);

  return {
    database: databaseOver(zone, mssqlDialect, knex, undefined, options),
    statements,
    control,
    connections: () => connections,
    answer: (given) => (answer = given),
    loseConnection: () => lost,
    failCommit: (error) => (commitError = error),
  };
}

/** SQL Server's default collation: single-byte text in code page 1252. */
const COLLATION = { codepage: 'CP1252', toBuffer: () => Buffer.alloc(5) };

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
