// Writes to a database while the system lets files grow no further, then again once it does; prints what happened.
import { openDatabase } from '../../../src/db/database';

async function main(path: string): Promise<void> {
  const database = openDatabase('intranet', { kind: 'sqlite', path });
  const insert = (key: string, bytes: number) =>
    database.transaction(async (trx) => {
      await trx.raw('INSERT INTO filling VALUES (?, randomblob(?))', [key, bytes]);
      return 'written';
    });
  const tried = (work: Promise<string>) =>
    work.catch(
      (error: { kind?: string; cause?: { code?: string } }) => `${error.kind ?? 'no kind'} ${error.cause?.code ?? ''}`,
    );
  await database.transaction((trx) => trx.raw('CREATE TABLE filling (id text primary key, data blob)'));
  console.log('ready');
  await next();
  // Far more than the limit, and little enough to stay in memory until the commit.
  console.log(`large: ${await tried(insert('large', 4_000_000))}`);
  console.log(`medium: ${await tried(insert('medium', 400_000))}`);
  await next();
  console.log(`after: ${await tried(insert('after', 1_000))}`);
  const rows = await database.read<{ id: string }[]>((executor) => executor('filling').select('id'));
  console.log(`rows: ${rows.map(({ id }) => id).join(' ')}`);
  await database.close();
  process.exit(0);
}

const next = (): Promise<unknown> => new Promise((resolve) => process.stdin.once('data', resolve));

// What a file that may grow no further sends first; the write then fails.
process.on('SIGXFSZ' as NodeJS.Signals, () => undefined);
void main(process.argv[2]!);
