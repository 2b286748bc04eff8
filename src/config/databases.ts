import { resolve } from 'node:path';
import { z } from 'zod';
import { type DatabaseLocation, parseDatabaseUrl } from './database-url';
import { defineSection } from './section';
import { text, wholeNumber } from './values';

const databaseUrl = z.string().transform((given, context): DatabaseLocation => {
  try {
    return parseDatabaseUrl(given);
  } catch (error) {
    context.addIssue({ code: 'custom', message: (error as Error).message });
    return z.NEVER;
  }
});

/** The two zones' databases. */
export const databasesSection = defineSection({
  variables: ({ inProduction }) => ({
    OCMS_DATA_DIR: text.optional(),
    OCMS_INTRANET_DB: inProduction(databaseUrl),
    OCMS_INTERNET_DB: inProduction(databaseUrl),
    OCMS_DB_POOL_MAX: wholeNumber(1, 1_000).optional(),
    OCMS_DB_LOCK_TIMEOUT_MS: wholeNumber(100, 60_000).optional(),
  }),
  settings(values) {
    const dataDir = resolve(values.OCMS_DATA_DIR ?? '.data');
    const file = (name: string): DatabaseLocation => ({ kind: 'sqlite', path: resolve(dataDir, name) });
    return {
      /** Of what is kept on this machine outside production. */
      dataDir,
      intranetDb: values.OCMS_INTRANET_DB ?? file('intranet.db'),
      internetDb: values.OCMS_INTERNET_DB ?? file('internet.db'),
      /** Connections per database; undefined leaves the default of each kind. */
      dbPoolMax: values.OCMS_DB_POOL_MAX,
      /** How long a write waits for what somebody else holds. */
      dbLockTimeoutMs: values.OCMS_DB_LOCK_TIMEOUT_MS ?? 5_000,
    };
  },
});
