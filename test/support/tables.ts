import type { Database, Transaction } from '../../src/db/database';

/** Gives a table another name: statements that need it fail until it has its own again. */
export async function renameTable(trx: Transaction, from: string, to: string): Promise<void> {
  const { dialect } = trx.client as { dialect: string };
  // knex leaves out what kind of thing is renamed, which not every server takes.
  if (dialect === 'mssql') await trx.raw(`EXEC sp_rename ?, ?, 'OBJECT'`, [from, to]);
  else await trx.schema.renameTable(from, to);
}

/** Runs `work` while a table takes no rows made from now on, and answers what it answers. */
export async function refusingRows<T>(database: Database, table: string, work: () => Promise<T>): Promise<T> {
  // A trigger would keep SQL Server from answering what a statement changed.
  const until = new Date().toISOString().slice(0, -1);
  const undo = await database.transaction(async (trx) => {
    const { dialect } = trx.client as { dialect: string };
    if (dialect === 'mssql') {
      await trx.raw(`ALTER TABLE ${table} ADD CONSTRAINT refuse_rows CHECK (cre_date <= '${until}')`);
      return `ALTER TABLE ${table} DROP CONSTRAINT refuse_rows`;
    }
    await trx.raw(`CREATE TRIGGER refuse_rows BEFORE INSERT ON ${table} BEGIN SELECT RAISE(ABORT, 'refused'); END`);
    return 'DROP TRIGGER refuse_rows';
  });
  try {
    return await work();
  } finally {
    await database.transaction(async (trx) => void (await trx.raw(undo)));
  }
}
