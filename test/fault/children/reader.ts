// Counts the rows of the list again and again; told `stop`, says every count it saw.
import { setTimeout as sleep } from 'node:timers/promises';
import type { DatabaseLocation } from '../../../src/config/database-url';
import { openDatabase } from '../../../src/db/database';
import { onTold, say } from './talk';

async function main({ location }: { location: DatabaseLocation }): Promise<void> {
  const database = openDatabase('intranet', location);
  const count = (): Promise<number> =>
    database.read(
      async (executor) =>
        ((await executor('ocms_vip_vehicle').count({ count: '*' }).first()) as { count: number }).count,
    );
  const seen = new Map<number, number>();
  let reading = true;
  onTold(() => (reading = false));
  say('ready');
  while (reading) {
    const rows = await count();
    seen.set(rows, (seen.get(rows) ?? 0) + 1);
    await sleep(5);
  }
  await database.close();
  say('seen', { seen: Object.fromEntries(seen) });
  process.exit(0);
}

void main(JSON.parse(process.argv[2]!) as { location: DatabaseLocation });
