import type { Database } from '../../../src/db/database';
import { createVipVehicleService, type VipVehicle } from '../../../src/features/vip-vehicles';
import { refreshVipVehicle } from '../../../src/jobs/cas/refresh-vip-vehicle';
import { bindJob } from '../../../src/scheduling/job';
import { databaseKinds } from '../../support/databases';
import { type JobInstance, type JobSuite, makeJobSuite } from '../../support/job-suite';

const NAME = 'refresh_vip_vehicle';
const BOUNDARIES = [
  'acquired',
  'received',
  'staging-cleared',
  'chunk-staged',
  'staged',
  'replaced',
  'old-cleared',
  'before-record',
] as const;

const listOf = (mark: string, count: number): VipVehicle[] =>
  Array.from({ length: count }, (_, index) => ({ vehicleNo: `S${index}X`, description: mark, status: 'ACTIVE' }));

describe.each(databaseKinds)('the VIP vehicles while they are replaced (C 3, decisions §4) on %s', (kind) => {
  let suite: JobSuite;
  beforeEach(async () => {
    suite = await makeJobSuite(kind);
  });
  afterEach(() => suite.close());

  const refresh = ({ database, runner }: JobInstance, list: VipVehicle[]) => {
    const vipVehicles = createVipVehicleService({
      intranet: database,
      source: { refreshVipVehicles: async () => ({ vehicles: list, totalCount: list.length }) },
      clock: { now: () => new Date('2026-01-15T17:00:00Z') },
      rules: { wrongTotalCount: 'reject', emptyList: 'reject' },
    });
    return runner.run(bindJob(refreshVipVehicle, { vipVehicles }), { trigger: 'MANUAL' });
  };
  /** The list as a reader sees it in one statement: how many vehicles of which list. */
  const seenBy = (database: Database): Promise<string> =>
    database.read(async (executor) => {
      const groups = await executor('ocms_vip_vehicle')
        .select('description')
        .count({ n: '*' })
        .groupBy<{ description: string; n: number }[]>('description');
      return groups
        .map(({ description, n }) => `${n} ${description}`)
        .sort()
        .join(' + ');
    });

  it('are the old list up to the exchange and the new one from it on, at each step', async () => {
    const reader = suite.context.another().intranet;
    const seen: [string, string][] = [];
    const one = suite.instance('one', async (label) => void seen.push([label, await seenBy(reader)]));
    await refresh(suite.instance('before'), listOf('old', 3_000));
    expect(await seenBy(reader)).toBe('3000 old');
    await refresh(one, listOf('new', 4_001));
    const labels = seen.map(([label]) => label);
    expect(new Set(labels)).toEqual(new Set([...BOUNDARIES, 'recorded']));
    const exchanged = labels.indexOf('replaced');
    expect(seen.slice(0, exchanged).every(([, list]) => list === '3000 old')).toBe(true);
    expect(seen.slice(exchanged).every(([, list]) => list === '4001 new')).toBe(true);
  });

  it('are a whole list to those who read all the while', async () => {
    const readers = [suite.context.another().intranet, suite.context.another().intranet];
    const one = suite.instance('one');
    await refresh(one, listOf('a', 2_500));
    let running = true;
    const seen = new Set<string>();
    let reads = 0;
    const reading = readers.map(async (reader) => {
      while (running) {
        seen.add(await seenBy(reader));
        reads += 1;
        await new Promise((resolve) => setImmediate(resolve));
      }
    });
    for (const mark of ['b', 'a', 'b', 'a', 'b']) {
      expect(await refresh(one, listOf(mark, mark === 'a' ? 2_500 : 4_500))).toMatchObject({ outcome: 'SUCCEEDED' });
    }
    running = false;
    await Promise.all(reading);
    expect([...seen].filter((list) => list !== '2500 a' && list !== '4500 b')).toEqual([]);
    expect(reads).toBeGreaterThan(10);
  });

  it.each(BOUNDARIES.slice(0, -2))('are not touched any more by a run that another overtook at "%s"', async (where) => {
    const two = suite.instance('two');
    await refresh(suite.instance('before'), listOf('old', 100));
    let overtaken = false;
    const one = suite.instance('one', async (label) => {
      if (label !== where || overtaken) return;
      overtaken = true;
      await suite.expire(NAME);
      expect(await refresh(two, listOf('overtaking', 2_100))).toMatchObject({ outcome: 'SUCCEEDED' });
      // A third list in the making, which the one that comes back must leave alone.
      await suite.database.transaction((trx) =>
        trx('ocms_vip_vehicle_staging').insert({
          vehicle_no: 'NEXT',
          vip_vehicle: 'Y',
          status: 'ACTIVE',
          cre_date: suite.database.dialect.bindInstant(new Date()),
          cre_user_id: 'next',
        }),
      );
    });
    expect(await refresh(one, listOf('late', 4_100))).toMatchObject({ outcome: 'LOST' });
    expect(overtaken).toBe(true);
    expect(await seenBy(suite.database)).toBe('2100 overtaking');
    expect(
      await suite.database.read(
        async (executor) => (await executor('ocms_vip_vehicle_staging').pluck('vehicle_no')) as string[],
      ),
    ).toEqual(['NEXT']);
    expect((await suite.history(NAME)).map(({ outcome }) => outcome).sort()).toEqual([
      'CRASHED',
      'SUCCEEDED',
      'SUCCEEDED',
    ]);
  });
});

describe('SQLite: how VIP vehicles are replaced', () => {
  it('exchanges the tables by their names, and no statement reads the list row by row', async () => {
    const suite = await makeJobSuite('sqlite');
    const one = suite.instance('one');
    const vipVehicles = createVipVehicleService({
      intranet: one.database,
      source: { refreshVipVehicles: async () => ({ vehicles: listOf('a', 5_001), totalCount: 5_001 }) },
      clock: { now: () => new Date() },
      rules: { wrongTotalCount: 'reject', emptyList: 'reject' },
    });
    const job = bindJob(refreshVipVehicle, { vipVehicles });
    await one.runner.run(job, { trigger: 'MANUAL' });
    const sent: { sql: string; bindings: readonly unknown[] }[] = [];
    const stop = one.database.onStatement((sql, bindings) => {
      if (/ocms_vip_vehicle/.test(sql)) sent.push({ sql, bindings });
    });
    await one.runner.run(job, { trigger: 'MANUAL' });
    stop();
    const kinds = sent.map(({ sql }) => sql.split(' ', 1)[0]);
    // Cleared before (nothing there), three chunks, exchanged, the old list cleared in three chunks and found empty.
    expect(kinds).toEqual([
      'DELETE',
      'INSERT',
      'INSERT',
      'INSERT',
      'ALTER',
      'ALTER',
      'ALTER',
      'DELETE',
      'DELETE',
      'DELETE',
      'DELETE',
    ]);

    const shapes = new Map(
      sent.filter(({ sql }) => !sql.startsWith('ALTER')).map(({ sql, bindings }) => [sql, bindings]),
    );
    expect(shapes.size).toBe(2);
    for (const [sql, bindings] of shapes) {
      const steps = await suite.database.transaction(
        async (trx) => await trx.raw<{ detail: string }[]>(`EXPLAIN QUERY PLAN ${sql}`, [...bindings] as string[]),
      );
      const plan = steps.map(({ detail }) => detail);
      if (sql.startsWith('DELETE')) {
        expect(plan[0]).toMatch(/^SEARCH ocms_vip_vehicle_staging USING INTEGER PRIMARY KEY \(rowid=\?\)/);
        // The subquery stops at its limit.
        expect(plan.slice(1)).toEqual([
          expect.stringMatching(/SUBQUERY/),
          expect.stringMatching(/^SCAN ocms_vip_vehicle_staging USING COVERING INDEX/),
        ]);
      } else {
        expect(plan).toEqual([expect.stringMatching(/^SCAN jsonb_each VIRTUAL TABLE/)]);
      }
    }
    await suite.close();
  });
});
