import { createKeyRotation, createOwnerRetention } from '../../features/personal-data';
import { dataEncryption, type Ground } from '../ground';

/** Owners' particulars: their keys, and how long they are kept. */
export function personalData({ config, intranet, calendar }: Ground) {
  return {
    services: {
      /** @throws ConfigError where this process was told no keys. */
      keyRotation: () => createKeyRotation({ intranet, encryption: dataEncryption(config) }),
    },
    jobServices: () => ({
      services: { ownerRetention: createOwnerRetention({ intranet, calendar, days: config.ownerRetentionDays }) },
    }),
  };
}
