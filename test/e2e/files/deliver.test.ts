import { readFile } from 'node:fs/promises';
import { SANDBOX_HOST_KEY } from '../../../src/config/partner-sandbox';
import { UpstreamError } from '../../../src/platform/outbound';
import { clientKey } from '../../../src/partner-sandbox';
import { hostKey, wrongHostKey } from '../../../src/partner-sandbox/sftp/keys';
import { patience } from '../../support/patience';
import { type FileWorld, fileWorld, PASSWORD } from './exchange';

let world: FileWorld;
beforeAll(async () => {
  world = await fileWorld();
});
beforeEach(async () => {
  await world.sandbox.admin('DELETE', '');
  world.log.length = 0;
});
afterAll(() => world.close());

const NAME = 'URA_VHUB_VIOLATION_20260131_040000.xml';
const never = new AbortController().signal;
const failure = (work: Promise<unknown>): Promise<UpstreamError> =>
  work.then(
    () => {
      throw new Error('it did not fail');
    },
    (error: unknown) => {
      expect(error).toBeInstanceOf(UpstreamError);
      return error as UpstreamError;
    },
  );
const BLOB_OK = 'BLOB putBlob ok';

describe('a file to a partner (F 2.4, 2.5, 2.6; decisions §8)', () => {
  it('is copied into Blob, then goes to the server under a temporary name, and is renamed when whole', async () => {
    const path = await world.local(300_000);
    await world.exchange().deliver({ name: NAME, path }, never);
    const [copy] = await world.arrivals('blob');
    const [file] = await world.arrivals('vhub');
    expect(copy).toMatchObject({ path: `ocms/vhub/${NAME}`, bytes: 300_000, state: 'stored' });
    expect(file).toMatchObject({
      path: `incoming/${NAME}`,
      from: `incoming/${NAME}.part`,
      bytes: 300_000,
      state: 'renamed',
    });
    expect(Date.parse(copy!.time)).toBeLessThanOrEqual(Date.parse(file!.time));
    expect(await world.names('incoming')).toEqual([NAME]);
    expect(await world.content(`incoming/${NAME}`)).toBe(await readFile(path, 'utf8'));
    expect(world.attempts()).toEqual([BLOB_OK, 'VHUB deliverFile ok']);
  });

  it('may be empty', async () => {
    await world.exchange().deliver({ name: 'EMPTY.csv', path: await world.local('') }, never);
    expect(await world.arrivals('vhub')).toMatchObject([{ path: 'incoming/EMPTY.csv', bytes: 0, state: 'renamed' }]);
  });

  it('replaces one of its name, as a repetition is the same file', async () => {
    const exchange = world.exchange();
    await exchange.deliver({ name: NAME, path: await world.local('first') }, never);
    await exchange.deliver({ name: NAME, path: await world.local('second') }, never);
    expect(await world.names('incoming')).toEqual([NAME]);
    expect(await world.content(`incoming/${NAME}`)).toBe('second');
    expect((await world.sandbox.admin('GET', `/files/blob/ocms/vhub/${NAME}`)).text).toBe('second');
  });

  it('is measured: a series per system, operation and outcome', async () => {
    await world.exchange().deliver({ name: NAME, path: await world.local('x') }, never);
    const metrics = await world.registry.metrics();
    expect(metrics).toContain('_count{system="BLOB",operation="putBlob",outcome="ok"}');
    expect(metrics).toContain('_count{system="VHUB",operation="deliverFile",outcome="ok"}');
  });

  it.each(['../x.xml', 'a/b.xml', 'a\\b.xml', '..', '.hidden', '', 'x\n.xml', 'y'.repeat(201)])(
    'has a name that names a file of the folder: not %j',
    async (name) => {
      const path = await world.local('x');
      await expect(world.exchange().deliver({ name, path }, never)).rejects.toThrow('file’s name');
      expect(await world.arrivals('blob')).toEqual([]);
    },
  );
});

describe('Blob (F 2.4.3: Azure upload failed, retry up to 2 times)', () => {
  it('away: three attempts, and nothing goes to the partner', async () => {
    await world.fault('blob', { fault: 'refuse' });
    const error = await failure(world.exchange().deliver({ name: NAME, path: await world.local('x') }, never));
    expect(error).toMatchObject({ system: 'BLOB', operation: 'putBlob', outcome: 'unknown', attempts: 3 });
    expect(await world.arrivals('vhub')).toEqual([]);
    expect(await world.arrivals('blob')).toHaveLength(3);
  });

  it('failing twice is tried again', async () => {
    await world.fault('blob', { fault: 'status', status: 503, times: 2 });
    await world.exchange().deliver({ name: NAME, path: await world.local('x') }, never);
    expect(world.attempts()).toEqual(['BLOB putBlob unknown', 'BLOB putBlob unknown', BLOB_OK, 'VHUB deliverFile ok']);
  });

  it('that answers nothing is given up after a time', async () => {
    await world.fault('blob', { fault: 'hang' });
    const exchange = world.exchange({ blob: { timeoutMs: 100, attempts: 2 } });
    const error = await failure(exchange.deliver({ name: NAME, path: await world.local('x') }, never));
    expect(error).toMatchObject({ system: 'BLOB', attempts: 2, message: expect.stringContaining('timed out') });
  });

  it('without the container: an error that says so, at once', async () => {
    const exchange = world.exchange({ blob: { container: 'nowhere' } });
    const error = await failure(exchange.deliver({ name: NAME, path: await world.local('x') }, never));
    expect(error).toMatchObject({ outcome: 'rejected', retryable: false, attempts: 1 });
    expect(error.message).toContain('the container does not exist');
  });

  it('that refuses the key: no repetition', async () => {
    const connectionString = world.sandbox.blobConnectionString.replace(/AccountKey=[^;]+/, 'AccountKey=d3Jvbmc=');
    const exchange = world.exchange({ blob: { connectionString } });
    const error = await failure(exchange.deliver({ name: NAME, path: await world.local('x') }, never));
    expect(error).toMatchObject({ outcome: 'rejected', retryable: false, attempts: 1 });
    expect(error.message).toContain('status 403');
  });
});

describe('the SFTP server (F 2.4.3: connection or upload failed, retry up to 2 times)', () => {
  it('refusing twice takes the third attempt; the copy is in Blob once', async () => {
    await world.fault('sftp-vhub', { fault: 'refuse', times: 2 });
    await world.exchange().deliver({ name: NAME, path: await world.local('x') }, never);
    const refused = 'VHUB deliverFile rejected';
    expect(world.attempts()).toEqual([BLOB_OK, refused, refused, 'VHUB deliverFile ok']);
    expect(await world.arrivals('blob')).toHaveLength(1);
  });

  it('refusing always: three attempts, and an error that may be tried later', async () => {
    await world.fault('sftp-vhub', { fault: 'refuse' });
    const error = await failure(world.exchange().deliver({ name: NAME, path: await world.local('x') }, never));
    expect(error).toMatchObject({ system: 'VHUB', outcome: 'rejected', retryable: true, attempts: 3 });
  });

  it('that is not there: no connection', async () => {
    const exchange = world.exchange({ sftp: { port: 1, attempts: 1 } });
    const error = await failure(exchange.deliver({ name: NAME, path: await world.local('x') }, never));
    expect(error.message).toBe('VHUB deliverFile: rejected: no connection (ECONNREFUSED)');
  });

  it('with another host key is refused at once, and its fingerprint told', async () => {
    await world.fault('sftp-vhub', { fault: 'host-key' });
    const error = await failure(world.exchange().deliver({ name: NAME, path: await world.local('x') }, never));
    expect(error).toMatchObject({ retryable: false, attempts: 1 });
    expect(error.message).toContain(`shows the host key ${wrongHostKey().fingerprint}, which is not pinned`);
    expect(await world.arrivals('vhub')).toEqual([]);
  });

  it('may have any of several host keys, for the time of a change', async () => {
    const hostKeys = [wrongHostKey().fingerprint, hostKey().fingerprint];
    await world.fault('sftp-vhub', { fault: 'host-key', times: 1 });
    const exchange = world.exchange({ sftp: { hostKeys } });
    for (const name of ['ONE.xml', 'TWO.xml']) await exchange.deliver({ name, path: await world.local('x') }, never);
    expect(await world.names('incoming')).toEqual(['ONE.xml', 'TWO.xml']);
  });

  it('that refuses the password is not asked again', async () => {
    const exchange = world.exchange({ sftp: { login: { password: 'not-the-passw0rd' } } });
    const error = await failure(exchange.deliver({ name: NAME, path: await world.local('x') }, never));
    expect(error).toMatchObject({ retryable: false, attempts: 1 });
    expect(error.message).toContain('refuses the login');
    expect(world.log.join()).not.toContain('not-the-passw0rd');
  });

  it('takes a private key', async () => {
    const exchange = world.exchange({ sftp: { login: { privateKey: clientKey().privateKey } } });
    await exchange.deliver({ name: NAME, path: await world.local('x') }, never);
    expect(await world.names('incoming')).toEqual([NAME]);
  });

  it('with a private key that is none: said so, without a word of it', async () => {
    const privateKey = '-----BEGIN OPENSSH PRIVATE KEY-----\nc2VjcmV0\n-----END OPENSSH PRIVATE KEY-----\n';
    const exchange = world.exchange({ sftp: { login: { privateKey } } });
    const error = await failure(exchange.deliver({ name: NAME, path: await world.local('x') }, never));
    expect(error).toMatchObject({ retryable: false, attempts: 1 });
    expect(error.message).toContain('the private key cannot be used');
    expect(world.log.join()).not.toContain('c2VjcmV0');
  });

  it('losing the connection in the middle of the file: again, and never a short file under its name', async () => {
    await world.fault('sftp-vhub', { fault: 'drop', bytes: 200_000, times: 1 });
    const path = await world.local(500_000);
    await world.exchange().deliver({ name: NAME, path }, never);
    const [cut, whole] = await world.arrivals('vhub');
    expect(cut).toMatchObject({ path: `incoming/${NAME}.part`, state: 'cut' });
    expect(cut!.bytes).toBeLessThan(500_000);
    expect(whole).toMatchObject({ path: `incoming/${NAME}`, bytes: 500_000, state: 'renamed' });
    expect(await world.names('incoming')).toEqual([NAME]);
  });

  it('losing the connection after the rename: nobody knows, and the repetition is the same file', async () => {
    await world.fault('sftp-vhub', { fault: 'drop-renamed', times: 1 });
    await world.exchange().deliver({ name: NAME, path: await world.local('content') }, never);
    expect(world.attempts()).toEqual([BLOB_OK, 'VHUB deliverFile unknown', 'VHUB deliverFile ok']);
    expect(await world.names('incoming')).toEqual([NAME]);
    expect(await world.content(`incoming/${NAME}`)).toBe('content');
  });

  it('with a full disk: three attempts, and what was written is removed', async () => {
    await world.fault('sftp-vhub', { fault: 'full', bytes: 100_000 });
    const error = await failure(world.exchange().deliver({ name: NAME, path: await world.local(500_000) }, never));
    expect(error).toMatchObject({ system: 'VHUB', outcome: 'rejected', retryable: true, attempts: 3 });
    expect(error.message).toMatch(/the server has \d+ of 500000 bytes/);
    expect((await world.arrivals('vhub')).map(({ state }) => state)).toEqual(['removed', 'removed', 'removed']);
    expect(await world.names('incoming')).toEqual([]);
  });

  it('that kept less than it was sent: found by the size, not renamed, removed, and again', async () => {
    await world.fault('sftp-vhub', { fault: 'short', bytes: 1_000, times: 1 });
    await world.exchange().deliver({ name: NAME, path: await world.local(50_000) }, never);
    expect((await world.arrivals('vhub')).map(({ state }) => state)).toEqual(['removed', 'renamed']);
    expect(world.log.join()).toContain('the server has 1000 of 50000 bytes');
  });

  it.each([0, 100_000])('that answers nothing after %d bytes is given up after a time', async (bytes) => {
    await world.fault('sftp-vhub', { fault: 'hang', bytes });
    const exchange = world.exchange({ sftp: { timeoutMs: 500, attempts: 2 } });
    const error = await failure(exchange.deliver({ name: NAME, path: await world.local(500_000) }, never));
    expect(error).toMatchObject({ system: 'VHUB', attempts: 2, retryable: true });
    expect(error.message).toContain('timed out');
    expect(await world.names('incoming')).not.toContain(NAME);
  });

  it('without the folder: no repetition', async () => {
    const exchange = world.exchange({ sftp: { folder: 'elsewhere' } });
    const error = await failure(exchange.deliver({ name: NAME, path: await world.local('x') }, never));
    expect(error).toMatchObject({ retryable: false, attempts: 1 });
    expect(error.message).toContain('no such file or folder');
  });
});

describe('a caller that gives up', () => {
  it('gets its own reason, at once, and the connection is closed', async () => {
    await world.fault('sftp-vhub', { fault: 'hang', bytes: 100_000 });
    const giveUp = new AbortController();
    const path = await world.local(500_000);
    // Longer than the test may take: only the signal ends it.
    const exchange = world.exchange({ sftp: { timeoutMs: patience(120_000) } });
    const delivered = exchange.deliver({ name: NAME, path }, giveUp.signal);
    delivered.catch(() => undefined);
    await arrived('vhub', 'arriving');
    const reason = new Error('the run is over');
    giveUp.abort(reason);
    await expect(delivered).rejects.toBe(reason);
    await arrived('vhub', 'cut');
    expect(await world.names('incoming')).not.toContain(NAME);
  });

  it('before it began: nothing is done', async () => {
    const reason = new Error('too late');
    const delivered = world.exchange().deliver({ name: NAME, path: await world.local('x') }, AbortSignal.abort(reason));
    await expect(delivered).rejects.toBe(reason);
    expect(await world.arrivals('blob')).toEqual([]);
  });

  it('closing the exchange ends what is under way', async () => {
    await world.fault('blob', { fault: 'hang' });
    const exchange = world.exchange();
    const delivered = exchange.deliver({ name: NAME, path: await world.local('x') }, never);
    delivered.catch(() => undefined);
    await arrived('blob', 'arriving');
    await exchange.close();
    await expect(delivered).rejects.toThrow('closed');
  });

  /** Asks the sandbox until a file is in that state. */
  async function arrived(place: string, state: string): Promise<void> {
    while (!(await world.arrivals(place)).some((arrival) => arrival.state === state));
  }
});

test('nothing of the log is a secret', async () => {
  const exchange = world.exchange();
  await world.fault('sftp-vhub', { fault: 'drop', bytes: 0, times: 1 });
  await world.fault('blob', { fault: 'status', status: 403, times: 1 });
  await failure(exchange.deliver({ name: NAME, path: await world.local('content-of-file') }, never));
  await exchange.deliver({ name: NAME, path: await world.local('content-of-file') }, never);
  expect(world.log.length).toBeGreaterThan(3);
  const key = /AccountKey=([^;]+)/.exec(world.sandbox.blobConnectionString)![1]!;
  for (const secret of [PASSWORD, key, 'content-of-file']) expect(world.log.join()).not.toContain(secret);
});

test("what OCMS trusts outside production is the sandbox's own host key", () => {
  expect(SANDBOX_HOST_KEY).toBe(hostKey().fingerprint);
});
