export { createKeyRing, KEY_RING_AGE_MS, type KeyRing } from './key-ring';
export { createApiKeyService, hashKey, type ApiKeyService } from './service';
export { apiKeyStore } from './store';
export type { ApiKey, KeyOwner } from './types';
