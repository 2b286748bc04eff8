import { statSync } from 'node:fs';

/** The file a database was opened with. One put in its place is another database, and one deleted is written in vain. */
export class DatabaseFile {
  #identity: string | undefined;

  constructor(readonly path: string) {
    this.#identity = identityOf(path);
  }

  /** @throws an error as SQLite's own where the file was deleted or replaced since. */
  requireUnmoved(): void {
    const now = identityOf(this.path);
    this.#identity ??= now;
    if (now !== this.#identity)
      throw Object.assign(new Error('the file was deleted or replaced'), { code: 'SQLITE_READONLY_DBMOVED' });
  }
}

function identityOf(path: string): string | undefined {
  try {
    const { dev, ino } = statSync(path);
    return `${dev}:${ino}`;
  } catch {
    return undefined;
  }
}
