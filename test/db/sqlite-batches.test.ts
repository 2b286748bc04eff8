import { renameSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { openDatabase } from '../../src/db/database';
import type { BatchStatement } from '../../src/db/dialects/dialect';
import { DatabaseFile } from '../../src/db/dialects/sqlite/file';
import { ThreadConnection } from '../../src/db/dialects/sqlite/thread';
import { runNode } from '../support/children';
import { makeContext, type TestContext } from '../support/contexts';
import { nobodyWrites } from '../support/write-lock';

const adding = (code: string): BatchStatement => ({
  sql: 'INSERT INTO put (code) VALUES (?) RETURNING code',
  bindings: [code],
});
/** Adds what the first statement returned, as small letters. */
const AND_SMALL: BatchStatement = {
  sql: 'INSERT INTO put (code) SELECT lower(value) || ? FROM json_each(?)',
  bindings: ['!', '[]'],
  list: { at: 1 },
};

describe('SQLite: transactions that are known before they begin', () => {
  let context: TestContext;
  let path: string;
  beforeEach(async () => {
    context = await makeContext('sqlite');
    path = (context.place.intranet as { path: string }).path;
    await context.intranet.transaction((trx) => trx.raw('CREATE TABLE put (code text primary key)'));
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await context.close();
  });

  const batch = (...statements: BatchStatement[]): Promise<string[][]> =>
    context.intranet.batch!(statements, { announce: 'put' });
  const stored = (): Promise<unknown> =>
    context.intranet.read(async (executor) => (await executor('put').orderBy('code').pluck('code')) as unknown);
  const holdLock = () => runNode([require.resolve('./children/hold-lock.cjs'), path]);

  it('answer what each statement returned, and tell of the first', async () => {
    const told: string[] = [];
    context.intranet.onAnnounced('put', (keys) => told.push(...keys));
    expect(await batch(adding('A'), AND_SMALL)).toEqual([['A'], []]);
    expect(await stored()).toEqual(['A', 'a!']);
    expect(told).toEqual(['A']);
  });

  it('go on with those that the first did not return, too', async () => {
    const others = { sql: 'INSERT INTO put (code) SELECT value FROM json_each(?) RETURNING code', bindings: ['[]'] };
    expect(await batch(adding('B'), { ...others, list: { at: 0, of: ['A', 'B', 'C'] } })).toEqual([['B'], ['A', 'C']]);
    expect(await stored()).toEqual(['A', 'B', 'C']);
  });

  it('leave out a statement about nobody', async () => {
    const none = { sql: 'UPDATE put SET code = ? WHERE code = ? RETURNING code', bindings: ['B', 'none'] };
    const wrong = { sql: 'INSERT INTO put (code) VALUES (?)', bindings: ['[]'] };
    expect(await batch(none, { ...wrong, list: { at: 0 } })).toEqual([[], []]);
    expect(await batch(adding('A'), { ...wrong, list: { at: 0, of: ['A'] } })).toEqual([['A'], []]);
    expect(await stored()).toEqual(['A']);
  });

  it('are all or nothing, and the next one goes on', async () => {
    await batch(adding('A'));
    const [failed, next] = await Promise.allSettled([batch(adding('B'), adding('A')), batch(adding('C'))]);
    expect(failed).toMatchObject({ reason: { name: 'SqliteError', code: 'SQLITE_CONSTRAINT_PRIMARYKEY' } });
    expect(next.status).toBe('fulfilled');
    expect(await stored()).toEqual(['A', 'C']);
  });

  it('whose commit fails are rolled back', async () => {
    await context.intranet.transaction((trx) =>
      trx.raw('CREATE TABLE child (code text references put deferrable initially deferred)'),
    );
    const child = { sql: 'INSERT INTO child VALUES (?)', bindings: ['none'] };
    await expect(batch(adding('A'), child)).rejects.toMatchObject({ code: 'SQLITE_CONSTRAINT_FOREIGNKEY' });
    expect(nobodyWrites(path)).toBe(true);
    await batch(adding('B'));
    expect(await stored()).toEqual(['B']);
  });

  it('are all asked for before the first is answered', async () => {
    const events: string[] = [];
    const original = ThreadConnection.prototype.batch;
    jest.spyOn(ThreadConnection.prototype, 'batch').mockImplementation(async function (
      this: ThreadConnection,
      statements,
    ) {
      events.push('asked');
      const answer = await original.call(this, statements);
      events.push('answered');
      return answer;
    });
    await Promise.all(['A', 'B', 'C'].map((code) => batch(adding(code))));
    expect(events).toEqual(['asked', 'asked', 'asked', 'answered', 'answered', 'answered']);
    expect(await stored()).toEqual(['A', 'B', 'C']);
  });

  it('among themselves share a turn; who else waits for one comes before those that come then', async () => {
    const file = new DatabaseFile(path);
    const order: string[] = [];
    const first = await file.turnToShare(10_000);
    const second = await file.turnToShare(10_000);
    const alone = file.turnToWrite(10_000).then((end) => {
      order.push('alone');
      return end;
    });
    const third = file.turnToShare(10_000).then((end) => {
      order.push('third');
      return end;
    });
    first();
    await new Promise((resolve) => setImmediate(resolve));
    expect(order).toEqual([]);
    second();
    (await alone)();
    (await third)();
    expect(order).toEqual(['alone', 'third']);
    (await file.turnToWrite(10_000))();
  });

  it('wait for others of the process, and others for them', async () => {
    const { intranet } = context;
    let finish: () => void;
    const finished = new Promise<void>((resolve) => (finish = resolve));
    let begun: () => void;
    const holding = new Promise<void>((resolve) => (begun = resolve));
    const writing = intranet.transaction(async (trx) => {
      begun();
      await finished;
      await trx('put').insert({ code: 'A' });
    });
    await holding;
    const after = batch(adding('A'));
    const last = intranet.transaction(async (trx) => (await trx('put').pluck('code')) as unknown);
    finish!();
    await writing;
    await expect(after).rejects.toMatchObject({ code: 'SQLITE_CONSTRAINT_PRIMARYKEY' });
    expect(await last).toEqual(['A']);
  });

  it('wait for another process that writes', async () => {
    const other = holdLock();
    await other.printed('locked');
    const asked = jest.spyOn(ThreadConnection.prototype, 'batch');
    const writing = batch(adding('A'));
    while (asked.mock.calls.length < 2) await new Promise((resolve) => setTimeout(resolve, 1));
    other.process.stdin!.write('go\n');
    await writing;
    await other.done;
    expect(await stored()).toEqual(['A']);
  });

  it('are unavailable where another process writes for too long', async () => {
    const other = holdLock();
    await other.printed('locked');
    const database = openDatabase('intranet', context.place.intranet, { lockTimeoutMs: 20 });
    await expect(database.batch!([adding('A')], { announce: 'put' })).rejects.toMatchObject({
      kind: 'unavailable',
      cause: { code: 'SQLITE_BUSY' },
    });
    await database.close();
    other.process.stdin!.write('go\n');
    await other.done;
    expect(await stored()).toEqual([]);
  });

  it('are unavailable where the file was put away, which would be written in vain', async () => {
    await batch(adding('A'));
    renameSync(path, `${path}.away`);
    await expect(batch(adding('B'))).rejects.toMatchObject({
      kind: 'unavailable',
      cause: { code: 'SQLITE_READONLY_DBMOVED' },
    });
    renameSync(`${path}.away`, path);
    await batch(adding('C'));
    expect(await stored()).toEqual(['A', 'C']);
  });

  it('that the end of their thread cuts off may have been committed; the next has another thread', async () => {
    const original = Worker.prototype.postMessage;
    jest.spyOn(Worker.prototype, 'postMessage').mockImplementationOnce(function (this: Worker, question: unknown) {
      original.call(this, question);
      void this.terminate();
    });
    await expect(batch(adding('A'))).rejects.toMatchObject({ kind: 'unknown-outcome' });
    await batch(adding('B'));
    expect(await stored()).toContain('B');
    expect(nobodyWrites(path)).toBe(true);
  });

  it('are refused once the database is closed, which waits for those under way', async () => {
    const database = openDatabase('intranet', context.place.intranet);
    const ended = jest.spyOn(ThreadConnection.prototype, 'close');
    const underWay = database.batch!([adding('A')], { announce: 'put' });
    await database.close();
    expect(await underWay).toEqual([['A']]);
    expect(ended).toHaveBeenCalledTimes(1);
    await expect(database.batch!([adding('B')], { announce: 'put' })).rejects.toMatchObject({ kind: 'unavailable' });
  });
});
