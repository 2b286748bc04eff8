import fs, { copyFileSync, readFileSync, renameSync, statSync } from 'node:fs';
import type { Database } from '../../src/db/database';
import { sqliteDriver } from '../../src/db/dialects/sqlite/driver';
import { ThreadConnection } from '../../src/db/dialects/sqlite/thread';
import { makeContext, type TestContext } from '../support/contexts';

const original = { ask: ThreadConnection.prototype.ask, batch: ThreadConnection.prototype.batch };

type Callback = (error: Error | null) => void;

const IO = Object.assign(new Error('EIO: i/o error, fdatasync'), { code: 'EIO' });

// What a power cut leaves is what was forced to the disk; that is when fdatasync has answered.
describe('SQLite: a commit is on the disk', () => {
  let context: TestContext;
  let path: string;
  /** Those that were asked for and have not been let go. */
  let held: (() => void)[];
  let holding: boolean;
  let failing: boolean;
  let asked: number;
  let wake: () => void;

  beforeEach(async () => {
    context = await makeContext('sqlite');
    path = (context.place.intranet as { path: string }).path;
    await context.intranet.transaction((trx) => trx.raw('CREATE TABLE put (code text)'));
    held = [];
    holding = false;
    failing = false;
    asked = 0;
    wake = () => undefined;
    const real = fs.fdatasync;
    jest.spyOn(fs, 'fdatasync').mockImplementation((descriptor: number, callback: Callback) => {
      asked += 1;
      if (failing) callback(IO);
      else if (holding) held.push(() => real(descriptor, callback));
      else real(descriptor, callback);
      wake();
    });
  });
  afterEach(async () => {
    letGo();
    jest.restoreAllMocks();
    await context.close();
  });

  function letGo(): void {
    holding = false;
    for (const go of held.splice(0)) go();
  }
  const until = async (true_: () => boolean): Promise<void> => {
    while (!true_()) await new Promise<void>((resolve) => (wake = resolve));
  };
  const turnsOfTheLoop = async (): Promise<void> => {
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  };
  const put = (database: Database, name: string, options: { long?: true; batch?: true } = {}): Promise<unknown> =>
    options.batch
      ? database.batch!([{ sql: 'INSERT INTO put (code) VALUES (?)', bindings: [name] }], { announce: 'put' })
      : database.transaction((trx) => trx('put').insert({ code: name }), options);
  const found = (): string[] => {
    const other = new sqliteDriver(path);
    try {
      return other.prepare('SELECT code FROM put ORDER BY code').pluck().all() as string[];
    } finally {
      other.close();
    }
  };

  it('in both zones, and what SQLite itself does with the log is as safe (synchronous = NORMAL)', async () => {
    for (const database of [context.intranet, context.internet])
      for (const options of [{}, { long: true }]) {
        const before = asked;
        const answered = await database.transaction((trx) => trx.raw<unknown[]>('PRAGMA synchronous'), options);
        expect(answered).toEqual([{ synchronous: 1 }]);
        expect(asked).toBe(before + 1);
      }
  });

  it.each([
    ['of the process', {}],
    ['of a thread', { long: true }],
    ['of a batch', { batch: true }],
  ] as const)('before it is answered (%s)', async (_where, options) => {
    holding = true;
    let answered = false;
    const writing = put(context.intranet, 'A', options).then(() => (answered = true));
    await until(() => held.length === 1);
    expect(found()).toEqual(['A']);
    await turnsOfTheLoop();
    expect(answered).toBe(false);
    letGo();
    await writing;
    expect(answered).toBe(true);
  });

  it('before anybody of this process reads it, or is told of it', async () => {
    const { intranet } = context;
    const events: string[] = [];
    intranet.onAnnounced('put', (keys) => events.push(`told ${keys.join()}`));
    holding = true;
    const writing = intranet.transaction(async (trx) => {
      await trx('put').insert({ code: 'A' });
      trx.announce('put', ['A']);
    });
    await until(() => held.length === 1);
    const reading = intranet.read((executor) => executor('put')).then(() => events.push('read'));
    await turnsOfTheLoop();
    expect(events).toEqual([]);
    letGo();
    await Promise.all([writing, reading]);
    expect(events.sort()).toEqual(['read', 'told A']);
  });

  it.each([
    ['of a thread', 'ask', { long: true }],
    ['of a batch', 'batch', { batch: true }],
  ] as const)(
    'before it is read while nobody here knows yet that it is committed (%s)',
    async (_where, by, options) => {
      const { intranet } = context;
      holding = true;
      const events: string[] = [];
      let reading: Promise<unknown> | undefined;
      const committing = new Promise<void>((resolve) =>
        jest.spyOn(ThreadConnection.prototype, by).mockImplementation(function (this: ThreadConnection, ...asked) {
          const answer = (original[by] as (...asked: unknown[]) => Promise<never>).apply(this, asked);
          if (by === 'batch' || /^COMMIT/.test(asked[0] as string)) {
            // The loop stands, so that the thread's answer is not heard.
            while (found().length === 0);
            reading = intranet.read((executor) => executor('put')).then((rows) => events.push(`read ${rows.length}`));
            resolve();
          }
          return answer;
        }),
      );
      const writing = put(intranet, 'A', options);
      await committing;
      await until(() => held.length > 0);
      await turnsOfTheLoop();
      expect(events).toEqual([]);
      letGo();
      await Promise.all([writing, reading]);
      expect(events).toEqual(['read 1']);
    },
  );

  it('before anybody hears what it means for them, be it a refusal', async () => {
    const { intranet } = context;
    holding = true;
    const first = put(intranet, 'A');
    await until(() => held.length === 1);
    let refused = false;
    const second = intranet
      .transaction(async (trx) => {
        if ((await trx('put').select('code')).length > 0) throw new Error('there is one');
      })
      .catch(() => (refused = true));
    await turnsOfTheLoop();
    expect(refused).toBe(false);
    letGo();
    await Promise.all([first, second]);
    expect(refused).toBe(true);
  });

  it('before a job reads it, whichever process committed it', async () => {
    const before = asked;
    await context.intranet.read((executor) => executor('put'), { aside: true });
    expect(asked).toBe(before + 1);
  });

  it('together with those that were committed meanwhile, each by an fdatasync that began after it', async () => {
    await put(context.intranet, 'first');
    const before = asked;
    holding = true;
    const first = put(context.intranet, 'A');
    await until(() => held.length === 1);
    const others = Promise.all(Array.from({ length: 20 }, (_, index) => put(context.intranet, `B${index}`)));
    // All are committed, and wait for one that has not begun.
    while (found().length < 22) await new Promise((resolve) => setImmediate(resolve));
    expect(asked).toBe(before + 1);
    letGo();
    await Promise.all([first, others]);
    expect(asked).toBe(before + 2);
  });

  it('or its outcome is unknown; then nothing is written until all of the log has been copied into the file', async () => {
    const { intranet } = context;
    failing = true;
    await expect(put(intranet, 'A')).rejects.toMatchObject({
      kind: 'unknown-outcome',
      cause: { code: 'SQLITE_IOERR_FSYNC', cause: IO },
    });
    const refused = { kind: 'unavailable', cause: { code: 'SQLITE_IOERR_FSYNC' } };
    failing = false;
    // The system says once that it failed; what it says next proves nothing.
    await expect(put(intranet, 'B')).rejects.toMatchObject(refused);
    await expect(intranet.read((executor) => executor('put'))).rejects.toMatchObject(refused);
    await expect(intranet.ping()).rejects.toMatchObject(refused);

    const reader = new sqliteDriver(path);
    reader.exec('BEGIN');
    reader.prepare('SELECT COUNT(*) FROM put').get();
    await intranet.recheck();
    // Somebody reads from the log yet.
    await expect(intranet.ping()).rejects.toMatchObject(refused);
    reader.close();

    await intranet.recheck();
    await intranet.ping();
    await put(intranet, 'C');
    expect(found()).toEqual(['A', 'C']);
  });

  it('and a file put in the place of the database is not taken for it', async () => {
    const { intranet } = context;
    failing = true;
    await expect(put(intranet, 'A')).rejects.toMatchObject({ kind: 'unknown-outcome' });
    failing = false;
    copyFileSync(path, `${path}.other`);
    renameSync(path, `${path}.kept`);
    renameSync(`${path}.other`, path);
    const before = readFileSync(path);
    await intranet.recheck();
    expect(readFileSync(path).equals(before)).toBe(true);
    await expect(intranet.ping()).rejects.toMatchObject({ kind: 'unavailable' });
    renameSync(`${path}.kept`, path);
    await intranet.recheck();
    await intranet.ping();
  });

  it('and whoever waits for the same hears the same', async () => {
    holding = true;
    const first = put(context.intranet, 'A');
    await until(() => held.length === 1);
    const second = put(context.intranet, 'B');
    while (found().length < 2) await new Promise((resolve) => setImmediate(resolve));
    failing = true;
    letGo();
    await first;
    await expect(second).rejects.toMatchObject({ kind: 'unknown-outcome' });
  });

  it('where the last connection has copied the log into the file and removed it', async () => {
    await put(context.intranet, 'A');
    await context.intranet.close();
    expect(statSync(`${path}-wal`, { throwIfNoEntry: false })).toBeUndefined();
    expect(found()).toEqual(['A']);
  });
});
