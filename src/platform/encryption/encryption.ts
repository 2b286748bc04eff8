import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from 'node:crypto';
import { AppError } from '../errors';
import { isWellFormed } from '../well-formed';

/** A key for personal data, and the id that what it encrypts names it by: 1 to 16 of `a-z`, `0-9` and `-`. */
export interface DataKey {
  readonly id: string;
  /** 32 bytes. A KeyObject shows them to no log and no JSON. */
  readonly key: KeyObject;
}

/** Where an encrypted text is stored. It decrypts there and nowhere else. */
export interface Place {
  readonly table: string;
  readonly column: string;
  readonly noticeNo: string;
}

/**
 * AES-256-GCM over text. What is stored is `<key id>:<base64url of iv ‖ tag ‖ ciphertext>`, an iv of 12 random bytes for
 * each, a tag of 16. The place is authenticated with it, so that a value moved to another row or column does not decrypt.
 */
export interface Encryption {
  /** The key that encrypts; the others only decrypt. */
  readonly currentKeyId: string;
  /** Every key there is, the current one first. */
  readonly keyIds: readonly string[];
  /** @throws AppError `internal` for text that is not well-formed. */
  encrypt(text: string, place: Place): string;
  /** @throws AppError `internal` with key id and place, for what was not encrypted there, or with a key that is not there. */
  decrypt(stored: string, place: Place): string;
}

const KEY_BYTES = 32;
const ALGORITHM = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;
const MAX_ID = 16;
const STORED = /^([a-z0-9-]{1,16}):([A-Za-z0-9_-]{38,})$/;

/** How many characters what is stored has at most, for so many bytes of text in UTF-8. */
export const storedLength = (bytes: number): number => MAX_ID + 1 + Math.ceil(((IV_BYTES + TAG_BYTES + bytes) * 4) / 3);

/** The id of the key that encrypted it; undefined for what is no encrypted text. */
export const keyIdOf = (stored: string): string | undefined => STORED.exec(stored)?.[1];

/** A new key as the configuration takes it: base64 of 32 random bytes. */
export const newDataKey = (): string => randomBytes(KEY_BYTES).toString('base64');

/** @param keys the first encrypts, each decrypts. */
export function createEncryption(keys: readonly [DataKey, ...DataKey[]]): Encryption {
  const [current] = keys;
  const byId = new Map(keys.map(({ id, key }) => [id, key]));
  return {
    currentKeyId: current.id,
    keyIds: [...byId.keys()],

    encrypt(text, place) {
      // UTF-8 has no form for it: another text would be stored.
      if (!isWellFormed(text)) throw new AppError('internal', `a text for ${nameOf(place)} is not well-formed`);
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv(ALGORITHM, current.key, iv, { authTagLength: TAG_BYTES }).setAAD(boundTo(place));
      const encrypted = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return `${current.id}:${Buffer.concat([iv, cipher.getAuthTag(), encrypted]).toString('base64url')}`;
    },

    decrypt(stored, place) {
      const [, id, encoded] = STORED.exec(stored) ?? [];
      if (id === undefined || encoded === undefined)
        throw new AppError('internal', `${nameOf(place)} holds no encrypted text`);
      const key = byId.get(id);
      if (!key)
        throw new AppError('internal', `${nameOf(place)} is encrypted with the key ${id}, which is not configured`);
      const bytes = Buffer.from(encoded, 'base64url');
      const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES })
        .setAAD(boundTo(place))
        .setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
      try {
        return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString(
          'utf8',
        );
      } catch {
        throw new AppError('internal', `${nameOf(place)} was not encrypted there with the key ${id}`);
      }
    },
  };
}

const nameOf = ({ table, column, noticeNo }: Place): string => `${table}.${column} of the notice ${noticeNo}`;

/** Unambiguous whatever the names are. */
const boundTo = ({ table, column, noticeNo }: Place): Buffer =>
  Buffer.from(JSON.stringify([table, column, noticeNo]), 'utf8');
