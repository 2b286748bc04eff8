import {
  createVipVehicleService,
  type VipVehicle,
  type VipVehicleList,
  type VipVehicleRules,
} from '../../../src/features/vip-vehicles';
import { refreshVipVehicle } from '../../../src/jobs/cas/refresh-vip-vehicle';
import { bindJob } from '../../../src/scheduling/job';
import { databaseKinds } from '../../support/databases';
import { statementsOf } from '../../support/contexts';
import { type JobInstance, type JobSuite, makeJobSuite } from '../../support/job-suite';

const NAME = 'refresh_vip_vehicle';
const AT = new Date('2026-01-15T17:00:01.234Z');

function vehicles(count: number, mark = 'A', first = 1): VipVehicle[] {
  return Array.from({ length: count }, (_, index) => ({
    vehicleNo: `S${mark}${first + index}X`,
    description: `list ${mark}`,
    status: 'ACTIVE',
  }));
}

describe.each(databaseKinds)("CAS's list of VIP vehicles (C 3, decisions §4) on %s", (kind) => {
  let suite: JobSuite;
  let one: JobInstance;
  beforeEach(async () => {
    suite = await makeJobSuite(kind);
    one = suite.instance('one');
  });
  afterEach(() => suite.close());

  const refresh = (list: VipVehicleList | VipVehicle[], rules: Partial<VipVehicleRules> = {}, instance = one) => {
    const answered = Array.isArray(list) ? { vehicles: list, totalCount: list.length } : list;
    const vipVehicles = createVipVehicleService({
      intranet: instance.database,
      source: { refreshVipVehicles: async () => answered },
      clock: { now: () => AT },
      rules: { wrongTotalCount: 'reject', emptyList: 'reject', ...rules },
    });
    return instance.runner.run(bindJob(refreshVipVehicle, { vipVehicles }), { trigger: 'MANUAL' });
  };
  const rows = (table = 'ocms_vip_vehicle') =>
    suite.database.read(async (executor) => (await executor(table).orderBy('vehicle_no')) as Record<string, unknown>[]);
  const numbers = async (): Promise<unknown[]> => (await rows()).map(({ vehicle_no }) => vehicle_no);
  const numbersOf = (list: readonly VipVehicle[]): string[] => list.map(({ vehicleNo }) => vehicleNo).sort();
  const mailed = () => suite.mail.list().map(({ subject, text }) => `${subject}\n${text}`);

  it('is stored as it came: number, Y, description or none, status, and when and by whom it was written', async () => {
    const list = [
      { vehicleNo: 'EA 1-B.C', description: null, status: 'ACTIVE' },
      { vehicleNo: 'SBA1A', description: 'Minister’s', status: 'INACTIVE' },
      { vehicleNo: '12345678901234', description: '🚗'.repeat(1_000), status: '🅰'.repeat(20) },
      { vehicleNo: 'SBA2B', description: '', status: 'EXPIRED' },
    ];
    expect(await refresh(list)).toMatchObject({
      outcome: 'SUCCEEDED',
      counts: { received: 4, staged: 4, replaced: 4 },
    });
    const stored = (await rows()).map((row) => ({
      ...row,
      cre_date: suite.database.dialect.readInstant(row.cre_date),
    }));
    const expected = list.map(({ vehicleNo, description, status }) => ({
      vehicle_no: vehicleNo,
      vip_vehicle: 'Y',
      description,
      status,
      cre_date: AT,
      cre_user_id: 'ocmsiz_app_conn',
    }));
    expect(stored).toEqual(expected.sort((a, b) => (a.vehicle_no < b.vehicle_no ? -1 : 1)));
    expect(await rows('ocms_vip_vehicle_staging')).toEqual([]);
    expect(mailed()).toEqual([]);
  });

  it('takes the place of the one before: what is gone is gone, what changed changed, what is new is there', async () => {
    await refresh(vehicles(10));
    const next = [
      ...vehicles(5).map((vehicle) => ({ ...vehicle, description: null, status: 'INACTIVE' })),
      ...vehicles(3, 'B'),
    ];
    await refresh(next);
    expect((await rows()).map(({ vehicle_no, description, status }) => [vehicle_no, description, status])).toEqual(
      next.map(({ vehicleNo, description, status }) => [vehicleNo, description, status]).sort(),
    );
    expect(await rows('ocms_vip_vehicle_staging')).toEqual([]);
  });

  it.each([1, 1_999, 2_000, 2_001, 4_000, 5_001])(
    'is whole with %i vehicles, at the edges of its chunks',
    async (count) => {
      const list = vehicles(count);
      const sent = await statementsOf(one.database, () => refresh(list));
      expect(await numbers()).toEqual(numbersOf(list));
      expect(await rows('ocms_vip_vehicle_staging')).toEqual([]);
      // A few statements a chunk, none a vehicle.
      expect(sent.length).toBeLessThanOrEqual(40 + 6 * Math.ceil(count / 2_000));
    },
  );

  it('has nothing of what a run that was cut off left in the making', async () => {
    await suite.database.transaction(async (trx) => {
      for (const { vehicleNo } of [...vehicles(3), ...vehicles(2, 'LEFT')]) {
        await trx('ocms_vip_vehicle_staging').insert({
          vehicle_no: vehicleNo,
          vip_vehicle: 'Y',
          status: 'OLD',
          cre_date: suite.database.dialect.bindInstant(AT),
          cre_user_id: 'earlier',
        });
      }
    });
    await refresh(vehicles(4));
    expect((await rows()).map(({ vehicle_no, status }) => [vehicle_no, status])).toEqual(
      numbersOf(vehicles(4)).map((each) => [each, 'ACTIVE']),
    );
    expect(await rows('ocms_vip_vehicle_staging')).toEqual([]);
  });

  it('that repeats a vehicle replaces nothing, and operations are told, without its number', async () => {
    await refresh(vehicles(3));
    const list = [...vehicles(4, 'B'), ...vehicles(2, 'B')];
    expect(await refresh(list, { wrongTotalCount: 'warn', emptyList: 'replace' })).toMatchObject({
      outcome: 'FAILED',
      error: expect.stringContaining('2 of 6 rows are there twice'),
    });
    expect(await numbers()).toEqual(numbersOf(vehicles(3)));
    expect(mailed()).toEqual([
      expect.stringMatching(/refresh_vip_vehicle failed[\s\S]*repeats vehicles[\s\S]*The list in use was kept/),
    ]);
    expect(mailed()[0]).not.toContain('SB1X');
  });

  it('that repeats a vehicle but for spaces at the end repeats it: keys on SQL Server take no notice of them', async () => {
    await refresh(vehicles(3));
    const [first, second] = vehicles(2, 'B') as [VipVehicle, VipVehicle];
    const list = [first, second, { ...first, vehicleNo: `${first.vehicleNo} ` }];
    expect(await refresh(list)).toMatchObject({
      outcome: 'FAILED',
      error: expect.stringContaining('1 of 3 rows are there twice'),
    });
    expect(await numbers()).toEqual(numbersOf(vehicles(3)));
    // Spaces before it are part of a number.
    const others = [first, second, { ...first, vehicleNo: ` ${first.vehicleNo}` }];
    expect(await refresh(others)).toMatchObject({ outcome: 'SUCCEEDED' });
  });

  it.each([0, 4, 6])(
    'whose totalCount is %i with 5 rows replaces nothing, and operations are told',
    async (totalCount) => {
      await refresh(vehicles(3));
      expect(await refresh({ vehicles: vehicles(5, 'B'), totalCount })).toMatchObject({
        outcome: 'FAILED',
        error: expect.stringContaining(`says it has ${totalCount} rows, but has 5`),
      });
      expect(await numbers()).toEqual(numbersOf(vehicles(3)));
      expect(mailed()).toHaveLength(1);
      expect(await rows('ocms_vip_vehicle_staging')).toEqual([]);
    },
  );

  it('whose totalCount is wrong replaces and alerts where it is configured so (OCMS_VIP_TOTAL_COUNT=warn)', async () => {
    await refresh(vehicles(3));
    expect(await refresh({ vehicles: vehicles(5, 'B'), totalCount: 9 }, { wrongTotalCount: 'warn' })).toMatchObject({
      outcome: 'SUCCEEDED',
    });
    expect(await numbers()).toEqual(numbersOf(vehicles(5, 'B')));
    expect(mailed()).toEqual([
      expect.stringMatching(/succeeded, but needs a look[\s\S]*says it has 9 rows, but has 5[\s\S]*in use now/),
    ]);
  });

  it('that is empty replaces nothing, and operations are told', async () => {
    await refresh(vehicles(3));
    expect(await refresh([], { wrongTotalCount: 'warn' })).toMatchObject({
      outcome: 'FAILED',
      error: expect.stringContaining('is empty'),
    });
    expect(await numbers()).toEqual(numbersOf(vehicles(3)));
    expect(mailed()).toEqual([expect.stringContaining('OCMS_VIP_EMPTY_LIST=replace')]);
  });

  it('that is empty replaces where it is configured so (OCMS_VIP_EMPTY_LIST=replace), but not with a wrong totalCount', async () => {
    await refresh(vehicles(3));
    expect(await refresh({ vehicles: [], totalCount: 3 }, { emptyList: 'replace' })).toMatchObject({
      outcome: 'FAILED',
    });
    expect(await numbers()).toHaveLength(3);
    expect(await refresh([], { emptyList: 'replace' })).toMatchObject({
      outcome: 'SUCCEEDED',
      counts: { received: 0, replaced: 0 },
    });
    expect(await numbers()).toEqual([]);
    expect(await rows('ocms_vip_vehicle_staging')).toEqual([]);
    expect(mailed()).toEqual([
      expect.stringContaining('The list in use was kept'),
      expect.stringMatching(/succeeded, but needs a look[\s\S]*list is empty[\s\S]*in use now/),
    ]);
  });

  it('that cannot be stored replaces nothing, and the alert does not quote it', async () => {
    await refresh(vehicles(3));
    const list = [...vehicles(2_000, 'B'), { vehicleNo: 'S'.repeat(15), description: null, status: 'ACTIVE' }];
    expect(await refresh(list)).toMatchObject({ outcome: 'FAILED', error: expect.stringMatching(/^Unexpected /) });
    expect(await numbers()).toEqual(numbersOf(vehicles(3)));
    expect(mailed()).toHaveLength(1);
    expect(mailed()[0]).not.toContain('S'.repeat(15));
    // What it left in the making is no trouble.
    expect(await refresh(vehicles(2, 'C'))).toMatchObject({ outcome: 'SUCCEEDED' });
    expect(await numbers()).toEqual(numbersOf(vehicles(2, 'C')));
  });

  it('is replaced by one instance at a time', async () => {
    const outcomes = await Promise.all(
      [1, 2, 3].map((n) => refresh(vehicles(3_000, 'ABC'[n - 1]), {}, suite.instance(`i${n}`))),
    );
    const succeeded = outcomes.filter(({ outcome }) => outcome === 'SUCCEEDED').length;
    expect(succeeded).toBeGreaterThanOrEqual(1);
    expect(outcomes.every(({ outcome }) => outcome === 'SUCCEEDED' || outcome === 'SKIPPED')).toBe(true);
    expect(new Set((await rows()).map(({ description }) => description)).size).toBe(1);
    expect(await rows()).toHaveLength(3_000);
    expect((await suite.history(NAME)).filter(({ outcome }) => outcome === 'SUCCEEDED')).toHaveLength(succeeded);
  });
});
