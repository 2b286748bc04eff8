import { createApiKeyService, createKeyRing } from '../../features/api-keys';
import type { Ground } from '../ground';

const NO_ISSUER = {
  event: 'no-staff-issuer',
  advice: 'nobody signs staff in, so that their API answers 401: set OCMS_STAFF_ISSUER, _AUDIENCE and _JWKS_URL',
};

/** Who may call: the partners' keys, and whether there is anybody to sign staff in. */
export function access({ config, intranet, clock }: Ground) {
  const keyRing = createKeyRing({ intranet, clock, demoKeys: config.demoKeys });
  return {
    chores: [{ name: 'record-key-use', everyMs: 15_000, atEnd: true, run: () => keyRing.flush() }],
    warnings: () => Promise.resolve(config.staff ? [] : [NO_ISSUER]),
    services: {
      keyRing,
      apiKeys: createApiKeyService({ intranet, clock }),
    },
  };
}
