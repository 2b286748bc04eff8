import type { Knex } from 'knex';

interface Connection {
  inTransaction: boolean;
  state: { name: string };
}

/**
 * Where knex cannot roll back (a statement still running, the rollback failed), it gives the connection back to
 * the pool with its transaction open, and the next request would work inside it. The pool drops such a one.
 */
export function dropUnfinishedConnections(knex: Knex): Knex {
  const client = knex.client as { validateConnection(connection: Connection): boolean };
  const isAlive = client.validateConnection.bind(client);
  client.validateConnection = (connection) =>
    isAlive(connection) && !connection.inTransaction && connection.state.name === 'LoggedIn';
  return knex;
}
