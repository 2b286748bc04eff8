import { createApiKeyService, createKeyRing } from '../../features/api-keys';
import type { Ground } from '../ground';

/** Who may call: the partners' keys. */
export function access({ config, intranet, clock }: Ground) {
  return {
    services: {
      keyRing: createKeyRing({ intranet, clock, demoKeys: !config.production }),
      apiKeys: createApiKeyService({ intranet, clock }),
    },
  };
}
