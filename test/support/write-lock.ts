import { sqliteDriver } from '../../src/db/dialects/sqlite/driver';

/** Whether no process is in the middle of writing to a SQLite file. */
export function nobodyWrites(path: string): boolean {
  const connection = new sqliteDriver(path, { timeout: 0 });
  try {
    connection.exec('BEGIN IMMEDIATE; ROLLBACK');
    return true;
  } catch (error) {
    if ((error as { code?: string }).code !== 'SQLITE_BUSY') throw error;
    return false;
  } finally {
    connection.close();
  }
}
