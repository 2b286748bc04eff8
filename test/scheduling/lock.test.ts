import type { Database } from '../../src/db/database';
import { LeaseLostError } from '../../src/scheduling/job';
import type { Lease } from '../../src/scheduling/lock';
import { createJobRunner } from '../../src/scheduling/runner';
import { createLogger } from '../../src/platform/logging';
import { databaseKinds } from '../support/databases';
import { JOB, type JobSuite, jobOf, makeJobSuite, storedLock, stores, takeAsShedLock } from '../support/job-suite';
import { recordingMssql, serverError } from '../support/recording-mssql';
import { jobsAnswer } from '../support/every-job-statement';

const MINUTE = 60_000;

const acquire = (database: Database, lockedBy: string, atMostMs = MINUTE) =>
  database.transaction((trx) => stores(database).locks.acquire(trx, JOB, lockedBy, atMostMs));
const held = async (database: Database, lockedBy: string, atMostMs?: number): Promise<Lease> => {
  const lease = await acquire(database, lockedBy, atMostMs);
  if ('heldUntil' in lease) throw new Error('another holds the lock');
  return lease;
};
const extend = (database: Database, lease: Lease, atMostMs = MINUTE) =>
  database.transaction((trx) => stores(database).locks.extend(trx, lease, atMostMs));
const release = (database: Database, lease: Lease, atLeastMs: number) =>
  database.transaction((trx) => stores(database).locks.release(trx, lease, atLeastMs));
const check = (database: Database, lease: Lease) =>
  database.transaction((trx) => stores(database).locks.check(trx, lease));

describe.each(databaseKinds)('the lock of a job (decisions §9) on %s', (kind) => {
  let suite: JobSuite;
  let database: Database;
  beforeEach(async () => {
    suite = await makeJobSuite(kind);
    database = suite.database;
  });
  afterEach(() => suite.close());

  it("is free when nobody ever had it, and then held for atMost by the database's clock", async () => {
    expect(await held(database, 'one:1')).toEqual({ name: JOB, lockedBy: 'one:1', fence: 1 });
    const { lockUntil, lockedAt, lockedBy } = await storedLock(database);
    expect(lockedBy).toBe('one:1');
    expect(Math.abs(lockUntil.getTime() - lockedAt.getTime() - MINUTE)).toBeLessThanOrEqual(1);
  });

  it('is refused while it is held, with the moment until when, and left as it is', async () => {
    await held(database, 'one:1');
    const before = await storedLock(database);
    expect(await acquire(database, 'two:2')).toEqual({ heldUntil: before.lockUntil });
    expect(await storedLock(database)).toMatchObject({
      lockUntil: before.lockUntil,
      lockedAt: before.lockedAt,
      lockedBy: 'one:1',
    });
  });

  it("is free again once its time is over by the database's clock, and the fence rises by one each time", async () => {
    for (let fence = 1; fence <= 4; fence += 1) {
      expect(await held(database, `one:${fence}`)).toMatchObject({ fence });
      await suite.expire();
    }
    expect((await storedLock(database)).lockedBy).toBe('one:4');
  });

  it('is another one for another job', async () => {
    await held(database, 'one:1');
    expect(
      await database.transaction((trx) => stores(database).locks.acquire(trx, 'other_job', 'two:2', MINUTE)),
    ).toMatchObject({ fence: 1 });
  });

  it('that a Java service with ShedLock holds is respected, and taken once it has run out', async () => {
    expect(await takeAsShedLock(database, JOB, 'java-host', MINUTE)).toBe(true);
    expect(await acquire(database, 'one:1')).toHaveProperty('heldUntil');
    expect((await storedLock(database)).lockedBy).toBe('java-host');
    await suite.expire();
    expect(await held(database, 'one:1')).toMatchObject({ fence: 1 });
  });

  it('that we hold is respected by ShedLock, which takes it once it is released', async () => {
    const lease = await held(database, 'one:1');
    expect(await takeAsShedLock(database, JOB, 'java-host', MINUTE)).toBe(false);
    await release(database, lease, 0);
    expect(await takeAsShedLock(database, JOB, 'java-host', MINUTE)).toBe(true);
  });

  it('is taken under a name of its own by every run', async () => {
    const { runner } = suite.instance('one');
    const holders: string[] = [];
    const job = jobOf(async () => {
      holders.push((await storedLock(database)).lockedBy);
      return { counts: {} };
    });
    const first = await runner.run(job, { trigger: 'MANUAL' });
    const second = await runner.run(job, { trigger: 'MANUAL' });
    expect(holders).toEqual([`one:${first.runId}`, `one:${second.runId}`]);
    expect(first.runId).not.toBe(second.runId);
  });

  it('is extended by its holder while held', async () => {
    const lease = await held(database, 'one:1', 30_000);
    const before = await storedLock(database);
    expect(await extend(database, lease)).toBe(true);
    const after = await storedLock(database);
    expect(after.lockUntil.getTime() - before.lockUntil.getTime()).toBeGreaterThanOrEqual(29_000);
    expect(after.lockedAt).toEqual(before.lockedAt);
  });

  it('is not extended by another, nor once it has run out, nor after somebody else took it', async () => {
    const lease = await held(database, 'one:1');
    expect(await extend(database, { ...lease, lockedBy: 'two:2' })).toBe(false);
    await suite.expire();
    expect(await extend(database, lease)).toBe(false);
    await held(database, 'two:2');
    const before = await storedLock(database);
    expect(await extend(database, lease)).toBe(false);
    expect((await storedLock(database)).lockUntil).toEqual(before.lockUntil);
  });

  it('released is held on until atLeast, counted from when it was taken', async () => {
    const lease = await held(database, 'one:1');
    await release(database, lease, 30_000);
    const { lockUntil, lockedAt } = await storedLock(database);
    expect(lockUntil.getTime() - lockedAt.getTime()).toBe(30_000);
    expect(await acquire(database, 'two:2')).toHaveProperty('heldUntil');
  });

  it('released with atLeast 0, or one that has passed, is free at once', async () => {
    await release(database, await held(database, 'one:1'), 0);
    const second = await held(database, 'two:2');
    const earlier = database.dialect.nowPlus(-40_000);
    await database.transaction((trx) =>
      trx('shedlock').update({ locked_at: trx.raw(earlier.sql, [...earlier.bindings] as string[]) }),
    );
    await release(database, second, 30_000);
    const { lockUntil, now } = await storedLock(database);
    expect(lockUntil.getTime()).toBeLessThanOrEqual(now.getTime());
    expect(await held(database, 'three:3')).toMatchObject({ fence: 3 });
  });

  it('is not released by another', async () => {
    const lease = await held(database, 'one:1');
    await release(database, { ...lease, lockedBy: 'two:2' }, 0);
    expect(await acquire(database, 'three:3')).toHaveProperty('heldUntil');
  });

  it.each([
    ['MANUAL', 0],
    ['SCHEDULE', 30_000],
    ['CATCH_UP', 30_000],
  ] as const)('is held for at least what a %s run asks: %i ms', async (trigger, ms) => {
    const job = jobOf(async () => ({ counts: {} }), { lock: { atMostMs: MINUTE, atLeastMs: 30_000 } });
    await suite.instance('one').runner.run(job, { trigger });
    const { lockUntil, lockedAt, now } = await storedLock(database);
    if (ms > 0) expect(lockUntil.getTime() - lockedAt.getTime()).toBe(ms);
    else expect(lockUntil.getTime()).toBeLessThanOrEqual(now.getTime());
  });

  it('lets the present lease write and rolls back what an older one wrote', async () => {
    const old = await held(database, 'one:1');
    await check(database, old);
    await suite.expire();
    const present = await held(database, 'two:2');
    await check(database, present);
    const write = (lease: Lease) =>
      database.transaction(async (trx) => {
        await trx('ocms_job_fence').insert({ name: `written by ${lease.lockedBy}`, fence: 0 });
        await stores(database).locks.check(trx, lease);
      });
    await expect(write(old)).rejects.toBeInstanceOf(LeaseLostError);
    await write(present);
    const names = await database.read(async (executor) => (await executor('ocms_job_fence').pluck('name')) as string[]);
    expect(names.sort()).toEqual([JOB, 'written by two:2']);
  });

  it('that has run out lets its holder write no more, though nobody has taken it', async () => {
    const old = await held(database, 'one:1');
    await suite.expire();
    await expect(check(database, old)).rejects.toBeInstanceOf(LeaseLostError);
  });

  it('taken over by a Java service, which raises no fence, stops the run that slept', async () => {
    const old = await held(database, 'one:1');
    await suite.expire();
    expect(await takeAsShedLock(database, JOB, 'java-host', MINUTE)).toBe(true);
    await expect(check(database, old)).rejects.toBeInstanceOf(LeaseLostError);
  });

  it('has one holder when many first runs ever begin at once, on connections of their own', async () => {
    const instances = Array.from({ length: 4 }, (_, index) => suite.instance(`i${index}`));
    let release!: () => void;
    const released = new Promise<void>((resolve) => (release = resolve));
    const job = jobOf(async () => {
      await released;
      return { counts: {} };
    });
    const running = instances.map(({ runner }) => runner.run(job, { trigger: 'SCHEDULE' }));
    let ended = 0;
    for (const run of running) void run.then(() => (ended += 1) === 3 && release());
    const outcomes = (await Promise.all(running)).map(({ outcome }) => outcome);
    expect(outcomes.sort()).toEqual(['SKIPPED', 'SKIPPED', 'SKIPPED', 'SUCCEEDED']);
  });

  it.each(['2001-02-03T04:05:06Z', '2099-02-03T04:05:06Z'])(
    'does not ask the clock of the process, which says %s',
    async (wrong) => {
      const lease = await held(database, 'one:1');
      const before = await storedLock(database);
      const timers = [
        'hrtime',
        'nextTick',
        'performance',
        'queueMicrotask',
        'setImmediate',
        'setInterval',
        'setTimeout',
        'clearImmediate',
        'clearInterval',
        'clearTimeout',
      ] as const;
      jest.useFakeTimers({ now: new Date(wrong), doNotFake: [...timers] });
      try {
        expect(new Date().toISOString().slice(0, 4)).toBe(wrong.slice(0, 4));
        expect(await acquire(database, 'two:2')).toEqual({ heldUntil: before.lockUntil });
        expect(await extend(database, lease)).toBe(true);
        await release(database, lease, 0);
        const second = await held(database, 'two:2');
        expect(second.fence).toBe(2);
        await release(database, second, 30_000);
      } finally {
        jest.useRealTimers();
      }
      const { lockUntil, lockedAt, now } = await storedLock(database);
      expect(lockUntil.getTime() - lockedAt.getTime()).toBe(30_000);
      expect(Math.abs(now.getTime() - lockedAt.getTime())).toBeLessThan(MINUTE);
    },
  );
});

describe('the lock of a job (decisions §9) on SQL Server, first runs ever at once', () => {
  it("is asked for once more when another's row was there first, which makes the insert a duplicate", async () => {
    const { database, statements, control, answer } = recordingMssql();
    const first = jobsAnswer({ lock: 'never' });
    const then = jobsAnswer({ lock: 'held' });
    let refused = false;
    answer((statement) => {
      if (refused) return then(statement);
      if (!/^insert into \[shedlock\]/.test(statement.sql)) return first(statement);
      refused = true;
      return serverError(2627);
    });
    const alerts = { record: async () => undefined, sendPending: async () => undefined };
    const runner = createJobRunner({ database, alerts, logger: createLogger({ level: 'silent' }), instance: 'one' });
    expect(
      await runner.run(
        jobOf(async () => ({ counts: {} })),
        { trigger: 'SCHEDULE' },
      ),
    ).toMatchObject({ outcome: 'SKIPPED', heldUntil: expect.any(Date) });
    expect(control.filter((each) => each !== 'ROLLBACK')).toEqual(['BEGIN', 'BEGIN', 'COMMIT']);
    expect(statements.filter(({ sql }) => sql.includes('[ocms_job_fence]'))).toEqual([]);
    await database.close();
  });
});
