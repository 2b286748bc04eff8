import { makeContext, type TestContext } from '../support/contexts';
import { databaseKinds } from '../support/databases';
import { takeAway } from '../support/mirror';

describe.each(databaseKinds)('a zone that is looked at again and again on %s', (kind) => {
  let context: TestContext;
  beforeEach(async () => {
    context = await makeContext(kind);
  });
  afterEach(() => context.close());

  // ERROR wakes somebody: without the internet zone the service goes on, and the mirror tells of it by itself.
  it.each([
    ['intranet', 'error'],
    ['internet', 'warn'],
  ] as const)('is told of once when the %s zone goes away, as %s, and once when it is back', async (zone, level) => {
    const looking = context.chores.find(({ name }) => name === `look-for-${zone}-database`)!;
    const told = () =>
      context.log
        .map((line) => JSON.parse(line) as Record<string, unknown>)
        .filter(({ event }) => /^database-/.test(event as string))
        .map((line) => [line.event, line.level, line.zone]);
    const up = async () => (await context.registry.getSingleMetric('ocms_database_up')!.get()).values;

    await looking.run();
    expect([told(), await up()]).toMatchObject([[], [{ labels: { zone }, value: 1 }]]);
    const back = takeAway(context[zone], context.place.folder);
    await looking.run();
    await looking.run();
    expect([told(), await up()]).toMatchObject([
      [['database-unreachable', level, zone]],
      [{ labels: { zone }, value: 0 }],
    ]);
    await back();
    await looking.run();
    await looking.run();
    expect([told(), await up()]).toMatchObject([
      [
        ['database-unreachable', level, zone],
        ['database-back', 'info', zone],
      ],
      [{ labels: { zone }, value: 1 }],
    ]);
  });

  it('works again once a broken one can be written and grow, and is left as it was', async () => {
    const { intranet } = context;
    const turn = () => intranet.read(async (executor) => await executor('ocms_schema_turn').select<object[]>('taken'));
    const before = await turn();
    const fault = jest.spyOn(intranet.dialect, 'faultOf').mockReturnValue('broken');
    try {
      await expect(intranet.read((executor) => executor.raw('SELECT * FROM no_such_table'))).rejects.toMatchObject({
        kind: 'unavailable',
      });
    } finally {
      fault.mockRestore();
    }
    await expect(intranet.ping()).rejects.toMatchObject({ kind: 'unavailable' });
    await intranet.recheck();
    await intranet.ping();
    expect(await turn()).toEqual(before);
  });
});
