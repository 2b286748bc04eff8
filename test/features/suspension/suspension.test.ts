import type { Offence } from '../../../src/features/notice-creation';
import { createSuspender, type SuspensionReason } from '../../../src/features/suspension';
import { DEMO_RULE_CODES } from '../../../src/demo/rule-codes';
import {
  instantText,
  makeContext,
  mirrorMarks,
  statementsOf,
  storedNotice,
  type TestContext,
} from '../../support/contexts';
import { databaseKinds } from '../../support/databases';
import { insertNotices } from '../../support/notices';
import { fresh, missingTable, offence, without } from '../../support/offences';

/** 00:30 on 15 January 2026 in Singapore, still the 14th in UTC. */
const NOW = new Date('2026-01-14T16:30:00.123Z');
const LATER = new Date('2026-03-01T00:00:00.000Z');

describe.each(databaseKinds)('suspending notices (A 7, decisions §7) on %s', (kind) => {
  let context: TestContext;
  const created = async (fields: Partial<Offence>): Promise<string> => {
    const noticeNo = fresh('N');
    expect(await context.services.noticeCreation.create(offence({ noticeNo, ...fields }))).toMatchObject({
      outcome: 'created',
    });
    return noticeNo;
  };
  const advisory = (fields: Partial<Offence> = {}) => created({ source: 'CES', anFlag: 'Y', ...fields });
  const suspend = (noticeNumbers: string[], reason: SuspensionReason, at: Date): Promise<void> => {
    const suspender = createSuspender({ calendar: context.calendar });
    return context.intranet.transaction((trx) => suspender.suspend(trx, noticeNumbers, reason, at, context.logger));
  };
  const suspensionsOf = (noticeNo: string): Promise<Record<string, unknown>[]> =>
    context.intranet.read(async (executor) => {
      const rows = (await executor('ocms_suspended_notice').where('notice_no', noticeNo).orderBy('sr_no')) as Record<
        string,
        unknown
      >[];
      return rows.map((row) => ({
        ...row,
        date_of_suspension: instantText(context.intranet, row.date_of_suspension),
        due_date_of_revival: instantText(context.intranet, row.due_date_of_revival),
        cre_date: instantText(context.intranet, row.cre_date),
      }));
    });
  const dueOf = async (noticeNo: string): Promise<unknown> =>
    (await suspensionsOf(noticeNo)).at(-1)!.due_date_of_revival;

  beforeAll(async () => {
    context = await makeContext(kind, {}, { clock: { now: () => NOW } });
    await context.services.referenceData.import('rule-codes', Buffer.from(DEMO_RULE_CODES), 'test');
  });
  afterAll(() => context.close());

  const doubleBooked = async (): Promise<string> => {
    const vehicleNo = fresh('SV');
    await created({ vehicleNo, offenceNoticeType: 'E' });
    return created({ vehicleNo, offenceNoticeType: 'E' });
  };

  it.each<[SuspensionReason, () => Promise<string>, string, string | null]>([
    ['ANS', () => advisory(), 'Advisory Notice detected - qualified AN', '2026-02-13T16:00:00.000Z'],
    ['FOR', () => created({ vehicleRegistrationType: 'F' }), 'Foreign vehicle', null],
    ['DBB', doubleBooked, 'Double booking - offence already has a notice', null],
  ])('A 7.2.1: data mapping: every column of PS-%s, and of the notice', async (reason, make, remarks, due) => {
    const noticeNo = await make();
    expect(await suspensionsOf(noticeNo)).toEqual([
      {
        notice_no: noticeNo,
        sr_no: 1,
        date_of_suspension: NOW.toISOString(),
        suspension_type: 'PS',
        reason_of_suspension: reason,
        suspension_source: 'ocmsiz_app_conn',
        officer_authorising_suspension: 'ocmsizmgr_conn',
        due_date_of_revival: due,
        suspension_remarks: remarks,
        cre_date: NOW.toISOString(),
        cre_user_id: 'ocmsiz_app_conn',
        upd_date: null,
        upd_user_id: null,
      },
    ]);
    const row = await storedNotice(context.intranet, noticeNo);
    expect(row).toMatchObject({
      suspension_type: 'PS',
      epr_reason_of_suspension: reason,
      crs_reason_of_suspension: null,
      upd_user_id: 'ocmsiz_app_conn',
      version: 2,
    });
    const instants = ['epr_date_of_suspension', 'due_date_of_revival', 'upd_date'].map((column) =>
      instantText(context.intranet, row[column]),
    );
    expect(instants).toEqual([NOW.toISOString(), due, NOW.toISOString()]);
    expect((await mirrorMarks(context.intranet)).filter((mark) => mark.startsWith(`${noticeNo}:`))).toEqual([
      `${noticeNo}:1`,
      `${noticeNo}:2`,
    ]);
  });

  it('A 7.2 notes: ocms_suspended_notice is written before the notice', async () => {
    const sent = await statementsOf(context.intranet, () => advisory());
    const placeOf = (pattern: RegExp): number => sent.findIndex((sql) => pattern.test(sql));
    expect(placeOf(/^INSERT INTO ocms_suspended_notice/)).toBeGreaterThan(
      placeOf(/^INSERT INTO ocms_valid_offence_notice/),
    );
    expect(placeOf(/^UPDATE .*suspension_type = 'PS'/s)).toBeGreaterThan(placeOf(/^INSERT INTO ocms_suspended_notice/));
  });

  it('A 7.2 Log Suspension Created: the line of the creation tells which, and when', async () => {
    const noticeNo = await advisory();
    expect(
      context.log
        .map((line) => JSON.parse(line) as Record<string, unknown>)
        .filter((line) => line.noticeNo === noticeNo),
    ).toEqual([
      expect.objectContaining({
        level: 'info',
        time: expect.stringMatching(/Z$/),
        event: 'notice-created',
        fate: 'advisory-by-source',
      }),
    ]);
  });

  describe('A 7.2 Generate SR Number', () => {
    it('goes up by one each time a notice is suspended, by notice', async () => {
      const [twice, once] = [fresh('N'), fresh('N')];
      await insertNotices(context.intranet, [{ notice_no: twice }, { notice_no: once }]);
      await suspend([twice], 'FOR', NOW);
      await suspend([once, twice], 'ANS', LATER);
      await suspend([twice], 'DBB', LATER);
      expect(
        (await suspensionsOf(twice)).map((row) => [row.sr_no, row.reason_of_suspension, row.date_of_suspension]),
      ).toEqual([
        [1, 'FOR', NOW.toISOString()],
        [2, 'ANS', LATER.toISOString()],
        [3, 'DBB', LATER.toISOString()],
      ]);
      expect((await suspensionsOf(once)).map(({ sr_no }) => sr_no)).toEqual([1]);
      expect(await storedNotice(context.intranet, twice)).toMatchObject({
        epr_reason_of_suspension: 'DBB',
        due_date_of_revival: null,
        version: 4,
      });
    });

    it('goes on after a gap, from the highest there is', async () => {
      const noticeNo = await advisory();
      await context.intranet.transaction((trx) =>
        trx('ocms_suspended_notice').where('notice_no', noticeNo).update({ sr_no: 7 }),
      );
      await suspend([noticeNo], 'ANS', LATER);
      expect((await suspensionsOf(noticeNo)).map(({ sr_no }) => sr_no)).toEqual([7, 8]);
    });

    it('many notices at once take as many statements as one', async () => {
      const numbers = Array.from({ length: 300 }, () => fresh('N'));
      await insertNotices(
        context.intranet,
        numbers.map((notice_no) => ({ notice_no })),
      );
      expect(await statementsOf(context.intranet, () => suspend(numbers.slice(0, 1), 'ANS', NOW))).toHaveLength(4);
      expect(await statementsOf(context.intranet, () => suspend(numbers, 'ANS', LATER))).toHaveLength(4);
      expect((await suspensionsOf(numbers[0]!)).map(({ sr_no }) => sr_no)).toEqual([1, 2]);
      expect((await suspensionsOf(numbers[299]!)).map(({ sr_no }) => sr_no)).toEqual([1]);
    });
  });

  describe('A 7.2.3', () => {
    const failing = (table: string, noticeNo: string): Promise<void> =>
      without(context.intranet, table, () =>
        expect(suspend([noticeNo], 'FOR', LATER)).rejects.toMatchObject(missingTable(table)),
      );

    it('suspension insert failed: rolled back', async () => {
      const noticeNo = await created({ offenceNoticeType: 'E' });
      await failing('ocms_suspended_notice', noticeNo);
      expect(await storedNotice(context.intranet, noticeNo)).toMatchObject({ suspension_type: null, version: 1 });
    });

    it('notice update failed: rolled back, the suspension too', async () => {
      const noticeNo = await created({ offenceNoticeType: 'E' });
      await failing('ocms_internet_mirror_mark', noticeNo);
      expect(await storedNotice(context.intranet, noticeNo)).toMatchObject({ suspension_type: null, version: 1 });
      expect(await suspensionsOf(noticeNo)).toEqual([]);
    });
  });

  describe('A 7.2 Calculate Revival Date, from the parameter REV/ANS', () => {
    const warnings = () =>
      context.log
        .map((line) => JSON.parse(line) as Record<string, unknown>)
        .filter(({ event }) => event === 'revival-days-unusable');
    const parameterIs = (value: string | undefined): Promise<void> =>
      context.intranet.transaction(async (trx) => {
        await trx('ocms_parameter').where({ param_id: 'REV', param_code: 'ANS' }).delete();
        if (value === undefined) return;
        const cre = { cre_date: context.intranet.dialect.bindInstant(NOW), cre_user_id: 'test' };
        await trx('ocms_parameter').insert({ param_id: 'REV', param_code: 'ANS', param_value: value, ...cre });
      });
    afterEach(() => parameterIs('30'));

    it.each([
      ['30', '2026-02-13T16:00:00.000Z'],
      ['1', '2026-01-15T16:00:00.000Z'],
      ['0', '2026-01-14T16:00:00.000Z'],
      ['45', '2026-02-28T16:00:00.000Z'],
      ['365', '2027-01-14T16:00:00.000Z'],
    ])('%s days are counted from today in Singapore, to its midnight', async (value, due) => {
      await parameterIs(value);
      const before = warnings().length;
      expect(await dueOf(await advisory())).toBe(due);
      expect(warnings()).toHaveLength(before);
    });

    it.each([undefined, '', 'thirty', '-5', '30.5', '1e3', '30 days', '99999', '٣٠'])(
      'A 7.2.3: revival date calculation error: with %p it is 30 days, and a warning',
      async (value) => {
        await parameterIs(value);
        const before = warnings().length;
        const noticeNo = await advisory();
        expect(await dueOf(noticeNo)).toBe('2026-02-13T16:00:00.000Z');
        expect(
          instantText(context.intranet, (await storedNotice(context.intranet, noticeNo)).due_date_of_revival),
        ).toBe('2026-02-13T16:00:00.000Z');
        expect(warnings().slice(before)).toEqual([
          expect.objectContaining({ level: 'warn', parameter: 'REV/ANS', missing: value === undefined, used: 30 }),
        ]);
      },
    );

    it('counts over the end of a leap February', async () => {
      const noticeNo = fresh('N');
      await insertNotices(context.intranet, [{ notice_no: noticeNo }]);
      await suspend([noticeNo], 'ANS', new Date('2028-01-31T00:00:00Z'));
      expect(await dueOf(noticeNo)).toBe('2028-02-29T16:00:00.000Z');
    });

    it('does not matter to PS-FOR and PS-DBB', async () => {
      await parameterIs(undefined);
      const before = warnings().length;
      expect(await dueOf(await created({ vehicleRegistrationType: 'F' }))).toBeNull();
      expect(await dueOf(await doubleBooked())).toBeNull();
      expect(warnings()).toHaveLength(before);
    });
  });
});
