import { type Executor, rollback, type Transaction } from '../../src/db/database';
import { databaseKinds } from '../support/databases';
import { makeContext, type TestContext } from '../support/contexts';
import { recordingMssql, serverError } from '../support/recording-mssql';

const driverError = (code: string): Error => Object.assign(new Error(`the driver says ${code}`), { code });

describe('a transaction on SQL Server (architecture, "Data layer rules")', () => {
  it.each([1205, 4060, 10928, 10929, 40197, 40501, 40613])('is repeated as a whole after error %i', async (number) => {
    const { database, control, statements, answer } = recordingMssql();
    let failures = 2;
    answer(({ sql }) => (sql === 'SELECT 2' && (failures -= 1) >= 0 ? serverError(number) : []));
    let runs = 0;
    const result = await database.transaction(async (trx) => {
      runs += 1;
      await trx.raw('SELECT 1');
      await trx.raw('SELECT 2');
      return `run ${runs}`;
    });
    expect(result).toBe('run 3');
    expect(statements.map(({ sql }) => sql)).toEqual([
      'SELECT 1',
      'SELECT 2',
      'SELECT 1',
      'SELECT 2',
      'SELECT 1',
      'SELECT 2',
    ]);
    expect(control.filter((each) => each !== 'ROLLBACK')).toEqual(['BEGIN', 'BEGIN', 'BEGIN', 'COMMIT']);
    await database.close();
  });

  it('is repeated a bounded number of times, then called unavailable', async () => {
    const { database, control, answer } = recordingMssql('intranet', { attempts: 3 });
    answer(() => serverError(1205));
    await expect(database.transaction((trx) => trx.raw('SELECT 1'))).rejects.toMatchObject({
      name: 'AppError',
      kind: 'unavailable',
    });
    expect(control.filter((each) => each === 'BEGIN')).toHaveLength(3);
    await database.close();
  });

  it('that waited too long for a row somebody else holds is called unavailable at once: its caller may come again', async () => {
    const { database, control, answer } = recordingMssql();
    answer(() => serverError(1222));
    await expect(database.transaction((trx) => trx.raw('SELECT 1'))).rejects.toMatchObject({
      name: 'AppError',
      kind: 'unavailable',
    });
    expect(control.filter((each) => each === 'BEGIN')).toHaveLength(1);
    await database.close();
  });

  it('is not repeated after any other error, which the caller gets', async () => {
    const { database, control, answer } = recordingMssql();
    const error = serverError(547);
    answer(() => error);
    await expect(database.transaction((trx) => trx.raw('SELECT 1'))).rejects.toBe(error);
    expect(control).toEqual(['BEGIN']);
    await database.close();
  });

  it('is rolled back when the work throws without the database', async () => {
    const { database, control } = recordingMssql();
    const error = new Error('a rule says no');
    await expect(
      database.transaction(async (trx) => {
        await trx.raw('SELECT 1');
        throw error;
      }),
    ).rejects.toBe(error);
    expect(control).toEqual(['BEGIN', 'ROLLBACK']);
    await database.close();
  });

  it.each([
    ['the connection is lost', driverError('ESOCKET')],
    ['the server takes too long', driverError('ETIMEOUT')],
    ['the server says it was a deadlock', serverError(1205)],
    ['the server gives any other error', serverError(9001)],
  ])('has an unknown outcome when at COMMIT %s, and is not repeated', async (_what, error) => {
    const { database, control, failCommit } = recordingMssql();
    failCommit(error);
    let runs = 0;
    await expect(
      database.transaction(async (trx) => {
        runs += 1;
        await trx.raw('SELECT 1');
      }),
    ).rejects.toMatchObject({ name: 'AppError', kind: 'unknown-outcome', cause: expect.anything() });
    expect(runs).toBe(1);
    expect(control.filter((each) => each === 'COMMIT')).toHaveLength(1);
    await database.close();
  });

  it.each(['ESOCKET', 'ECONNCLOSED', 'ETIMEOUT', 'ECONNRESET'])(
    'is unavailable when a statement fails with %s',
    async (code) => {
      const { database, answer } = recordingMssql();
      answer(() => driverError(code));
      await expect(database.transaction((trx) => trx.raw('SELECT 1'))).rejects.toMatchObject({ kind: 'unavailable' });
      await expect(database.read((executor) => executor.raw('SELECT 1'))).rejects.toMatchObject({
        kind: 'unavailable',
      });
      await database.close();
    },
  );

  it('is unavailable when the connection is lost in its middle, so that not even a rollback can be sent', async () => {
    const { database, answer, loseConnection } = recordingMssql();
    answer(({ sql }) => (sql === 'SELECT 2' ? loseConnection() : []));
    await expect(
      database.transaction(async (trx) => {
        await trx.raw('SELECT 1');
        await trx.raw('SELECT 2');
      }),
    ).rejects.toMatchObject({ name: 'AppError', kind: 'unavailable' });
    // The pool drops that connection: the next transaction gets another.
    answer(() => []);
    await database.transaction((trx) => trx.raw('SELECT 3'));
    await database.close();
  });

  it('reports a duplicate key by either number', () => {
    const { database } = recordingMssql();
    expect([2601, 2627].map((number) => database.dialect.faultOf(serverError(number)))).toEqual([
      'duplicate-key',
      'duplicate-key',
    ]);
  });

  it.each([823, 824, 825, 829, 926, 945, 3906, 1105, 9002])(
    'a statement that comes upon it broken (%i) is unavailable, and so is the server until it can be written again',
    async (number) => {
      const { database, statements, control, answer } = recordingMssql();
      const unavailable = { name: 'AppError', kind: 'unavailable' };
      answer(() => serverError(number));
      await expect(database.read((executor) => executor.raw('SELECT 1'))).rejects.toMatchObject(unavailable);
      await database.recheck();
      answer(() => []);
      await expect(database.ping()).rejects.toMatchObject(unavailable);

      const before = statements.length;
      await database.recheck();
      expect(statements.slice(before).map(({ sql }) => sql.replace(/ FROM .*/s, ''))).toEqual([
        'INSERT INTO ocms_schema_turn (taken) SELECT j.taken',
        'UPDATE ocms_schema_turn SET taken = taken',
      ]);
      expect(control.slice(-4)).toEqual(['BEGIN', 'ROLLBACK', 'BEGIN', 'COMMIT']);
      await database.ping();
      await database.close();
    },
  );

  it('is broken, too, when that shows at COMMIT', async () => {
    const { database, failCommit } = recordingMssql();
    failCommit(serverError(9002));
    await expect(database.transaction((trx) => trx.raw('SELECT 1'))).rejects.toMatchObject({ kind: 'unknown-outcome' });
    await expect(database.ping()).rejects.toMatchObject({ kind: 'unavailable' });
    await database.close();
  });

  it('refuses a fraction as a binding: amounts travel as decimal text', async () => {
    const { database, statements } = recordingMssql();
    await expect(database.read((executor) => executor.raw('SELECT ?', [19.99]))).rejects.toThrow(TypeError);
    expect(statements).toEqual([]);
    await database.close();
  });
});

describe.each(databaseKinds)('a transaction on %s', (kind) => {
  let context: TestContext;
  beforeAll(async () => {
    context = await makeContext(kind);
  });
  afterAll(() => context.close());
  const add = (trx: Transaction, name: string) => trx('ocms_job_fence').insert({ name, fence: 1 });
  const stored = (name: string) =>
    context.intranet.read((executor) => executor('ocms_job_fence').where({ name }).first<{ fence: number }>('fence'));

  it('ends with a value and nothing written where its work says so', async () => {
    const { intranet } = context;
    const value = await intranet.transaction(async (trx) => {
      await add(trx, 'undone');
      return rollback({ outcome: 'not wanted' });
    });
    expect(value).toEqual({ outcome: 'not wanted' });
    expect(await stored('undone')).toBeUndefined();
    // Nobody's connection is left with a transaction open.
    for (const name of ['a', 'b', 'c']) await intranet.transaction((trx) => add(trx, name));
    expect(await stored('c')).toEqual({ fence: 1 });
  });

  it('tells what it announced once it is committed, every key once, to those who listen to the name', async () => {
    const { intranet } = context;
    const heard: unknown[] = [];
    intranet.onAnnounced('things', (keys) => heard.push(keys));
    intranet.onAnnounced('other things', (keys) => heard.push(['other', ...keys]));
    const answer = await intranet.transaction(async (trx) => {
      trx.announce('things', ['1', '2']);
      await add(trx, 'announced');
      trx.announce('things', ['2', '3']);
      trx.announce('things nobody listens to', ['4']);
      expect(heard).toEqual([]);
      return 'done';
    });
    expect([answer, heard]).toEqual(['done', [['1', '2', '3']]]);
  });

  it('that is rolled back, or fails, tells nothing', async () => {
    const { intranet } = context;
    const heard: unknown[] = [];
    intranet.onAnnounced('things', (keys) => heard.push(keys));
    await intranet.transaction((trx) => {
      trx.announce('things', ['1']);
      return Promise.resolve(rollback(undefined));
    });
    await expect(
      intranet.transaction((trx) => {
        trx.announce('things', ['1']);
        return Promise.reject(new Error('a rule says no'));
      }),
    ).rejects.toThrow('a rule says no');
    expect(heard).toEqual([]);
  });
});

describe('what a transaction on SQL Server announced', () => {
  it('is told of the attempt that was committed only, and not where nobody knows whether it was', async () => {
    const { database, answer, failCommit } = recordingMssql();
    const heard: unknown[] = [];
    database.onAnnounced('things', (keys) => heard.push(keys));
    let tried = 0;
    const work = async (trx: Transaction): Promise<void> => {
      trx.announce('things', [String((tried += 1))]);
      await trx.raw('SELECT 1');
    };
    let failures = 1;
    answer(() => ((failures -= 1) >= 0 ? serverError(1205) : []));
    await database.transaction(work);
    expect(heard).toEqual([['2']]);
    failCommit(driverError('ESOCKET'));
    await expect(database.transaction(work)).rejects.toMatchObject({ kind: 'unknown-outcome' });
    expect(heard).toEqual([['2']]);
    await database.close();
  });

  it('ends with its value where the rollback it asked for cannot be sent: nothing was written either way', async () => {
    const { database, control, answer, loseConnection } = recordingMssql();
    answer(() => loseConnection());
    const value = await database.transaction(async (trx) => {
      await trx.raw('SELECT 1').catch(() => undefined);
      return rollback('a value');
    });
    expect(value).toBe('a value');
    expect(control).not.toContain('COMMIT');
    await database.close();
  });
});

describe('two statements at once on one transaction', () => {
  it('are refused on SQL Server, where the second could run on another connection', async () => {
    const { database, control, connections, statements } = recordingMssql();
    const refused = database.transaction((trx) => both(trx.raw('SELECT 1'), trx.raw('SELECT 2')));
    await expect(refused).rejects.toThrow('two statements at once');
    expect(statements.map(({ sql }) => sql)).toEqual(['SELECT 1']);
    expect(control).toEqual(['BEGIN']);
    // Nor does anybody get the connection whose transaction is still open.
    await database.transaction((trx) => trx.raw('SELECT 3'));
    expect(control).toEqual(['BEGIN', 'BEGIN', 'COMMIT']);
    expect(connections()).toBe(2);
    await database.close();
  });

  it.each(databaseKinds)('are refused on %s, and nothing is written', async (kind) => {
    const context = await makeContext(kind);
    const insert = (key_id: string) => ({
      key_id,
      event: 'ISSUED',
      occurred_at: context.intranet.dialect.bindInstant(new Date()),
      actor: 'test',
    });
    const error = (await context.intranet
      .transaction((trx) =>
        both(trx('ocms_api_key_event').insert(insert('a')), trx('ocms_api_key_event').insert(insert('b'))),
      )
      .catch((failure: unknown) => failure)) as Error & { originalError?: Error };
    expect((error.originalError ?? error).message).toContain('two statements at once');
    const rows = await context.intranet.read(
      async (executor) => (await executor('ocms_api_key_event').select('key_id')) as unknown[],
    );
    expect(rows).toEqual([]);
    // One after the other is fine, after a failure too.
    await context.intranet
      .transaction(async (trx) => {
        await trx('ocms_api_key_event').insert(insert('a'));
        await expect(trx.raw('SELECT nothing FROM nowhere')).rejects.toMatchObject({
          message: expect.stringContaining('nowhere'),
        });
        if (kind === 'sqlite') await trx('ocms_api_key_event').insert(insert('b'));
      })
      .catch((error: unknown) => {
        // SQL Server aborts the transaction at the first error.
        if (kind === 'sqlite') throw error;
      });
    await context.close();
  });
});

const both = (first: PromiseLike<unknown>, second: PromiseLike<unknown>): Promise<unknown> =>
  Promise.all([first, second]);

describe.each(databaseKinds)('JSON that the database builds on %s', (kind) => {
  it('is of what is committed, and within a transaction of what that has written', async () => {
    const context = await makeContext(kind);
    const { intranet } = context;
    const names = async (executor: Executor) =>
      JSON.parse(
        await intranet.dialect.selectJson(executor, {
          columns: { name: 'c.name' },
          from: { sql: 'ocms_condition AS c', bindings: [] },
          orderBy: 'c.name',
        }),
      ) as unknown;
    const insert = (trx: Transaction, name: string) =>
      trx('ocms_condition').insert({ name, since: intranet.dialect.bindInstant(new Date(0)) });
    const statements: string[] = [];
    const stop = intranet.onStatement((sql) => statements.push(sql));
    await intranet.transaction((trx) => insert(trx, 'a'));
    expect(await intranet.read(names)).toEqual([{ name: 'a' }]);
    expect(await intranet.read(names)).toEqual([{ name: 'a' }]);
    await intranet.transaction(async (trx) => {
      await insert(trx, 'b');
      expect(await names(trx)).toEqual([{ name: 'a' }, { name: 'b' }]);
      if (kind === 'sqlite') expect(await intranet.read(names)).toEqual([{ name: 'a' }]);
      return rollback(undefined);
    });
    expect(await intranet.read(names)).toEqual([{ name: 'a' }]);
    stop();
    expect(
      statements.filter((sql) => /select/i.test(sql) && sql.includes('ocms_condition AS c')).length,
    ).toBeGreaterThan(3);
    await context.close();
    await expect(intranet.read(names)).rejects.toMatchObject({ kind: 'unavailable' });
  });
});
