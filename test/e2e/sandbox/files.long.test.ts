import { createServer, type AddressInfo } from 'node:net';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SftpClient from 'ssh2-sftp-client';
import type { Arrival } from '../../../src/partner-sandbox/arrivals';
import { startSandbox } from '../../../src/partner-sandbox';
import { type TestSandbox, testSandbox } from './sandbox';

let sandbox: TestSandbox;
const clients: SftpClient[] = [];
beforeAll(async () => {
  sandbox = await testSandbox();
});
beforeEach(() => sandbox.admin('DELETE', ''));
afterEach(async () => {
  for (const client of clients.splice(0)) await client.end();
});
afterAll(() => sandbox.close());

/** Any client, logged in at a partner's server. */
async function login(partner: 'VHUB' | 'REPCCS' | 'CES'): Promise<SftpClient> {
  const { hostname, port, username } = new URL(sandbox.sftpUrls[partner]);
  const nobody = { error: () => undefined, end: () => undefined, close: () => undefined };
  const client = new SftpClient('test', nobody);
  await client.connect({
    host: hostname,
    port: Number(port),
    username,
    password: `sandbox-${partner.toLowerCase()}-key`,
  });
  clients.push(client);
  return client;
}
const arrivals = async (): Promise<Arrival[]> => (await sandbox.admin('GET', '/files')).body as Arrival[];

test.each(['VHUB', 'REPCCS', 'CES'] as const)(
  "%s's server keeps files in a folder one can look into",
  async (partner) => {
    const client = await login(partner);
    expect((await client.list('/')).map(({ name }) => name).sort()).toEqual(['archive', 'incoming', 'outgoing']);
    await client.put(Buffer.from('content'), 'incoming/F.csv');
    expect(await readFile(join(sandbox.filesFolder, partner.toLowerCase(), 'incoming/F.csv'), 'utf8')).toBe('content');
    expect(await arrivals()).toMatchObject([
      { place: partner.toLowerCase(), path: 'incoming/F.csv', bytes: 7, state: 'written' },
    ]);
  },
);

test('a client gets nowhere but into the folder', async () => {
  const client = await login('VHUB');
  expect(await client.realPath('../../..')).toBe('/');
  await client.put(Buffer.from('x'), '../../../incoming/../outside.txt');
  expect(existsSync(join(sandbox.filesFolder, 'vhub/outside.txt'))).toBe(true);
  expect(existsSync(join(sandbox.filesFolder, 'outside.txt'))).toBe(false);
  await expect(client.get('../../../../etc/hostname')).rejects.toThrow();
  await expect(client.list('../rep')).rejects.toThrow();
  await client.delete('outside.txt');
});

test('a plain rename replaces nothing, as version 3 has it', async () => {
  const client = await login('VHUB');
  await client.put(Buffer.from('one'), 'incoming/A');
  await client.put(Buffer.from('two'), 'incoming/B');
  await expect(client.rename('incoming/A', 'incoming/B')).rejects.toThrow();
  expect(String((await client.get('incoming/B')) as Buffer)).toBe('two');
});

test('folders of more names than one answer holds, and files larger than one packet', async () => {
  const client = await login('VHUB');
  for (let n = 0; n < 150; n += 1) await writeFile(join(sandbox.filesFolder, `vhub/incoming/${n}`), 'x');
  expect(await client.list('incoming')).toHaveLength(150);
  const large = Buffer.alloc(3_000_000, 'abcdefg');
  await client.put(large, 'incoming/large');
  expect(large.equals((await client.get('incoming/large')) as Buffer)).toBe(true);
});

test('a partner of the wrong password, or with the key of another, is refused', async () => {
  const { hostname, port } = new URL(sandbox.sftpUrls.CES);
  const nobody = { error: () => undefined, end: () => undefined, close: () => undefined };
  const login = new SftpClient('test', nobody).connect({
    host: hostname,
    port: Number(port),
    username: 'ocms',
    password: 'sandbox-vhub-key',
  });
  await expect(login).rejects.toThrow('authentication');
});

test('a file can be put where the partner would put it, and looked at', async () => {
  const put = await sandbox.admin('PUT', '/files/vhub/outgoing/ACK.xml', { text: '<ack/>' });
  expect(put).toMatchObject({ status: 201, body: { bytes: 6 } });
  const client = await login('VHUB');
  expect(String((await client.get('outgoing/ACK.xml')) as Buffer)).toBe('<ack/>');
  await client.rename('outgoing/ACK.xml', 'archive/ACK.xml');
  expect(await arrivals()).toMatchObject([
    { path: 'archive/ACK.xml', from: 'outgoing/ACK.xml', bytes: 6, state: 'moved' },
  ]);
  const shown = await sandbox.admin('GET', '/files/vhub/archive/ACK.xml');
  expect(shown.text).toBe('<ack/>');
  expect(shown.headers.get('content-type')).toBe('text/plain; charset=utf-8');
  expect(shown.headers.get('x-content-type-options')).toBe('nosniff');
});

test.each(['/files/vhub/outgoing/..%2f..%2f..%2fx', '/files/nobody/outgoing/x', '/files/vhub/x'])(
  'nothing is put to %s',
  async (path) => {
    expect((await sandbox.admin('PUT', path, { text: 'x' })).status).toBe(400);
    expect((await sandbox.admin('GET', path)).status).toBe(404);
  },
);

test('the page tells of servers, folders, faults and files', async () => {
  const client = await login('CES');
  await client.put(Buffer.from('a,b'), 'incoming/<b>.csv.part');
  await client.rename('incoming/<b>.csv.part', 'incoming/<b>.csv');
  const { text } = await sandbox.admin('GET', '');
  expect(text).toContain(sandbox.sftpUrls.CES);
  expect(text).toContain('incoming/&lt;b&gt;.csv');
  expect(text).toContain('_sandbox/files/ces/incoming/%3Cb%3E.csv');
  for (const fault of ['host-key', 'hang', 'short']) expect(text).toContain(`<b>${fault}</b>`);
});

test('faults of files take their own names and no others', async () => {
  const set = (fault: object) => sandbox.admin('POST', '/faults', fault).then(({ status }) => status);
  expect(await set({ operation: 'sftp-ces', fault: 'drop', bytes: 5 })).toBe(201);
  expect(await set({ operation: 'blob', fault: 'status', status: 500 })).toBe(201);
  expect(await set({ operation: 'sftp-ces', fault: 'status' })).toBe(400);
  expect(await set({ operation: 'blob', fault: 'drop' })).toBe(400);
  expect(await set({ operation: 'sftp-cas', fault: 'drop' })).toBe(400);
});

test('DELETE /_sandbox leaves no file and no record', async () => {
  const client = await login('VHUB');
  await client.put(Buffer.from('x'), 'incoming/F');
  await sandbox.admin('DELETE', '');
  expect(await arrivals()).toEqual([]);
  expect(await client.list('incoming')).toEqual([]);
});

test('a folder that is named is kept, one of its own is not', async () => {
  const filesFolder = await mkdtemp(join(tmpdir(), 'ocms-kept-'));
  const kept = await startSandbox({ httpPort: 0, smtpPort: 0, filesFolder });
  const own = await startSandbox({ httpPort: 0, smtpPort: 0 });
  await kept.close();
  await own.close();
  expect((await stat(join(filesFolder, 'vhub/incoming'))).isDirectory()).toBe(true);
  expect(existsSync(own.filesFolder)).toBe(false);
  await rm(filesFolder, { recursive: true });
});

test.each(['sftp', 'blob'])('a port that is taken (%s) is told, and nothing stays open', async (which) => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  const { port } = taken.address() as AddressInfo;
  const ports = which === 'blob' ? { blobPort: port } : { sftpPorts: { VHUB: 0, REPCCS: port, CES: 0, PRINTER: 0 } };
  await expect(startSandbox({ httpPort: 0, smtpPort: 0, ...ports })).rejects.toMatchObject({
    code: 'EADDRINUSE',
    port,
  });
  await new Promise((resolve) => taken.close(resolve));
});
