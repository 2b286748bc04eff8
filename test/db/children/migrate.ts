// A process of its own that migrates; with a number, it kills itself when it sends that statement.
import type { DatabaseLocation } from '../../../src/config/database-url';
import { openDatabase } from '../../../src/db/database';
import { migrate } from '../../../src/db/migrate';

async function main([location, killAt]: string[]): Promise<void> {
  const database = openDatabase('intranet', JSON.parse(location!) as DatabaseLocation);
  let sent = 0;
  database.onStatement(() => {
    sent += 1;
    if (sent === Number(killAt)) process.kill(process.pid, 'SIGKILL');
  });
  console.log('ready');
  await new Promise((resolve) => process.stdin.once('data', resolve));
  console.log(JSON.stringify(await migrate(database)));
  await database.close();
  process.exit(0);
}

void main(process.argv.slice(2));
