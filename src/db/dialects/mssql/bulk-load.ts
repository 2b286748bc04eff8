import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Knex } from 'knex';
import { type Connection, TYPES } from 'tedious';
import type { ColumnType, RowShape, RowValue } from '../dialect';

type Column = Parameters<ReturnType<Connection['newBulkLoad']>['addColumn']>;

/** How many rows are encoded before anything else has its turn: the driver would encode all it has been given. */
const ROWS_AT_ONCE = 200;

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
      inTurns(rows, (row) => columns.map(([name]) => row[name] ?? null)),
    );
  });
}

async function* inTurns<T, V>(items: readonly T[], valueOf: (item: T) => V): AsyncGenerator<V> {
  for (const [index, item] of items.entries()) {
    if (index > 0 && index % ROWS_AT_ONCE === 0) await nextTurn();
    yield valueOf(item);
  }
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
