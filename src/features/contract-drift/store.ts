import type { Database, Executor, Transaction } from '../../db/database';

export interface StoredDrift {
  /** Of operation, partner, direction, place and kind together. */
  id: string;
  operation: string;
  partner: string;
  direction: 'REQUEST' | 'RESPONSE';
  place: string;
  kind: string;
  /** Messages, of those that were looked at. */
  times: number;
  firstSeen: Date;
  lastSeen: Date;
}

const TABLE = 'ocms_contract_drift';
const SHAPE = {
  drift_id: 'varchar(32)',
  operation: 'varchar(100)',
  partner: 'varchar(20)',
  direction: 'varchar(8)',
  place: 'varchar(200)',
  kind: 'varchar(20)',
  times: 'int',
  first_seen: 'datetime2',
  last_seen: 'datetime2',
} as const;
const COLUMNS = Object.keys(SHAPE);
/** As many as an int holds. */
const MOST_TIMES = 2_147_483_647;

/** ocms_contract_drift: a row for each way in which messages differ from their contract; every process adds to it. */
export const driftStore = ({ dialect }: Pick<Database, 'dialect'>) => ({
  /** @throws a duplicate key where another process was faster: nothing is written then. */
  async add(trx: Transaction, drifts: readonly StoredDrift[]): Promise<void> {
    const rows = dialect.rows(
      SHAPE,
      drifts.map(({ id, operation, partner, direction, place, kind, times, firstSeen, lastSeen }) => ({
        drift_id: id,
        operation,
        partner,
        direction,
        place,
        kind,
        times,
        first_seen: firstSeen,
        last_seen: lastSeen,
      })),
    );
    await dialect.updateFrom(trx, {
      table: TABLE,
      set: {
        sql: `times = CASE WHEN t.times > ${MOST_TIMES} - j.times THEN ${MOST_TIMES} ELSE t.times + j.times END,
          first_seen = CASE WHEN t.first_seen < j.first_seen THEN t.first_seen ELSE j.first_seen END,
          last_seen = CASE WHEN t.last_seen > j.last_seen THEN t.last_seen ELSE j.last_seen END`,
        bindings: [],
      },
      rows,
      on: 't.drift_id = j.drift_id',
      returning: 'drift_id',
    });
    await dialect.insertFrom(trx, {
      table: TABLE,
      columns: COLUMNS,
      values: { sql: COLUMNS.map((column) => `j.${column}`).join(', '), bindings: [] },
      rows,
      where: `NOT EXISTS (SELECT 1 FROM ${TABLE} AS k WHERE k.drift_id = j.drift_id)`,
    });
  },

  /** The latest first. */
  async since(executor: Executor, from: Date, limit: number): Promise<Omit<StoredDrift, 'id'>[]> {
    const rows = await executor(TABLE)
      .where('last_seen', '>=', dialect.bindInstant(from))
      .orderBy([
        { column: 'last_seen', order: 'desc' },
        { column: 'drift_id', order: 'asc' },
      ])
      .limit(limit)
      .select<Record<keyof typeof SHAPE, unknown>[]>(COLUMNS);
    return rows.map((row) => ({
      operation: row.operation as string,
      partner: row.partner as string,
      direction: row.direction as StoredDrift['direction'],
      place: row.place as string,
      kind: row.kind as string,
      times: Number(row.times),
      firstSeen: dialect.readInstant(row.first_seen),
      lastSeen: dialect.readInstant(row.last_seen),
    }));
  },

  /** @returns how many, `limit` at most. */
  purge: (trx: Transaction, before: Date, limit: number): Promise<number> =>
    dialect.clearSome(
      trx,
      { table: TABLE, where: { sql: 'last_seen < ?', bindings: [dialect.bindInstant(before)] } },
      limit,
    ),
});
