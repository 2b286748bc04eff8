import type { Database } from '../../db/database';
import { type Encryption, keyIdOf } from '../../platform/encryption';
import { AppError } from '../../platform/errors';
import { OWNER_COLUMNS, type OwnerColumn, TABLE } from './columns';
import { type OwnerRow, personalDataStore, type Replacement } from './store';

/** What a rotation did, in values: a notice has up to five. */
export interface Rotation {
  /** Encrypted with the current key now. */
  rotated: number;
  /** Not as they were read any more when they were to be written: the next rotation looks again. */
  changedMeanwhile: number;
  /** That did not decrypt; they stay as they are. */
  failed: number;
  /** Why some of those did not, at most 20 of them: key and place. */
  reasons: readonly string[];
}

/** How many values are encrypted with a key, or stand hashed under it. */
export interface KeyUse {
  /** Undefined: of values that are not encrypted. */
  keyId: string | undefined;
  use: 'current' | 'decrypts only' | 'not configured';
  values: number;
}

export interface KeyRotation {
  /**
   * Encrypts what is not under the current key with it, 500 notices a transaction. It can be cut anywhere and run again,
   * while the service runs.
   */
  rotate(onProgress?: (counts: { rotated: number; failed: number }) => void): Promise<Rotation>;
  /** Every key that is configured or in use. One that counts nothing may go. */
  keyUse(): Promise<KeyUse[]>;
}

const PAGE = 500;
const COUNTED_AT_ONCE = 2_000;
const REASONS = 20;

export function createKeyRotation({
  intranet,
  encryption,
}: {
  intranet: Database;
  encryption: Encryption;
}): KeyRotation {
  const store = personalDataStore(intranet);
  const { currentKeyId } = encryption;

  /** What of a column is to be encrypted again. */
  const replacements = (rows: readonly OwnerRow[], column: OwnerColumn, failed: (reason: string) => void) =>
    rows.flatMap((row): Replacement[] => {
      const stored = row[column];
      if (stored === null || keyIdOf(stored) === currentKeyId) return [];
      const place = { table: TABLE, column, noticeNo: row.notice_no };
      try {
        const replacement = encryption.encrypt(encryption.decrypt(stored, place), place);
        return [{ noticeNo: row.notice_no, stored, replacement }];
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        failed(error.message);
        return [];
      }
    });

  return {
    async rotate(onProgress) {
      const reasons: string[] = [];
      let [rotated, changedMeanwhile, failed] = [0, 0, 0];
      const note = (reason: string): void => {
        failed += 1;
        if (reasons.length < REASONS) reasons.push(reason);
      };
      for (let after = ''; ;) {
        const rows = await intranet.read((executor) => store.underOtherKeys(executor, currentKeyId, after, PAGE), {
          long: true,
        });
        if (rows.length === 0) return { rotated, changedMeanwhile, failed, reasons };
        after = rows.at(-1)!.notice_no;
        const planned = OWNER_COLUMNS.map((column) => [column, replacements(rows, column, note)] as const);
        const written = await intranet.transaction(async (trx) => {
          let count = 0;
          for (const [column, values] of planned) count += await store.replace(trx, column, values);
          return count;
        });
        rotated += written;
        changedMeanwhile += planned.reduce((sum, [, values]) => sum + values.length, 0) - written;
        onProgress?.({ rotated, failed });
      }
    },

    async keyUse() {
      const counts = new Map<string | undefined, number>(encryption.keyIds.map((keyId) => [keyId, 0]));
      for (let after = ''; ;) {
        const rows = await intranet.read((executor) => store.starts(executor, after, COUNTED_AT_ONCE), { long: true });
        if (rows.length === 0) break;
        after = rows.at(-1)!.notice_no;
        for (const row of rows)
          for (const column of OWNER_COLUMNS) {
            const start = row[column];
            if (start === null) continue;
            const keyId = keyIdOf(start);
            counts.set(keyId, (counts.get(keyId) ?? 0) + 1);
          }
      }
      // The exclusion list is hashed under keys that are derived from these.
      for (let after = ''; ;) {
        const hashes = await intranet.read((executor) => store.exclusions(executor, after, COUNTED_AT_ONCE));
        if (hashes.length === 0) break;
        after = hashes.at(-1)!;
        for (const hash of hashes) {
          const [keyId] = hash.split(':');
          counts.set(keyId, (counts.get(keyId) ?? 0) + 1);
        }
      }
      const useOf = (keyId: string | undefined): KeyUse['use'] => {
        if (keyId === currentKeyId) return 'current';
        return keyId !== undefined && encryption.keyIds.includes(keyId) ? 'decrypts only' : 'not configured';
      };
      return [...counts].map(([keyId, values]) => ({ keyId, use: useOf(keyId), values }));
    },
  };
}
