import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { openDatabase, type Zone } from '../../src/db/database';
import { migrate } from '../../src/db/migrate';
import type { TestPlace } from './databases';

const CACHE = resolve('node_modules/.cache/ocms-migrated');
const ZONES: readonly Zone[] = ['intranet', 'internet'];

/** What makes the files: other migrations make others. */
function sourcesHash(): string {
  const hash = createHash('sha256').update(process.version);
  const folder = resolve('src/db');
  for (const file of (readdirSync(folder, { recursive: true }) as string[]).sort())
    if (/\.(ts|cjs)$/.test(file)) hash.update(file).update(readFileSync(join(folder, file)));
  return hash.digest('hex').slice(0, 16);
}

/**
 * Puts migrated databases into a place, where it is on SQLite: copies of two files that are made once, since migrating
 * takes longer than most tests. Suites of migrations and of other servers migrate themselves.
 */
export async function putMigrated(place: TestPlace): Promise<void> {
  if (place.intranet.kind !== 'sqlite') return;
  const ready = join(CACHE, sourcesHash());
  if (!existsSync(ready)) await make(ready);
  for (const zone of ZONES)
    copyFileSync(join(ready, `${zone}.db`), (place[zone] as typeof place.intranet & { kind: 'sqlite' }).path);
}

async function make(ready: string): Promise<void> {
  mkdirSync(CACHE, { recursive: true });
  const making = mkdtempSync(`${ready}-`);
  for (const zone of ZONES) {
    const database = openDatabase(zone, { kind: 'sqlite', path: join(making, `${zone}.db`) });
    await migrate(database);
    await database.close();
  }
  try {
    renameSync(making, ready);
  } catch (error) {
    // Another worker was faster.
    rmSync(making, { recursive: true });
    if (!existsSync(ready)) throw error;
  }
}
