import type { Database } from '../../../src/db/database';

/** Every row of every table of a zone, all columns. */
export async function dump(database: Database): Promise<Map<string, string>> {
  return database.read(async (executor) => {
    const { dialect } = executor.client as { dialect: string };
    const tables =
      dialect === 'mssql'
        ? await executor('INFORMATION_SCHEMA.TABLES').where('TABLE_TYPE', 'BASE TABLE').pluck('TABLE_NAME')
        : await executor('sqlite_master').where('type', 'table').pluck('name');
    const dumped = new Map<string, string>();
    for (const table of tables as string[]) dumped.set(table, JSON.stringify(await executor(table).select('*')));
    return dumped;
  });
}

/** Looks for texts, in whichever form they were written down. @returns where they are, as `place: what`. */
export function searcher(
  texts: readonly string[],
): (dumped: Iterable<readonly [place: string, text: string]>) => string[] {
  const forms = texts.flatMap((text) => [
    text,
    text.toLowerCase(),
    Buffer.from(text, 'utf8').toString('hex'),
    encodeURIComponent(text),
    JSON.stringify(text).slice(1, -1),
  ]);
  return (dumped) =>
    [...dumped].flatMap(([place, text]) =>
      forms.filter((form) => text.includes(form)).map((form) => `${place}: ${form}`),
    );
}
