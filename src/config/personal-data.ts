import { createSecretKey } from 'node:crypto';
import { z } from 'zod';
import type { DataKey } from '../platform/encryption';
import { defineSection } from './section';
import { wholeNumber } from './values';

/** What encrypts outside production, so that nothing has to be set up. Everybody has it: production refuses it. */
const DEVELOPMENT_KEY = Buffer.from('ocms-development-data-key-000001');
const DEVELOPMENT: readonly [DataKey] = [{ id: 'development', key: createSecretKey(DEVELOPMENT_KEY) }];

/** An id, and 32 bytes in base64. */
const KEY = /^([a-z0-9-]{1,16}):([A-Za-z0-9+/]{43}=)$/;

const keysIn = (production: boolean) =>
  z.string().transform((list, context): readonly [DataKey, ...DataKey[]] => {
    const refuse = (message: string): never => {
      context.addIssue({ code: 'custom', message });
      return z.NEVER;
    };
    const parts = list.split(',').map((part) => KEY.exec(part.trim()));
    const keys = parts.flatMap((part) => (part ? [{ id: part[1]!, bytes: Buffer.from(part[2]!, 'base64') }] : []));
    if (keys.length < parts.length)
      return refuse('takes ID:KEY, separated by commas; ids of a-z, 0-9 and -, keys as personal-data key prints them');
    if (new Set(keys.map(({ id }) => id)).size < keys.length) return refuse('names an id twice');
    if (production && keys.some(({ bytes }) => bytes.equals(DEVELOPMENT_KEY)))
      return refuse("has the key of development, which everybody has, among production's");
    const [current, ...others] = keys.map(({ id, bytes }) => ({ id, key: createSecretKey(bytes) }));
    return [current!, ...others];
  });

/** Personal data of owners: what it is encrypted with, and for how long it is kept. */
export const personalDataSection = defineSection({
  variables: ({ production, forJobs }) => ({
    OCMS_DATA_KEYS: forJobs(keysIn(production)),
    OCMS_OWNER_RETENTION_DAYS: wholeNumber(1, 3_650).optional(),
  }),
  settings: (values, { production }) => ({
    /** The first encrypts, each decrypts. Undefined where this process was not told. */
    dataKeys: values.OCMS_DATA_KEYS ?? (production ? undefined : DEVELOPMENT),
    /** For how many days owners' particulars are kept after their notice's advisory processing has ended. */
    ownerRetentionDays: values.OCMS_OWNER_RETENTION_DAYS ?? 90,
  }),
});
