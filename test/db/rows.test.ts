import type { Database } from '../../src/db/database';
import type { RowShape, RowValue } from '../../src/db/dialects/dialect';
import { CUTS_TEXT, keepsText, LEAVES_ESCAPES, notHere } from '../support/capabilities';
import { databaseKinds } from '../support/databases';
import { dateText, instantText, makeContext, mirrorMarks, noticeNumbers, type TestContext } from '../support/contexts';
import { insertCourtCases, insertNotices } from '../support/notices';

const SHAPE = {
  text: 'varchar(40)',
  long_text: 'varchar(max)',
  whole: 'int',
  moment: 'datetime2',
  day: 'date',
  amount: 'decimal(19,2)',
} as const satisfies RowShape;

describe.each(databaseKinds)('rows sent as one parameter on %s', (kind) => {
  let context: TestContext;
  let database: Database;

  beforeAll(async () => {
    context = await makeContext(kind);
    database = context.intranet;
  });
  afterAll(() => context.close());

  const read = <S extends RowShape>(shape: S, rows: Record<keyof S, RowValue>[]): Promise<Record<string, unknown>[]> =>
    database.read(async (executor) => {
      const { sql, bindings } = database.dialect.rows(shape, rows);
      expect(bindings).toHaveLength(1);
      return await executor.raw<Record<string, unknown>[]>(`SELECT * FROM ${sql} AS j ORDER BY j.position`, [
        ...bindings,
      ] as string[]);
    });

  it('arrive with every type as it was sent, and their positions from 0', async () => {
    if (!(await keepsText(database, 'x'.repeat(9_000)))) return notHere(CUTS_TEXT);
    const rows = await read(SHAPE, [
      {
        text: 'plain',
        long_text: 'x'.repeat(9_000),
        whole: -7,
        moment: new Date('2026-01-15T23:59:59.999Z'),
        day: '2026-01-15',
        amount: '99999999.99',
      },
      { text: '', long_text: '', whole: 0, moment: new Date(0), day: '1999-12-31', amount: '0.01' },
      { text: null, long_text: null, whole: null, moment: null, day: null, amount: null },
    ]);
    expect(
      rows.map((row) => ({
        ...row,
        moment: instantText(database, row.moment),
        day: dateText(row.day),
        amount: row.amount === null ? null : Number(row.amount),
      })),
    ).toEqual([
      {
        position: 0,
        text: 'plain',
        long_text: 'x'.repeat(9_000),
        whole: -7,
        moment: '2026-01-15T23:59:59.999Z',
        day: '2026-01-15',
        amount: 99_999_999.99,
      },
      {
        position: 1,
        text: '',
        long_text: '',
        whole: 0,
        moment: '1970-01-01T00:00:00.000Z',
        day: '1999-12-31',
        amount: 0.01,
      },
      { position: 2, text: null, long_text: null, whole: null, moment: null, day: null, amount: null },
    ]);
  });

  it('arrive the same when there is a single column', async () => {
    expect(await read({ text: 'varchar(10)' }, [{ text: 'b' }, { text: '' }, { text: null }, { text: 'a' }])).toEqual([
      { position: 0, text: 'b' },
      { position: 1, text: '' },
      { position: 2, text: null },
      { position: 3, text: 'a' },
    ]);
  });

  it.each<[what: string, text: string]>([
    ['quotes, backslashes and what looks like SQL', `'); DROP TABLE x; -- "\\ ?`],
    ['JSON', '[{"a":null}]'],
    ['text that looks like a number', '007'],
    ['letters beyond ASCII', 'Café Zürich'],
    // VARCHAR on SQL Server holds one code page; the documents' columns are VARCHAR.
    ...(kind === 'sqlite' ? ([['letters beyond a code page', '停车 🅿']] as [string, string][]) : []),
  ])('keep %s', async (_what, text) => {
    if (!(await keepsText(database, text))) return notHere(LEAVES_ESCAPES);
    expect(await read({ text: 'varchar(40)' }, [{ text }])).toEqual([{ position: 0, text }]);
    expect(await read({ text: 'varchar(40)', whole: 'int' }, [{ text, whole: 1 }])).toEqual([
      { position: 0, text, whole: 1 },
    ]);
  });

  it.each([0, 1, 500, 20_000])('arrive in order, %i of them', async (count) => {
    const numbers = noticeNumbers(count);
    const rows = await read(
      { notice_no: 'varchar(10)', place: 'int' },
      numbers.map((notice_no, place) => ({ notice_no, place })),
    );
    expect(rows.map(({ notice_no }) => notice_no)).toEqual(numbers);
    expect(rows.every(({ position, place }) => position === place)).toBe(true);
  });

  describe('updateFrom', () => {
    beforeAll(async () => {
      await insertNotices(database, [{ notice_no: '1A' }, { notice_no: '2A' }, { notice_no: '3A', an_flag: 'Y' }]);
      await insertCourtCases(database, ['1A', '2A', '3A']);
    });

    it('changes the rows that are there and meet the condition, and answers exactly those', async () => {
      const { dialect } = database;
      const changed = await database.transaction((trx) =>
        dialect.updateFrom(trx, {
          table: 'ocms_valid_offence_notice',
          set: { sql: 'vehicle_no = j.vehicle_no, pp_code = ?', bindings: ['A0007'] },
          rows: dialect.rows({ notice_no: 'varchar(10)', vehicle_no: 'varchar(14)' }, [
            { notice_no: '3A', vehicle_no: 'THREE' },
            { notice_no: 'NONE', vehicle_no: 'NONE' },
            { notice_no: '1A', vehicle_no: 'ONE' },
          ]),
          on: 't.notice_no = j.notice_no',
          where: 't.an_flag IS NULL',
          returning: 'notice_no',
        }),
      );
      expect(changed).toEqual(['1A']);
      const rows = await database.read(
        async (executor) =>
          (await executor('ocms_valid_offence_notice')
            .select('notice_no', 'vehicle_no', 'pp_code')
            .orderBy('notice_no')) as unknown,
      );
      expect(rows).toEqual([
        { notice_no: '1A', vehicle_no: 'ONE', pp_code: 'A0007' },
        { notice_no: '2A', vehicle_no: 'SBA1234A', pp_code: null },
        { notice_no: '3A', vehicle_no: 'SBA1234A', pp_code: null },
      ]);
    });

    it('changes nothing and answers nothing for no rows', async () => {
      const { dialect } = database;
      const changed = await database.transaction((trx) =>
        dialect.updateFrom(trx, {
          table: 'ocms_court_case',
          set: { sql: 'upd_user_id = ?', bindings: ['x'] },
          rows: dialect.rows({ notice_no: 'varchar(10)' }, []),
          on: 't.notice_no = j.notice_no',
          returning: 'notice_no',
        }),
      );
      expect(changed).toEqual([]);
      expect(await mirrorMarks(database)).toEqual([]);
    });
  });

  describe('selectJson', () => {
    it('answers names, nulls, empty text and exact numbers in the order asked for', async () => {
      if (!(await keepsText(database, 'Café "1"'))) return notHere(LEAVES_ESCAPES);
      const { dialect } = database;
      const rows = dialect.rows({ text: 'varchar(10)', amount: 'decimal(19,2)' }, [
        { text: 'Café "1"', amount: '0.01' },
        { text: '', amount: '30.50' },
        { text: null, amount: '99999999.99' },
      ]);
      const json = await database.read((executor) =>
        dialect.selectJson(executor, {
          columns: { someText: 'j.text', amount: 'j.amount' },
          from: { sql: `${rows.sql} AS j`, bindings: rows.bindings },
          orderBy: 'j.position DESC',
        }),
      );
      expect(JSON.parse(json)).toEqual([
        { someText: null, amount: 99_999_999.99 },
        { someText: '', amount: 30.5 },
        { someText: 'Café "1"', amount: 0.01 },
      ]);
    });

    it('answers [] for no rows', async () => {
      const { dialect } = database;
      const { sql, bindings } = dialect.rows({ text: 'varchar(10)' }, []);
      const json = await database.read((executor) =>
        dialect.selectJson(executor, {
          columns: { text: 'j.text' },
          from: { sql: `${sql} AS j`, bindings },
          orderBy: 'j.position',
        }),
      );
      expect(json).toBe('[]');
    });
  });

  describe('selectJsonOf', () => {
    const found = async (names: readonly string[]) => {
      const { dialect } = database;
      const rows = dialect.tuples(
        { name: 'varchar(40)' },
        names.map((name) => [name]),
      );
      const json = await database.read((executor) =>
        dialect.selectJsonOf(executor, {
          columns: { isThere: 't.name' },
          rows,
          table: 'ocms_condition',
          on: 't.name = j.name',
        }),
      );
      return (JSON.parse(json) as { isThere: string }[]).map(({ isThere }) => isThere);
    };

    it('answers rows of the table in the order of the set, without those it does not have', async () => {
      const { dialect } = database;
      const names = Array.from({ length: 300 }, (_, index) => `condition ${index}`);
      await database.transaction((trx) =>
        trx.batchInsert(
          'ocms_condition',
          names.map((name) => ({ name, since: dialect.bindInstant(new Date(0)) })),
        ),
      );
      const odd = names.filter((_, index) => index % 2 === 1);
      const even = names.filter((_, index) => index % 2 === 0);
      expect(await found([...odd.reverse(), 'unknown', ...even])).toEqual([...odd, ...even]);
      expect(await found([])).toEqual([]);
    });
  });

  describe('selectTuples', () => {
    const selected = (rows: readonly (readonly [string, string | null])[]) => {
      const { dialect } = database;
      const { sql, bindings } = dialect.tuples({ name: 'varchar(10)', amount: 'decimal(19,2)' }, rows);
      const from = { sql: `SELECT j.name, j.amount FROM ${sql} AS j ORDER BY j.name`, bindings };
      return database.read((executor) => dialect.selectTuples(executor, { columns: ['name', 'amount'], from }));
    };

    it('answers values in the order of the columns, rows in that of the first, and which is the last', async () => {
      const { json, last } = await selected([
        ['2A', '0.01'],
        ['9A', '99999999.99'],
        ['10A', null],
      ]);
      expect(JSON.parse(json)).toEqual([
        ['10A', null],
        ['2A', 0.01],
        ['9A', 99_999_999.99],
      ]);
      expect(last).toBe('9A');
    });

    it('answers [] for no rows, and no last', async () => {
      expect(await selected([])).toEqual({ json: '[]', last: undefined });
    });
  });
});
