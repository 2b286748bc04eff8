import { startServer } from '../../src/app/server';
import { EFFECT_DAYS, effectStore } from '../../src/effects';
import { makeContext, noticeNumbers, type TestContext } from '../support/contexts';
import { databaseKinds } from '../support/databases';
import { until } from '../support/fault';

const DAY = 86_400_000;
const SETTLED = new Date('2026-01-15T01:02:03.456Z');

describe.each(databaseKinds)('settled effects are purged (src/effects/README.md) on %s', (kind) => {
  let context: TestContext;
  let now: Date;
  beforeEach(async () => {
    now = SETTLED;
    context = await makeContext(kind, {}, { clock: { now: () => now } });
  });
  afterEach(() => context.close());

  const kept = () =>
    context.intranet.read((executor) =>
      executor('ocms_effect_batch').orderBy('reference').pluck('reference'),
    ) as Promise<string[]>;
  const purge = () => context.chores.find(({ name }) => name === 'purge-effects')!.run();
  const inEveryState = () =>
    context.intranet.transaction(async (trx) => {
      const effects = effectStore(context.intranet);
      const states = ['SENDING', 'SENT', 'REJECTED', 'UNKNOWN'] as const;
      const batches = states.map((state) => ({ reference: state, content: [] }));
      await effects.claim(trx, 'an_effect', batches, SETTLED);
      for (const state of ['SENT', 'REJECTED', 'UNKNOWN'] as const)
        await effects.settle(trx, [{ reference: state }], state, SETTLED);
    });

  it('after 90 days, and none before; what is on its way stays, however old', async () => {
    expect(EFFECT_DAYS).toBe(90);
    await inEveryState();
    now = new Date(SETTLED.getTime() + 90 * DAY);
    await purge();
    expect(await kept()).toHaveLength(4);
    now = new Date(now.getTime() + 1);
    await purge();
    expect(await kept()).toEqual(['SENDING']);
  });

  it('all of them, some at a time', async () => {
    const batches = noticeNumbers(450).map((reference) => ({ reference, content: ['x'] }));
    await context.intranet.transaction(async (trx) => {
      const effects = effectStore(context.intranet);
      await effects.claim(trx, 'an_effect', batches, SETTLED);
      await effects.settle(trx, batches, 'SENT', SETTLED);
    });
    now = new Date(SETTLED.getTime() + 91 * DAY);
    await purge();
    expect(await kept()).toEqual([]);
  });

  it('by a service that runs, of itself', async () => {
    await inEveryState();
    now = new Date(SETTLED.getTime() + 91 * DAY);
    const server = await startServer({
      ...context,
      config: { ...context.config, port: 0, adminPort: 0, shutdownTimeoutMs: 50 },
    });
    await until('the settled ones to be purged', async () => (await kept()).length === 1);
    await server.stop();
  });
});

it('SQLite finds the settled ones of long ago by an index, not by reading what they hold', async () => {
  const context = await makeContext('sqlite');
  const deletes: string[] = [];
  const stop = context.intranet.onStatement((sql) => void (/^DELETE/i.test(sql) && deletes.push(sql)));
  await context.chores.find(({ name }) => name === 'purge-effects')!.run();
  stop();
  expect(deletes).toHaveLength(1);
  const steps = await context.intranet.read((executor) =>
    executor.raw<{ detail: string }[]>(`EXPLAIN QUERY PLAN ${deletes[0]!}`, ['2026-01-15T01:02:03.456Z', 200]),
  );
  expect(steps.map(({ detail }) => detail).join('; ')).toContain('ix_ocms_effect_batch_settled (settled_at<?)');
  await context.close();
});
