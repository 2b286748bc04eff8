import knexFactory, { type Knex } from 'knex';
import { spoiltConnections } from './bulk-load';
import { MssqlClient } from './client';

const knex = knexFactory({ client: MssqlClient as unknown as typeof Knex.Client });
const client = knex.client as MssqlClient;

test.each(['', 'rowcount'])('reads how many rows a statement changed from a column named "%s"', (colName) => {
  const response = [[{ metadata: { colName }, value: 3 }]];
  expect(client.processResponse({ method: 'update', returning: '@@rowcount', response } as never, undefined)).toBe(3);
});

test.each([
  ['as it should be', false, 'LoggedIn', true],
  ['with its transaction open', true, 'LoggedIn', false],
  ['with a statement still running', false, 'SentClientRequest', false],
])('of a connection that is given back %s', (_how, inTransaction, name, usable) => {
  const connection = { connected: true, closed: false, inTransaction, state: { name } };
  expect(client.validateConnection(connection as never)).toBe(usable);
});

test('a connection on which a bulk load failed is given to nobody else', () => {
  const connection = { connected: true, closed: false, inTransaction: false, state: { name: 'LoggedIn' } };
  expect(client.validateConnection(connection as never)).toBe(true);
  spoiltConnections.add(connection);
  expect(client.validateConnection(connection as never)).toBe(false);
});
