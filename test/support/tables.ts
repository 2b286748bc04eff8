import type { Transaction } from '../../src/db/database';

/** Gives a table another name: statements that need it fail until it has its own again. */
export async function renameTable(trx: Transaction, from: string, to: string): Promise<void> {
  const { dialect } = trx.client as { dialect: string };
  // knex leaves out what kind of thing is renamed, which not every server takes.
  if (dialect === 'mssql') await trx.raw(`EXEC sp_rename ?, ?, 'OBJECT'`, [from, to]);
  else await trx.schema.renameTable(from, to);
}
