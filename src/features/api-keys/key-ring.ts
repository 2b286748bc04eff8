import type { Database } from '../../db/database';
import type { Clock } from '../../platform/clock';
import { hashKey } from './service';
import { type ActiveKey, apiKeyStore } from './store';
import type { KeyOwner } from './types';

/** For how long a key revoked elsewhere may still be accepted, in milliseconds. */
export const KEY_RING_AGE_MS = 1_000;

/** How fresh the keys must be for one to be called unknown. */
const UNKNOWN_KEY_AGE_MS = 50;

/** The active keys, held in memory so that a request costs no statement for its key. */
export interface KeyRing {
  /**
   * Whose key this is, or undefined when it is unknown, expired or revoked (at most {@link KEY_RING_AGE_MS} ago).
   *
   * @returns at once where the keys are fresh, as they are for nearly every request
   * @throws AppError `unavailable` when the keys cannot be read.
   */
  ownerOf(key: string): KeyOwner | undefined | Promise<KeyOwner | undefined>;
  /** Writes down when keys were last used. */
  flush(): Promise<void>;
}

export function createKeyRing({
  intranet,
  clock,
  demoKeys,
}: {
  intranet: Database;
  clock: Clock;
  /** Whether keys of the demo data open anything. */
  demoKeys: boolean;
}): KeyRing {
  const store = apiKeyStore(intranet);
  let keys = new Map<string, ActiveKey>();
  let readAt = -Infinity;
  let reading: Promise<void> | undefined;
  let uses = new Map<string, Date>();

  // Real time, not the clock passed in: this is about freshness, not about dates.
  const refresh = (): Promise<void> => {
    reading ??= (async () => {
      try {
        const startedAt = performance.now();
        const active = await intranet.read((executor) => store.active(executor, demoKeys));
        keys = new Map(active.map((key) => [key.keyHash, key]));
        readAt = startedAt;
      } finally {
        reading = undefined;
      }
    })();
    return reading;
  };

  const owner = (hash: string): KeyOwner | undefined => {
    const found = keys.get(hash);
    const now = clock.now();
    if (!found || (found.expiresAt !== null && found.expiresAt <= now)) return undefined;
    uses.set(found.keyId, now);
    return { keyId: found.keyId, partner: found.partner };
  };

  return {
    ownerOf(key) {
      const hash = hashKey(key);
      const askedAt = performance.now();
      // A key just issued works at once; guessing keys costs a statement only now and then.
      const fresh = (): boolean =>
        readAt >= askedAt || performance.now() - readAt < (keys.has(hash) ? KEY_RING_AGE_MS : UNKNOWN_KEY_AGE_MS);
      if (fresh()) return owner(hash);
      return (async () => {
        // Others may have begun to read long ago: a key revoked since would still be among what they get.
        do await refresh();
        while (!fresh());
        return owner(hash);
      })();
    },

    async flush() {
      if (uses.size === 0) return;
      const flushing = uses;
      uses = new Map();
      try {
        await intranet.transaction((trx) => store.touch(trx, flushing));
      } catch (error) {
        for (const [keyId, at] of flushing) if (!uses.has(keyId)) uses.set(keyId, at);
        throw error;
      }
    },
  };
}
