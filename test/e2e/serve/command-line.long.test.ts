import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../../src/db/database';
import { insertForeignNotices } from '../../support/foreign';
import { ocms } from '../../support/process';
import { patience } from '../../support/patience';

jest.setTimeout(patience(60_000));

let folder: string;
let env: Record<string, string>;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ocms-cli-'));
  env = { OCMS_DATA_DIR: folder };
  expect(await ocms(['keys', 'list'], env)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('ocms -- migrate') as string,
  });
  expect(await ocms(['migrate'], env)).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(
      /^intranet: applied 001-notices, 002-api-keys.*\ninternet: applied 001-notices, 002-any-text\n$/,
    ) as string,
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('migrate again does nothing', async () => {
  expect(await ocms(['migrate'], env)).toMatchObject({
    code: 0,
    stdout: 'intranet: up to date\ninternet: up to date\n',
  });
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

  for (const file of readdirSync(folder)) expect(readFileSync(join(folder, file)).includes(key!)).toBe(false);
});

test.each([
  ['mirror', 'reconcile'],
  ['mirror', 'show', '1A'],
])('ocms %s %s on a database that is not there says so in words', async (...args) => {
  const elsewhere = { ...env, OCMS_INTERNET_DB: `sqlite:${join(folder, 'elsewhere.db')}` };
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
    OCMS_INTERNET_DB: `sqlite:${folder}`,
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
  const intranet = openDatabase('intranet', { kind: 'sqlite', path: join(folder, 'intranet.db') });
  await insertForeignNotices(intranet, [{ notice_no: '1A', dated: '2026-03-01T01:30:00Z' }]);
  await intranet.close();
  const { code, stdout } = await ocms(['foreign', 'show', '1A'], env);
  expect(code).toBe(0);
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
