import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Database, openDatabase } from '../../../src/db/database';
import { databaseUrl, makePlace, type TestPlace } from '../../support/databases';
import { insertForeignNotices } from '../../support/foreign';
import { insertNotices } from '../../support/notices';
import { ocms, type Run } from '../../support/process';
import { patience } from '../../support/patience';
import { OLD_KEY, saveOwner } from '../../features/personal-data/owners';

jest.setTimeout(patience(60_000));

let place: TestPlace;
let env: Record<string, string>;
let intranet: Database;
beforeAll(async () => {
  place = await makePlace();
  env = { OCMS_INTRANET_DB: databaseUrl(place.intranet), OCMS_INTERNET_DB: databaseUrl(place.internet) };
  expect(await ocms(['keys', 'list'], env)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('ocms -- migrate') as string,
  });
  expect(await migrated()).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(
      /^intranet: applied 001-notices, 002-api-keys.*\ninternet: applied 001-notices, 002-any-text\n$/,
    ) as string,
  });
  intranet = openDatabase('intranet', place.intranet);
});
afterAll(async () => {
  await intranet.close();
  await place.remove();
});

/** `ocms migrate`, without its advice about how the server is set up. */
async function migrated(): Promise<Run> {
  const run = await ocms(['migrate'], env);
  return { ...run, stdout: run.stdout.replace(/^.*: warning: READ_COMMITTED_SNAPSHOT .*\n/gm, '') };
}

test('migrate again does nothing', async () => {
  expect(await migrated()).toMatchObject({
    code: 0,
    stdout: 'intranet: up to date\ninternet: up to date\n',
  });
});

test('a key for personal data is made; what is under the old one is put under it, and the old one may go', async () => {
  const made = await ocms(['personal-data', 'key'], env);
  expect(made).toMatchObject({ code: 0, stdout: expect.stringMatching(/^[A-Za-z0-9+/]{43}=\n$/) as string });
  const withKeys = (...keys: string[]) => ({ ...env, OCMS_DATA_KEYS: keys.join() });
  const [older, newer] = [`k1:${Buffer.alloc(32, 1).toString('base64')}`, `k2:${made.stdout.trim()}`];
  await insertNotices(intranet, [{ notice_no: 'PD1' }, { notice_no: 'PD2' }]);
  for (const noticeNo of ['PD1', 'PD2']) await saveOwner(intranet, [OLD_KEY], noticeNo);
  const counted = async (...keys: string[]) => (await ocms(['personal-data', 'keys'], withKeys(...keys))).stdout;
  expect(await counted(newer, older)).toMatch(/^k2 +0 +current\nk1 +10 +decrypts only$/m);

  const blind = await ocms(['personal-data', 'rotate'], withKeys(newer));
  expect(blind).toMatchObject({
    code: 1,
    stdout: expect.stringMatching(
      /^rotated 0, changed meanwhile 0, failed 10\n.*PD1 is encrypted with the key k1, which is not configured$/m,
    ) as string,
  });
  expect(await ocms(['personal-data', 'rotate'], withKeys(newer, older))).toMatchObject({
    code: 0,
    stdout: 'rotated 10, changed meanwhile 0, failed 0\n',
  });
  expect(await counted(newer)).toMatch(/^k2 +10 +current\n$/m);
  expect(await ocms(['personal-data', 'keys'], withKeys('k1:secret'))).toMatchObject({
    code: 1,
    stderr: expect.not.stringContaining('secret') as string,
  });
  await intranet.transaction((trx) => trx('ocms_valid_offence_notice').whereIn('notice_no', ['PD1', 'PD2']).del());
});

test('a key is issued, listed and revoked; it is shown once and stored nowhere', async () => {
  const issued = await ocms(
    ['keys', 'issue', '--partner', 'CAS', '--expires', '2099-01-01', '--actor', 'officer1'],
    env,
  );
  expect(issued.code).toBe(0);
  const [, keyId, key] = /^key id\s+(\S+)\n[^]*^key\s+(\S+)$/m.exec(issued.stdout)!;
  expect(issued.stdout).toContain('expires  2098-12-31T16:00:00.000Z');
  expect(key).toMatch(/^ocms_cas_[A-Za-z0-9_-]{43}$/);

  const listed = await ocms(['keys', 'list'], env);
  expect(listed.stdout).toMatch(new RegExp(`${keyId}\\s+CAS\\s+active`));
  expect(listed.stdout).toContain('officer1');
  expect(listed.stdout).not.toContain(key);

  expect(await ocms(['keys', 'revoke', keyId!], env)).toMatchObject({ code: 0, stdout: `revoked ${keyId}\n` });
  expect((await ocms(['keys', 'list'], env)).stdout).toMatch(new RegExp(`${keyId}\\s+CAS\\s+revoked`));
  expect(await ocms(['keys', 'revoke', keyId!], env)).toMatchObject({ code: 1, stderr: `no active key ${keyId}\n` });

  for (const table of ['ocms_api_key', 'ocms_api_key_event']) {
    const rows = await intranet.read(async (executor) => (await executor(table).select('*')) as unknown[]);
    expect(rows).not.toEqual([]);
    expect(JSON.stringify(rows)).not.toContain(key);
  }
  // Who closes a file loses the locks SQLite has on it: others would take its log to be nobody's and clear it.
  await intranet.close();
  for (const file of readdirSync(place.folder))
    expect(readFileSync(join(place.folder, file)).includes(key!)).toBe(false);
  intranet = openDatabase('intranet', place.intranet);
});

test.each([
  ['mirror', 'reconcile'],
  ['mirror', 'show', '1A'],
])('ocms %s %s on a database that is not there says so in words', async (...args) => {
  const elsewhere = { ...env, OCMS_INTERNET_DB: `sqlite:${join(place.folder, 'elsewhere.db')}` };
  expect(await ocms(args, elsewhere)).toEqual({
    code: 1,
    stdout: '',
    stderr: 'the internet database is empty; is OCMS_INTERNET_DB right? If it is, run: npm run ocms -- migrate\n',
  });
});

test.each([
  [
    'mssql://user:s3cret@127.0.0.1:1/ocms',
    'the intranet database is not available: nothing listens at its address (ECONNREFUSED)',
  ],
  [`sqlite:${tmpdir()}`, 'the intranet database is not available: its file cannot be opened (SQLITE_CANTOPEN'],
])('why %s is not available is told, without secrets', async (location, message) => {
  const { code, stderr } = await ocms(['keys', 'list'], { ...env, OCMS_INTRANET_DB: location });
  expect(code).toBe(1);
  expect(stderr).toContain(message);
  expect(stderr).not.toMatch(/s3cret|^\s+at /m);
});

test('e-mails to operations that were not sent are listed', async () => {
  expect(await ocms(['jobs', 'alerts', '--retry'], env)).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/due again: 0\n.*(none waits|given up|at once)/s) as string,
  });
});

test('the history of all jobs has what a job by night did, and of one that runs every minute only what failed', async () => {
  const away = {
    ...env,
    OCMS_INTERNET_DB: `sqlite:${place.folder}`,
    OCMS_CAS_URL: 'http://127.0.0.1:9',
    OCMS_CAS_ATTEMPTS: '1',
  };
  await ocms(['jobs', 'run', 'sync_internet_zone'], env);
  await ocms(['jobs', 'run', 'sync_internet_zone'], away);
  await ocms(['jobs', 'run', 'refresh_vip_vehicle'], away);
  const runs = async (...name: string[]): Promise<string[]> =>
    (await ocms(['jobs', 'history', ...name], env)).stdout
      .match(/\w+ +(FAILED|SUCCEEDED)/g)!
      .map((run) => run.replace(/ +/, ' '));
  expect(await runs()).toEqual(['refresh_vip_vehicle FAILED', 'sync_internet_zone FAILED']);
  expect(await runs('sync_internet_zone')).toEqual(['sync_internet_zone FAILED', 'sync_internet_zone SUCCEEDED']);
});

test('foreign show tells a notice’s story, with the next run of the job that tells vHub', async () => {
  await insertForeignNotices(intranet, [{ notice_no: '1A', dated: '2026-03-01T01:30:00Z' }]);
  const { code, stdout, stderr } = await ocms(['foreign', 'show', '1A'], env);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(
    /^notice 1A .*\n[^]*offence +2026-03-01 09:30:00\n[^]*vhub_update_violation_api, next run \d{4}-\d\d-\d\d 03:00:00\n/,
  );
});

test.each([
  [['keys', 'issue'], 2, '--partner'],
  [['keys', 'issue', '--partner', 'NOBODY'], 2, 'Partners are CAS, CES, PLUS, REPCCS'],
  [['keys', 'issue', '--partner', 'CAS', '--expires', '2020-01-01'], 2, 'already have expired'],
  [['keys', 'issue', '--partner', 'CAS', '--expires', 'soon'], 2, 'soon'],
  [['jobs', 'history', 'no_such_job'], 2, 'no job no_such_job; jobs are refresh_vip_vehicle'],
  [['jobs', 'alerts', '--limit', '0'], 2, 'A whole number from 1'],
  [['jobs', 'history', '--limit', 'all'], 2, 'A whole number from 1'],
  [['mirror', 'status', '--limit', '0'], 2, 'A whole number from 1'],
  [['foreign', 'show', '9Z\u001b[2J'], 1, 'there is no notice 9Z\ufffd[2J, nor in the archive\n'],
  [['foreign', 'show'], 2, 'missing required argument'],
  [['no-such-command'], 2, 'unknown command'],
  [['--help'], 0, ''],
])('ocms %j ends with %i', async (args, code, stderr) => {
  const run = await ocms(args, env);
  expect({ code: run.code, stderr: run.stderr }).toEqual({ code, stderr: expect.stringContaining(stderr) as string });
  expect(run.stderr).not.toMatch(/^\s+at /m);
});
