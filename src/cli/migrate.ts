import type { Database } from '../db/database';
import { migrate } from '../db/migrate';
import { rowVersionsAdvice } from '../db/row-versions';

/** Brings a zone's schema up to date, and says so, and what the database lacks beside it. */
export async function migrateZone(database: Database, say: (line: string) => void): Promise<void> {
  const applied = await migrate(database);
  say(`${database.zone}: ${applied.length > 0 ? `applied ${applied.join(', ')}` : 'up to date'}`);
  const advice = await rowVersionsAdvice(database);
  if (advice !== undefined) say(`${database.zone}: warning: ${advice}`);
}
