import { createKeyRing, hashKey, KEY_RING_AGE_MS, apiKeyStore } from '../../../src/features/api-keys';
import type { Database } from '../../../src/db/database';
import { loadDemoData } from '../../../src/demo/load';
import { DEMO_KEYS } from '../../../src/demo/keys';
import { AppError } from '../../../src/platform/errors';
import { databaseKinds } from '../../support/databases';
import { instantText, makeContext, statementsOf, storedNotices, type TestContext } from '../../support/contexts';

const NOW = new Date('2026-01-15T01:02:03.456Z');
/** What stays as it is while the test says how much time has passed. */
const TIMERS = [
  'Date',
  'hrtime',
  'nextTick',
  'queueMicrotask',
  'setImmediate',
  'setInterval',
  'setTimeout',
  'clearImmediate',
  'clearInterval',
  'clearTimeout',
] as const;

describe.each(databaseKinds)('API keys (decisions §3) on %s', (kind) => {
  let context: TestContext;
  let now = NOW;
  const later = (ms: number): Date => new Date(NOW.getTime() + ms);
  /** A ring that has read nothing yet, as a process just started has. */
  const freshRing = (demoKeys = true) =>
    createKeyRing({ intranet: context.intranet, clock: { now: () => now }, demoKeys });
  const issue = (expiresAt: Date | null = null, partner = 'CAS') =>
    context.services.apiKeys.issue({ partner, expiresAt, actor: 'officer' });
  const listed = async (keyId: string) => (await context.services.apiKeys.list()).find((key) => key.keyId === keyId);
  const events = (keyId: string) =>
    context.intranet.read(
      async (executor) =>
        await executor('ocms_api_key_event').where('key_id', keyId).orderBy('event_id').select<
          {
            event: string;
            actor: string;
            occurred_at: unknown;
          }[]
        >('event', 'actor', 'occurred_at'),
    );

  beforeEach(async () => {
    now = NOW;
    context = await makeContext(kind, {}, { clock: { now: () => now } });
  });
  afterEach(() => context.close());

  it('are random, stored as hashes only, and listed without anything that opens', async () => {
    const issued = [await issue(later(60_000)), await issue()];
    expect(issued[0]!.key).not.toBe(issued[1]!.key);
    const rows = await context.intranet.read(
      async (executor) => (await executor('ocms_api_key').select('*')) as Record<string, unknown>[],
    );
    expect(rows.map((row) => row.key_hash).sort()).toEqual(issued.map(({ key }) => hashKey(key)).sort());
    for (const { key } of issued) expect(JSON.stringify(rows)).not.toContain(key);
    expect(await listed(issued[0]!.keyId)).toEqual({
      keyId: issued[0]!.keyId,
      partner: 'CAS',
      demo: false,
      issuedAt: NOW,
      issuedBy: 'officer',
      expiresAt: later(60_000),
      revokedAt: null,
      lastUsedAt: null,
    });
  });

  it('can be several at once per partner, for rotation', async () => {
    const [old, current] = [await issue(), await issue()];
    const ring = freshRing();
    expect(await ring.ownerOf(old.key)).toEqual({ keyId: old.keyId, partner: 'CAS' });
    expect(await ring.ownerOf(current.key)).toEqual({ keyId: current.keyId, partner: 'CAS' });
    expect(await ring.ownerOf(`${old.key}x`)).toBeUndefined();
  });

  it('just issued open at once in a process just started, and well within the age of the ring in another', async () => {
    const ring = freshRing();
    expect(await ring.ownerOf('nothing')).toBeUndefined();
    const { key, keyId } = await issue();
    expect(await freshRing().ownerOf(key)).toEqual({ keyId, partner: 'CAS' });

    const issuedAt = performance.now();
    while ((await ring.ownerOf(key)) === undefined) {
      if (performance.now() - issuedAt > KEY_RING_AGE_MS / 2) throw new Error('the key is still unknown');
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  });

  it('revoked: refused once the ring is as old as it may get, and by a fresh one at once', async () => {
    const { key, keyId } = await issue();
    const ring = freshRing();
    expect(await ring.ownerOf(key)).toBeDefined();
    now = later(5);
    await context.services.apiKeys.revoke({ keyId, actor: 'other officer' });
    const revokedAt = performance.now();
    expect(await freshRing().ownerOf(key)).toBeUndefined();

    for (let opened = true; opened;) {
      const asked = performance.now();
      opened = (await ring.ownerOf(key)) !== undefined;
      // Whatever is asked later than that must not open.
      if (opened && asked - revokedAt > KEY_RING_AGE_MS) throw new Error('the ring is older than it may get');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(await listed(keyId)).toMatchObject({ revokedAt: later(5) });
  });

  it('revoked: a read of the keys that takes long lets none live longer', async () => {
    const { key, keyId } = await issue();
    let begin!: () => void;
    let release!: () => void;
    const begun = new Promise<void>((resolve) => (begin = resolve));
    const released = new Promise<void>((resolve) => (release = resolve));
    let reads = 0;
    const slow: Database = {
      ...context.intranet,
      async read(work) {
        const rows = await context.intranet.read(work);
        if (++reads > 1) return rows;
        begin();
        await released;
        return rows;
      },
    };
    const ring = createKeyRing({ intranet: slow, clock: { now: () => now }, demoKeys: true });
    const first = ring.ownerOf(key);
    await begun;
    await context.services.apiKeys.revoke({ keyId, actor: 'other officer' });
    const revokedAt = performance.now();
    while (performance.now() - revokedAt <= KEY_RING_AGE_MS) await new Promise((resolve) => setTimeout(resolve, 50));
    const second = ring.ownerOf(key);
    release();
    // The first was asked before.
    expect([await first, await second, reads]).toEqual([{ keyId, partner: 'CAS' }, undefined, 2]);
  });

  it('cost one statement for all who ask at once; guessing them costs one now and then', async () => {
    const { key } = await issue();
    const ring = freshRing();
    const count = async (...keys: string[]): Promise<number> =>
      (await statementsOf(context.intranet, () => Promise.all(keys.map((each) => Promise.resolve(ring.ownerOf(each))))))
        .length;
    const guesses = Array.from({ length: 100 }, (_, index) => `guess ${index}`);
    jest.useFakeTimers({ doNotFake: [...TIMERS] });
    try {
      expect(await count(...Array<string>(20).fill(key))).toBe(1);
      expect(await count(...guesses, key)).toBe(0);
      jest.advanceTimersByTime(49);
      expect(await count(...guesses, key)).toBe(0);
      jest.advanceTimersByTime(1);
      expect(await count(...guesses)).toBe(1);
      jest.advanceTimersByTime(KEY_RING_AGE_MS - 1);
      expect(await count(key)).toBe(0);
      jest.advanceTimersByTime(1);
      expect(await count(key)).toBe(1);
    } finally {
      jest.useRealTimers();
    }
  });

  it('can be revoked once', async () => {
    const { keyId } = await issue();
    const twice = await Promise.allSettled(
      [1, 2].map(() => context.services.apiKeys.revoke({ keyId, actor: 'officer' })),
    );
    expect(twice.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await expect(context.services.apiKeys.revoke({ keyId: 'none', actor: 'officer' })).rejects.toMatchObject({
      kind: 'not-found',
    });
  });

  it('are audited: who issued and who revoked, and when', async () => {
    const { keyId } = await issue();
    now = later(1_000);
    await context.services.apiKeys.revoke({ keyId, actor: 'other officer' });
    expect(
      (await events(keyId)).map((event) => ({
        ...event,
        occurred_at: instantText(context.intranet, event.occurred_at),
      })),
    ).toEqual([
      { event: 'ISSUED', actor: 'officer', occurred_at: NOW.toISOString() },
      { event: 'REVOKED', actor: 'other officer', occurred_at: later(1_000).toISOString() },
    ]);
    const row = await context.intranet.read(
      async (executor) => (await executor('ocms_api_key').where('key_id', keyId).first()) as Record<string, unknown>,
    );
    expect(row).toMatchObject({ cre_user_id: 'officer', upd_user_id: 'other officer' });
    expect(instantText(context.intranet, row.upd_date)).toBe(later(1_000).toISOString());
  });

  it('expire at their very millisecond, and cannot be issued expired', async () => {
    const { key } = await issue(later(1));
    const ring = freshRing();
    expect(await ring.ownerOf(key)).toBeDefined();
    now = later(1);
    expect(await ring.ownerOf(key)).toBeUndefined();
    await expect(issue(later(1))).rejects.toMatchObject({ kind: 'validation' });
  });

  it('note their last use; an earlier one arriving late does not set it back', async () => {
    const { keyId, key } = await issue();
    const ring = freshRing();
    now = later(10);
    await ring.ownerOf(key);
    await ring.flush();
    expect(await listed(keyId)).toMatchObject({ lastUsedAt: later(10) });

    await context.intranet.transaction((trx) => apiKeyStore(context.intranet).touch(trx, new Map([[keyId, later(9)]])));
    expect(await listed(keyId)).toMatchObject({ lastUsedAt: later(10) });
    await context.intranet.transaction((trx) =>
      apiKeyStore(context.intranet).touch(trx, new Map([[keyId, later(11)]])),
    );
    expect(await listed(keyId)).toMatchObject({ lastUsedAt: later(11) });
  });

  it('note uses that could not be written with the next ones, and an earlier of them sets back no later one', async () => {
    const [one, other] = [await issue(), await issue()];
    const ring = freshRing();
    const { transaction } = context.intranet;
    now = later(10);
    await ring.ownerOf(one.key);
    await ring.ownerOf(other.key);
    Object.assign(context.intranet, {
      transaction: async () => {
        // One of them is used while its earlier use is being written.
        now = later(20);
        await ring.ownerOf(other.key);
        throw new AppError('unavailable', 'away');
      },
    });
    await expect(ring.flush()).rejects.toMatchObject({ kind: 'unavailable' });
    Object.assign(context.intranet, { transaction });
    await ring.flush();
    expect([await listed(one.keyId), await listed(other.keyId)]).toMatchObject([
      { lastUsedAt: later(10) },
      { lastUsedAt: later(20) },
    ]);
  });

  it('of the demo data open nothing in production, where demo data is refused as well', async () => {
    await loadDemoData({ config: { production: false }, intranet: context.intranet, clock: context.clock });
    const demo = Object.values(DEMO_KEYS)[0]!;
    expect(await freshRing(true).ownerOf(demo)).toBeDefined();
    expect(await freshRing(false).ownerOf(demo)).toBeUndefined();
    expect(await context.another({ production: true, demoKeys: false }).services.keyRing.ownerOf(demo)).toBeUndefined();
    await expect(
      loadDemoData({ config: { production: true }, intranet: context.intranet, clock: context.clock }),
    ).rejects.toThrow();
  });

  it('and notices of the demo data are loaded once, and never into a database that holds anything', async () => {
    const { key } = await issue();
    const load = () =>
      loadDemoData({ config: { production: false }, intranet: context.intranet, clock: context.clock });
    await load();
    expect((await storedNotices(context.intranet)).size).toBe(0);
    expect(await freshRing().ownerOf(key)).toBeDefined();

    await context.intranet.transaction((trx) => trx('ocms_api_key').del());
    await Promise.all([load(), load()]);
    const loaded = await storedNotices(context.intranet);
    expect(loaded.size).toBe(2_000);
    await load();
    expect(await storedNotices(context.intranet)).toEqual(loaded);
  });

  it('and notices and rule codes of the demo data may be loaded by two instances at once: both start', async () => {
    const config = { production: false };
    const instances = [context, context.another(), context.another()];
    await Promise.all(instances.map(({ intranet, clock }) => loadDemoData({ config, intranet, clock })));
    expect((await storedNotices(context.intranet)).size).toBe(2_000);
    expect((await context.services.apiKeys.list()).map(({ partner }) => partner).sort()).toEqual(
      Object.keys(DEMO_KEYS).sort(),
    );
    expect(await context.services.referenceData.list('rule-codes')).toHaveLength(3);
  });

  it('and rule codes of the demo data are added where a database of an earlier version lacks them', async () => {
    const {
      intranet,
      clock,
      services: { referenceData },
    } = context;
    await loadDemoData({ config: { production: false }, intranet, clock });
    await intranet.transaction(async (trx) => {
      await trx('ocms_api_key').where('partner', 'REPCCS').del();
      await trx('ocms_offence_rule_code').del();
    });
    expect(await freshRing().ownerOf(DEMO_KEYS.REPCCS!)).toBeUndefined();
    await loadDemoData({ config: { production: false }, intranet, clock });
    expect(await freshRing().ownerOf(DEMO_KEYS.REPCCS!)).toMatchObject({ partner: 'REPCCS' });
    expect((await referenceData.list('rule-codes')).map(({ computer_rule_code }) => computer_rule_code)).toEqual([
      '10300',
      '11210',
      '20412',
    ]);
  });
});
