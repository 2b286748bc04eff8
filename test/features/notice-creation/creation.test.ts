import { DEMO_RULE_CODES } from '../../../src/demo/rule-codes';
import type { Offence } from '../../../src/features/notice-creation';
import type { Cents } from '../../../src/platform/money';
import {
  instantText,
  makeContext,
  mirrorMarks,
  statementsOf,
  storedNotice,
  type TestContext,
} from '../../support/contexts';
import { databaseKinds } from '../../support/databases';
import { everythingStored, fresh, missingTable, offence, pastNotice, without } from '../../support/offences';
import { VON_COLUMNS } from '../../support/von-columns';

/** Midday of 15 January 2026 in Singapore. */
const NOW = new Date('2026-01-15T04:05:06.789Z');
const INSTANTS = ['notice_date_and_time', 'epr_date_of_suspension', 'due_date_of_revival', 'cre_date', 'upd_date'];
const AMOUNTS = ['composition_amount', 'admin_fee', 'amount_payable', 'amount_paid'];

describe.each(databaseKinds)('a notice is created (A 3, decisions §5) on %s', (kind) => {
  let context: TestContext;
  const create = (fields: Partial<Offence> = {}) => context.services.noticeCreation.create(offence(fields));
  /** Creates a notice, and answers its row with amounts as numbers and instants as text. */
  const created = async (fields: Partial<Offence> = {}): Promise<Record<string, unknown>> => {
    const noticeNo = fields.noticeNo ?? fresh('N');
    expect(await create({ ...fields, noticeNo })).toMatchObject({ outcome: 'created', noticeNo, generated: false });
    const row: Record<string, unknown> = { ...(await storedNotice(context.intranet, noticeNo)) };
    for (const column of INSTANTS) row[column] = instantText(context.intranet, row[column]);
    for (const column of AMOUNTS) row[column] = Number(row[column]);
    return row;
  };
  const rowsOf = (table: string, noticeNo: unknown): Promise<Record<string, unknown>[]> =>
    context.intranet.read(
      async (executor) => (await executor(table).where({ notice_no: noticeNo as string })) as Record<string, unknown>[],
    );
  const marksOf = async (noticeNo: unknown): Promise<string[]> =>
    (await mirrorMarks(context.intranet)).filter((mark) => mark.startsWith(`${String(noticeNo)}:`));
  const suspensions = async (noticeNo: unknown): Promise<string[]> =>
    (await rowsOf('ocms_suspended_notice', noticeNo)).map(
      (row) => `${row.suspension_type as string}-${row.reason_of_suspension as string}`,
    );

  beforeAll(async () => {
    context = await makeContext(kind, {}, { clock: { now: () => NOW } });
    await context.services.referenceData.import('rule-codes', Buffer.from(DEMO_RULE_CODES), 'test');
  });
  afterAll(() => context.close());

  describe('A 3.2, A 3.3 Insert Notice Records, by the data mappings A 3.2.1 and A 3.3.1', () => {
    it.each(['REPCCS', 'CES', 'OCMS', 'PLUS'] as const)(
      'every column of an ordinary notice from %s',
      async (source) => {
        const sent = offence({
          source,
          offenceNoticeType: 'E',
          vehicleCategory: 'HL',
          vehicleRegistrationType: 'D',
          computerRuleCode: 20412,
          compositionAmount: 1_999 as Cents,
          noticeDateAndTime: new Date('2026-01-14T16:00:00.123Z'),
          ppCode: 'B 12/',
          ppName: "QUEEN'S CLOSE; -- (A&B)",
        });
        expect(await created(sent)).toEqual({
          ...Object.fromEntries(VON_COLUMNS.map(([name]) => [name, null])),
          notice_no: sent.noticeNo,
          notice_source: source,
          subsystem_label: sent.subsystemLabel,
          vehicle_no: sent.vehicleNo,
          vehicle_category: 'HL',
          vehicle_registration_type: 'D',
          offence_notice_type: 'E',
          computer_rule_code: 20412,
          notice_date_and_time: '2026-01-14T16:00:00.123Z',
          pp_code: 'B 12/',
          pp_name: "QUEEN'S CLOSE; -- (A&B)",
          composition_amount: 19.99,
          admin_fee: 0,
          amount_payable: 19.99,
          amount_paid: 0,
          payment_acceptance_allowed: 'Y',
          an_flag: 'N',
          version: 1,
          cre_date: NOW.toISOString(),
          cre_user_id: 'ocmsiz_app_conn',
        });
      },
    );

    it.each([0, 1, 7_000, 8_050, 9_999_999_999])(
      'an amount of %i cents is kept exactly, and is what is payable',
      async (cents) => {
        const amount = cents / 100;
        expect(await created({ compositionAmount: cents as Cents })).toMatchObject({
          composition_amount: amount,
          amount_payable: amount,
          amount_paid: 0,
          admin_fee: 0,
        });
      },
    );

    it('the longest of every text, and an instant to the millisecond', async () => {
      const longest = {
        noticeNo: fresh('N').padEnd(10, '9'),
        vehicleNo: fresh('SV').padEnd(14, '.'),
        subsystemLabel: '030-EHT!',
        ppCode: '~~~~~',
        ppName: '🅿'.repeat(100),
        vehicleCategory: 'LB',
      };
      expect(
        await created({ ...longest, source: 'CES', noticeDateAndTime: new Date('1999-12-31T23:59:59.999Z') }),
      ).toMatchObject({
        vehicle_no: longest.vehicleNo,
        subsystem_label: '030-EHT!',
        pp_code: '~~~~~',
        pp_name: '🅿'.repeat(100),
        notice_date_and_time: '1999-12-31T23:59:59.999Z',
      });
    });

    it('ocms_offence_notice_detail gets a row with the number and cre_* (decisions §5)', async () => {
      const { notice_no } = await created();
      const details = await rowsOf('ocms_offence_notice_detail', notice_no);
      expect(details.map((row) => ({ ...row, cre_date: instantText(context.intranet, row.cre_date) }))).toEqual([
        { notice_no, cre_date: NOW.toISOString(), cre_user_id: 'ocmsiz_app_conn', upd_date: null, upd_user_id: null },
      ]);
    });

    it('the notice is marked for the internet mirror in every version it gets', async () => {
      expect(await marksOf((await created({ offenceNoticeType: 'E' })).notice_no)).toEqual([
        expect.stringMatching(/:1$/),
      ]);
      expect(await marksOf((await created({ vehicleRegistrationType: 'F' })).notice_no)).toEqual([
        expect.stringMatching(/:1$/),
        expect.stringMatching(/:2$/),
      ]);
    });

    it('is counted by source and fate, and logged with its transaction id', async () => {
      const transactionId = fresh('CES-');
      const { notice_no } = await created({ source: 'CES', anFlag: 'Y', transactionId });
      expect(await context.registry.metrics()).toMatch(
        /ocms_notices_created_total\{source="CES",fate="advisory-by-source"\} \d/,
      );
      const line = context.log
        .map((text) => JSON.parse(text) as Record<string, unknown>)
        .find((entry) => entry.transactionId === transactionId);
      expect(line).toMatchObject({
        level: 'info',
        event: 'notice-created',
        source: 'CES',
        noticeNo: notice_no,
        fate: 'advisory-by-source',
      });
    });
  });

  describe('its fate', () => {
    it('A 3.2 Update AN Flags: one that qualifies is an AN that cannot be paid, not suspended yet', async () => {
      const row = await created();
      expect(row).toMatchObject({
        an_flag: 'Y',
        payment_acceptance_allowed: 'N',
        suspension_type: null,
        epr_reason_of_suspension: null,
        version: 1,
      });
      expect(await suspensions(row.notice_no)).toEqual([]);
    });

    it.each<[string, Partial<Offence>, boolean]>([
      ['an advisory notice (A 2)', {}, true],
      ['an ordinary notice', { offenceNoticeType: 'E' }, false],
      ['suspended (A 7)', { vehicleRegistrationType: 'F' }, true],
      ["CES's advisory notice (A 3.3, A 7)", { source: 'CES', anFlag: 'Y' }, true],
    ])('%s has the audit columns of an update: %#', async (_what, fields, updated) => {
      expect(await created(fields)).toMatchObject(
        updated
          ? { upd_date: NOW.toISOString(), upd_user_id: 'ocmsiz_app_conn' }
          : { upd_date: null, upd_user_id: null },
      );
    });

    it('A 2.2.3: one that does not continues as an ordinary notice', async () => {
      const row = await created({ offenceNoticeType: 'E' });
      expect(row).toMatchObject({ an_flag: 'N', payment_acceptance_allowed: 'Y', suspension_type: null });
      expect(await suspensions(row.notice_no)).toEqual([]);
    });

    it.each(['Y', 'N', null] as const)("A 3.2 notes: REPCCS's AN flag %s is disregarded, both ways", async (anFlag) => {
      expect(await created({ anFlag })).toMatchObject({ an_flag: 'Y' });
      expect(await created({ anFlag, offenceNoticeType: 'E' })).toMatchObject({ an_flag: 'N', suspension_type: null });
    });

    it("A 3.3 Create PS-ANS Suspension: CES's Y is an AN and suspended at once, though it would not qualify", async () => {
      const vehicleNo = fresh('SV');
      await pastNotice(context.intranet, { vehicleNo, at: '2026-01-10T00:00:00Z' });
      for (const fields of [
        {},
        { vehicleNo },
        { offenceNoticeType: 'E' },
        { computerRuleCode: 20412, compositionAmount: 8_000 as Cents },
      ]) {
        const row = await created({ source: 'CES', anFlag: 'Y', ...fields });
        expect(row).toMatchObject({
          an_flag: 'Y',
          payment_acceptance_allowed: 'N',
          suspension_type: 'PS',
          epr_reason_of_suspension: 'ANS',
        });
        expect(await suspensions(row.notice_no)).toEqual(['PS-ANS']);
      }
    });

    it.each(['N', null] as const)("A 3.3 Run AN Qualification: CES's %s goes to qualification", async (anFlag) => {
      const advisory = await created({ source: 'CES', anFlag });
      expect(advisory).toMatchObject({ an_flag: 'Y', payment_acceptance_allowed: 'N', suspension_type: null });
      expect(await suspensions(advisory.notice_no)).toEqual([]);
      expect(await created({ source: 'CES', anFlag, offenceNoticeType: 'E' })).toMatchObject({
        an_flag: 'N',
        payment_acceptance_allowed: 'Y',
      });
    });

    it.each([
      ['REPCCS', null],
      ['CES', 'Y'],
      ['CES', 'N'],
      ['PLUS', null],
    ] as const)(
      "F 2.1: a foreign vehicle's is suspended PS-FOR and stays payable; never an AN (from %s with %s)",
      async (source, anFlag) => {
        const row = await created({ source, anFlag, vehicleRegistrationType: 'F', vehicleNo: fresh('MID') });
        expect(row).toMatchObject({
          vehicle_registration_type: 'F',
          an_flag: 'N',
          payment_acceptance_allowed: 'Y',
          suspension_type: 'PS',
          epr_reason_of_suspension: 'FOR',
        });
        expect(await suspensions(row.notice_no)).toEqual(['PS-FOR']);
      },
    );

    describe('A 3.2 Check Double Booking', () => {
      it.each<[string, Partial<Offence>]>([
        ['by REPCCS', {}],
        ["with CES's N", { source: 'CES', anFlag: 'N' }],
        ['of a foreign vehicle', { vehicleRegistrationType: 'F' }],
        ["of a foreign vehicle with CES's Y", { source: 'CES', anFlag: 'Y', vehicleRegistrationType: 'F' }],
        [
          'of another amount, type and category',
          { compositionAmount: 1 as Cents, offenceNoticeType: 'E', vehicleCategory: 'M' },
        ],
      ])('a second one %s is suspended PS-DBB and goes no further; the first stays as it is', async (_name, fields) => {
        const vehicleNo = fresh('SV');
        const first = await created({ vehicleNo, offenceNoticeType: 'E' });
        const second = await created({ vehicleNo, offenceNoticeType: 'E', ...fields });
        expect(second).toMatchObject({
          an_flag: 'N',
          payment_acceptance_allowed: 'Y',
          suspension_type: 'PS',
          epr_reason_of_suspension: 'DBB',
          due_date_of_revival: null,
        });
        expect(await suspensions(second.notice_no)).toEqual(['PS-DBB']);
        expect(await storedNotice(context.intranet, first.notice_no as string)).toMatchObject({
          suspension_type: null,
          version: 1,
        });
      });

      it("A 3.3 Check EHT/Certis AN Flag: CES's Y comes before it (decisions §5)", async () => {
        const vehicleNo = fresh('SV');
        await created({ vehicleNo, offenceNoticeType: 'E' });
        const second = await created({ vehicleNo, source: 'CES', anFlag: 'Y' });
        expect(second).toMatchObject({
          an_flag: 'Y',
          payment_acceptance_allowed: 'N',
          epr_reason_of_suspension: 'ANS',
        });
        expect(await suspensions(second.notice_no)).toEqual(['PS-ANS']);
      });

      it.each([
        ['PS', 'CAN', false],
        ['PS', 'DBB', false],
        ['PS', 'CFA', true],
        ['PS', null, true],
        ['TS', 'CAN', true],
        [null, null, true],
      ])('a notice suspended %s-%s counts as the first one: %s (decisions §5)', async (type, reason, counts) => {
        const vehicleNo = fresh('SV');
        await pastNotice(context.intranet, {
          vehicleNo,
          at: '2026-01-15T01:30:00Z',
          computer_rule_code: 10300,
          pp_code: 'A007',
          suspension_type: type,
          epr_reason_of_suspension: reason,
        });
        const row = await created({ vehicleNo, ppCode: 'A007', offenceNoticeType: 'E' });
        expect(row.epr_reason_of_suspension).toBe(counts ? 'DBB' : null);
      });

      it.each<[string, Partial<Offence>]>([
        ['vehicle', { vehicleNo: 'OTHER1' }],
        ['vehicle by a space at its end', { vehicleNo: 'SAME1 ' }],
        ['millisecond', { noticeDateAndTime: new Date('2026-01-15T01:30:00.001Z') }],
        ['rule code', { computerRuleCode: 10301 }],
        ['car park', { ppCode: 'A0008' }],
        ['car park by a space at its end', { ppCode: 'A007 ' }],
        ['car park by a capital', { ppCode: 'a007' }],
      ])('an offence with another %s is no double booking', async (_name, fields) => {
        await pastNotice(context.intranet, {
          vehicleNo: 'SAME1',
          at: '2026-01-15T01:30:00Z',
          computer_rule_code: 10300,
          pp_code: 'A007',
        });
        const row = await created({ vehicleNo: 'SAME1', ppCode: 'A007', offenceNoticeType: 'E', ...fields });
        expect(row.suspension_type).toBeNull();
      });
    });
  });

  describe('its vehicle type (decisions §5)', () => {
    it('is V for a VIP vehicle only while it is ACTIVE, its number the same to the letter', async () => {
      await context.intranet.transaction(async (trx) => {
        const cre = { vip_vehicle: 'Y', cre_date: context.intranet.dialect.bindInstant(NOW), cre_user_id: 'test' };
        await trx('ocms_vip_vehicle').insert({ vehicle_no: 'VIP1', status: 'ACTIVE', ...cre });
        await trx('ocms_vip_vehicle').insert({ vehicle_no: 'VIP2', status: 'INACTIVE', ...cre });
        await trx('ocms_vip_vehicle').insert({ vehicle_no: 'VIP3', status: 'Active', ...cre });
      });
      const typeOf = async (fields: Partial<Offence>) =>
        (await created({ offenceNoticeType: 'E', ...fields })).vehicle_registration_type;
      expect(await typeOf({ vehicleNo: 'VIP1' })).toBe('V');
      expect(await typeOf({ vehicleNo: 'VIP2' })).toBe('S');
      expect(await typeOf({ vehicleNo: 'VIP3' })).toBe('S');
      expect(await typeOf({ vehicleNo: 'VIP1 ' })).toBe('S');
      expect(await typeOf({ vehicleNo: 'VIP1', vehicleRegistrationType: 'D' })).toBe('D');
      expect(await typeOf({ vehicleNo: 'VIP1', vehicleRegistrationType: 'F' })).toBe('F');
      expect(await created({ vehicleNo: 'VIP1', noticeDateAndTime: new Date(0) })).toMatchObject({
        vehicle_registration_type: 'V',
      });
    });

    it('qualifies by the type found, not the type sent', async () => {
      expect(await created({ vehicleNo: fresh('MID'), vehicleRegistrationType: 'Z' })).toMatchObject({
        vehicle_registration_type: 'I',
        an_flag: 'Y',
      });
      expect(await created({ vehicleRegistrationType: 'Z' })).toMatchObject({
        vehicle_registration_type: 'Z',
        an_flag: 'N',
      });
    });

    it('unlicensed parking without a vehicle number is X; nothing of a vehicle is looked up', async () => {
      const unknown = { offenceNoticeType: 'U', vehicleNo: null, vehicleRegistrationType: 'S' };
      const sent = await statementsOf(context.intranet, async () => {
        expect(await created(unknown)).toMatchObject({
          vehicle_no: null,
          vehicle_registration_type: 'X',
          an_flag: 'N',
          payment_acceptance_allowed: 'Y',
          suspension_type: null,
        });
      });
      expect(sent.filter((sql) => /vehicle_turn|exemption|window_from/.test(sql))).toEqual([]);
      // The same offence of nobody twice is no double booking.
      expect(await created(unknown)).toMatchObject({ suspension_type: null });
    });
  });

  describe('what is refused, and changes nothing', () => {
    const refused = async (outcome: string, fields: Partial<Offence>): Promise<void> => {
      const before = await everythingStored(context.intranet);
      expect(await create(fields)).toEqual({ outcome });
      expect(await everythingStored(context.intranet)).toEqual(before);
    };

    it('A 3.2.3, A 3.3.3: duplicate notice number, whoever sent the first', async () => {
      const noticeNo = (await created()).notice_no as string;
      for (const source of ['REPCCS', 'CES', 'OCMS'] as const)
        await refused('duplicate', { noticeNo, source, vehicleNo: 'DUPLICATE1' });
    });

    it('A 3.3.3: invalid offense rule code, from CES only', async () => {
      await refused('unknown-rule-code', { source: 'CES', computerRuleCode: 10301 });
      await refused('unknown-rule-code', { source: 'CES', computerRuleCode: 2_147_483_647, anFlag: 'Y' });
      expect(await created({ source: 'REPCCS', computerRuleCode: 10301 })).toMatchObject({ computer_rule_code: 10301 });
    });

    it('A 3.3.3: subsystem label, before anything else', async () => {
      const noticeNo = (await created()).notice_no as string;
      await refused('label-length', { source: 'CES', subsystemLabel: '03', noticeNo, computerRuleCode: 1 });
      await refused('label-range', { source: 'CES', subsystemLabel: '029', noticeNo, computerRuleCode: 1 });
      await refused('duplicate', { source: 'CES', noticeNo, computerRuleCode: 1 });
    });

    it('A 3.3.3: internal server error: a creation that cannot be finished leaves nothing', async () => {
      const before = await everythingStored(context.intranet);
      await without(context.intranet, 'ocms_suspended_notice', () =>
        expect(create({ source: 'CES', anFlag: 'Y' })).rejects.toMatchObject(missingTable('ocms_suspended_notice')),
      );
      expect(await everythingStored(context.intranet)).toEqual(before);
    });
  });

  it("takes a fixed number of statements, whatever the vehicle's past; where it is locked, one more, and two for its first notice", async () => {
    const vehicleNo = fresh('SV');
    const lock = context.intranet.dialect.writersTakeTurns ? 0 : 1;
    const count = async (fields: Partial<Offence>): Promise<number> =>
      (await statementsOf(context.intranet, () => create({ vehicleNo, ...fields }))).length;
    // An advisory notice has a case.
    expect(await count({})).toBe(7 + 2 * lock);
    expect(await count({ ppCode: 'B1' })).toBe(6 + lock);
    for (let year = 1990; year < 2026; year += 1)
      await pastNotice(context.intranet, { vehicleNo, at: `${year}-02-03T00:00:00Z` });
    expect(await count({ ppCode: 'B2' })).toBe(6 + lock);
    expect(await count({ offenceNoticeType: 'E', ppCode: 'B3' })).toBe(4 + lock);
    expect(await count({ vehicleRegistrationType: 'F', ppCode: 'B4' })).toBe(7 + lock);
    expect(await count({ source: 'CES', anFlag: 'Y', ppCode: 'B5' })).toBe(8 + lock);
  });
});

describe.each(databaseKinds)('without any offence rule codes on %s', (kind) => {
  it("CES's notices cannot be checked: unavailable, nothing stored; REPCCS's are created", async () => {
    const context = await makeContext(kind);
    try {
      const { noticeCreation } = context.services;
      expect(await noticeCreation.ruleCodesLoaded()).toBe(false);
      const before = await everythingStored(context.intranet);
      await expect(noticeCreation.create(offence({ source: 'CES' }))).rejects.toMatchObject({ kind: 'unavailable' });
      expect(await everythingStored(context.intranet)).toEqual(before);
      const first = await noticeCreation.create(offence());
      expect(first).toMatchObject({ outcome: 'created' });
      // The duplicate comes before the rule code.
      expect(
        await noticeCreation.create(offence({ source: 'CES', noticeNo: (first as { noticeNo: string }).noticeNo })),
      ).toEqual({ outcome: 'duplicate' });
      expect(await noticeCreation.create(offence({ source: 'CES', subsystemLabel: '029' }))).toEqual({
        outcome: 'label-range',
      });
      await context.services.referenceData.import('rule-codes', Buffer.from(DEMO_RULE_CODES), 'test');
      expect(await noticeCreation.ruleCodesLoaded()).toBe(true);
      expect(await noticeCreation.create(offence({ source: 'CES' }))).toMatchObject({ outcome: 'created' });
    } finally {
      await context.close();
    }
  });
});
