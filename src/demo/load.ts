import type { Database, Transaction } from '../db/database';
import type { Dialect } from '../db/dialects/dialect';
import { apiKeyStore, hashKey } from '../features/api-keys';
import type { Clock } from '../platform/clock';
import { DEMO_KEYS } from './keys';
import { type DemoNotice, demoNotices, NOTICE_SHAPE } from './notices';

const NOTICES = 2_000;
const CHUNK = 500;
const ACTOR = 'demo';

/**
 * Fills an empty database with demo notices, court cases and keys; one that holds anything is left alone.
 *
 * @throws Error in production.
 */
export async function loadDemoData({
  config,
  intranet,
  clock,
}: {
  config: { production: boolean };
  intranet: Database;
  clock: Clock;
}): Promise<void> {
  if (config.production) throw new Error('demo data has no place in production');
  const { dialect } = intranet;
  const keys = apiKeyStore(intranet);

  await intranet.transaction(async (trx) => {
    if (await holdsAnything(trx)) return;
    const at = clock.now();
    for (const [partner, key] of Object.entries(DEMO_KEYS)) {
      await keys.insert(
        trx,
        { keyId: `demo-${partner.toLowerCase()}`, partner, keyHash: hashKey(key), demo: true, expiresAt: null },
        ACTOR,
        at,
      );
    }
    const notices = demoNotices(NOTICES);
    for (let start = 0; start < notices.length; start += CHUNK) {
      await insertNotices(trx, dialect, notices.slice(start, start + CHUNK), at);
    }
  });
}

async function holdsAnything(trx: Transaction): Promise<boolean> {
  for (const table of ['ocms_valid_offence_notice', 'ocms_api_key']) {
    if ((await trx(table).first(trx.raw('1 AS one'))) !== undefined) return true;
  }
  return false;
}

async function insertNotices(trx: Transaction, dialect: Dialect, notices: readonly DemoNotice[], at: Date): Promise<void> {
  const columns = Object.keys(NOTICE_SHAPE).join(', ');
  const rows = dialect.rows(NOTICE_SHAPE, notices);
  await trx.raw(
    `INSERT INTO ocms_valid_offence_notice (${columns}) SELECT ${columns} FROM ${rows.sql} AS j`,
    [...rows.bindings] as string[],
  );
  const instant = dialect.bindInstant(at) as string;
  await trx.raw(
    `INSERT INTO ocms_court_case (notice_no, court_payment_due_date, cre_date, cre_user_id)
     SELECT j.notice_no, j.next_processing_date, j.cre_date, j.cre_user_id FROM ${rows.sql} AS j WHERE j.last_processing_stage LIKE 'C%'`,
    [...rows.bindings] as string[],
  );
  await trx.raw(
    `INSERT INTO ocms_internet_mirror_mark (notice_no, version, marked_at) SELECT j.notice_no, 1, ? FROM ${rows.sql} AS j`,
    [instant, ...rows.bindings] as string[],
  );
}
