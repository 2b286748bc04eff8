import type { Knex } from 'knex';
import { type Connection, TYPES } from 'tedious';
import type { ColumnType, RowShape, RowValue } from '../dialect';

type Column = Parameters<ReturnType<Connection['newBulkLoad']>['addColumn']>;

/** Connections on which a load failed: what was under way on them may not be over. No later work gets them. */
export const spoiltConnections = new WeakSet<object>();

/**
 * Loads rows in bulk (INSERT BULK), which knex lacks, over the transaction's own connection: the rows commit, or
 * not, with the rest of the transaction.
 */
export async function bulkLoad<S extends RowShape>(
  trx: Knex,
  table: string,
  shape: S,
  rows: readonly Readonly<Record<keyof S, RowValue>>[],
): Promise<void> {
  const columns = Object.entries(shape);
  const connection = (await (trx.client as Knex.Client).acquireConnection()) as Connection;
  await new Promise<void>((resolve, reject) => {
    const load = connection.newBulkLoad(table, { keepNulls: true }, (error) => {
      if (!error) {
        resolve();
        return;
      }
      spoiltConnections.add(connection);
      reject(error);
    });
    for (const [name, type] of columns) load.addColumn(...columnOf(name, type));
    connection.execBulkLoad(
      load,
      rows.map((row) => columns.map(([name]) => row[name] ?? null)),
    );
  });
}

function columnOf(name: string, type: ColumnType): Column {
  const nullable = true;
  const length = /^n?varchar\((\d+|max)\)$/.exec(type)?.[1];
  if (length !== undefined)
    return [
      name,
      type.startsWith('n') ? TYPES.NVarChar : TYPES.VarChar,
      { nullable, length: length === 'max' ? 65_535 : Number(length) },
    ];
  switch (type) {
    case 'int':
      return [name, TYPES.Int, { nullable }];
    case 'datetime2':
      return [name, TYPES.DateTime2, { nullable, scale: 7 }];
    case 'date':
      return [name, TYPES.Date, { nullable }];
    default:
      // The driver would take amounts as floats: no table that is loaded in bulk has any.
      throw new TypeError(`column ${name}: ${type} cannot be loaded in bulk`);
  }
}
