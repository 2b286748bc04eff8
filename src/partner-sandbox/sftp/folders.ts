import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import { FILE_PARTNERS } from '../arrivals';

/** What each partner's server has: where OCMS puts files, where the partner does, and where OCMS moves those. */
const FOLDERS = ['incoming', 'outgoing', 'archive'];

/** The partners' folders on this machine's disk, one below the other's: `vhub/incoming` and so on. */
export interface PartnerFolders {
  readonly root: string;
  of(place: string): string;
  /** A file's content; undefined where there is none. */
  read(path: string): Promise<Buffer | undefined>;
  write(path: string, content: string): Promise<void>;
  /** Removes every file. */
  empty(): Promise<void>;
  /** Removes the folders where they are only for this run. */
  close(): Promise<void>;
}

/** @param root a folder to keep; without it one of this run's own is made. */
export async function partnerFolders(root?: string): Promise<PartnerFolders> {
  const place = root ?? (await mkdtemp(join(tmpdir(), 'ocms-sandbox-')));
  const all = FILE_PARTNERS.flatMap((partner) => FOLDERS.map((folder) => join(place, partner.toLowerCase(), folder)));
  for (const folder of all) await mkdir(folder, { recursive: true });
  return {
    root: place,
    of: (partner) => join(place, partner),
    read: (path) =>
      readFile(within(place, path)).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT' || error.code === 'ENOTDIR' || error.code === 'EISDIR') return undefined;
        throw error;
      }),
    write: (path, content) => writeFile(within(place, path), content),
    async empty() {
      for (const folder of all) {
        for (const name of await readdir(folder).catch(() => [])) await rm(join(folder, name), { recursive: true });
        await mkdir(folder, { recursive: true });
      }
    },
    async close() {
      if (root === undefined) await rm(place, { recursive: true, force: true });
    },
  };
}

/** A path as a client gives it, never outside the folder. */
export const within = (folder: string, path: string): string => join(folder, posix.normalize(`/${path}`));
