import { randomBytes } from 'node:crypto';
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import knexFactory from 'knex';
import { type DatabaseLocation, parseDatabaseUrl } from '../../src/config/database-url';
import { patience } from './patience';

/** A place for both zones' databases, made for one test file and removed after it. */
export interface TestPlace {
  readonly intranet: DatabaseLocation;
  readonly internet: DatabaseLocation;
  /** A folder of the test's own. */
  readonly folder: string;
  remove(): Promise<void>;
}

/** The databases a behaviour suite runs on: SQLite always, SQL Server when `OCMS_TEST_MSSQL_URL` is set. */
export const databaseKinds: readonly DatabaseLocation['kind'][] = process.env.OCMS_TEST_MSSQL_URL
  ? ['sqlite', 'mssql']
  : ['sqlite'];

/** Tells the run's report that tests of this file use a database (scripts/lib/databases-reporter.cjs). */
function notePlace(kind: DatabaseLocation['kind']): void {
  const file = process.env.OCMS_TEST_PLACES_FILE;
  if (file) appendFileSync(file, `${JSON.stringify({ kind, testFile: expect.getState().testPath })}\n`);
}

/** What a suite that runs on one database only runs on: SQL Server when `OCMS_TEST_MSSQL_URL` is set. */
export const defaultKind: DatabaseLocation['kind'] = databaseKinds.at(-1)!;

export async function makePlace(kind = defaultKind): Promise<TestPlace> {
  notePlace(kind);
  const folder = mkdtempSync(join(tmpdir(), 'ocms-test-'));
  const removeFolder = (): void => rmSync(folder, { recursive: true, force: true });
  if (kind === 'sqlite') {
    return {
      intranet: { kind: 'sqlite', path: join(folder, 'intranet.db') },
      internet: { kind: 'sqlite', path: join(folder, 'internet.db') },
      folder,
      remove: () => Promise.resolve(removeFolder()),
    };
  }

  // Beside the database of the URL, so that suites cannot meet.
  const named = parseDatabaseUrl(process.env.OCMS_TEST_MSSQL_URL!) as Extract<DatabaseLocation, { kind: 'mssql' }>;
  // Thirty that wait for each other take as long as that on a slow server.
  const server = { ...named, requestTimeoutMs: patience(named.requestTimeoutMs) };
  const name = `ocms_test_${randomBytes(6).toString('hex')}`;
  const administer = async (...statements: string[]): Promise<void> => {
    const knex = knexFactory({
      client: 'mssql',
      connection: {
        server: server.host,
        port: server.port,
        user: server.user,
        password: server.password,
        database: server.database,
        encrypt: server.encrypt,
        options: { trustServerCertificate: server.trustServerCertificate },
      } as object,
      pool: { min: 0, max: 1 },
    });
    try {
      for (const statement of statements) await knex.raw(statement);
    } finally {
      await knex.destroy();
    }
  };
  const names = [`${name}_intranet`, `${name}_internet`] as const;
  await administer(...names.map((database) => `CREATE DATABASE ${database}`));
  return {
    intranet: { ...server, database: names[0] },
    internet: { ...server, database: names[1] },
    folder,
    async remove() {
      removeFolder();
      await administer(...names.map((database) => `DROP DATABASE ${database}`));
    },
  };
}

/** A place's database as the configuration names it. */
export function databaseUrl(location: DatabaseLocation): string {
  if (location.kind === 'sqlite') return `sqlite:${location.path}`;
  const { user, password, host, port, database, encrypt, trustServerCertificate, requestTimeoutMs } = location;
  const account = [user, password].map(encodeURIComponent).join(':');
  const options = new URLSearchParams({
    encrypt: String(encrypt),
    trustServerCertificate: String(trustServerCertificate),
    requestTimeout: String(requestTimeoutMs),
  });
  return `mssql://${account}@${host}:${port}/${encodeURIComponent(database)}?${options.toString()}`;
}
