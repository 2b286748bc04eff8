import { type FileHandle, lstat, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import type { Stats } from 'node:fs';
import { posix } from 'node:path';
import { type Attributes, type SFTPWrapper, utils } from 'ssh2';
import type { Arrival, ArrivalRecord } from '../arrivals';
import type { SftpFault } from '../faults/catalogue';
import { within } from './folders';

const { OPEN_MODE, STATUS_CODE } = utils.sftp;
const NAMES_AT_ONCE = 100;

interface OpenFile {
  file: FileHandle;
  arrival: Arrival | undefined;
}

interface OpenFolder {
  folder: string;
  names: string[];
}

export interface SessionOptions {
  place: string;
  /** Nothing outside it is reached. */
  root: string;
  arrivals: ArrivalRecord;
  fault: SftpFault | undefined;
  /** Ends the connection at once. */
  cut: () => void;
  /** What the partner does when a folder is looked into. */
  beforeList?: ((folder: string) => Promise<void>) | undefined;
}

/** Serves one client's requests, as SFTP version 3 has them. */
export function serveFiles(sftp: SFTPWrapper, { place, root, arrivals, fault, cut, beforeList }: SessionOptions): void {
  const handles = new Map<number, OpenFile | OpenFolder>();
  let lastHandle = 0;
  let moved = 0;
  let silent = false;

  const real = (path: string): string => within(root, path);
  const shown = (path: string): string => posix.normalize(`/${path}`);
  const inPlace = (path: string): string => shown(path).slice(1);

  const issue = (what: OpenFile | OpenFolder): Buffer => {
    handles.set((lastHandle += 1), what);
    const handle = Buffer.alloc(4);
    handle.writeUInt32BE(lastHandle);
    return handle;
  };
  const numberOf = (handle: Buffer): number => (handle.length === 4 ? handle.readUInt32BE() : 0);
  const fileOf = (handle: Buffer): OpenFile => {
    const found = handles.get(numberOf(handle));
    if (!found || !('file' in found)) throw new SftpError(STATUS_CODE.FAILURE);
    return found;
  };

  /** Answers a request, or says why not. */
  const answer = (id: number, work: () => Promise<(() => void) | void>): void => {
    if (fault?.fault === 'hang' && moved >= fault.bytes) silent = true;
    if (silent) return;
    work()
      .then((reply) => {
        if (silent) return;
        if (reply) reply();
        else sftp.status(id, STATUS_CODE.OK);
      })
      .catch((error: unknown) => {
        if (!silent) sftp.status(id, statusOf(error));
      });
  };

  sftp.on('OPEN', (id, path, flags) =>
    answer(id, async () => {
      const writes = (flags & OPEN_MODE.WRITE) !== 0;
      const file = await open(real(path), utils.sftp.flagsToString(flags) ?? 'r');
      const arrival = writes
        ? arrivals.add({
            place,
            path: inPlace(path),
            bytes: 0,
            state: 'arriving',
            ...(fault && { fault: fault.fault }),
          })
        : undefined;
      const handle = issue({ file, arrival });
      return () => void sftp.handle(id, handle);
    }),
  );
  sftp.on('WRITE', (id, handle, offset, data) =>
    answer(id, async () => {
      const { file, arrival } = fileOf(handle);
      moved += data.length;
      if (fault?.fault === 'full' && moved > fault.bytes) throw new SftpError(STATUS_CODE.FAILURE);
      const kept = fault?.fault === 'short' ? data.subarray(0, Math.max(0, fault.bytes - offset)) : data;
      await file.write(kept, 0, kept.length, offset);
      if (arrival) arrival.bytes = Math.max(arrival.bytes, kept.length > 0 ? offset + kept.length : 0);
      if (fault?.fault === 'drop' && moved > fault.bytes) {
        silent = true;
        cut();
      }
    }),
  );
  sftp.on('READ', (id, handle, offset, length) =>
    answer(id, async () => {
      const { file } = fileOf(handle);
      const { bytesRead, buffer } = await file.read(Buffer.alloc(Math.min(length, 262_144)), 0, undefined, offset);
      moved += bytesRead;
      if (fault?.fault === 'drop' && moved > fault.bytes) {
        silent = true;
        cut();
      }
      return () =>
        bytesRead === 0 ? sftp.status(id, STATUS_CODE.EOF) : void sftp.data(id, buffer.subarray(0, bytesRead));
    }),
  );
  sftp.on('CLOSE', (id, handle) =>
    answer(id, async () => {
      const number = numberOf(handle);
      const found = handles.get(number);
      if (!found) throw new SftpError(STATUS_CODE.FAILURE);
      handles.delete(number);
      if (!('file' in found)) return;
      await found.file.close();
      if (found.arrival?.state === 'arriving') found.arrival.state = 'written';
    }),
  );

  sftp.on('OPENDIR', (id, path) =>
    answer(id, async () => {
      await beforeList?.(inPlace(path));
      const handle = issue({ folder: real(path), names: await readdir(real(path)) });
      return () => void sftp.handle(id, handle);
    }),
  );
  sftp.on('READDIR', (id, handle) =>
    answer(id, async () => {
      const found = handles.get(numberOf(handle));
      if (!found || !('names' in found)) throw new SftpError(STATUS_CODE.FAILURE);
      const next = found.names.splice(0, NAMES_AT_ONCE);
      if (next.length === 0) return () => void sftp.status(id, STATUS_CODE.EOF);
      const entries = await Promise.all(
        next.map(async (filename) => {
          const stats = await lstat(within(found.folder, filename)).catch(() => undefined);
          return stats && { filename, longname: longName(filename, stats), attrs: attributes(stats) };
        }),
      );
      return () =>
        void sftp.name(
          id,
          entries.filter((entry) => entry !== undefined),
        );
    }),
  );

  const tell = (look: (path: string) => Promise<Stats>) => (id: number, path: string) =>
    answer(id, async () => {
      const attrs = attributes(await look(real(path)));
      return () => void sftp.attrs(id, attrs);
    });
  sftp.on('STAT', tell(stat));
  sftp.on('LSTAT', tell(lstat));
  sftp.on('FSTAT', (id, handle) =>
    answer(id, async () => {
      const attrs = attributes(await fileOf(handle).file.stat());
      return () => void sftp.attrs(id, attrs);
    }),
  );
  // What a client sets besides content is not kept.
  sftp.on('SETSTAT', (id) => answer(id, async () => undefined));
  sftp.on('FSETSTAT', (id) => answer(id, async () => undefined));

  sftp.on('RENAME', (id, from, to) =>
    answer(id, async () => {
      // Version 3 renames to names that are free only.
      const taken = await lstat(real(to)).catch(() => undefined);
      if (taken) throw new SftpError(STATUS_CODE.FAILURE);
      const { size } = await lstat(real(from));
      await rename(real(from), real(to));
      const arrival = arrivals.find(place, inPlace(from));
      const state = arrival?.state === 'offered' ? 'moved' : 'renamed';
      if (arrival) arrivals.change(arrival, { path: inPlace(to), from: inPlace(from), state });
      else arrivals.add({ place, path: inPlace(to), from: inPlace(from), bytes: size, state: 'moved' });
      if (fault?.fault === 'drop-renamed') {
        silent = true;
        cut();
      }
    }),
  );
  sftp.on('REMOVE', (id, path) =>
    answer(id, async () => {
      await rm(real(path));
      const arrival = arrivals.find(place, inPlace(path));
      if (arrival) arrival.state = 'removed';
    }),
  );
  sftp.on('MKDIR', (id, path) => answer(id, async () => void (await mkdir(real(path)))));
  sftp.on('REALPATH', (id, path) =>
    answer(id, async () => () => void sftp.name(id, [{ filename: shown(path), longname: '', attrs: {} }] as never)),
  );

  sftp.once('close', () => {
    for (const each of handles.values()) {
      if (!('file' in each)) continue;
      if (each.arrival?.state === 'arriving') each.arrival.state = 'cut';
      each.file.close().catch(() => undefined);
    }
    handles.clear();
  });
}

class SftpError extends Error {
  constructor(readonly status: number) {
    super(`SSH_FX ${status}`);
  }
}

function statusOf(error: unknown): number {
  if (error instanceof SftpError) return error.status;
  const { code } = error as { code?: string };
  if (code === 'ENOENT' || code === 'ENOTDIR') return STATUS_CODE.NO_SUCH_FILE;
  return code === 'EACCES' || code === 'EPERM' ? STATUS_CODE.PERMISSION_DENIED : STATUS_CODE.FAILURE;
}

const attributes = ({ mode, uid, gid, size, atimeMs, mtimeMs }: Stats): Attributes => ({
  ...{ mode, uid, gid, size },
  atime: Math.floor(atimeMs / 1_000),
  mtime: Math.floor(mtimeMs / 1_000),
});

/** As `ls -l` shows it: some clients tell files from folders by its first letter. */
const longName = (name: string, stats: Stats): string =>
  `${stats.isDirectory() ? 'd' : '-'}rw-r--r-- 1 ocms ocms ${stats.size} Jan 1 00:00 ${name}`;
