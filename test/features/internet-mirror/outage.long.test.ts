import { AppError } from '../../../src/platform/errors';
import { noticeNumbers } from '../../support/contexts';
import { databaseKinds } from '../../support/databases';
import {
  AGREED,
  differingNotices,
  makeGate,
  makeMirrorPlace,
  type MirrorPlace,
  refuseNotice,
  takeAway,
} from '../../support/mirror';
import { renameTable } from '../../support/tables';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const UNREACHED = {
  outcome: 'FAILED',
  counts: {},
  error: expect.stringMatching(
    /^The internet zone cannot be reached or written\. Notices that wait to be copied: \d+\./,
  ) as string,
};

describe.each(databaseKinds)('the internet zone away, or not to be written (decisions §5) on %s', (kind) => {
  let place: MirrorPlace;
  const gate = makeGate();
  beforeEach(async () => {
    place = await makeMirrorPlace(kind, {}, { boundary: gate.boundary });
  });
  afterEach(() => place.close());

  const none = { copied: 0, failed: 0, manual: 0 };
  const syncing = async (counts: Partial<typeof none>): Promise<void> => {
    expect(await place.sync()).toMatchObject({ outcome: 'SUCCEEDED', counts: { ...none, ...counts } });
  };
  const failures = () => place.context.services.internetMirror.failures(10);
  const outageRows = () =>
    place.context.intranet.read(
      async (executor) =>
        (await executor('ocms_condition').where('name', 'internet-zone-away').select('*')) as Record<string, unknown>[],
    );
  const expectAgreement = async (): Promise<void> => {
    expect(await differingNotices(place.context)).toEqual([]);
    expect(await place.marks()).toEqual([]);
    expect((await place.reconcile()).differences).toEqual(AGREED);
  };

  it('blames no notice for what is no notice’s fault: the table is not there', async () => {
    await place.createMany(noticeNumbers(20));
    const { internet } = place.context;
    const rename = (from: string, to: string): Promise<void> =>
      internet.transaction((trx) => renameTable(trx, from, to));
    await rename('eocms_valid_offence_notice', 'elsewhere');
    expect(await place.sync()).toMatchObject(UNREACHED);
    expect(place.mails()).toEqual([]);
    expect(await failures()).toEqual([]);
    expect(await place.marks()).toHaveLength(20);
    await rename('elsewhere', 'eocms_valid_offence_notice');
    await syncing({ copied: 20 });
    await expectAgreement();
  });

  it('a zone that answers but cannot be written is an outage like one that is away: told after 15 minutes', async () => {
    await place.createMany(noticeNumbers(20));
    const { internet } = place.context;
    const { transaction } = internet;
    Object.assign(internet, { transaction: () => Promise.reject(new AppError('unavailable', 'no room')) });
    for (let minute = 0; minute < 20; minute += 1) {
      expect(await place.sync()).toMatchObject(UNREACHED);
      expect([minute, place.mails().length]).toEqual([minute, minute < 15 ? 0 : 1]);
      place.clock.pass(MINUTE);
    }
    expect(await failures()).toEqual([]);
    Object.assign(internet, { transaction });
    await syncing({ copied: 20 });
    await expectAgreement();
  });

  describe('while the internet zone is away', () => {
    it('runs fail; operations are told once after 15 minutes, again after 4 hours, and when it is over', async () => {
      await place.createMany(noticeNumbers(12));
      const began = place.clock.now();
      const back = takeAway(place.context.internet, place.context.place.folder);
      const failing = async (afterMs: number, mails: number): Promise<void> => {
        place.clock.pass(began.getTime() + afterMs - place.clock.now().getTime());
        expect(await place.sync()).toMatchObject({
          outcome: 'FAILED',
          counts: {},
          error: expect.stringMatching(
            /^The internet zone cannot be reached or written. Notices that wait to be copied: 12\./,
          ) as string,
        });
        expect([afterMs, place.mails().length]).toEqual([afterMs, mails]);
      };
      await failing(0, 0);
      expect(
        (await outageRows()).map(({ since, told_at }) => [place.context.intranet.dialect.readInstant(since), told_at]),
      ).toEqual([[began, null]]);
      for (const minute of [1, 7, 15 - 1 / MINUTE]) await failing(minute * MINUTE, 0);
      await failing(15 * MINUTE, 1);
      for (const ms of [16 * MINUTE, 2 * HOUR, 15 * MINUTE + 4 * HOUR - 1]) await failing(ms, 1);
      await failing(15 * MINUTE + 4 * HOUR, 2);
      await failing(15 * MINUTE + 4 * HOUR + 1, 2);
      expect(place.mails()[0]).toMatchObject({
        subject: expect.stringContaining('sync_internet_zone failed') as string,
        text: expect.stringMatching(
          /Notices that wait to be copied: 12\. Nothing is lost[\s\S]*Bring the internet database back [^\n]*, or correct OCMS_INTERNET_DB/,
        ) as string,
      });
      expect(await failures()).toEqual([]);

      await back();
      await syncing({ copied: 12 });
      expect(await outageRows()).toEqual([]);
      expect(place.mails().map(({ subject }) => /failed|works again/.exec(subject)?.[0])).toEqual([
        'failed',
        'failed',
        'works again',
      ]);
      await expectAgreement();
    });

    it('what was left for manual verification before it went away is told at once', async () => {
      const numbers = noticeNumbers(501);
      await place.createMany(numbers);
      await refuseNotice(place.context, kind, numbers[0]!);
      const context = place.context.another({ mirror: { attempts: 1, backoffMs: MINUTE, nudgeMs: 0 } });
      const { transaction } = context.internet;
      // The first page together, nothing, then one by one.
      let left = 1 + 1 + 500;
      Object.assign(context.internet, {
        transaction: (work: Parameters<typeof transaction>[0]) =>
          (left -= 1) >= 0 ? transaction(work) : Promise.reject(new AppError('unavailable', 'away')),
      });
      expect(await place.sync(context)).toMatchObject({
        outcome: 'FAILED',
        counts: { copied: 499, failed: 1, manual: 1 },
      });
      expect(place.mails()).toMatchObject([
        {
          text: expect.stringMatching(
            /Nothing is lost[\s\S]*left for manual verification: 1\.[\s\S]*mirror status/,
          ) as string,
        },
      ]);
    });

    it('between one notice and the next, only the one that was refused before is blamed', async () => {
      const numbers = noticeNumbers(3);
      await place.createMany(numbers);
      await refuseNotice(place.context, kind, numbers[0]!);
      const context = place.context.another();
      const { transaction } = context.internet;
      // All together, nothing, the first alone.
      let left = 3;
      Object.assign(context.internet, {
        transaction: (work: Parameters<typeof transaction>[0]) =>
          (left -= 1) >= 0 ? transaction(work) : Promise.reject(new AppError('unavailable', 'away')),
      });
      expect(await place.sync(context)).toMatchObject({ outcome: 'FAILED', error: UNREACHED.error });
      expect(await failures()).toMatchObject([{ noticeNo: numbers[0], failures: 1 }]);
      expect(await place.marks()).toHaveLength(3);
    });

    it('operations hear when it is over; the next one is a new one, of which nobody is told at first', async () => {
      const back = takeAway(place.context.internet, place.context.place.folder);
      const since = place.clock.now().toISOString();
      await place.sync();
      place.clock.pass(15 * MINUTE);
      await place.sync();
      expect(place.mails()).toHaveLength(1);
      await back();
      await syncing({});
      expect(place.mails()).toHaveLength(2);
      expect(place.mails()[1]).toMatchObject({
        subject: '[OCMS] sync_internet_zone works again',
        text: expect.stringContaining(`was away since ${since}, is there again`) as string,
      });

      place.clock.pass(HOUR);
      const backAgain = takeAway(place.context.internet, place.context.place.folder);
      expect(await place.sync()).toMatchObject({ outcome: 'FAILED' });
      await backAgain();
      await syncing({});
      expect(place.mails()).toHaveLength(2);
    });

    it('in the middle of a run, no notice is blamed', async () => {
      await place.createMany(noticeNumbers(5));
      const reached = gate.hold('mirror-read');
      const run = place.sync();
      await reached;
      const back = takeAway(place.context.internet, place.context.place.folder);
      gate.open();
      expect(await run).toMatchObject({
        outcome: 'FAILED',
        error: expect.stringMatching(
          /^The internet zone cannot be reached or written. Notices that wait to be copied: 5\./,
        ) as string,
      });
      expect(place.mails()).toEqual([]);
      expect(await failures()).toEqual([]);
      await back();
      await syncing({ copied: 5 });
      await expectAgreement();
    });
  });

  it.each(['the intranet zone', 'both zones'])(
    'is not called an outage of the internet zone when %s is away',
    async (which) => {
      await place.createMany(noticeNumbers(5));
      // The runner's connections are others.
      const without = place.context.another();
      const back = [takeAway(without.intranet, place.context.place.folder)];
      if (which === 'both zones') back.push(takeAway(without.internet, place.context.place.folder));
      expect(await place.sync(without)).toMatchObject({
        outcome: 'FAILED',
        error: 'the intranet database is not available. Nothing is lost: what was not copied waits for the next run.',
      });
      expect(await outageRows()).toEqual([]);
      expect(await failures()).toEqual([]);
      for (const each of back) await each();
      await syncing({ copied: 5 });
      await expectAgreement();
    },
  );
});
