import { type Database, openDatabase } from '../../../src/db/database';
import { insertNotices } from '../../../src/features/notices';
import { databaseUrl, makePlace, type TestPlace } from '../../support/databases';
import { differingNotices, refuseNotice, tamper } from '../../support/mirror';
import { ocms, type Run } from '../../support/process';
import { patience } from '../../support/patience';

jest.setTimeout(patience(60_000));

const SHAPE = {
  notice_no: 'varchar(10)',
  notice_source: 'varchar(8)',
  vehicle_no: 'varchar(14)',
  composition_amount: 'decimal(19,2)',
  cre_date: 'datetime2',
  cre_user_id: 'varchar(50)',
} as const;
const SYNC = ['jobs', 'run', 'sync_internet_zone'];

let place: TestPlace;
let env: Record<string, string>;
let intranet: Database;
let internet: Database;
beforeAll(async () => {
  place = await makePlace();
  env = {
    OCMS_INTRANET_DB: databaseUrl(place.intranet),
    OCMS_INTERNET_DB: databaseUrl(place.internet),
    OCMS_MIRROR_ATTEMPTS: '1',
  };
  expect(await ocms(['mirror', 'status'], env)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('ocms -- migrate') as string,
  });
  expect(await ocms(['migrate'], env)).toMatchObject({ code: 0 });
  intranet = openDatabase('intranet', place.intranet);
  internet = openDatabase('internet', place.internet);
});
afterAll(async () => {
  await intranet.close();
  await internet.close();
  await place.remove();
});

const store = (...numbers: string[]): Promise<void> =>
  intranet.transaction((trx) => {
    const at = new Date('2026-01-15T01:02:03.456Z');
    const rows = numbers.map((notice_no) => ({
      notice_no,
      notice_source: 'CES',
      vehicle_no: 'SBA1234A',
      composition_amount: '70.50',
      cre_date: at,
      cre_user_id: 'test',
    }));
    return insertNotices(trx, SHAPE, rows, at);
  });
const mirror = (...args: string[]): Promise<Run> => ocms(['mirror', ...args], env);
const expectDone = (run: Run, stdout: string | RegExp, code = 0): void => {
  expect({ code: run.code, stdout: run.stdout }).toEqual({
    code,
    stdout: typeof stdout === 'string' ? stdout : (expect.stringMatching(stdout) as string),
  });
  expect(run.stderr).not.toMatch(/^\s+at /m);
};

test('status of an empty mirror, and reconciling it: nothing waits, nothing differs', async () => {
  const [status, reconciled] = await Promise.all([mirror('status'), mirror('reconcile')]);
  expectDone(status, 'waiting              0\nmanual verification  0\n');
  expectDone(reconciled, 'compared 0, differences 0, waiting to be copied 0\n');
});

test('what waits is shown, is no difference, and is copied by the job', async () => {
  await store('100000001A', '100000002A', '100000003A');
  const [status, reconciled, before] = await Promise.all([
    mirror('status'),
    mirror('reconcile'),
    mirror('show', '100000001A'),
  ]);
  expectDone(status, /^waiting {14}3, the oldest for \d+ s\nmanual verification {2}0\n$/);
  expectDone(reconciled, 'compared 3, differences 0, waiting to be copied 3\n');
  expectDone(
    before,
    /^column +intranet +internet\nnotice_no +100000001A\n[^]*\nversion +1\nthe mirror is not up to date yet: the notice is copied soon, at the latest by the next run of sync_internet_zone\n$/,
  );
  expectDone(await ocms(SYNC, env), 'sync_internet_zone SUCCEEDED copied 3, failed 0, manual 0\n');
  const shown = await mirror('show', '100000001A');
  expectDone(
    shown,
    /^column +intranet +internet\nnotice_no +100000001A +100000001A\n[^]*composition_amount +70\.50 +70\.50\n[^]*archive_date +- +-\nversion +1 +1\n$/,
  );
  expect(shown.stdout).not.toContain('owner');
});

test('the history of all jobs leaves out what succeeds every minute; that of the job has it', async () => {
  const [all, own] = await Promise.all([
    ocms(['jobs', 'history'], env),
    ocms(['jobs', 'history', 'sync_internet_zone'], env),
  ]);
  expectDone(
    all,
    'no runs\nwithout the successful and skipped runs of process_advisory_notices, sync_internet_zone: name it to see the successful\n',
  );
  expectDone(own, /sync_internet_zone +SUCCEEDED/);
});

test('a notice of neither zone is shown as such', async () => {
  expect(await mirror('show', '999999999A')).toMatchObject({
    code: 1,
    stdout: '',
    stderr: 'neither zone has a notice 999999999A\n',
  });
});

test('differences end with 1 and are named by their kind; --repair mends them and ends with 0; then there are none', async () => {
  await internet.transaction((trx) => trx('eocms_valid_offence_notice').where('notice_no', '100000001A').delete());
  await tamper({ internet }, '100000002A', { vehicle_no: 'SBA9999Z' });
  await tamper({ internet }, '100000003A', { version: 5 });
  await intranet.transaction((trx) =>
    trx('ocms_valid_offence_notice').where('notice_no', '100000001A').update({ pp_name: 'ELSEWHERE' }),
  );
  const found = 'missing: 100000001A\ndifferent: 100000002A\nahead: 100000003A\n';
  expectDone(await mirror('reconcile'), `compared 3, differences 3, waiting to be copied 0\n${found}`, 1);
  expectDone(
    await mirror('reconcile', '--repair'),
    `compared 3, differences 3, waiting to be copied 0, repaired 3\n${found}`,
  );
  expectDone(await mirror('reconcile'), 'compared 3, differences 0, waiting to be copied 0\n');
  expect(await differingNotices({ intranet, internet })).toEqual([]);
});

test('surplus notices are removed by --remove-surplus only; of many, the first hundred are named', async () => {
  const numbers = Array.from({ length: 101 }, (_, index) => `${200_000_001 + index}A`);
  const [row] = await internet.read(
    async (executor) => (await executor('eocms_valid_offence_notice').limit(1)) as object[],
  );
  await internet.transaction(async (trx) => {
    for (const notice_no of numbers)
      await trx('eocms_valid_offence_notice').insert({ ...row, notice_no, composition_amount: '70.50' });
  });
  const named = `surplus: ${numbers.slice(0, 100).join(' ')} …\n`;
  const hint = 'Surplus notices stay: if OCMS_INTRANET_DB is the right database, --remove-surplus removes them.\n';
  expectDone(await mirror('reconcile'), `compared 3, differences 101, waiting to be copied 0\n${named}${hint}`, 1);
  expectDone(
    await mirror('reconcile', '--repair'),
    `compared 3, differences 101, waiting to be copied 0, repaired 0\n${named}${hint}`,
    1,
  );
  expectDone(
    await mirror('reconcile', '--remove-surplus'),
    `compared 3, differences 101, waiting to be copied 0, repaired 101\n${named}`,
  );
  expect(await differingNotices({ intranet, internet })).toEqual([]);
});

test('a notice left for manual verification is listed; --repair ends with 1 while the cause is there, and with 0 once it is gone', async () => {
  const mend = await refuseNotice({ internet }, place.internet.kind, '300000001A');
  await store('300000001A');
  expectDone(await ocms(SYNC, env), 'sync_internet_zone SUCCEEDED copied 0, failed 1, manual 1\n');
  expectDone(
    await mirror('status'),
    /^waiting {14}1, the oldest for \d+ s\nmanual verification {2}1\nnotice +failures +last failed +next +error\n300000001A +1 +\S.* +manual verification +(SqliteError SQLITE_CONSTRAINT_TRIGGER|Error 547)\n$/,
  );
  expectDone(
    await mirror('reconcile', '--repair'),
    'compared 4, differences 1, waiting to be copied 0, repaired 0\nmissing: 300000001A\n',
    1,
  );
  await mend();
  expectDone(
    await mirror('reconcile', '--repair'),
    'compared 4, differences 1, waiting to be copied 0, repaired 1\nmissing: 300000001A\n',
  );
  expect(await differingNotices({ intranet, internet })).toEqual([]);
});

test('without the internet zone status answers, and the others say what is wrong', async () => {
  const away = { ...env, OCMS_INTERNET_DB: `sqlite:${place.folder}` };
  expectDone(await ocms(['mirror', 'status'], away), 'waiting              0\nmanual verification  0\n');
  for (const run of await Promise.all(
    [['reconcile'], ['show', '100000001A']].map((command) => ocms(['mirror', ...command], away)),
  )) {
    expect(run).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('the internet database is not available') as string,
    });
  }
});

test.each([
  [['mirror', 'show'], 2],
  [['mirror', 'reconcile', '--mend'], 2],
  [['mirror', 'no-such'], 2],
])('ocms %j ends with %i', async (args, code) => {
  expect(await ocms(args, env)).toMatchObject({ code, stdout: '' });
});
