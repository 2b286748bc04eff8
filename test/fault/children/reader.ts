// Counts the rows of the list again and again; told `stop`, says every count it saw.
import { setTimeout as sleep } from 'node:timers/promises';
import { sqliteDriver } from '../../../src/db/dialects/sqlite/driver';
import { onTold, say } from './talk';

async function main(path: string): Promise<void> {
  const connection = new sqliteDriver(path, { readonly: true });
  connection.pragma('busy_timeout = 2000');
  const counting = connection.prepare('SELECT count(*) AS count FROM ocms_vip_vehicle');
  const seen = new Map<number, number>();
  let reading = true;
  onTold(() => (reading = false));
  say('ready');
  while (reading) {
    const { count } = counting.get() as { count: number };
    seen.set(count, (seen.get(count) ?? 0) + 1);
    await sleep(5);
  }
  connection.close();
  say('seen', { seen: Object.fromEntries(seen) });
  process.exit(0);
}

void main((JSON.parse(process.argv[2]!) as { path: string }).path);
