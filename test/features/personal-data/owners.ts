import { createSecretKey } from 'node:crypto';
import type { Database } from '../../../src/db/database';
import type { Particulars } from '../../../src/features/advisory-notices';
import { ownerStore } from '../../../src/features/personal-data';
import { OWNER_COLUMNS, type StoredOwner } from '../../../src/features/personal-data/columns';
import { createEncryption, type DataKey, keyIdOf } from '../../../src/platform/encryption';

/** A key of 32 bytes that are all the same. */
export const keyOf = (id: string, byte: number): DataKey => ({ id, key: createSecretKey(Buffer.alloc(32, byte)) });

export const OLD_KEY = keyOf('k1', 1);
export const NEW_KEY = keyOf('k2', 2);

/** Of somebody nobody else is like: found wherever they are. */
export const CANARY = {
  name: 'CANARYNAME 鸟 QUILL',
  idNo: 'S7654321J',
  mobileNo: '+6598761234',
  email: 'canary.quill@canarymail.example',
  address: {
    kind: 'local',
    block: '987Z',
    street: 'CANARYSTREET',
    floor: '43',
    unit: '2109',
    building: 'CANARYBUILDING',
    postalCode: '765432',
  },
} as const satisfies Particulars;

/** Stores a notice's owner with these keys, the first of them the current one. */
export const saveOwner = (
  database: Database,
  keys: readonly [DataKey, ...DataKey[]],
  noticeNo: string,
  particulars: Particulars = CANARY,
) =>
  database.transaction((trx) =>
    ownerStore(database, createEncryption(keys)).save(
      trx,
      [{ noticeNo, particulars }],
      new Date('2026-01-15T01:00:00Z'),
    ),
  );

export const loadOwner = (database: Database, keys: readonly [DataKey, ...DataKey[]], noticeNo: string) =>
  database.read((executor) => ownerStore(database, createEncryption(keys)).load(executor, noticeNo));

/** What is stored of a notice's owner. */
export const storedOwner = (database: Database, noticeNo: string) =>
  database.read((executor) =>
    executor('ocms_valid_offence_notice')
      .where('notice_no', noticeNo)
      .first<StoredOwner>(...OWNER_COLUMNS),
  );

/** The keys of what is stored of a notice's owner, by column; null where nothing is. */
export async function keysOf(database: Database, noticeNo: string): Promise<(string | null | undefined)[]> {
  const stored = await storedOwner(database, noticeNo);
  return OWNER_COLUMNS.map((column) => (stored[column] === null ? null : keyIdOf(stored[column])));
}
