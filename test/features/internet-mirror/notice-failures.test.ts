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
  tamper,
} from '../../support/mirror';
import { renameTable } from '../../support/tables';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe.each(databaseKinds)('copying to the internet zone in trouble (decisions §5) on %s', (kind) => {
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
  const expectAgreement = async (): Promise<void> => {
    expect(await differingNotices(place.context)).toEqual([]);
    expect(await place.marks()).toEqual([]);
    expect((await place.reconcile()).differences).toEqual(AGREED);
  };

  describe('a notice that cannot be copied', () => {
    let refused: string;
    let others: string[];
    let mend: () => Promise<void>;
    beforeEach(async () => {
      others = [await place.create()];
      refused = await place.create();
      others.push(await place.create());
      mend = await refuseNotice(place.context, kind, refused);
    });

    const failUntilLeftToPeople = async (): Promise<void> => {
      for (const wait of [0, 1, 2, 4]) {
        place.clock.pass(wait * MINUTE);
        await place.sync();
      }
    };

    it('does not keep the others waiting', async () => {
      await syncing({ copied: 2, failed: 1 });
      expect(await place.mirroredNumbers()).toEqual(others);
      expect(await place.marks()).toEqual([`${refused}:1`]);
      expect(await failures()).toEqual([
        {
          noticeNo: refused,
          failures: 1,
          lastFailedAt: place.clock.now(),
          manualVerification: false,
          error: expect.stringMatching(/Error (SQLITE_CONSTRAINT_TRIGGER|547)$/) as string,
        },
      ]);
      expect(place.mails()).toEqual([]);
    });

    it('is tried again after a minute, then two, then four, and not before', async () => {
      await syncing({ copied: 2, failed: 1 });
      for (const minutes of [1, 2]) {
        place.clock.pass(minutes * MINUTE - 1);
        await syncing({});
        place.clock.pass(1);
        await syncing({ failed: 1 });
      }
      place.clock.pass(4 * MINUTE - 1);
      await syncing({});
      await mend();
      place.clock.pass(1);
      await syncing({ copied: 1 });
      expect(await failures()).toEqual([]);
      await expectAgreement();
    });

    it('never waits more than an hour', async () => {
      const patient = place.context.another({ mirror: { attempts: 50, backoffMs: MINUTE, nudgeMs: 0 } });
      for (let failure = 1; failure <= 9; failure += 1) {
        await place.sync(patient);
        place.clock.pass(2 ** (failure - 1) * MINUTE);
      }
      await place.sync(patient);
      place.clock.pass(HOUR - 1);
      expect((await place.sync(patient)).counts).toEqual(none);
      place.clock.pass(1);
      expect((await place.sync(patient)).counts).toEqual({ ...none, failed: 1 });
    });

    it('that failed while the clock was ahead is tried again once it is right', async () => {
      place.clock.pass(24 * HOUR);
      await syncing({ copied: 2, failed: 1 });
      place.clock.pass(-24 * HOUR);
      await mend();
      await syncing({ copied: 1 });
      await expectAgreement();
    });

    it('is left for manual verification after 4 failures, which one e-mail tells, and excluded from then on', async () => {
      await failUntilLeftToPeople();
      expect(await failures()).toMatchObject([{ noticeNo: refused, failures: 4, manualVerification: true }]);
      expect(await place.context.services.internetMirror.backlog()).toMatchObject({
        notices: 1,
        manualVerification: 1,
      });
      expect(place.mails()).toHaveLength(1);
      expect(place.mails()[0]).toMatchObject({
        subject: '[OCMS] sync_internet_zone succeeded, but needs a look',
        text: expect.stringMatching(
          /could not be copied to the internet zone in 4 attempts are left for manual verification: 1\.[\s\S]*mirror status[\s\S]*mirror reconcile --repair/,
        ) as string,
      });
      expect(place.mails()[0]!.text).not.toContain(refused);

      await mend();
      place.clock.pass(30 * 24 * HOUR);
      await place.change(refused, ...others);
      await syncing({ copied: 2 });
      expect(await place.mirroredNumbers()).toEqual(others);
      expect(place.mails()).toHaveLength(1);
      // Nobody copies it by itself: a difference, not a delay.
      expect(await place.reconcile()).toMatchObject({ awaited: 0, differences: { ...AGREED, missing: [refused] } });
      expect(await place.context.services.internetMirror.show(refused)).toMatchObject({
        intranet: { version: 2 },
        internet: undefined,
        awaited: false,
      });
    });

    it('comes in with reconcile --repair once the cause is gone, and is then like any other', async () => {
      await failUntilLeftToPeople();
      await mend();
      expect(await place.reconcile(true)).toMatchObject({ differences: { missing: [refused] }, repaired: 1 });
      expect(await failures()).toEqual([]);
      await expectAgreement();
      await place.change(refused);
      await syncing({ copied: 1 });
      await expectAgreement();
    });

    it('is not repaired while the cause is there, but what else differs is', async () => {
      await failUntilLeftToPeople();
      const { internet } = place.context;
      await internet.transaction((trx) => trx('eocms_valid_offence_notice').where('notice_no', others[0]!).delete());
      expect(await place.reconcile(true)).toMatchObject({
        differences: { missing: [others[0], refused] },
        repaired: 1,
      });
      expect(await place.mirroredNumbers()).toEqual(others);
      expect(await differingNotices(place.context)).toEqual([refused]);
      expect(await failures()).toMatchObject([{ noticeNo: refused, manualVerification: true }]);
    });
  });

  it("a notice whose row cannot be written for now is that notice's trouble: the others do not wait for it", async () => {
    const numbers = noticeNumbers(6);
    await place.createMany(numbers);
    const { internet } = place.context;
    const { transaction } = internet;
    Object.assign(internet, {
      transaction: (work: Parameters<typeof transaction>[0]) =>
        transaction(async (trx) => {
          const answer = await work(trx);
          const written = (await trx('eocms_valid_offence_notice')
            .where('notice_no', numbers[2]!)
            .first('notice_no')) as unknown;
          if (written !== undefined) throw new AppError('unavailable', 'the row is locked');
          return answer;
        }),
    });
    await syncing({ copied: 5, failed: 1 });
    expect(await failures()).toMatchObject([{ noticeNo: numbers[2], failures: 1 }]);
    expect(await place.mirroredNumbers()).toEqual(numbers.filter((noticeNo) => noticeNo !== numbers[2]));
    Object.assign(internet, { transaction });
    place.clock.pass(HOUR);
    await syncing({ copied: 1 });
    await expectAgreement();
  });

  it('of rows that are locked for long the others are copied with the next run, and those come to manual verification, none of it an outage', async () => {
    const numbers = noticeNumbers(10);
    await place.createMany(numbers);
    const locked = numbers.slice(0, 3);
    const { internet } = place.context;
    const { transaction } = internet;
    Object.assign(internet, {
      transaction: (work: Parameters<typeof transaction>[0]) =>
        transaction(async (trx) => {
          const answer = await work(trx);
          const written = (await trx('eocms_valid_offence_notice')
            .whereIn('notice_no', locked)
            .first('notice_no')) as unknown;
          if (written !== undefined) throw new AppError('unavailable', 'the row is locked');
          return answer;
        }),
    });
    await syncing({ failed: 3 });
    await syncing({ copied: 7 });
    for (let attempt = 2; attempt <= 4; attempt += 1) {
      place.clock.pass(HOUR);
      await syncing({ failed: 3, manual: attempt === 4 ? 3 : 0 });
    }
    expect(await place.mirroredNumbers()).toEqual(numbers.slice(3));
    expect(place.mails()).toMatchObject([
      { text: expect.stringMatching(/left for manual verification: 3\./) as string },
    ]);
    Object.assign(internet, { transaction });
    expect(await place.reconcile(true)).toMatchObject({ repaired: 3 });
    await expectAgreement();
  });

  it('notices left for manual verification one after another are told at once, then every four hours', async () => {
    const context = place.context.another({ mirror: { attempts: 1, backoffMs: MINUTE, nudgeMs: 0 } });
    const mend = await refuseNotice(context, kind, '600000001A');
    const leave = async (mails: number): Promise<void> => {
      // The same notice over again, as if it were the next one.
      await context.intranet.transaction((trx) => trx('ocms_internet_mirror_failure').delete());
      expect(await place.sync(context)).toMatchObject({
        outcome: 'SUCCEEDED',
        counts: { ...none, failed: 1, manual: 1 },
      });
      expect(place.mails()).toHaveLength(mails);
    };
    await place.createMany(['600000001A']);
    await leave(1);
    for (let minute = 0; minute < 10; minute += 1) {
      place.clock.pass(MINUTE);
      await leave(1);
    }
    place.clock.pass(4 * HOUR);
    expect(await place.sync(context)).toMatchObject({ outcome: 'SUCCEEDED', counts: none });
    expect(place.mails()).toHaveLength(2);
    place.clock.pass(5 * HOUR);
    await place.sync(context);
    expect(place.mails()).toHaveLength(2);
    await mend();
  });

  it('a repair that was cut off after the copy is finished by the next repair: nothing stays left to people', async () => {
    const [noticeNo] = noticeNumbers(1);
    await place.createMany([noticeNo!]);
    const mend = await refuseNotice(place.context, kind, noticeNo!);
    for (let attempt = 1; attempt <= 4; attempt += 1) {
      await place.sync();
      place.clock.pass(HOUR);
    }
    await mend();
    const { intranet } = place.context;
    const rename = (from: string, to: string): Promise<void> =>
      intranet.transaction((trx) => renameTable(trx, from, to));
    const reached = gate.hold('mirror-copied');
    const repair = place.reconcile(true).catch((error: unknown) => error);
    await reached;
    await rename('ocms_internet_mirror_mark', 'elsewhere');
    gate.open();
    expect(await repair).toMatchObject({ message: expect.any(String) as string });
    await rename('elsewhere', 'ocms_internet_mirror_mark');
    expect(await place.marks()).toHaveLength(2);
    expect(await place.reconcile(true)).toMatchObject({ differing: 0 });
    expect(await place.marks()).toEqual([]);
    expect(await failures()).toEqual([]);
  });

  it("a run comes to an end while notices go on coming: those are the next one's", async () => {
    const numbers = noticeNumbers(3);
    await place.createMany(numbers);
    let more = 0;
    const busy = place.context.another(
      {},
      {
        boundary: async (label) => {
          if (label !== 'mirror-unmarked' || more >= 20) return;
          place.clock.pass(1);
          more += 1;
          await place.createMany([`70000000${String(more).padStart(2, '0')}`]);
        },
      },
    );
    expect(await place.sync(busy)).toMatchObject({ outcome: 'SUCCEEDED', counts: { copied: 3 } });
    expect(more).toBe(1);
    await syncing({ copied: 1 });
  });

  it('a mirror that is ahead, as after a restore, keeps the mark: manual verification, then a repair', async () => {
    const [ahead, other] = noticeNumbers(2);
    await place.createMany([ahead!, other!]);
    await syncing({ copied: 2 });
    await tamper(place.context, ahead!, { version: 10 });
    await place.change(ahead!, other!);
    await syncing({ copied: 1, failed: 1 });
    expect(await place.marks()).toEqual([`${ahead}:2`]);
    for (let attempt = 2; attempt <= 4; attempt += 1) {
      place.clock.pass(HOUR);
      await syncing({ copied: 0, failed: 1, manual: attempt === 4 ? 1 : 0 });
    }
    expect(await place.context.services.internetMirror.failures(10)).toMatchObject([
      { noticeNo: ahead, manualVerification: true, error: 'MirrorAhead' },
    ]);
    expect(await place.reconcile(true)).toMatchObject({ differences: { ahead: [ahead] }, repaired: 1 });
    expect(await place.marks()).toEqual([]);
    expect(await failures()).toEqual([]);
    await expectAgreement();
  });

  it('what the intranet zone fails with is blamed on no notice', async () => {
    await place.createMany(noticeNumbers(3));
    const { intranet } = place.context;
    const rename = (from: string, to: string): Promise<void> =>
      intranet.transaction((trx) => renameTable(trx, from, to));
    const reached = gate.hold('mirror-copied');
    const run = place.sync();
    await reached;
    await rename('ocms_internet_mirror_mark', 'elsewhere');
    gate.open();
    expect(await run).toMatchObject({ outcome: 'FAILED', error: expect.stringMatching(/^Unexpected /) as string });
    await rename('elsewhere', 'ocms_internet_mirror_mark');
    expect(await failures()).toEqual([]);
    await syncing({ copied: 3 });
    await expectAgreement();
  });

  it('gives up when it lost its lock: the marks stay for who holds it, and no notice is blamed', async () => {
    const numbers = noticeNumbers(3);
    await place.createMany(numbers);
    const { intranet } = place.context;
    const reached = gate.hold('mirror-copied');
    const standing = place.sync();
    await reached;
    const past = intranet.dialect.nowPlus(-1);
    await intranet.transaction((trx) =>
      trx('shedlock').update({ lock_until: trx.raw(past.sql, [...past.bindings] as string[]) }),
    );
    expect(await place.sync(place.context.another())).toMatchObject({ outcome: 'SUCCEEDED', counts: { copied: 3 } });
    await place.change(...numbers);
    gate.open();
    expect(await standing).toMatchObject({ outcome: 'LOST' });
    expect(await failures()).toEqual([]);
    expect(await place.marks()).toHaveLength(3);
    await syncing({ copied: 3 });
    await expectAgreement();
  });
});
