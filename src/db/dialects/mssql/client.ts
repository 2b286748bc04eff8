import type { Knex } from 'knex';

/* eslint-disable @typescript-eslint/no-require-imports -- knex publishes no types for its dialect classes */
const KnexMssqlClient = require('knex/lib/dialects/mssql') as ClientClass;
/* eslint-enable @typescript-eslint/no-require-imports */

type ClientClass = new (config: Knex.Config) => Omit<Knex.Client, 'processResponse' | 'validateConnection'> & {
  processResponse(query: Query | null, runner: unknown): unknown;
  validateConnection(connection: Connection): boolean;
};

interface Query {
  returning?: unknown;
  output?: unknown;
  /** Rows, each a list of its columns. */
  response?: readonly (readonly { value: unknown }[])[];
}

interface Connection {
  inTransaction: boolean;
  state: { name: string };
}

/** knex's mssql client, without two of its traps. */
export class MssqlClient extends KnexMssqlClient {
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
    return super.validateConnection(connection) && !connection.inTransaction && connection.state.name === 'LoggedIn';
  }
}
