import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { openDatabase } from '../../src/db/database';
import { ThreadConnection } from '../../src/db/dialects/sqlite/thread';
import { migrate } from '../../src/db/migrate';
import { runNode, runTypeScript } from '../support/children';
import { makeContext, noticeNumbers, storedNotice, type TestContext } from '../support/contexts';
import { makePlace, type TestPlace } from '../support/databases';
import { insertNotices } from '../support/notices';
import { nobodyWrites } from '../support/write-lock';

const UNAVAILABLE = { name: 'AppError', kind: 'unavailable' };

describe('SQLite: another process writing', () => {
  let context: TestContext;
  beforeEach(async () => {
    context = await makeContext('sqlite');
    await insertNotices(context.intranet, [{ notice_no: '1A' }]);
  });
  afterEach(() => context.close());

  const holdLock = () =>
    runNode([require.resolve('./children/hold-lock.cjs'), (context.place.intranet as { path: string }).path]);

  it('delays a write, fails nothing and lets this process go on', async () => {
    const other = holdLock();
    await other.printed('locked');
    let written = false;
    const write = context.services.courtNotices
      .applyUpdates([{ noticeNo: '1A', changes: { atomsFlag: 'Y' } }])
      .finally(() => (written = true));

    // A second of turns of the event loop, each of which a blocking wait would stretch.
    let longest = 0;
    const until = performance.now() + 1_000;
    for (let last = performance.now(); last < until;) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      const now = performance.now();
      longest = Math.max(longest, now - last);
      last = now;
    }
    // SQLite's own wait would be 2 seconds long.
    expect(longest).toBeLessThan(1_500);
    expect(written).toBe(false);
    // Readers do not wait for writers.
    expect(JSON.parse((await context.services.paymentStatus.find(['1A'])).text)).toHaveLength(1);
    expect((await storedNotice(context.intranet, '1A')).atoms_flag).toBeNull();

    other.process.stdin!.write('go\n');
    expect((await write).updatedCount).toBe(1);
    expect((await other.done).code).toBe(0);
    expect(await storedNotice(context.intranet, '1A')).toMatchObject({ atoms_flag: 'Y', version: 2 });
  });

  it('and killed while it does holds up nobody', async () => {
    const other = holdLock();
    await other.printed('locked');
    const write = context.services.courtNotices.applyUpdates([{ noticeNo: '1A', changes: { atomsFlag: 'Y' } }]);
    other.process.kill('SIGKILL');
    expect((await write).updatedCount).toBe(1);
    await other.done;
  });
});

describe('SQLite: transactions of one process', () => {
  let context: TestContext;
  beforeEach(async () => {
    context = await makeContext('sqlite');
  });
  afterEach(() => context.close());

  it('take turns in their order, those in a thread as well, and after one that failed', async () => {
    const { intranet } = context;
    const order: string[] = [];
    let finish: () => void;
    const finished = new Promise<void>((resolve) => (finish = resolve));
    let begun: () => void;
    const first = new Promise<void>((resolve) => (begun = resolve));
    const writing = (name: string, options: { long?: true }, ending: Promise<void> | undefined = undefined) =>
      intranet.transaction(async (trx) => {
        order.push(name);
        begun();
        await ending;
        await trx('ocms_schema_turn').update({ taken: 1 });
        if (name === 'fails') throw new Error('fails');
      }, options);
    const all = [writing('thread', { long: true }, finished)];
    await first;
    all.push(writing('fails', {}), writing('in between', {}), writing('thread again', { long: true }));
    finish!();
    const [, failed, ...others] = await Promise.allSettled(all);
    expect(failed).toMatchObject({ status: 'rejected', reason: { message: 'fails' } });
    expect(others.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
    // The one that waits for a connection of its own comes before the one that waits for that of another.
    expect(order).toEqual(['thread', 'fails', 'thread again', 'in between']);
  });

  it.each([
    [49, 0],
    [50, 1],
  ])('that change %i court notices ask a thread %i times', async (count, times) => {
    const numbers = noticeNumbers(count);
    await insertNotices(
      context.intranet,
      numbers.map((notice_no) => ({ notice_no, last_processing_stage: 'CPC' })),
    );
    const [ask, batch] = (['ask', 'batch'] as const).map((each) => jest.spyOn(ThreadConnection.prototype, each));
    const updates = numbers.map((noticeNo) => ({ noticeNo, changes: { atomsFlag: 'Y' as const } }));
    expect((await context.services.courtNotices.applyUpdates(updates)).updatedCount).toBe(count);
    expect(ask).not.toHaveBeenCalled();
    expect(batch).toHaveBeenCalledTimes(times);
    jest.restoreAllMocks();
  });

  it('of a thread begin once: what comes after one is in none', async () => {
    const connection = new ThreadConnection((context.place.intranet as { path: string }).path, []);
    connection.beginWithFirst(Date.now() + 1_000);
    await connection.ask('UPDATE ocms_schema_turn SET taken = 1');
    expect(connection.inTransaction).toBe(true);
    await connection.ask('COMMIT');
    await connection.ask('SELECT 1');
    expect(connection.inTransaction).toBe(false);
    await connection.close();
  });

  it('leave nothing open where they end while they wait to begin', async () => {
    const { intranet, place } = context;
    const other = runNode([require.resolve('./children/hold-lock.cjs'), (place.intranet as { path: string }).path]);
    await other.printed('locked');
    const waiting = intranet.transaction(
      async (trx) => {
        void Promise.resolve(trx('ocms_schema_turn').update({ taken: 1 })).catch(() => undefined);
        await new Promise((resolve) => setImmediate(resolve));
        throw new Error('no more');
      },
      { long: true },
    );
    await expect(waiting).rejects.toThrow('no more');
    other.process.stdin!.write('go\n');
    await other.done;
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(nobodyWrites((place.intranet as { path: string }).path)).toBe(true);
    await intranet.transaction((trx) => trx('ocms_schema_turn').update({ taken: 1 }), { long: true });
  });

  it('are unavailable where their turn does not come in time', async () => {
    const database = openDatabase('intranet', context.place.intranet, { lockTimeoutMs: 20 });
    let finish: () => void;
    const finished = new Promise<void>((resolve) => (finish = resolve));
    let begun: () => void;
    const holding = new Promise<void>((resolve) => (begun = resolve));
    const writing = database.transaction(
      async () => {
        begun();
        await finished;
      },
      { long: true },
    );
    await holding;
    const late = database.transaction((trx) => trx('ocms_schema_turn').update({ taken: 1 }));
    await expect(late).rejects.toMatchObject({ ...UNAVAILABLE, cause: { code: 'SQLITE_BUSY' } });
    finish!();
    await writing;
    await database.transaction((trx) => trx('ocms_schema_turn').update({ taken: 1 }));
    await database.close();
  });
});

describe('SQLite: a full disk', () => {
  it('is unavailable, writes nothing of the request, and is over once there is space (page limit)', async () => {
    const context = await makeContext('sqlite');
    const { intranet } = context;
    await insertNotices(intranet, [{ notice_no: '1A' }]);
    const limit = (pages: string) => intranet.transaction((trx) => trx.raw(`PRAGMA max_page_count = ${pages}`));
    const pages = Number(
      (await intranet.read<{ page_count: number }[]>((executor) => executor.raw('PRAGMA page_count')))[0]!.page_count,
    );
    await limit(String(pages));

    const many = Array.from({ length: 2_000 }, (_, index) => ({ notice_no: `F${index}` }));
    await expect(insertNotices(intranet, many)).rejects.toMatchObject({
      ...UNAVAILABLE,
      cause: { code: 'SQLITE_FULL' },
    });
    const counted = () =>
      intranet.read(async (executor) => await executor('ocms_valid_offence_notice').count<{ n: number }[]>({ n: '*' }));
    expect(await counted()).toEqual([{ n: 1 }]);

    await limit('1073741823');
    await insertNotices(intranet, many);
    expect(await counted()).toEqual([{ n: 2_001 }]);
    await context.close();
  });

  // The limit on a file's size is the closest a test gets to a full disk without one of its own; Linux only.
  const limited = process.platform === 'linux' && hasPrlimit() ? it : it.skip;
  limited('is unavailable when it shows at the commit, and the process writes on once there is space', async () => {
    const place = await makePlace('sqlite');
    const { path } = place.intranet as { path: string };
    const child = runTypeScript(require.resolve('./children/fill-up.ts'), [path]);
    await child.printed('ready');
    const limit = (bytes: number | 'unlimited') =>
      execFileSync('prlimit', ['--pid', String(child.process.pid), `--fsize=${bytes}:`]);
    limit(Math.max(statSync(path).size, statSync(`${path}-wal`).size) + 16_384);
    child.process.stdin!.write('go\n');
    await child.printed('medium');
    limit('unlimited');
    child.process.stdin!.write('go\n');
    const { code, stdout, stderr } = await child.done;
    expect({ code, stderr, stdout: stdout.split('\n') }).toEqual({
      code: 0,
      stderr: '',
      stdout: [
        'ready',
        expect.stringMatching(/^large: unavailable SQLITE_(FULL|IOERR\w*)$/),
        expect.stringMatching(/^medium: unavailable SQLITE_(FULL|IOERR\w*)$/),
        'after: written',
        'rows: after',
        '',
      ],
    });
    await place.remove();
  });
});

describe('SQLite: a commit', () => {
  let context: TestContext;
  beforeEach(async () => {
    context = await makeContext('sqlite');
  });
  afterEach(() => context.close());

  it.each([
    ['of the process', {}],
    ['of a thread', { long: true }],
  ])('%s that fails and leaves its transaction open is rolled back, and writing goes on', async (_where, options) => {
    const { intranet } = context;
    await intranet.transaction(async (trx) => {
      await trx.raw('CREATE TABLE parent (id int primary key)');
      await trx.raw('CREATE TABLE child (parent int references parent deferrable initially deferred)');
    });
    // The one failure of a COMMIT that a test can have at will; a disk that is full leaves it open like this, too.
    const failed = intranet.transaction((trx) => trx.raw('INSERT INTO child VALUES (1)'), options);
    await expect(failed).rejects.toMatchObject({ name: 'SqliteError', code: 'SQLITE_CONSTRAINT_FOREIGNKEY' });
    await intranet.transaction((trx) => trx.raw('INSERT INTO parent VALUES (2)'), options);
    expect(nobodyWrites((context.place.intranet as { path: string }).path)).toBe(true);
    const children = await intranet.read<unknown[]>((executor) => executor('child').select('parent'));
    expect(children).toEqual([]);
  });
});

describe('SQLite: a file that cannot be used', () => {
  let place: TestPlace;
  beforeEach(async () => {
    place = await makePlace('sqlite');
  });
  afterEach(() => place.remove());

  const expectUnavailable = async (): Promise<void> => {
    const database = openDatabase('intranet', place.intranet);
    await expect(database.read((executor) => executor('ocms_valid_offence_notice').select('*'))).rejects.toMatchObject(
      UNAVAILABLE,
    );
    await expect(
      database.transaction((trx) => trx('ocms_valid_offence_notice').update({ version: 2 })),
    ).rejects.toMatchObject(UNAVAILABLE);
    await database.close();
  };
  const path = (): string => (place.intranet as { path: string }).path;

  it('because it is no database is unavailable', async () => {
    writeFileSync(path(), 'this is a text file, '.repeat(1_000));
    await expectUnavailable();
  });

  it('because it is a folder is unavailable', async () => {
    mkdirSync(path());
    await expectUnavailable();
  });

  it('because its pages are damaged is unavailable', async () => {
    const database = openDatabase('intranet', place.intranet);
    await migrate(database);
    await insertNotices(database, [{ notice_no: '1A' }]);
    await database.close();
    const file = openSync(path(), 'r+');
    const size = statSync(path()).size;
    for (let page = 4_096; page < size; page += 4_096) writeSync(file, Buffer.alloc(4_096, 0xff), 0, 4_096, page);
    closeSync(file);
    await expectUnavailable();
  });
});

function hasPrlimit(): boolean {
  try {
    execFileSync('prlimit', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
