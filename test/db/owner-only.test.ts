import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../src/db/database';

const rights = (path: string): number => statSync(path).mode & 0o777;

describe('files of SQLite databases are for their owner only', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'ocms-owner-'));
    chmodSync(root, 0o755);
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  /** The rights of every file beside a database that was just written to. */
  const written = async (path: string): Promise<Record<string, number>> => {
    const database = openDatabase('intranet', { kind: 'sqlite', path });
    try {
      await database.transaction((trx) => trx.raw('CREATE TABLE IF NOT EXISTS t (a integer)'));
      const folder = join(path, '..');
      return Object.fromEntries(readdirSync(folder).map((name) => [name, rights(join(folder, name))]));
    } finally {
      await database.close();
    }
  };

  it('a folder that is made, and all that comes to be in it', async () => {
    const path = join(root, 'data', 'new.db');
    expect(await written(path)).toEqual({ 'new.db': 0o600, 'new.db-wal': 0o600, 'new.db-shm': 0o600 });
    expect(rights(join(root, 'data'))).toBe(0o700);
  });

  it('a file that was open to others; a folder that was there keeps its rights', async () => {
    const folder = join(root, 'shared');
    mkdirSync(folder);
    chmodSync(folder, 0o755);
    const path = join(folder, 'old.db');
    writeFileSync(path, '');
    chmodSync(path, 0o644);
    expect(await written(path)).toMatchObject({ 'old.db': 0o600 });
    expect(rights(folder)).toBe(0o755);
  });
});
