import type { Knex } from 'knex';
import { besideOthers } from './beside-others';
import type { Database, Transaction } from './database';
import { migrations } from './migrations';
import type { Migration } from './migrations/migration';

/** What knex records in its own table. */
const TABLE = 'ocms_schema_migration';

/**
 * Brings a zone's schema up to date, in one transaction: a crash leaves the old schema. Several processes may
 * call it at once; they take turns (knex's own lock can stick after a crash).
 *
 * @returns the names of the migrations applied.
 */
export function migrate(database: Database): Promise<string[]> {
  return besideOthers(database, async () => {
    await ensureTurnTable(database);
    return database.transaction(async (trx) => {
      // The row lock is the turn; it ends with the transaction, however that ends.
      await trx.raw('UPDATE ocms_schema_turn SET taken = taken + 1');
      const [, applied] = (await trx.migrate.latest(configOf(database))) as [number, string[]];
      return applied;
    });
  });
}

/** The migrations of this version that the database lacks; one it knows beyond them is no concern. */
export async function pendingMigrations(database: Database): Promise<string[]> {
  return database.look(async (executor) => {
    const known = migrations[database.zone].map(({ name }) => name);
    if (known.length === 0) return [];
    if (!(await executor.schema.hasTable(TABLE))) return known;
    const rows = await executor(TABLE).select<{ name: string }[]>('name');
    const applied = new Set(rows.map(({ name }) => name));
    return known.filter((name) => !applied.has(name));
  });
}

/** Creation may race with another process: the one that comes second finds the table there. */
async function ensureTurnTable(database: Database): Promise<void> {
  const exists = (): Promise<boolean> => database.read((executor) => executor.schema.hasTable('ocms_schema_turn'));
  if (await exists()) return;
  try {
    await database.transaction(async (trx: Transaction) => {
      await trx.schema.createTable('ocms_schema_turn', (table) => {
        table.integer('taken').notNullable();
      });
      await trx('ocms_schema_turn').insert({ taken: 0 });
    });
  } catch (error) {
    if (!(await exists())) throw error;
  }
}

function configOf(database: Database): Knex.MigratorConfig {
  const source: Knex.MigrationSource<Migration> = {
    getMigrations: () => Promise.resolve([...migrations[database.zone]]),
    getMigrationName: (migration) => migration.name,
    getMigration: (migration) =>
      Promise.resolve({
        config: { transaction: false },
        up: (executor: Knex) => migration.up(executor, database.dialect),
        down: () => Promise.reject(new Error('schema changes are not undone; write the next one')),
      }),
  };
  return {
    tableName: TABLE,
    migrationSource: source,
    disableTransactions: true,
    disableMigrationsListValidation: true,
  };
}
