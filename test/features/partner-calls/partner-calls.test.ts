import { createPartnerCalls, KEPT_DAYS } from '../../../src/features/partner-calls';
import { createCalendar } from '../../../src/platform/calendar';
import { outboundDuration } from '../../../src/platform/outbound';
import { makeContext, type TestContext } from '../../support/contexts';
import { databaseKinds } from '../../support/databases';

const DAY = 86_400_000;

describe.each(databaseKinds)('calls to partners, as the console shows them, on %s', (kind) => {
  let context: TestContext;
  let now: Date;
  beforeEach(async () => {
    now = new Date('2026-06-15T03:07:30.000Z');
    context = await makeContext(kind, {}, { clock: { now: () => now } });
  });
  afterEach(() => context.close());

  const chore = (name: string) => context.chores.find((each) => each.name === name)!.run();
  const called = (system: string, outcome: 'ok' | 'unknown' | 'rejected' | 'malformed' | 'aborted', times = 1) => {
    for (let time = 0; time < times; time += 1)
      outboundDuration(context.registry).observe({ system, operation: `op-${time % 2}`, outcome }, 0.1);
  };
  /** Of each partner what is not zero, as `HH:MM ok rejected failed`. */
  const lately = async (hours = 2, minutes = 30) =>
    Object.fromEntries(
      (await context.services.partnerCalls.lately(hours, minutes)).map(({ partner, stretches }) => [
        partner,
        stretches
          .filter(({ ok, rejected, failed }) => ok + rejected + failed > 0)
          .map(({ from, ok, rejected, failed }) => `${from.toISOString().slice(11, 16)} ${ok} ${rejected} ${failed}`),
      ]),
    );

  it('are counted by stretches of time and how they ended; one that was given up says nothing', async () => {
    called('VHUB', 'ok', 3);
    called('VHUB', 'rejected');
    called('CAS', 'unknown', 2);
    called('CAS', 'malformed');
    called('SMS', 'aborted');
    await chore('record-partner-calls');
    now = new Date('2026-06-15T03:31:00.000Z');
    called('VHUB', 'ok');
    await chore('record-partner-calls');
    await chore('record-partner-calls');
    expect(await lately()).toEqual({ CAS: ['03:00 0 0 3'], VHUB: ['03:00 3 1 0', '03:30 1 0 0'] });
  });

  it('cover the hours asked for, in whole stretches to the present one, and no more', async () => {
    called('VHUB', 'ok');
    await chore('record-partner-calls');
    const stretches = (await context.services.partnerCalls.lately(24, 15))[0]!.stretches;
    expect(stretches).toHaveLength(96);
    expect(stretches.at(-1)!.from).toEqual(new Date('2026-06-15T03:00:00.000Z'));
    now = new Date('2026-06-15T04:59:59.000Z');
    expect(await lately(2)).toEqual({ VHUB: ['03:00 1 0 0'] });
    now = new Date('2026-06-15T05:00:00.000Z');
    expect(await lately(2)).toEqual({});
  });

  it('of all processes are added up', async () => {
    const other = createPartnerCalls({
      intranet: context.intranet,
      calendar: createCalendar({ now: () => now }, 'Asia/Singapore'),
      totals: () => Promise.resolve([{ partner: 'VHUB', outcome: 'ok', calls: 5 }]),
    });
    await other.record();
    called('VHUB', 'ok', 2);
    await chore('record-partner-calls');
    expect(await lately()).toEqual({ VHUB: ['03:00 7 0 0'] });
  });

  it('that could not be written down are with the next', async () => {
    called('VHUB', 'ok');
    const broken = jest.spyOn(context.intranet, 'transaction').mockRejectedValueOnce(new Error('away'));
    await expect(chore('record-partner-calls')).rejects.toThrow('away');
    broken.mockRestore();
    called('VHUB', 'ok');
    await chore('record-partner-calls');
    expect(await lately()).toEqual({ VHUB: ['03:00 2 0 0'] });
  });

  it(`are purged after ${KEPT_DAYS} days, and none before`, async () => {
    const kept = () =>
      context.intranet.read(async (executor) => (await executor('ocms_partner_call').pluck('at')).length);
    called('VHUB', 'ok');
    await chore('record-partner-calls');
    now = new Date(Date.parse('2026-06-15T03:07:00.000Z') + KEPT_DAYS * DAY);
    await chore('purge-partner-calls');
    expect(await kept()).toBe(1);
    now = new Date(now.getTime() + 1);
    await chore('purge-partner-calls');
    expect(await kept()).toBe(0);
  });

  it('made by a process that ends are written down by it', async () => {
    const another = context.another();
    outboundDuration(another.registry).observe({ system: 'LTA', operation: 'op', outcome: 'ok' }, 0.1);
    await another.close();
    expect(await lately()).toEqual({ LTA: ['03:00 1 0 0'] });
  });
});
