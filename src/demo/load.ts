import { besideOthers } from '../db/beside-others';
import type { Database, Transaction } from '../db/database';
import { apiKeyStore, hashKey } from '../features/api-keys';
import { insertNotices } from '../features/notices';
import { createParameters } from '../features/parameters';
import { createReferenceData } from '../features/reference-data';
import type { Clock } from '../platform/clock';
import { DEMO_KEYS } from './keys';
import { type DemoNotice, demoNotices, NOTICE_SHAPE } from './notices';
import { DEMO_RULE_CODES } from './rule-codes';

const NOTICES = 2_000;
const CHUNK = 500;
const ACTOR = 'demo';
/** F 2.3 and F 2.7: foreign vehicles. */
const DEMO_PARAMETERS = [
  ['FOR', '14'],
  ['FOD', '28'],
  ['AFO', '10.00'],
  ['ARC', '7'],
] as const;

/**
 * Fills an empty database with demo notices, court cases, keys, rule codes and parameters. One that has demo keys gets
 * the keys, rule codes and parameters it lacks; any other that holds something is left alone. Several processes may do this at once.
 *
 * @param notices how many an empty one gets
 * @throws Error in production.
 */
export async function loadDemoData(
  {
    config,
    intranet,
    clock,
  }: {
    config: { production: boolean };
    intranet: Database;
    clock: Clock;
  },
  { notices = NOTICES }: { notices?: number } = {},
): Promise<void> {
  if (config.production) throw new Error('demo data has no place in production');
  await besideOthers(intranet, () => loadWhatLacks(intranet, clock, notices));
}

async function loadWhatLacks(intranet: Database, clock: Clock, count: number): Promise<void> {
  const keys = apiKeyStore(intranet);

  const isDemo = await intranet.transaction(async (trx) => {
    const empty = !(await holdsAnything(trx));
    const present = await keys.list(trx);
    if (!empty && !present.some(({ demo }) => demo)) return false;
    const at = clock.now();
    for (const [partner, key] of Object.entries(DEMO_KEYS)) {
      // A partner that came with a later version.
      if (present.some((issued) => issued.demo && issued.partner === partner)) continue;
      await keys.insert(
        trx,
        { keyId: `demo-${partner.toLowerCase()}`, partner, keyHash: hashKey(key), demo: true, expiresAt: null },
        ACTOR,
        at,
      );
    }
    const notices = empty ? demoNotices(count) : [];
    for (let start = 0; start < notices.length; start += CHUNK) {
      await loadNotices(trx, notices.slice(start, start + CHUNK), at);
    }
    return true;
  });
  const reference = createReferenceData({ intranet, clock });
  if (isDemo && (await reference.list('rule-codes')).length === 0)
    await reference.import('rule-codes', Buffer.from(DEMO_RULE_CODES), ACTOR);
  if (isDemo) await setLackingParameters(intranet, clock);
}

async function setLackingParameters(intranet: Database, clock: Clock): Promise<void> {
  const parameters = createParameters({ intranet, clock });
  const present = new Set((await parameters.list()).map(({ id }) => id));
  for (const [id, value] of DEMO_PARAMETERS)
    if (!present.has(id)) await parameters.set({ id, code: 'NPA', value, actor: ACTOR });
}

async function holdsAnything(trx: Transaction): Promise<boolean> {
  for (const table of ['ocms_valid_offence_notice', 'ocms_api_key']) {
    if ((await trx(table).first(trx.raw('1 AS one'))) !== undefined) return true;
  }
  return false;
}

/** Notices, each with its detail row, those at court with their case. */
export async function loadNotices(trx: Transaction, notices: readonly DemoNotice[], at: Date): Promise<void> {
  await insertNotices(trx, NOTICE_SHAPE, notices, at);
  const rows = trx.dialect.rows(NOTICE_SHAPE, notices);
  await trx.raw(
    `INSERT INTO ocms_offence_notice_detail (notice_no, cre_date, cre_user_id) SELECT j.notice_no, j.cre_date, j.cre_user_id FROM ${rows.sql} AS j`,
    [...rows.bindings] as string[],
  );
  await trx.raw(
    `INSERT INTO ocms_court_case (notice_no, court_payment_due_date, cre_date, cre_user_id)
     SELECT j.notice_no, j.next_processing_date, j.cre_date, j.cre_user_id FROM ${rows.sql} AS j WHERE j.last_processing_stage LIKE 'C%'`,
    [...rows.bindings] as string[],
  );
}
