import { createContractDrift, type DriftMessage, KEPT_DAYS } from '../../../src/features/contract-drift';
import { createCalendar } from '../../../src/platform/calendar';
import { makeContext, type TestContext } from '../../support/contexts';
import { databaseKinds } from '../../support/databases';

const DAY = 86_400_000;

describe.each(databaseKinds)('how messages differ from their contract, as the console shows it, on %s', (kind) => {
  let context: TestContext;
  let now: Date;
  beforeEach(async () => {
    now = new Date('2026-06-15T03:07:30.000Z');
    context = await makeContext(kind, {}, { clock: { now: () => now } });
  });
  afterEach(() => context.close());

  const drift = () => context.services.contractDrift;
  const chore = (name: string) => context.chores.find((each) => each.name === name)!.run();
  const message = (places: readonly string[], more: Partial<DriftMessage> = {}): DriftMessage => ({
    operation: 'repccsWebhook',
    partner: 'REPCCS',
    direction: 'REQUEST',
    differences: places.map((place) => ({ place, kind: 'UNDECLARED' })),
    ...more,
  });
  const lately = async (days = 7, limit = 100) =>
    (await drift().lately(days, limit)).drifts.map(
      ({ partner, direction, place, kind, times, firstSeen, lastSeen }) =>
        `${partner} ${direction} ${place} ${kind} ${times} ${firstSeen.toISOString().slice(5, 16)} ${lastSeen.toISOString().slice(5, 16)}`,
    );
  const kept = () => context.intranet.read((executor) => executor('ocms_contract_drift').pluck<string[]>('place'));
  const other = () =>
    createContractDrift({
      intranet: context.intranet,
      calendar: createCalendar({ now: () => now }, 'Asia/Singapore'),
      count: () => undefined,
    });

  it('is counted by place and kind, with when it was first and last seen; the latest first', async () => {
    drift().note(message(['body.colour', 'body.size']));
    await chore('record-contract-drift');
    now = new Date('2026-06-15T04:00:00.000Z');
    drift().note(message(['body.colour']));
    drift().note(message(['body.colour']));
    drift().note(message(['body.colour'], { direction: 'RESPONSE' }));
    await chore('record-contract-drift');
    await chore('record-contract-drift');
    expect((await lately()).sort()).toEqual([
      'REPCCS REQUEST body.colour UNDECLARED 3 06-15T03:07 06-15T04:00',
      'REPCCS REQUEST body.size UNDECLARED 1 06-15T03:07 06-15T03:07',
      'REPCCS RESPONSE body.colour UNDECLARED 1 06-15T04:00 06-15T04:00',
    ]);
    expect((await lately()).at(-1)).toContain('body.size');
    expect(await drift().lately(7, 2)).toMatchObject({ more: true, drifts: [{}, {}] });
    expect(await drift().lately(7, 3)).toMatchObject({ more: false });
  });

  it('of all processes is added up, the earlier first and the later last', async () => {
    drift().note(message(['body.colour']));
    const second = other();
    now = new Date('2026-06-15T05:00:00.000Z');
    second.note(message(['body.colour']));
    await second.record();
    await chore('record-contract-drift');
    expect(await lately()).toEqual(['REPCCS REQUEST body.colour UNDECLARED 2 06-15T03:07 06-15T05:00']);
  });

  it('that could not be written down is with the next, once', async () => {
    drift().note(message(['body.colour']));
    const broken = jest.spyOn(context.intranet, 'transaction').mockRejectedValueOnce(new Error('away'));
    await expect(chore('record-contract-drift')).rejects.toThrow('away');
    broken.mockRestore();
    drift().note(message(['body.colour', 'body.size']));
    await chore('record-contract-drift');
    expect((await lately()).map((each) => each.split(' ').slice(2, 5).join(' ')).sort()).toEqual([
      'body.colour UNDECLARED 2',
      'body.size UNDECLARED 1',
    ]);
  });

  it('is counted by the metric as it is noted', async () => {
    drift().note(message(['body.colour', 'body.size']));
    expect(await context.registry.getSingleMetricAsString('ocms_contract_drift_total')).toContain(
      'ocms_contract_drift_total{operation="repccsWebhook",partner="REPCCS",kind="UNDECLARED"} 2',
    );
  });

  it('of places without end, the first hundred are told apart', async () => {
    for (let at = 0; at < 1_000; at += 1) drift().note(message([`body.field${at}`]));
    await chore('record-contract-drift');
    const all = await lately(7, 500);
    expect(all).toHaveLength(101);
    expect(all.find((each) => each.includes('(other)'))).toMatch(/ 900 /);
  });

  it(`is forgotten once it was not seen for ${KEPT_DAYS} days`, async () => {
    drift().note(message(['body.old']));
    await chore('record-contract-drift');
    now = new Date(now.getTime() + KEPT_DAYS * DAY - 1);
    await chore('purge-contract-drift');
    expect(await kept()).toEqual(['body.old']);
    drift().note(message(['body.new']));
    await chore('record-contract-drift');
    now = new Date(now.getTime() + 2);
    await chore('purge-contract-drift');
    expect(await kept()).toEqual(['body.new']);
  });

  it('of the days asked for only', async () => {
    drift().note(message(['body.colour']));
    await chore('record-contract-drift');
    now = new Date(now.getTime() + 2 * DAY);
    expect(await lately(1)).toEqual([]);
    expect(await lately(3)).toHaveLength(1);
  });
});
