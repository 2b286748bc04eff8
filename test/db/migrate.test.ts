import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../src/db/database';
import { migrate, pendingMigrations } from '../../src/db/migrate';

test('x', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'ocms-'));
  const open = () => openDatabase('intranet', { kind: 'sqlite', path: join(dir, 'a.db') });
  const a = open();
  const b = open();
  expect(await pendingMigrations(a)).toHaveLength(2);
  console.log(await Promise.all([migrate(a), migrate(b)]));
  expect(await pendingMigrations(a)).toHaveLength(0);
  await a.close(); await b.close();
  rmSync(dir, { recursive: true });
});
