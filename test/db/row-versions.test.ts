import { Registry } from 'prom-client';
import { readConfig } from '../../src/config/config';
import { systemClock } from '../../src/platform/clock';
import { createLogger } from '../../src/platform/logging';
import { databases } from '../../src/app/parts/databases';
import { migrateZone } from '../../src/cli/migrate';
import { databaseKinds } from '../support/databases';
import { makeContext } from '../support/contexts';
import { recordingMssql, type Row } from '../support/recording-mssql';

const logger = createLogger({ level: 'silent' });
const ground = { config: readConfig({}), clock: systemClock, logger };

const ADVICE = expect.stringMatching(/^READ_COMMITTED_SNAPSHOT is off in the (intranet|internet) database: .* ON$/);

/** A SQL Server that answers this about its row versions. */
function serverSaying(zone: 'intranet' | 'internet', rows: readonly Row[]) {
  const recording = recordingMssql(zone);
  recording.answer(({ sql }) => {
    if (sql.includes('is_read_committed_snapshot_on')) return rows;
    if (/@@rowcount/i.test(sql)) return [{ '': 1 }];
    return / as \[max_batch\]/i.test(sql) ? [{ max_batch: null }] : [];
  });
  return recording.database;
}

describe('readers that wait for writers, for want of READ_COMMITTED_SNAPSHOT', () => {
  it.each([
    ['it is off', [{ row_versions: false }], [{ event: 'no-row-versions', advice: ADVICE }]],
    ['it is on', [{ row_versions: true }], []],
    ['the server does not say', [{ row_versions: null }], []],
    ['the server does not know the database', [], []],
  ])('readiness warns of it alone: %s', async (_what, rows, expected) => {
    const intranet = serverSaying('intranet', rows);
    expect(await databases({ ...ground, intranet, internet: intranet, registry: new Registry() }).warnings()).toEqual(
      expected,
    );
    await intranet.close();
  });

  it.each(['intranet', 'internet'] as const)('migrate says so of the %s zone', async (zone) => {
    for (const [on, expected] of [
      [false, [expect.stringMatching(/^\w+: applied 001/), expect.stringMatching(`^${zone}: warning: .*${zone}`)]],
      [true, [expect.stringMatching(/^\w+: applied 001/)]],
    ] as const) {
      const database = serverSaying(zone, [{ row_versions: on }]);
      const lines: string[] = [];
      await migrateZone(database, (line) => lines.push(line));
      expect(lines).toEqual(expected);
      await database.close();
    }
  });

  it.each(databaseKinds)('are no matter on %s as the tests have it: nothing is said', async (kind) => {
    const context = await makeContext(kind);
    for (const { dialect, look } of [context.intranet, context.internet])
      expect(await look((executor) => dialect.rowVersions(executor))).not.toBe(false);
    expect((await context.warnings()).filter(({ event }) => event === 'no-row-versions')).toEqual([]);
    await context.close();
  });
});
