import type { Database } from '../../db/database';
import type { KeyedHash } from '../../platform/encryption';
import { AppError } from '../../platform/errors';
import type { Clock } from '../../platform/clock';
import { readReferenceFile } from './file';
import { REFERENCE_KINDS, type ReferenceKind, type ReferenceName, type ReferenceRow } from './kinds';
import { referenceStore } from './store';

export interface ReferenceImport {
  added: number;
  changed: number;
  removed: number;
  unchanged: number;
}

export interface ReferenceData {
  /**
   * Makes the list what the file says, in one transaction: what the file does not have is removed, but for parameters
   * and what members of staff ended. When a rule code was ended stays as it is.
   *
   * @throws AppError `validation` for a file that is not wholly right; nothing is changed then.
   */
  import(name: ReferenceName, content: Buffer, actor: string): Promise<ReferenceImport>;
  /** The list, as its file would have it; of ids that are stored hashed, what may be shown. */
  list(name: ReferenceName): Promise<ReferenceRow[]>;
}

const noHash = (): never => {
  throw new AppError('internal', 'there is nothing to hash ids with');
};

/** @param idHash what stands for ids; it throws where this process has no keys. */
export function createReferenceData({
  intranet,
  clock,
  idHash = noHash,
}: {
  intranet: Database;
  clock: Clock;
  idHash?: () => KeyedHash;
}): ReferenceData {
  const store = referenceStore(intranet);
  return {
    async import(name, content, actor) {
      const kind: ReferenceKind = REFERENCE_KINDS[name];
      const { stored: storedAs } = kind;
      const read = readReferenceFile(kind, content);
      const hash = storedAs && idHash();
      const rows = storedAs ? read.map((row) => storedAs(row, hash!)) : read;
      const contentOf = (row: ReferenceRow): string =>
        JSON.stringify(Object.keys(kind.shape).map((column) => row[column]));
      const keyOf = (row: ReferenceRow): string => JSON.stringify(kind.key.map((column) => row[column]));
      return intranet.transaction(async (trx) => {
        const stored = await store.list(trx, kind);
        const present = new Set(stored.map(({ row }) => contentOf(row)));
        const known = new Set(stored.map(({ row }) => keyOf(row)));
        const given = new Set(rows.map(keyOf));
        const changed = rows.filter((row) => known.has(keyOf(row)) && !present.has(contentOf(row)));
        const added = rows.filter((row) => !known.has(keyOf(row)));
        const removed = kind.keepsOthers
          ? []
          : stored.filter(({ row }) => !given.has(keyOf(row)) && !kind.ended?.(row));
        const by = {
          actor,
          at: clock.now(),
          lastNumber: stored.reduce((highest, { number = 0 }) => Math.max(highest, number), 0),
        };
        await store.remove(trx, kind, removed);
        await store.update(trx, kind, changed, by);
        await store.insert(trx, kind, added, by);
        return {
          added: added.length,
          changed: changed.length,
          removed: removed.length,
          unchanged: rows.length - added.length - changed.length,
        };
      });
    },

    async list(name) {
      const kind: ReferenceKind = REFERENCE_KINDS[name];
      const rows = await intranet.read((executor) => store.list(executor, kind));
      return rows.filter(({ row }) => !kind.ended?.(row)).map(({ row }) => kind.shown?.(row) ?? row);
    },
  };
}
