import { createApiKeyService, createKeyRing } from '../../features/api-keys';
import type { Ground } from '../ground';

/** Who may call: the partners' keys. */
export function access({ config, intranet, clock }: Ground) {
  const keyRing = createKeyRing({ intranet, clock, demoKeys: config.demoKeys });
  return {
    chores: [{ name: 'record-key-use', everyMs: 15_000, atEnd: true, run: () => keyRing.flush() }],
    services: {
      keyRing,
      apiKeys: createApiKeyService({ intranet, clock }),
    },
  };
}
