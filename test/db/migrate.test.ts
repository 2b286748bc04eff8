import { openDatabase } from '../../src/db/database';
import { migrate, pendingMigrations } from '../../src/db/migrate';
import { migrations } from '../../src/db/migrations';
import type { Migration } from '../../src/db/migrations/migration';
import { VON } from '../../src/features/notices';
import { runTypeScript } from '../support/children';
import { databaseKinds, makePlace, type TestPlace } from '../support/databases';
import { recordEveryStatement } from '../support/every-statement';
import { insertNotices } from '../support/notices';
import { VON_COLUMNS, VON_INDEXES } from '../support/von-columns';

let recording: ReturnType<typeof recordEveryStatement> | undefined;
/** Recorded once, since it takes seconds. */
const everyStatement = () => (recording ??= recordEveryStatement());

const ALL = migrations.intranet.map(({ name }) => name);
const CHILD = require.resolve('./children/migrate.ts');

describe.each(databaseKinds)('migrations on %s', (kind) => {
  let place: TestPlace;
  const open = () => openDatabase('intranet', place.intranet);
  const applied = async (): Promise<string[]> => {
    const database = open();
    const rows = await database.read(
      async (executor) => (await executor('ocms_schema_migration').select('name').orderBy('id')) as { name: string }[],
    );
    await database.close();
    return rows.map(({ name }) => name);
  };

  beforeEach(async () => {
    place = await makePlace(kind);
  });
  afterEach(() => place.remove());

  it('bring an empty database up to date, once', async () => {
    const database = open();
    expect(await pendingMigrations(database)).toEqual(ALL);
    expect(await migrate(database)).toEqual(ALL);
    expect(await pendingMigrations(database)).toEqual([]);
    expect(await migrate(database)).toEqual([]);
    expect(await applied()).toEqual(ALL);
    await database.close();
  });

  it("are the internet zone's own", async () => {
    const database = openDatabase('internet', place.internet);
    expect(await migrate(database)).toEqual(['001-notices', '002-any-text']);
    expect(await pendingMigrations(database)).toEqual([]);
    await database.close();
  });

  it('are each applied once when four processes start at once', async () => {
    const children = Array.from({ length: 4 }, () => runTypeScript(CHILD, [JSON.stringify(place.intranet)]));
    await Promise.all(children.map((child) => child.printed('ready')));
    for (const child of children) child.process.stdin!.write('go\n');
    const names: string[] = [];
    for (const child of children) {
      const { code, stdout, stderr } = await child.done;
      if (code !== 0) throw new Error(`a process failed: ${stderr}`);
      names.push(...(JSON.parse(stdout.split('\n')[1]!) as string[]));
    }
    expect(names).toEqual(ALL);
    expect(await applied()).toEqual(ALL);
  });

  it('are each applied once when four contexts of one process start at once', async () => {
    const databases = Array.from({ length: 4 }, open);
    expect((await Promise.all(databases.map((database) => migrate(database)))).flat()).toEqual(ALL);
    for (const database of databases) await database.close();
  });

  it.each([2, 5, 9, 13, 17, 21, 25, 28])(
    'can be applied after a kill -9 at statement %i of an earlier attempt',
    async (statement) => {
      const child = runTypeScript(CHILD, [JSON.stringify(place.intranet), String(statement)]);
      await child.printed('ready');
      child.process.stdin!.write('go\n');
      expect((await child.done).signal).toBe('SIGKILL');

      const database = open();
      expect(await pendingMigrations(database)).toEqual(ALL);
      expect(await migrate(database)).toEqual(ALL);
      await insertNotices(database, [{ notice_no: '1A' }]);
      await database.close();
    },
  );

  it('accept a database that a newer version has migrated further, and leave its rows alone', async () => {
    const database = open();
    await migrate(database);
    await database.transaction(async (trx) => {
      await trx('ocms_schema_migration').insert({ name: '999-of-a-later-version', batch: 2 });
    });
    expect(await pendingMigrations(database)).toEqual([]);
    expect(await migrate(database)).toEqual([]);
    expect(await applied()).toEqual([...ALL, '999-of-a-later-version']);
    await database.close();
  });

  it('leave notices that are there as they are when owners’ columns become longer', async () => {
    const before = migrations.intranet.findIndex(({ name }) => name === '017-owner-ciphertext');
    const database = open();
    const upTo = migrations.intranet as Migration[];
    const later = upTo.splice(before);
    try {
      await migrate(database);
      await insertNotices(database, [
        { notice_no: '1A', pp_name: 'BISHAN 🅿', owner_name: 'k1:x' },
        { notice_no: '2A' },
      ]);
    } finally {
      upTo.push(...later);
    }
    const rows = () =>
      database.read(async (executor) => (await executor('ocms_valid_offence_notice').orderBy('notice_no')) as object[]);
    const old = await rows();
    expect((await migrate(database))[0]).toBe('017-owner-ciphertext');
    expect(await rows()).toEqual(old);
    await insertNotices(database, [{ notice_no: '3A', owner_name: 'x'.repeat(1_121) }]);
    const tooLong = insertNotices(database, [{ notice_no: '4A', owner_name: 'x'.repeat(1_122) }]);
    // The driver's error may be of another realm.
    await expect(tooLong).rejects.toMatchObject({ message: expect.any(String) as string });
    await database.close();
  });

  it('are pending again for a version that brings one more', async () => {
    const database = open();
    await migrate(database);
    await database.transaction((trx) => trx('ocms_schema_migration').where('name', ALL.at(-1)).del());
    expect(await pendingMigrations(database)).toEqual([ALL.at(-1)]);
    await database.close();
  });
});

/** Of the jobs (decisions §9; `shedlock` as ShedLock has it) and of C 3: columns, and which of them may not be null. */
const JOB_TABLES: Readonly<Record<string, string>> = {
  shedlock: 'name varchar(64)!, lock_until datetime2!, locked_at datetime2!, locked_by varchar(255)!',
  ocms_job_fence: 'name varchar(64)!, fence int!',
  ocms_job_run:
    'run_id varchar(32)!, job_name varchar(64)!, instance varchar(100)!, triggered_by varchar(8)!, scheduled_for datetime2, ' +
    'started_at datetime2!, ended_at datetime2, outcome varchar(9)!, counts varchar(1000), error varchar(400)',
  ocms_job_alert:
    'run_id varchar(32)!, message_id varchar(100)!, subject varchar(200)!, body varchar(4000)!, recorded_at datetime2!, ' +
    'claimed_until datetime2, sent_at datetime2',
  ocms_job_alert_refusal:
    'run_id varchar(32)!, attempts int!, smtp_code int, next_attempt_at datetime2!, given_up_at datetime2',
  ocms_vip_vehicle:
    'vehicle_no varchar(14)!, vip_vehicle varchar(1)!, description nvarchar(2000), status nvarchar(40)!, cre_date datetime2!, cre_user_id varchar(50)!',
  ocms_vip_vehicle_staging:
    'vehicle_no varchar(14)!, vip_vehicle varchar(1)!, description nvarchar(2000), status nvarchar(40)!, cre_date datetime2!, cre_user_id varchar(50)!',
};

/** SQLite counts characters, and needs no room for those of two code units. */
const onSqlite = (type: string): string =>
  type.replace(/\bnvarchar\((\d+)\)/, (_type, units: string) => `varchar(${Number(units) / 2})`);

/** The type that a later migration gives a column on SQL Server. */
function alteredTo(sent: readonly string[], table: string, column: string): string | undefined {
  const alter = `ALTER TABLE ${table} ALTER COLUMN ${column} `;
  return sent.findLast((sql) => sql.startsWith(alter))?.slice(alter.length);
}

describe.each(Object.entries(JOB_TABLES))('the schema of %s', (table, columns) => {
  const [key] = columns.split(' ', 1);

  it('is as the documents and ShedLock have it (SQLite)', async () => {
    const place = await makePlace('sqlite');
    const database = openDatabase('intranet', place.intranet);
    await migrate(database);
    const stored = await database.read<
      {
        name: string;
        type: string;
        notnull: number;
        pk: number;
      }[]
    >((executor) => executor.raw(`PRAGMA table_info('${table}')`));
    expect(
      stored.map(({ name, type, notnull }) => `${name} ${type.toLowerCase()}${notnull === 1 ? '!' : ''}`).sort(),
    ).toEqual(columns.split(', ').map(onSqlite).sort());
    expect(stored.filter(({ pk }) => pk > 0).map(({ name }) => name)).toEqual([key]);
    await database.close();
    await place.remove();
  });

  it('is the same on SQL Server, with a named key', async () => {
    const recorded = await everyStatement();
    const sent = recorded.get('migration of an empty database')!.map(({ sql }) => sql);
    const create = sent.find((sql) => sql.startsWith(`CREATE TABLE [${table}]`))!;
    const defined = [...create.matchAll(/[(,] ?\[(\w+)\] ([a-z0-9]+(?:\(\d+\))?)( not null)?/g)].map(
      ([, name = '', type, notNull]) => `${name} ${alteredTo(sent, table, name) ?? type}${notNull ? '!' : ''}`,
    );
    expect(defined.join(', ')).toBe(columns);
    expect(create).toContain(`CONSTRAINT [pk_${table}] PRIMARY KEY ([${key}])`);
  });
});

describe('the schema of VON', () => {
  it('has the columns of the three documents and no others, with their types (SQLite)', async () => {
    const place = await makePlace('sqlite');
    const database = openDatabase('intranet', place.intranet);
    await migrate(database);
    const columns = await database.read<
      {
        name: string;
        type: string;
        notnull: number;
        dflt_value: string | null;
        pk: number;
      }[]
    >((executor) => executor.raw(`PRAGMA table_info('ocms_valid_offence_notice')`));
    // A column that was made longer has come to the end.
    expect(
      columns
        .map(({ name, type, notnull, dflt_value }) => [
          name,
          type.toLowerCase(),
          notnull === 1 ? 'not null' : 'null',
          dflt_value?.replaceAll("'", '') ?? null,
        ])
        .sort(),
    ).toEqual(
      VON_COLUMNS.map(([name, type, nullable, preset = null]) => [name, onSqlite(type), nullable, preset]).sort(),
    );
    expect(columns.filter(({ pk }) => pk > 0).map(({ name }) => name)).toEqual(['notice_no']);

    const indexes = await database.read<{ name: string; origin: string }[]>((executor) =>
      executor.raw(`PRAGMA index_list('ocms_valid_offence_notice')`),
    );
    const indexed: Record<string, string[]> = {};
    for (const { name } of indexes.filter(({ origin }) => origin === 'c')) {
      const parts = await database.read<
        {
          name: string;
        }[]
      >((executor) => executor.raw(`PRAGMA index_info('${name}')`));
      indexed[name] = parts.map((part) => part.name);
    }
    expect(indexed).toEqual(VON_INDEXES);
    await database.close();
    await place.remove();
  });

  it('is what the stores take the columns for', () => {
    expect(Object.entries(VON)).toEqual(VON_COLUMNS.map(([name, type]) => [name, type]));
  });

  it('refuses on SQLite a text longer than its column, as SQL Server would', async () => {
    const place = await makePlace('sqlite');
    const database = openDatabase('intranet', place.intranet);
    await migrate(database);
    for (const [name, type, nullable] of VON_COLUMNS) {
      const length = /^varchar\((\d+)\)$/.exec(onSqlite(type))?.[1];
      if (!length) continue;
      const row = (text: string) => ({ notice_no: `L${name.length}`, [name]: text });
      await expect(insertNotices(database, [row('x'.repeat(Number(length) + 1))])).rejects.toMatchObject({
        code: 'SQLITE_CONSTRAINT_CHECK',
      });
      await insertNotices(database, [row((type.startsWith('n') ? '🅿' : 'x').repeat(Number(length)))]);
      await database.transaction((trx) => trx('ocms_valid_offence_notice').del());
      if (nullable === 'null') continue;
      await expect(insertNotices(database, [{ ...row('x'), [name]: null }])).rejects.toMatchObject({
        code: 'SQLITE_CONSTRAINT_NOTNULL',
      });
    }
    await database.close();
    await place.remove();
  });

  it("is the same on SQL Server: the documents' types, a named key, and nothing of knex's defaults", async () => {
    const recorded = await everyStatement();
    const sent = recorded.get('migration of an empty database')!.map(({ sql }) => sql);
    const create = sent.find((sql) => sql.startsWith('CREATE TABLE [ocms_valid_offence_notice]'))!;
    expect(create).toContain('CONSTRAINT [pk_ocms_valid_offence_notice] PRIMARY KEY ([notice_no])');
    const defined = [
      ...create.matchAll(
        /[(,] ?\[(\w+)\] ([a-z0-9]+(?:\([0-9a-z,]+\))?)( not null)?(?: CONSTRAINT \[\w+\] DEFAULT '(\w+)')?/g,
      ),
    ].map(([, name = '', type, notNull, preset]) => [
      name,
      alteredTo(sent, 'ocms_valid_offence_notice', name) ?? type,
      notNull ? 'not null' : 'null',
      preset ?? null,
    ]);
    expect(defined).toEqual(VON_COLUMNS.map(([name, type, nullable, preset = null]) => [name, type, nullable, preset]));
    for (const [name, columns] of Object.entries(VON_INDEXES)) {
      expect(sent).toContain(
        `CREATE INDEX [${name}] ON [ocms_valid_offence_notice] (${columns.map((column) => `[${column}]`).join(', ')})`,
      );
    }
    const ours = sent.filter((sql) => /^CREATE TABLE \[ocms_(?!schema_)/.test(sql));
    expect(ours.length).toBeGreaterThanOrEqual(40);
    for (const sql of ours)
      expect(sql.replace(/\] nvarchar\((?!255)\d+\)/g, '')).not.toMatch(
        /\b(nvarchar|ntext|text|datetime|datetimeoffset|float|real|money|bit)\b/i,
      );
  });

  it('changes on SQL Server under a row lock taken before the applied migrations are read', async () => {
    const recorded = await everyStatement();
    const sent = recorded.get('migration of an empty database')!.map(({ sql }) => sql);
    const turn = sent.indexOf('UPDATE ocms_schema_turn SET taken = taken + 1');
    expect(turn).toBeGreaterThan(0);
    expect(sent.findIndex((sql) => sql.includes('ocms_schema_migration'))).toBeGreaterThan(turn);
  });
});
