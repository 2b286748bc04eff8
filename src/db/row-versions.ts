import type { Database } from './database';

/** What to do about a database whose readers wait for writers; undefined where they do not, or it does not say. */
export async function rowVersionsAdvice(database: Database): Promise<string | undefined> {
  if ((await database.look((executor) => database.dialect.rowVersions(executor))) !== false) return undefined;
  return `READ_COMMITTED_SNAPSHOT is off in the ${database.zone} database: who reads a notice waits for whoever changes it; run on the server: ALTER DATABASE … SET READ_COMMITTED_SNAPSHOT ON`;
}
