import { hash, randomBytes } from 'node:crypto';
import type { Database } from '../../db/database';
import type { Clock } from '../../platform/clock';
import { AppError } from '../../platform/errors';
import { apiKeyStore } from './store';
import type { ApiKey } from './types';

export interface ApiKeyService {
  /**
   * Makes a key for a partner. Several can be active at once, for rotation.
   *
   * @returns the key, which is stored nowhere, and its id.
   * @throws AppError `validation` when the expiry is not in the future.
   */
  issue(request: { partner: string; expiresAt: Date | null; actor: string }): Promise<{ keyId: string; key: string }>;
  /** @throws AppError `not-found` when there is no such key, or it is revoked already. */
  revoke(request: { keyId: string; actor: string }): Promise<void>;
  list(): Promise<ApiKey[]>;
}

/** SHA-256 as hexadecimal. A fast hash is right here: keys are 256 random bits, nothing a dictionary holds. */
export function hashKey(key: string): string {
  return hash('sha256', key);
}

export function createApiKeyService({ intranet, clock }: { intranet: Database; clock: Clock }): ApiKeyService {
  const store = apiKeyStore(intranet);
  return {
    async issue({ partner, expiresAt, actor }) {
      const at = clock.now();
      if (expiresAt !== null && expiresAt <= at) throw new AppError('validation', 'the key would already have expired');
      const keyId = randomBytes(5).toString('hex');
      const key = `ocms_${partner.toLowerCase()}_${randomBytes(32).toString('base64url')}`;
      await intranet.transaction((trx) =>
        store.insert(trx, { keyId, partner, keyHash: hashKey(key), demo: false, expiresAt }, actor, at),
      );
      return { keyId, key };
    },

    async revoke({ keyId, actor }) {
      const revoked = await intranet.transaction((trx) => store.revoke(trx, keyId, actor, clock.now()));
      if (!revoked) throw new AppError('not-found', `no active key ${keyId}`);
    },

    list: () => intranet.read((executor) => store.list(executor)),
  };
}
