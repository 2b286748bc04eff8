import { besideOthers } from '../../src/db/beside-others';
import { migrate } from '../../src/db/migrate';
import { loadDemoData } from '../../src/demo/load';
import { type RecordedStatement, recordingMssql, serverError } from '../support/recording-mssql';

const clock = { now: () => new Date('2026-01-15T01:02:03.456Z') };

/** Fails the first so many statements that match, as another process's rows would make them fail; others answer. */
function failing(pattern: RegExp, times: number, number: number) {
  let left = times;
  return (statement: RecordedStatement) => {
    if (pattern.test(statement.sql) && (left -= 1) >= 0) return serverError(number);
    if (/@@rowcount/i.test(statement.sql)) return [{ '': 1 }];
    return / as \[max_batch\]/i.test(statement.sql) ? [{ max_batch: null }] : [];
  };
}

describe('what several instances do when they start together', () => {
  it.each([
    [1222, 'waits longer for the migrations of another one than any other write would'],
    [2627, 'begins again where another one was first'],
  ])('%i: migrating %s', async (number) => {
    const { database, statements, answer } = recordingMssql();
    answer(failing(/^UPDATE ocms_schema_turn/, 3, number));
    expect(await migrate(database)).not.toEqual([]);
    expect(statements.filter(({ sql }) => sql.startsWith('UPDATE ocms_schema_turn'))).toHaveLength(4);
    await database.close();
  });

  it.each([
    [1222, 'while another one loads it'],
    [2627, 'after another one was first'],
  ])('%i: the demo data is looked for again %s', async (number) => {
    const { database, statements, control, answer } = recordingMssql();
    answer(failing(/^insert into \[ocms_api_key\]/, 2, number));
    await loadDemoData({ config: { production: false }, intranet: database, clock });
    const looks = statements.filter(({ sql }) => /from \[ocms_api_key\] order by/.test(sql));
    expect(looks).toHaveLength(3);
    expect(control.filter((each) => each === 'COMMIT').length).toBeGreaterThan(0);
    await database.close();
  });

  it('anything else is not tried again, nor a row that is there however often one looks', async () => {
    const { database } = recordingMssql();
    for (const [number, times] of [
      [547, 1],
      [2627, 10],
    ] as const) {
      let tried = 0;
      await expect(
        besideOthers(database, () => {
          tried += 1;
          return Promise.reject(serverError(number));
        }),
      ).rejects.toMatchObject({ number });
      expect(tried).toBe(times);
    }
    await database.close();
  });
});
