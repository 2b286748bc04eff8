import type { Transaction } from '../../db/database';
import { asciiJson } from '../../platform/json';

/** A file with what was wrong with it. */
export interface Troubled {
  name: string;
  problems: string[];
}

/** The table that says which files were taken, and its column with their names. */
export interface FileTable {
  table: string;
  nameColumn: string;
}

/** As wide as the column. A longer name is no file's of a contract. */
const NAME_LENGTH = 100;

export function collectedFileStore({ table, nameColumn }: FileTable) {
  return {
    /** Notes that a file was read, and what is wrong with it. */
    async received(
      trx: Transaction,
      { name, problems, runId, at }: Troubled & { runId: string; at: Date },
    ): Promise<void> {
      const row = {
        received_at: trx.dialect.bindInstant(at),
        run_id: runId,
        problems: problems.length > 0 ? asciiJson(problems) : null,
        told: problems.length > 0 ? 'N' : 'Y',
      };
      const key = { [nameColumn]: name.slice(0, NAME_LENGTH) };
      const again = await trx(table).where(key).update(row);
      if (again === 0) await trx(table).insert({ ...key, ...row });
    },

    /** Notes what the e-mails of runs that ended well have told. */
    async noteTold(trx: Transaction): Promise<void> {
      await trx.raw(
        `UPDATE ${table} SET told = 'Y' WHERE told = 'N' AND EXISTS (SELECT 1 FROM ocms_job_run AS r
           WHERE r.run_id = ${table}.run_id AND r.outcome = 'SUCCEEDED')`,
      );
    },

    /** What nobody was told of yet, taken over by a run. */
    async takeOver(trx: Transaction, runId: string): Promise<Troubled[]> {
      await trx(table).where({ told: 'N' }).update({ run_id: runId });
      const rows = await trx(table)
        .where({ told: 'N' })
        .orderBy(nameColumn)
        .select<Record<string, string>[]>(nameColumn, 'problems');
      return rows.map((row) => ({ name: row[nameColumn]!, problems: JSON.parse(row.problems!) as string[] }));
    },
  };
}
