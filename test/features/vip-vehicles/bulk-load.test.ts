import { migrate } from '../../../src/db/migrate';
import { vipVehicleStore } from '../../../src/features/vip-vehicles/store';
import { bulkLoad } from '../../../src/db/dialects/mssql/bulk-load';
import { jobFlows, jobsAnswer, VEHICLES } from '../../support/every-job-statement';
import { recordingMssql, serverError } from '../../support/recording-mssql';

const AT = new Date('2026-01-15T01:02:03.456Z');

describe('SQL Server: the bulk load of VIP vehicles (C 3), by the driver as far as the network', () => {
  it('announces the staging table with the columns, types and lengths of the schema, and keeps nulls', async () => {
    const { database, loads } = recordingMssql();
    await database.transaction((trx) => vipVehicleStore(database).stage(trx, VEHICLES.slice(0, 2), AT));
    expect(loads).toHaveLength(1);
    expect(loads[0]!.sql).toBe(
      'insert bulk ocms_vip_vehicle_staging([vehicle_no] varchar(14), [vip_vehicle] varchar(1), [description] nvarchar(2000), ' +
        '[status] nvarchar(40), [cre_date] datetime2(7), [cre_user_id] varchar(50)) WITH (KEEP_NULLS)',
    );
    const { statements: sent, database: other } = await migrated();
    const create = sent.find((sql) => sql.startsWith('CREATE TABLE [ocms_vip_vehicle_staging]'))!;
    const stored = [...create.matchAll(/[(,] ?\[(\w+)\] (n?varchar\(\d+\)|datetime2)/g)].map(([, name, type]) => {
      const altered = `ALTER TABLE ocms_vip_vehicle_staging ALTER COLUMN ${name} `;
      return `${name} ${sent.find((sql) => sql.startsWith(altered))?.slice(altered.length) ?? type}`;
    });
    const announced = [...loads[0]!.sql.matchAll(/\[(\w+)\] (n?varchar\(\d+\)|datetime2)/g)].map(
      ([, name, type]) => `${name} ${type}`,
    );
    expect(announced).toEqual(stored);
    await other.close();
    await database.close();
  });

  it("sends each row in the columns' order, nulls as nulls and instants as instants", async () => {
    const { database, loads } = recordingMssql();
    await database.transaction((trx) => vipVehicleStore(database).stage(trx, VEHICLES.slice(0, 2), AT));
    expect(loads[0]!.rows).toEqual([
      ['VIP0A', 'Y', null, 'ACTIVE', AT, 'ocmsiz_app_conn'],
      ['VIP1A', 'Y', 'Vehicle 1', 'ACTIVE', AT, 'ocmsiz_app_conn'],
    ]);
    expect(loads[0]!.bytes).toBeGreaterThan(0);
    expect(loads[0]!.columns.map(({ type }) => type)).toEqual([
      'VarChar',
      'VarChar',
      'NVarChar',
      'NVarChar',
      'DateTime2',
      'VarChar',
    ]);
    await database.close();
  });

  it("goes over the transaction's own connection, between its BEGIN and its COMMIT", async () => {
    const { database, loads, control, connections } = recordingMssql();
    await database.transaction(async (trx) => {
      await trx.raw('SELECT 1');
      await vipVehicleStore(database).stage(trx, VEHICLES, AT);
      await vipVehicleStore(database).stage(trx, VEHICLES.slice(0, 1), AT);
      await trx.raw('SELECT 2');
    });
    expect(loads.map(({ connection, inTransaction, rows }) => [connection, inTransaction, rows.length])).toEqual([
      [1, true, 2_001],
      [1, true, 1],
    ]);
    expect(connections()).toBe(1);
    expect(control).toEqual(['BEGIN', 'COMMIT']);
    await database.close();
  });

  it.each(['announced', 'sent'] as const)('that fails when it is %s fails the transaction', async (when) => {
    const { database, control, failLoad } = recordingMssql();
    const error = serverError(2627);
    failLoad(when, error);
    await expect(database.transaction((trx) => vipVehicleStore(database).stage(trx, VEHICLES, AT))).rejects.toBe(error);
    expect(control).not.toContain('COMMIT');
    await database.close();
  });

  it.each(['announced', 'sent'] as const)(
    "that is a deadlock's victim when it is %s is repeated with its transaction",
    async (when) => {
      const { database, control, loads, failLoad } = recordingMssql();
      failLoad(when, serverError(1205));
      await database.transaction((trx) => vipVehicleStore(database).stage(trx, VEHICLES, AT));
      expect(loads).toHaveLength(when === 'sent' ? 2 : 1);
      expect(control.filter((each) => each !== 'ROLLBACK')).toEqual(['BEGIN', 'BEGIN', 'COMMIT']);
      await database.close();
    },
  );

  it('refuses a value of the wrong type as the driver does, and commits nothing', async () => {
    const { database, control, loads } = recordingMssql();
    const vehicles = [{ vehicleNo: 1 as unknown as string, description: null, status: 'ACTIVE' }];
    await expect(database.transaction((trx) => vipVehicleStore(database).stage(trx, vehicles, AT))).rejects.toThrow(
      TypeError,
    );
    expect(loads).toEqual([]);
    expect(control).not.toContain('COMMIT');
    await database.close();
  });

  it('refuses amounts, which the driver would send as floats', async () => {
    const { database } = recordingMssql();
    await expect(
      database.transaction((trx) => bulkLoad(trx, 'amounts', { amount: 'decimal(19,2)' }, [{ amount: '1.10' }])),
    ).rejects.toThrow('amount: decimal(19,2) cannot be loaded in bulk');
    await database.close();
  });

  it('gives others their turn between a few hundred rows, so that calls are answered meanwhile', async () => {
    const { database, loads } = recordingMssql();
    let turn = 0;
    let loading = true;
    const count = (): void => {
      turn += 1;
      if (loading) setImmediate(count);
    };
    count();
    const rowsInTurn = new Map<number, number>();
    const row = {
      get vehicle_no() {
        rowsInTurn.set(turn, (rowsInTurn.get(turn) ?? 0) + 1);
        return 'SBA1234A';
      },
    };
    await database.transaction((trx) => bulkLoad(trx, 'list', { vehicle_no: 'varchar(14)' }, Array(2_000).fill(row)));
    loading = false;
    expect(loads[0]!.rows).toHaveLength(2_000);
    expect(Math.max(...rowsInTurn.values())).toBeLessThanOrEqual(400);
    await database.close();
  });

  it('is done in chunks of 2,000, each after the check of the fence in its own transaction', async () => {
    const recording = recordingMssql();
    recording.answer(jobsAnswer());
    await jobFlows['refresh of the VIP vehicles']!(recording);
    expect(recording.loads.map(({ rows }) => rows.length)).toEqual([2_000, 1]);
    expect(recording.loads.every(({ inTransaction }) => inTransaction)).toBe(true);
    const checks = recording.statements.filter(({ sql }) =>
      /^update \[ocms_job_fence\] set \[fence\] = @p0 where/i.test(sql),
    );
    // Cleared before, two chunks, exchanged, cleared after.
    expect(checks).toHaveLength(5);
    await recording.database.close();
  });
});

async function migrated() {
  const recording = recordingMssql();
  recording.answer(({ sql }) =>
    /@@rowcount/i.test(sql) ? [{ '': 1 }] : / as \[max_batch\]/i.test(sql) ? [{ max_batch: null }] : [],
  );
  await migrate(recording.database);
  return { database: recording.database, statements: recording.statements.map(({ sql }) => sql) };
}
