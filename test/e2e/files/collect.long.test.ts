import type { UpstreamError } from '../../../src/platform/outbound';
import { type FileWorld, fileWorld } from './exchange';

let world: FileWorld;
beforeAll(async () => {
  world = await fileWorld();
});
beforeEach(async () => {
  await world.sandbox.admin('DELETE', '');
  world.log.length = 0;
});
afterAll(() => world.close());

const NAME = 'URA_VHUB_VIOLATION_ACK_20260131_040000.xml';
const never = new AbortController().signal;
const MAX = { maxBytes: 1_000_000 };

describe('files that wait (F appendix A)', () => {
  it('are told by name, with their size; those that are not whole yet are not', async () => {
    for (const name of ['B.xml', 'A.xml', 'C.xml.part', 'D.tmp', '.E.xml']) await world.put(`outgoing/${name}`, name);
    expect(await world.exchange().waiting(never)).toEqual([
      { name: 'A.xml', bytes: 5 },
      { name: 'B.xml', bytes: 5 },
    ]);
  });

  it('are none where the folder is empty', async () => {
    expect(await world.exchange().waiting(never)).toEqual([]);
  });

  it('are not found where there is no such folder: an error, not an empty list', async () => {
    const listed = world.exchange({ sftp: { waitingFolder: 'elsewhere' } }).waiting(never);
    await expect(listed).rejects.toMatchObject({ name: 'UpstreamError', retryable: false, attempts: 1 });
  });

  it('with names that could lead elsewhere are left, and counted in the log', async () => {
    await world.put('outgoing/back\\slash.xml', 'x');
    await world.put('outgoing/A.xml', 'x');
    expect(await world.exchange().waiting(never)).toEqual([{ name: 'A.xml', bytes: 1 }]);
    expect(world.log.map((line) => JSON.parse(line) as object)).toContainEqual(
      expect.objectContaining({ event: 'file-names-refused', system: 'VHUB', files: 1 }),
    );
  });

  it('are asked for again where the connection is refused', async () => {
    await world.fault('sftp-vhub', { fault: 'refuse', times: 2 });
    await world.put('outgoing/A.xml', 'x');
    expect(await world.exchange().waiting(never)).toHaveLength(1);
  });
});

describe('a waiting file is read', () => {
  it('as it is', async () => {
    const content = 'é'.repeat(200_000);
    await world.put(`outgoing/${NAME}`, content);
    expect((await world.exchange().read(NAME, MAX, never)).toString()).toBe(content);
  });

  it('again from its beginning where the connection is lost', async () => {
    const content = 'x'.repeat(300_000);
    await world.put(`outgoing/${NAME}`, content);
    await world.fault('sftp-vhub', { fault: 'drop', bytes: 100_000, times: 1 });
    expect((await world.exchange().read(NAME, MAX, never)).toString()).toBe(content);
    expect(world.attempts()).toEqual(['VHUB readFile rejected', 'VHUB readFile ok']);
  });

  it('not where it is too large', async () => {
    await world.put(`outgoing/${NAME}`, '12345');
    const read = (maxBytes: number) => world.exchange().read(NAME, { maxBytes }, never);
    await expect(read(4)).rejects.toMatchObject({ outcome: 'malformed', retryable: false, attempts: 1 });
    expect((await read(5)).toString()).toBe('12345');
  });

  it('not where it is not there', async () => {
    const read = world.exchange().read(NAME, MAX, never);
    await expect(read).rejects.toMatchObject({ name: 'UpstreamError', retryable: false });
    await expect(read).rejects.toThrow('no such file');
  });

  it.each(['../incoming/x.xml', '/etc/passwd', '..'])('not by the name %s', async (name) => {
    await expect(world.exchange().read(name, MAX, never)).rejects.toThrow('file’s name');
    await expect(world.exchange().archive(name, never)).rejects.toThrow('file’s name');
    expect(world.attempts()).toEqual([]);
  });
});

describe('a file that was taken is archived', () => {
  const blob = async (name: string): Promise<string> =>
    (await world.sandbox.admin('GET', `/files/blob/ocms/vhub/received/${name}`)).text;

  it('a copy in Blob, then the file itself in the archive folder of the server', async () => {
    await world.put(`outgoing/${NAME}`, 'content');
    await world.exchange().archive(NAME, never);
    expect(await world.names('outgoing')).toEqual([]);
    expect(await world.names('archive')).toEqual([NAME]);
    expect(await world.content(`archive/${NAME}`)).toBe('content');
    expect(await blob(NAME)).toBe('content');
  });

  it('another of the same name gets a number, here and there', async () => {
    const exchange = world.exchange();
    for (const content of ['one', 'two', 'three']) {
      await world.put('outgoing/ACK.xml', content);
      await exchange.archive('ACK.xml', never);
    }
    expect(await world.names('archive')).toEqual(['ACK-2.xml', 'ACK-3.xml', 'ACK.xml']);
    expect(await world.content('archive/ACK.xml')).toBe('one');
    expect(await world.content('archive/ACK-3.xml')).toBe('three');
    expect([await blob('ACK.xml'), await blob('ACK-2.xml'), await blob('ACK-3.xml')]).toEqual(['one', 'two', 'three']);
  });

  it('Blob away: it stays where it is', async () => {
    await world.put(`outgoing/${NAME}`, 'content');
    await world.fault('blob', { fault: 'status', status: 503 });
    await expect(world.exchange().archive(NAME, never)).rejects.toMatchObject({ system: 'BLOB', attempts: 3 });
    expect(await world.names('outgoing')).toEqual([NAME]);
    expect(await world.names('archive')).toEqual([]);
  });

  it('once more after Blob had its copy already: no second copy', async () => {
    await world.put(`outgoing/${NAME}`, 'content');
    const noArchive = world.exchange({ sftp: { archiveFolder: 'elsewhere' } });
    await expect(noArchive.archive(NAME, never)).rejects.toMatchObject({ system: 'VHUB', operation: 'archiveFile' });
    expect(await world.names('outgoing')).toEqual([NAME]);
    await world.exchange().archive(NAME, never);
    expect(await world.names('archive')).toEqual([NAME]);
    const { status } = await world.sandbox.admin('GET', `/files/blob/ocms/vhub/received/${NAME.replace('.', '-2.')}`);
    expect(status).toBe(404);
  });

  it('the connection lost after it was moved: the repetition finds it done', async () => {
    await world.put(`outgoing/${NAME}`, 'content');
    // The first connection reads, the second moves.
    await world.fault('sftp-vhub', { fault: 'drop-renamed', times: 2 });
    await world.exchange().archive(NAME, never);
    expect(world.attempts().slice(-2)).toEqual(['VHUB archiveFile unknown', 'VHUB archiveFile ok']);
    expect(await world.names('archive')).toEqual([NAME]);
    expect(await world.names('outgoing')).toEqual([]);
  });

  it('one that is not there is an error', async () => {
    const archived = world.exchange().archive(NAME, never);
    const error = await archived.catch((failure: unknown) => failure as UpstreamError);
    expect(error).toMatchObject({ name: 'UpstreamError', system: 'VHUB', retryable: false });
  });
});
