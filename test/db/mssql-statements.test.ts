import { writeFileSync } from 'node:fs';
import {
  exportedStoreFunctions,
  ISSUES_NOTHING,
  LOADS_IN_BULK,
  NUMBERS,
  recordEveryStatement,
  storeFlows,
} from '../support/every-statement';
import type { RecordedStatement } from '../support/recording-mssql';

/** What SQL Server or Babelfish does not take, or what does not hold there. */
const NOT_THERE: readonly [what: string, pattern: RegExp][] = [
  ['MERGE', /\bMERGE\b/i],
  ['ON CONFLICT', /\bON\s+CONFLICT\b/i],
  ['LIMIT', /\bLIMIT\b/i],
  ['RETURNING', /\bRETURNING\b/i],
  ["SQLite's JSON", /\bjson_(each|group_array|object)\b|->/i],
  ['a CTE', /^\s*WITH\b|\bWITH\s+\w+\s+AS\s*\(/i],
  ['WAITFOR', /\bWAITFOR\b/i],
  ['a locking hint', /\b(READPAST|UPDLOCK|ROWLOCK|HOLDLOCK|NOLOCK)\b/i],
  ['ALTER COLUMN of more than a type', /\bALTER\s+COLUMN\b[^;]*\bNULL\b/i],
  ['several columns in one ALTER TABLE ADD', /\bALTER\s+TABLE\s+\S+\s+ADD\s+(?!CONSTRAINT)[^,]*,\s*\[/i],
  ['a filtered index', /\bCREATE\b[^;]*\bINDEX\b[^;]*\bWHERE\b/i],
  ['quoting other than brackets', /["`]/],
  ['a placeholder that was not numbered', /\?/],
];

const TYPES = new Set(['VarChar', 'DateTime2', 'Int']);

describe('SQL Server: every statement the service issues', () => {
  let recorded: Map<string, readonly RecordedStatement[]>;
  let all: { flow: string; statement: RecordedStatement }[];

  beforeAll(async () => {
    recorded = await recordEveryStatement();
    all = [...recorded].flatMap(([flow, statements]) => statements.map((statement) => ({ flow, statement })));
    // scripts/check-tsql.mjs hands them to a T-SQL parser.
    const file = process.env.OCMS_TEST_STATEMENTS_FILE;
    if (file)
      writeFileSync(
        file,
        JSON.stringify(
          all.map(({ flow, statement }) => ({ flow, sql: statement.sql, declaration: statement.declaration })),
        ),
      );
  });

  it('is recorded from each function that a store exports', () => {
    expect(Object.keys(storeFlows).sort()).toEqual(
      exportedStoreFunctions()
        .filter((name) => !ISSUES_NOTHING.includes(name))
        .sort(),
    );
  });

  it('is recorded by every flow', () => {
    expect([...recorded].filter(([, statements]) => statements.length === 0).map(([name]) => name)).toEqual(
      LOADS_IN_BULK,
    );
  });

  it.each(NOT_THERE)('does without %s', (_what, pattern) => {
    const code = (sql: string): string => sql.replace(/N?'(''|[^'])*'/g, "''");
    expect(all.filter(({ statement }) => pattern.test(code(statement.sql)))).toEqual([]);
  });

  it('refers to each of its parameters, and to no other', () => {
    for (const { statement } of all) {
      const used = [...new Set(statement.sql.match(/@p\d+/g) ?? [])].map((name) => name.slice(1)).sort();
      expect(used).toEqual(statement.parameters.map(({ name }) => name).sort());
    }
  });

  it('stays far under the 2,100 parameters SQL Server takes, with 500 notices', () => {
    const most = (statements: typeof all): number =>
      Math.max(...statements.map(({ statement }) => statement.parameters.length));
    const isPurge = ({ statement }: (typeof all)[number]): boolean => /^delete from \[ocms_job_/.test(statement.sql);
    // Effects are claimed 20 at a time.
    expect(most(all.filter((each) => !isPurge(each)))).toBeLessThanOrEqual(120);
    // Old runs go 500 at a time, by their ids.
    expect(most(all.filter(isPurge))).toBe(500);
  });

  it.each([
    ['court-notices/updateCourtNotices', 2],
    ['internet-mirror/mirrorStore.copy', 3],
    ['internet-mirror/markStore.unmark', 2],
  ])('sends all 500 notices of %s in one parameter', (flow, statements) => {
    const updates = recorded.get(flow)!;
    expect(updates).toHaveLength(statements);
    for (const { parameters } of updates) {
      const [json] = parameters.filter(({ value }) => typeof value === 'string' && value.startsWith('['));
      expect(JSON.parse(json!.value as string)).toHaveLength(NUMBERS.length);
    }
  });

  it('binds ASCII text and nulls as VARCHAR, other text as NVARCHAR, instants as DATETIME2, and nothing as FLOAT', () => {
    const wrong = all.flatMap(({ flow, statement }) =>
      statement.parameters
        .filter(({ type, value }) => {
          // eslint-disable-next-line no-control-regex -- ASCII is the question
          if (typeof value === 'string' && !/^[\x00-\x7f]*$/.test(value)) return type !== 'NVarChar';
          if (value instanceof Date) return type !== 'DateTime2';
          return !TYPES.has(type);
        })
        .map(({ type, value }) => ({ flow, type, value, sql: statement.sql })),
    );
    expect(wrong).toEqual([]);
  });

  it('never carries an amount as a number: amounts are decimal text in a row of decimal(19,2)', () => {
    const [update] = recorded.get('court-notices/updateCourtNotices')!;
    expect(update!.sql).toContain(`amount_payable decimal(19,2) '$.c10'`);
    const json = update!.parameters
      .map(({ value }) => value)
      .find((value) => typeof value === 'string' && value.startsWith('['));
    expect((JSON.parse(json as string) as { c10: unknown }[])[0]!.c10).toBe('19.99');
  });

  it('carries an instant in a row as UTC without an offset, which datetime2 does not hold', () => {
    const [update] = recorded.get('court-notices/updateCourtNotices')!;
    expect(update!.sql).toContain(`epr_date_of_suspension datetime2 '$.c13'`);
    const json = update!.parameters
      .map(({ value }) => value)
      .find((value) => typeof value === 'string' && value.startsWith('['));
    expect((JSON.parse(json as string) as { c13: unknown }[])[0]!.c13).toBe('2026-01-15T01:02:03.456');
  });

  it('names every column of a row of parameters with a type of the documents', () => {
    for (const { statement } of all) {
      for (const [, list] of statement.sql.matchAll(/OPENJSON\(@p\d+\) WITH \((.*?'\$\.\w+')\)/g)) {
        for (const column of list!.split(/, (?=\w+ )/)) {
          expect(column).toMatch(
            /^\w+ (varchar\((\d+|max)\)|nvarchar\(\d+\)|int|datetime2|date|decimal\(19,2\)) '\$\.\w+'$/,
          );
        }
      }
    }
  });
});
