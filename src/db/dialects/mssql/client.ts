import type { Knex } from 'knex';
import { Request } from 'tedious';
import { spoiltConnections } from './bulk-load';

/* eslint-disable @typescript-eslint/no-require-imports -- knex publishes no types for its dialect classes */
const KnexMssqlClient = require('knex/lib/dialects/mssql') as ClientClass;
/* eslint-enable @typescript-eslint/no-require-imports */

type ClientClass = new (config: Knex.Config) => Omit<
  Knex.Client,
  'processResponse' | 'validateConnection' | 'acquireRawConnection'
> & {
  processResponse(query: Query | null, runner: unknown): unknown;
  validateConnection(connection: Connection): boolean;
  acquireRawConnection(): Promise<Connection>;
};

/** What knex's own configuration does not have. */
export interface MssqlConfig extends Knex.Config {
  /** How long a statement waits for a row that another transaction holds, in milliseconds. */
  lockTimeoutMs: number;
}

interface Query {
  returning?: unknown;
  output?: unknown;
  /** Rows, each a list of its columns. */
  response?: readonly (readonly { value: unknown }[])[];
}

interface Connection {
  execSqlBatch(request: Request): void;
  inTransaction: boolean;
  state: { name: string };
}

/** knex's mssql client, without some of its traps. */
export class MssqlClient extends KnexMssqlClient {
  /** Without a limit a statement would wait for a held row until its connection gives up. */
  override async acquireRawConnection(): Promise<Connection> {
    const connection = await super.acquireRawConnection();
    // As a batch of its own: what a parameterised statement sets ends with it.
    await new Promise<void>((resolve, reject) => {
      const done = (error: Error | null | undefined): void => (error ? reject(error) : resolve());
      connection.execSqlBatch(new Request(`SET LOCK_TIMEOUT ${(this.config as MssqlConfig).lockTimeoutMs}`, done));
    });
    return connection;
  }

  /** knex reads how many rows a statement changed from a column without a name; other servers name it. */
  override processResponse(query: Query | null, runner: unknown): unknown {
    if (query?.returning === '@@rowcount' && !query.output) return query.response?.[0]?.[0]?.value;
    return super.processResponse(query, runner);
  }

  /**
   * Where knex cannot roll back (a statement still running, the rollback failed), it gives the connection back to
   * the pool with its transaction open, and the next request would work inside it. The pool drops such a one.
   */
  override validateConnection(connection: Connection): boolean {
    return (
      super.validateConnection(connection) &&
      !connection.inTransaction &&
      connection.state.name === 'LoggedIn' &&
      !spoiltConnections.has(connection)
    );
  }
}
