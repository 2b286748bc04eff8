import type { Database } from '../../src/db/database';

/** Says by name that a test cannot hold on this server, and why. */
export function notHere(reason: string): void {
  console.info(`not here: ${expect.getState().currentTestName}: ${reason}`);
}

/**
 * Whether this text passes through the database's JSON as it is, asked of the server: some that speak SQL Server's
 * protocol leave `\"`, `\\` and `\n` escaped, and cut at 4,000 characters.
 */
export async function keepsText({ read, dialect }: Database, text: string): Promise<boolean> {
  if (!/["\\\n]/.test(text) && text.length <= 4_000) return true;
  const rows = dialect.rows({ text: 'varchar(max)' }, [{ text }]);
  const [found] = await read((executor) =>
    executor.raw<{ text: string }[]>(`SELECT text FROM ${rows.sql} AS j`, [...rows.bindings] as string[]),
  );
  return found!.text === text;
}

export const CUTS_TEXT = 'the server cuts texts in JSON at 4,000 characters';
export const LEAVES_ESCAPES = 'the server leaves escapes in JSON as they are';
