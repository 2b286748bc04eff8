import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import type { Registry } from 'prom-client';
import type { Logger } from '../platform/logging';
import { OutboundFault } from '../platform/outbound';
import { createAttempts } from './attempts';
import { createBlobStore, localFile } from './blob';
import { checkFileName, isFileName, isUnfinished, numberedName } from './names';
import type { BlobSettings, FilePartner, SftpSettings } from './settings';
import { type SftpSession, withSftp } from './sftp';

/** Files that go to one partner and come from it. */
export interface FileExchange {
  /**
   * Brings a file to the partner. A copy goes into Blob first (`<partner>/<name>`); then the file goes to the partner's
   * SFTP server under a temporary name, its size is checked there, and it is renamed when it is whole. A file of that
   * name is replaced: a repetition is the same file.
   *
   * @throws UpstreamError of the system BLOB, and then nothing went to SFTP, or of the partner, after all attempts.
   */
  deliver(file: { name: string; path: string }, signal: AbortSignal): Promise<void>;
  /** Whole files that wait in the partner's folder for OCMS, by name. @throws UpstreamError */
  waiting(signal: AbortSignal): Promise<{ name: string; bytes: number }[]>;
  /** @throws UpstreamError, among others for a file over `maxBytes`, which is not read. */
  read(name: string, options: { maxBytes: number }, signal: AbortSignal): Promise<Buffer>;
  /**
   * Copies a waiting file into Blob (`<partner>/received/<name>`), then moves it into the archive folder of the
   * partner's server. Where the name is taken it gets a number: nothing is overwritten or dropped.
   *
   * @throws UpstreamError
   */
  archive(name: string, signal: AbortSignal): Promise<void>;
  /** Ends what is under way. */
  close(): Promise<void>;
}

const MOST_OF_ONE_NAME = 1_000;

/** One connection is opened for each call, and closed after it. */
export function createFileExchange({
  partner,
  sftp,
  blob,
  logger,
  registry,
}: {
  partner: FilePartner;
  sftp: SftpSettings;
  blob: BlobSettings;
  logger: Logger;
  registry: Registry;
}): FileExchange {
  const closing = new AbortController();
  const attempts = createAttempts({ system: partner, repeats: sftp, logger, registry });
  const store = createBlobStore(blob, createAttempts({ system: 'BLOB', repeats: blob, logger, registry }));
  const inBlob = partner.toLowerCase();
  const untilClosed = (signal: AbortSignal): AbortSignal => AbortSignal.any([signal, closing.signal]);
  const onServer = <T>(operation: string, signal: AbortSignal, work: (session: SftpSession) => Promise<T>) =>
    attempts.call(operation, signal, () => withSftp(sftp, signal, work));
  const folder = (which: 'folder' | 'waitingFolder' | 'archiveFolder'): string => {
    const path = sftp[which];
    if (path === undefined) throw new Error(`${partner} has no ${which}`);
    return path;
  };

  return {
    async deliver({ name, path }, caller) {
      checkFileName(name);
      const signal = untilClosed(caller);
      const file = await localFile(path);
      await store.put(`${inBlob}/${name}`, file, signal);
      await onServer('deliverFile', signal, async (session) => {
        const whole = inFolder(folder('folder'), name);
        const temporary = `${whole}.part`;
        try {
          await session.upload(path, temporary);
          const arrived = await session.size(temporary);
          if (arrived !== file.bytes)
            throw new OutboundFault('rejected', `the server has ${arrived ?? 0} of ${file.bytes} bytes`);
        } catch (error) {
          await session.removeQuietly(temporary);
          throw error;
        }
        await session.replace(temporary, whole);
      });
    },

    async waiting(caller) {
      const found = await onServer('listFiles', untilClosed(caller), (session) =>
        session.list(folder('waitingFolder')),
      );
      const whole = found.filter(({ name }) => !isUnfinished(name));
      const named = whole.filter(({ name }) => isFileName(name));
      if (named.length < whole.length)
        logger.warn({ event: 'file-names-refused', system: partner, files: whole.length - named.length });
      return named.sort((one, other) => (one.name < other.name ? -1 : 1));
    },

    async read(name, { maxBytes }, caller) {
      checkFileName(name);
      return onServer('readFile', untilClosed(caller), async (session) => {
        const path = inFolder(folder('waitingFolder'), name);
        const bytes = await session.size(path);
        if (bytes === undefined) throw missing();
        if (bytes > maxBytes) throw new OutboundFault('malformed', `the file is over ${maxBytes} bytes`, false);
        const { sink, taken } = collector(maxBytes);
        await session.download(path, sink);
        const content = taken();
        if (content.length !== bytes) throw new OutboundFault('rejected', 'the file changed while it was read');
        return content;
      });
    },

    async archive(name, caller) {
      checkFileName(name);
      const signal = untilClosed(caller);
      const path = inFolder(folder('waitingFolder'), name);
      const place = await mkdtemp(join(tmpdir(), 'ocms-file-'));
      try {
        const copy = join(place, 'copy');
        await onServer('readFile', signal, async (session) => {
          if ((await session.size(path)) === undefined) throw missing();
          await session.download(path, createWriteStream(copy));
        });
        await store.keep(`${inBlob}/received/${name}`, await localFile(copy), signal);
      } finally {
        await rm(place, { recursive: true, force: true });
      }
      let tried = false;
      await onServer('archiveFile', signal, async (session) => {
        // Gone since an attempt whose end nobody knows: that one moved it.
        if ((await session.size(path)) === undefined) {
          if (tried) return;
          throw missing();
        }
        for (let n = 1; n <= MOST_OF_ONE_NAME; n += 1) {
          const kept = inFolder(folder('archiveFolder'), numberedName(name, n));
          if ((await session.size(kept)) !== undefined) continue;
          tried = true;
          return session.move(path, kept);
        }
        throw new OutboundFault('rejected', 'there are too many files of one name', false);
      });
    },

    async close() {
      closing.abort(new Error('the file exchange is closed'));
    },
  };
}

const inFolder = (folder: string, name: string): string => `${folder.replace(/\/+$/, '')}/${name}`;

const missing = (): OutboundFault =>
  new OutboundFault('rejected', 'there is no such file or folder on the server', false);

/** Takes at most so many bytes. */
function collector(maxBytes: number): { sink: Writable; taken: () => Buffer } {
  const chunks: Buffer[] = [];
  let bytes = 0;
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes > maxBytes) return done(new OutboundFault('malformed', `the file is over ${maxBytes} bytes`, false));
      chunks.push(chunk);
      done();
    },
  });
  return { sink, taken: () => Buffer.concat(chunks) };
}
