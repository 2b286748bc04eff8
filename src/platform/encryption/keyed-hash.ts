import { createHmac, hkdfSync } from 'node:crypto';
import type { DataKey } from './encryption';

/**
 * What stands for a text that is looked for and never shown: `<key id>:<hex of HMAC-SHA-256>`, under a key that is derived
 * from a data key for one purpose. Without the keys nobody can find out the text by trying all there are.
 */
export interface KeyedHash {
  /** Under the current key: what is stored. */
  of(text: string): string;
  /** Under every key there is: what may be stored of it. */
  allOf(text: string): string[];
}

/** @param keys the first is the current one. @param purpose what is hashed under one never equals another's. */
export function createKeyedHash(keys: readonly [DataKey, ...DataKey[]], purpose: string): KeyedHash {
  const derived = keys.map(({ id, key }) => ({
    id,
    secret: Buffer.from(hkdfSync('sha256', key.export(), '', `ocms ${purpose}`, 32)),
  }));
  const hashed = (text: string, { id, secret }: (typeof derived)[number]): string =>
    `${id}:${createHmac('sha256', secret).update(text, 'utf8').digest('hex')}`;
  return {
    of: (text) => hashed(text, derived[0]!),
    allOf: (text) => derived.map((each) => hashed(text, each)),
  };
}
