import { startServer } from '../../../src/app/server';
import type { Offence } from '../../../src/features/notice-creation/types';
import type { Cents } from '../../../src/platform/money';
import { noticeNumbers, statementsOf, storedNotice } from '../../support/contexts';
import { databaseKinds } from '../../support/databases';
import { until } from '../../support/fault';
import {
  AGREED,
  common,
  copyWithoutLock,
  differingNotices,
  INTERNET_USER,
  makeGate,
  makeMirrorPlace,
  type MirrorPlace,
  refuseNotice,
  takeAway,
} from '../../support/mirror';
import { insertNotices } from '../../support/notices';
import { request } from '../../support/service';

const OWNER = ['owner_name', 'owner_nric', 'owner_mobile', 'owner_email', 'owner_address'];

describe.each(databaseKinds)('the mirror of the notices in the internet zone (decisions §5, A 7) on %s', (kind) => {
  let place: MirrorPlace;
  const gate = makeGate();
  beforeEach(async () => {
    place = await makeMirrorPlace(kind, {}, { boundary: gate.boundary });
  });
  afterEach(() => place.close());

  const expectAgreement = async (): Promise<void> => {
    expect(await differingNotices(place.context)).toEqual([]);
    expect(await place.marks()).toEqual([]);
    expect((await place.reconcile()).differences).toEqual(AGREED);
  };
  const audit = async (noticeNo: string) => {
    const row = (await place.mirrored(noticeNo))!;
    const { dialect } = place.context.internet;
    return {
      ...row,
      cre_date: dialect.readInstant(row.cre_date),
      upd_date: row.upd_date === null ? null : dialect.readInstant(row.upd_date),
    };
  };

  describe('whatever the clock said', () => {
    const DAY = 24 * 3_600_000;

    it('a notice marked while it was ahead is copied once it is right again, and the log says that clocks differ', async () => {
      place.clock.pass(DAY);
      const ahead = await place.create();
      await place.change(ahead);
      place.clock.pass(-DAY);
      const right = await place.create();
      expect((await place.sync()).counts).toEqual({ copied: 2, failed: 0, manual: 0 });
      expect(await place.mirroredNumbers()).toEqual([ahead, right].sort());
      const warned = (): unknown[] =>
        place.context.log
          .map((line) => JSON.parse(line) as Record<string, unknown>)
          .filter(({ event }) => event === 'marks-from-the-future');
      expect(warned()).toEqual([
        expect.objectContaining({ level: 'warn', latest: new Date(place.clock.now().getTime() + DAY).toISOString() }),
      ]);
      await place.change(right);
      expect((await place.sync()).counts).toMatchObject({ copied: 1 });
      expect(warned()).toHaveLength(1);
      await expectAgreement();
    });
  });

  describe('has what every writer wrote', () => {
    it.each<[string, Partial<Offence>, Record<string, unknown>]>([
      ['creation of an ordinary notice', {}, { version: 1, an_flag: 'N', suspension_type: null }],
      [
        'creation of an advisory notice',
        { offenceNoticeType: 'O' },
        { version: 1, an_flag: 'Y', payment_acceptance_allowed: 'N' },
      ],
      [
        'creation of a foreign vehicle’s notice, suspended',
        { vehicleRegistrationType: 'F' },
        { version: 2, suspension_type: 'PS', epr_reason_of_suspension: 'FOR' },
      ],
      [
        'creation of CES’s advisory notice, suspended',
        { source: 'CES', subsystemLabel: '030', anFlag: 'Y' },
        { version: 2, an_flag: 'Y', epr_reason_of_suspension: 'ANS' },
      ],
      [
        'creation of a notice without a vehicle',
        { vehicleNo: null, offenceNoticeType: 'U' },
        { version: 1, vehicle_no: null, vehicle_registration_type: 'X' },
      ],
    ])('%s', async (_what, offence, expected) => {
      await place.context.services.referenceData.import(
        'rule-codes',
        Buffer.from('computer_rule_code,description\n10300,PARKING\n'),
        'test',
      );
      const updated = expected.version === 2 || expected.an_flag === 'Y';
      const noticeNo = await place.create(offence);
      const first = place.clock.now();
      place.clock.pass(60_000);
      expect(await place.sync()).toMatchObject({ outcome: 'SUCCEEDED', counts: { copied: 1, failed: 0, manual: 0 } });
      expect(await audit(noticeNo)).toMatchObject({
        ...expected,
        cre_date: new Date(first.getTime() + 60_000),
        cre_user_id: INTERNET_USER,
        // Decisions §5: one that becomes AN or is suspended at creation is updated, in both zones.
        ...(updated
          ? { upd_date: new Date(first.getTime() + 60_000), upd_user_id: INTERNET_USER }
          : { upd_date: null, upd_user_id: null }),
      });
      await expectAgreement();
    });

    it.each<[string, (noticeNo: string) => Promise<unknown>, Record<string, unknown>]>([
      [
        'cas-updateCourtNotices',
        (noticeNo) =>
          place.context.services.courtNotices.applyUpdates([
            {
              noticeNo,
              changes: {
                suspensionType: 'TS',
                lastProcessingStage: 'CSD',
                lastProcessingDate: '2026-01-14',
                amountPayable: 30_010 as Cents,
                eprDateOfSuspension: new Date('2026-01-13T16:00:00.000Z'),
              },
            },
          ]),
        { suspension_type: 'TS', last_processing_stage: 'CSD' },
      ],
      ['plus-queryNoticeInfo', (noticeNo) => place.change(noticeNo), { payment_acceptance_allowed: 'Y' }],
    ])('%s, to a notice it has', async (_what, write, expected) => {
      const [noticeNo] = ['500400058A'];
      await insertNotices(place.context.intranet, [
        { notice_no: noticeNo, payment_acceptance_allowed: 'N', pp_name: 'X'.repeat(100) },
      ]);
      await place.change(noticeNo);
      await place.context.intranet.transaction((trx) =>
        trx('ocms_valid_offence_notice').where('notice_no', noticeNo).update({ payment_acceptance_allowed: 'N' }),
      );
      await place.sync();
      const first = place.clock.now();
      place.clock.pass(3_600_000);
      await write(noticeNo);
      expect(await place.marks()).toEqual([`${noticeNo}:3`]);
      expect(await place.sync()).toMatchObject({ outcome: 'SUCCEEDED', counts: { copied: 1 } });
      expect(await audit(noticeNo)).toMatchObject({
        ...expected,
        version: 3,
        cre_date: first,
        cre_user_id: INTERNET_USER,
        upd_date: place.clock.now(),
        upd_user_id: INTERNET_USER,
      });
      await expectAgreement();
    });
  });

  it('has every column a notice has, to the cent, the day and the millisecond, and null again when it is', async () => {
    const noticeNo = await place.create();
    await place.sync();
    const { intranet } = place.context;
    const instant = intranet.dialect.bindInstant(new Date('2026-03-01T15:59:59.997Z')) as string;
    const row = await storedNotice(intranet, noticeNo);
    const filled = Object.fromEntries(
      Object.entries(row).flatMap(([column, value]): [string, string | number][] => {
        if (value !== null || column.startsWith('owner_') || column.startsWith('upd_')) return [];
        if (/_(date_of_suspension|timestamp)$|^(payment_date|due_date_of_revival)$/.test(column))
          return [[column, instant]];
        return [[column, column.endsWith('_date') ? '2026-02-28' : 'Y']];
      }),
    );
    expect(Object.keys(filled)).toHaveLength(23);
    const write = async (fields: object): Promise<void> => {
      await intranet.transaction((trx) => trx('ocms_valid_offence_notice').where('notice_no', noticeNo).update(fields));
      await place.context.services.courtNotices.applyUpdates([{ noticeNo, changes: { atomsFlag: 'N' } }]);
      await place.sync();
      await expectAgreement();
    };
    await write({
      ...filled,
      last_processing_stage: 'CPC',
      composition_amount: '99999999.99',
      admin_fee: '0.01',
      amount_payable: '19.99',
      amount_paid: '0.10',
    });
    expect(common(await place.mirrored(noticeNo))).toEqual(common(await storedNotice(intranet, noticeNo)));
    expect((await place.mirrored(noticeNo))!.version).toBe(2);
    await write({
      ...Object.fromEntries(Object.keys(filled).map((column) => [column, null])),
      last_processing_stage: 'CSD',
    });
    expect(await place.mirrored(noticeNo)).toMatchObject({
      payment_date: null,
      archive_date: null,
      slift_submission_id: null,
      version: 3,
    });
  });

  it('has no column for the owner’s particulars; else the tables differ in presets only', async () => {
    const columnsOf = ({ read }: MirrorPlace['context']['intranet'], table: string) =>
      read(
        async (executor) =>
          (await executor(table).columnInfo()) as Record<
            string,
            { type: string; maxLength: unknown; nullable: boolean; defaultValue: unknown }
          >,
      );
    const own = await columnsOf(place.context.intranet, 'ocms_valid_offence_notice');
    const theirs = await columnsOf(place.context.internet, 'eocms_valid_offence_notice');
    expect(Object.keys(own).filter((column) => !(column in theirs))).toEqual(OWNER);
    expect(Object.keys(theirs).filter((column) => !(column in own))).toEqual([]);
    const differing = Object.keys(theirs).flatMap((column) =>
      Object.entries(theirs[column]!).flatMap(([what, value]) =>
        value === own[column]![what as 'type'] ? [] : [`${column} ${what}`],
      ),
    );
    // A copy brings every value; only new notices have presets.
    expect(differing).toEqual(
      ['composition_amount', 'admin_fee', 'amount_payable', 'amount_paid', 'payment_acceptance_allowed', 'version'].map(
        (column) => `${column} defaultValue`,
      ),
    );
  });

  it('is never sent the owner’s particulars, whatever a notice has of them', async () => {
    const noticeNo = await place.create();
    const canary = 'CANARY-PARTICULARS';
    await place.context.intranet.transaction((trx) =>
      trx('ocms_valid_offence_notice')
        .where('notice_no', noticeNo)
        .update(Object.fromEntries(OWNER.map((column) => [column, canary]))),
    );
    await place.change(noticeNo);
    const sent: string[] = [];
    const stop = place.context.internet.onStatement((sql, bindings) => sent.push(sql, ...bindings.map(String)));
    await place.sync();
    await place.reconcile(true);
    stop();
    expect(sent.join()).toContain(noticeNo);
    expect(sent.join()).not.toMatch(/CANARY|owner_/);
    expect(JSON.stringify(await place.mirrored(noticeNo))).not.toContain('CANARY');
  });

  it.each(['the mirror has', 'the mirror does not have yet'])(
    'never takes an older state of a notice for a newer one: an old read of one that %s, delivered late',
    async (which) => {
      const noticeNo = await place.create();
      if (which === 'the mirror has') await place.sync();
      await place.change(noticeNo);
      const read = gate.hold('mirror-read');
      const late = copyWithoutLock(place.context.another());
      await read;
      await place.change(noticeNo);
      expect(await place.sync()).toMatchObject({ outcome: 'SUCCEEDED', counts: { copied: 1 } });
      expect((await place.mirrored(noticeNo))!.version).toBe(3);
      const newer = await place.mirrored(noticeNo);
      gate.open();
      // It is no failure either: the intranet zone has had that version, too.
      expect(await late).toMatchObject({ counts: { copied: 1, failed: 0, manual: 0 } });
      expect(await place.mirrored(noticeNo)).toEqual(newer);
      await expectAgreement();
    },
  );

  it('copies what the mirror has already without a trace, as after a crash before the mark was removed', async () => {
    const noticeNo = await place.create();
    await place.sync();
    await place.change(noticeNo);
    const crashing = place.context.another(
      {},
      { boundary: (label) => (label === 'mirror-copied' ? Promise.reject(new Error('crash')) : Promise.resolve()) },
    );
    expect(await place.sync(crashing)).toMatchObject({ outcome: 'FAILED' });
    const copied = await place.mirrored(noticeNo);
    expect([copied!.version, await place.marks()]).toEqual([2, [`${noticeNo}:2`]]);
    place.clock.pass(60_000);
    expect(await place.sync()).toMatchObject({ outcome: 'SUCCEEDED', counts: { copied: 1, failed: 0 } });
    expect(await place.mirrored(noticeNo)).toEqual(copied);
    await expectAgreement();
  });

  it.each(['mirror-read', 'mirror-copied'])(
    'keeps the mark of a write that comes at %s: marks go up to the version copied only',
    async (label) => {
      const noticeNo = await place.create();
      const reached = gate.hold(label);
      const copying = place.sync();
      await reached;
      await place.change(noticeNo);
      gate.open();
      expect(await copying).toMatchObject({ outcome: 'SUCCEEDED', counts: { copied: 1 } });
      expect(await place.marks()).toEqual([`${noticeNo}:2`]);
      expect((await place.mirrored(noticeNo))!.version).toBe(1);
      await place.sync();
      await expectAgreement();
    },
  );

  it('takes 1,201 notices in pages, with a few statements a page and none a notice', async () => {
    await place.createMany(noticeNumbers(1_201));
    const sent = await statementsOf(place.context.internet, () => place.sync());
    expect(sent.length).toBeLessThanOrEqual(1 + 3 * 3);
    await expectAgreement();
    expect(await place.mirroredNumbers()).toHaveLength(1_201);
    expect(await statementsOf(place.context.internet, () => place.sync())).toHaveLength(1);
  });

  it('takes the same notices from several instances at once', async () => {
    const numbers = noticeNumbers(700);
    await place.createMany(numbers);
    const others = [1, 2, 3].map(() => place.context.another());
    await Promise.all([place.sync(), ...others.map(copyWithoutLock)]);
    await expectAgreement();
    expect(await place.mirroredNumbers()).toEqual([...numbers].sort());
  });

  it('forgets the marks of a notice that is gone', async () => {
    const noticeNo = await place.create();
    await place.context.intranet.transaction((trx) =>
      trx('ocms_valid_offence_notice').where('notice_no', noticeNo).delete(),
    );
    expect(await place.sync()).toMatchObject({ outcome: 'SUCCEEDED' });
    expect(await place.marks()).toEqual([]);
    expect(await place.mirroredNumbers()).toEqual([]);
  });

  describe('nudged by a committed change (mirror.nudgeMs)', () => {
    const nudging = () => place.context.another({ mirror: { attempts: 4, backoffMs: 60_000, nudgeMs: 50 } });
    const triedInVain = (): number => place.context.log.filter((line) => line.includes('mirror-nudge-failed')).length;

    it('has the notice within a second, with no run of the job; also after a change by CAS and PLUS', async () => {
      const context = nudging();
      // The first statements of a connection may be slow.
      const first = await place.create({}, context);
      await until('the first copy', () => place.mirrored(first));
      const noticeNo = await place.create({}, context);
      await until('the copy', async () => (await place.mirrored(noticeNo))?.version === 1, 1_000);
      await until('the mark to go', async () => (await place.marks()).length === 0, 1_000);
      await context.services.paymentAcceptance.acceptUntil([noticeNo], '2026-02-15');
      await until('the copy', async () => (await place.mirrored(noticeNo))?.version === 2, 1_000);
      await place.context.intranet.transaction((trx) =>
        trx('ocms_valid_offence_notice').where('notice_no', noticeNo).update({ last_processing_stage: 'CPC' }),
      );
      await context.services.courtNotices.applyUpdates([{ noticeNo, changes: { lastProcessingStage: 'CSD' } }]);
      await until('the copy', async () => (await place.mirrored(noticeNo))?.version === 3, 1_000);
      await context.services.internetMirror.close();
      await expectAgreement();
    });

    it('is not asked again for a while after it failed; the service goes on, and the schedule brings the rest', async () => {
      const context = nudging();
      const back = takeAway(context.internet, place.context.place.folder);
      await place.create({}, context);
      await until('the attempt', () => triedInVain() === 1, 1_000);
      for (let more = 0; more < 5; more += 1) {
        await place.create({}, context);
        await new Promise((resolve) => setTimeout(resolve, 60));
      }
      expect(triedInVain()).toBe(1);
      await back();
      await place.create({}, context);
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect(await place.mirroredNumbers()).toEqual([]);
      expect(await place.sync()).toMatchObject({ counts: { copied: 7 } });
      await expectAgreement();
    });

    it('goes on for the others where one notice is refused, whose failures the schedule counts', async () => {
      const context = nudging();
      await refuseNotice(place.context, kind, '500999999A');
      const [, other] = await Promise.all([
        place.create({ noticeNo: '500999999A' }, context),
        place.create({}, context),
      ]);
      await until('the copy', async () => (await place.mirrored(other))?.version === 1, 1_000);
      const next = await place.create({}, context);
      await until('the copy', async () => (await place.mirrored(next))?.version === 1, 1_000);
      expect(triedInVain()).toBe(0);
      await context.services.internetMirror.close();
      expect(await place.marks()).toEqual(['500999999A:1']);
      expect(await context.services.internetMirror.failures(10)).toEqual([]);
    });
  });

  it('has its backlog, its lag and what is left to people among the metrics', async () => {
    const refused = await place.create();
    await refuseNotice(place.context, kind, refused);
    for (let attempt = 1; attempt <= 4; attempt += 1) {
      await place.sync();
      place.clock.pass(3_600_000);
    }
    await place.context.intranet.transaction((trx) => trx('ocms_internet_mirror_mark').delete());
    await place.createMany(noticeNumbers(3));
    place.clock.pass(90_500);
    const server = await startServer({
      ...place.context,
      config: { ...place.context.config, port: 0, adminPort: 0, shutdownTimeoutMs: 50 },
    });
    try {
      const metrics = await until('the metrics', async () => {
        const { text } = await request(`${server.adminUrl}/metrics`);
        return /^ocms_mirror_manual_verification_notices 1$/m.test(text) && text;
      });
      expect(metrics).toMatch(/^ocms_mirror_backlog_notices 3$/m);
      expect(metrics).toMatch(/^ocms_mirror_lag_seconds 90\.5$/m);
    } finally {
      await server.stop();
    }
  });
});
