import type { Offence } from '../../../src/features/notice-creation';
import { checkQualification } from '../../../src/features/qualification';
import type { Cents } from '../../../src/platform/money';
import { makeContext, mirrorMarks, storedNotice, type TestContext } from '../../support/contexts';
import { databaseKinds } from '../../support/databases';
import { fresh, offence, pastNotice, without } from '../../support/offences';

const NOW = new Date('2026-01-15T04:05:06.789Z');

describe.each(databaseKinds)('qualification of a new notice (A 2, decisions §6) on %s', (kind) => {
  let context: TestContext;
  let now = NOW;
  /** Whether a notice created now is an advisory notice. */
  const qualifies = async (
    fields: Partial<Offence> = {},
    on: Pick<TestContext, 'services'> = context,
  ): Promise<boolean> => {
    const outcome = await on.services.noticeCreation.create(offence(fields));
    if (outcome.outcome !== 'created') throw new Error(`not created: ${outcome.outcome}`);
    const { an_flag, payment_acceptance_allowed } = await storedNotice(context.intranet, outcome.noticeNo);
    expect(payment_acceptance_allowed).toBe(an_flag === 'Y' ? 'N' : 'Y');
    return an_flag === 'Y';
  };
  /** Whether a vehicle with this one past notice gets an advisory notice. */
  const qualifiesWith = async (at: string, fields: Record<string, string | null> = {}): Promise<boolean> => {
    const vehicleNo = fresh('SV');
    await pastNotice(context.intranet, { vehicleNo, at, ...fields });
    return qualifies({ vehicleNo });
  };

  beforeAll(async () => {
    context = await makeContext(kind, {}, { clock: { now: () => now } });
  });
  afterAll(() => context.close());
  beforeEach(() => {
    now = NOW;
  });

  describe('A 2.2: the steps and their errors, on stored facts', () => {
    it('A 2.2.2: a notice that passes every check is an AN', async () => {
      for (const vehicleRegistrationType of ['S', 'D', 'V', 'I'])
        expect(await qualifies({ vehicleRegistrationType })).toBe(true);
    });

    it('A 2.2.3: offence type not O', async () => {
      for (const offenceNoticeType of ['E', 'U', 'Z']) expect(await qualifies({ offenceNoticeType })).toBe(false);
    });

    it('A 2.2.3: vehicle type not local', async () => {
      for (const vehicleRegistrationType of ['F', 'X', 'Z'])
        expect(await qualifies({ vehicleRegistrationType })).toBe(false);
    });

    it('A 2.2.3: exempt offence, by the rules there are from the start', async () => {
      expect(await qualifies({ computerRuleCode: 20412, compositionAmount: 8_000 as Cents })).toBe(false);
      expect(await qualifies({ computerRuleCode: 20412, compositionAmount: 8_001 as Cents })).toBe(true);
      expect(await qualifies({ computerRuleCode: 20412, compositionAmount: 7_999 as Cents })).toBe(true);
      for (const vehicleCategory of ['LB', 'HL'])
        expect(await qualifies({ computerRuleCode: 11210, vehicleCategory })).toBe(false);
      expect(await qualifies({ computerRuleCode: 11210, vehicleCategory: 'C' })).toBe(true);
      expect(await qualifies({ computerRuleCode: 10300, vehicleCategory: 'LB' })).toBe(true);
    });

    it('A 2.2.3: has unsuspended past offence', async () => {
      expect(await qualifiesWith('2025-06-01T00:00:00Z')).toBe(false);
    });

    it('A 2.2: the reason is logged and counted', async () => {
      const reasons = async (): Promise<Record<string, number>> =>
        Object.fromEntries(
          [
            ...(await context.registry.metrics()).matchAll(
              /ocms_notices_not_qualified_total\{source="REPCCS",reason="([\w-]+)"\} (\d+)/g,
            ),
          ].map(([, reason, count]) => [reason!, Number(count)] as const),
        );
      const cases: [string, Partial<Offence>][] = [
        ['offence-type', { offenceNoticeType: 'E' }],
        ['vehicle-type', { vehicleRegistrationType: 'X' }],
        ['exempt', { computerRuleCode: 20412, compositionAmount: 8_000 as Cents }],
      ];
      for (const [reason, fields] of cases) {
        const before = await reasons();
        const logged = context.log.length;
        expect(await qualifies(fields)).toBe(false);
        const line = context.log.slice(logged).find((text) => text.includes('notice-created'))!;
        expect(JSON.parse(line)).toMatchObject({ fate: 'ordinary', reason });
        expect(await reasons()).toEqual({ ...before, [reason]: (before[reason] ?? 0) + 1 });
      }
    });

    it('A 2.2.3: database query error: logged, and the notice is created as not qualified, nothing doubled', async () => {
      const failing = context.another();
      const sent = { noticeNo: fresh('N'), vehicleNo: fresh('SV') };
      const unnumbered = { noticeNo: null, vehicleNo: fresh('SV') };
      const logged = context.log.length;
      await without(context.intranet, 'ocms_an_exemption_rule', async () => {
        expect(await qualifies(sent, failing)).toBe(false);
        expect(await qualifies(unnumbered, failing)).toBe(false);
        // What needs no facts does not notice.
        expect(await qualifies({ offenceNoticeType: 'E' }, failing)).toBe(false);
      });
      const lines = context.log.slice(logged).map((line) => JSON.parse(line) as Record<string, unknown>);

      expect(lines.filter(({ event }) => event === 'qualification-failed')).toEqual([
        expect.objectContaining({ level: 'error', source: 'REPCCS' }),
        expect.objectContaining({ level: 'error', source: 'REPCCS' }),
      ]);
      expect(lines.filter(({ event }) => event === 'notice-created').map(({ reason }) => reason)).toEqual([
        'check-failed',
        'check-failed',
        'offence-type',
      ]);
      expect((await mirrorMarks(context.intranet)).filter((mark) => mark.startsWith(`${sent.noticeNo}:`))).toEqual([
        `${sent.noticeNo}:1`,
      ]);
      for (const vehicle_no of [sent.vehicleNo, unnumbered.vehicleNo]) {
        const stored = await context.intranet.read(async (executor) => ({
          notices: (await executor('ocms_valid_offence_notice').where({ vehicle_no })).length,
          turns: (await executor('ocms_vehicle_turn').where({ vehicle_no })) as unknown[],
        }));
        const turns = context.intranet.dialect.writersTakeTurns ? [] : [{ vehicle_no, taken: 1 }];
        expect(stored).toEqual({ notices: 1, turns });
      }
      expect(await qualifies({})).toBe(true);
    });
  });

  describe('which past notices count (A 2.5, decisions §6)', () => {
    const AT = '2025-06-01T00:00:00Z';

    it.each([
      [null, null],
      [null, 'CAN'],
      ['TS', 'HST'],
      ['TS', 'CAN'],
      ['PS', 'ANS'],
      ['PS', 'FOR'],
      ['PS', 'APP'],
      ['PS', null],
    ])('one suspended %s for %s does', async (suspension_type, epr_reason_of_suspension) => {
      expect(await qualifiesWith(AT, { suspension_type, epr_reason_of_suspension })).toBe(false);
    });

    it.each(['CAN', 'CFA', 'DBB', 'VST'])('one suspended PS for %s does not', async (epr_reason_of_suspension) => {
      expect(await qualifiesWith(AT, { suspension_type: 'PS', epr_reason_of_suspension })).toBe(true);
    });

    it('it is the EPR reason that is asked for, not the CRS reason', async () => {
      expect(await qualifiesWith(AT, { suspension_type: 'PS', crs_reason_of_suspension: 'CAN' })).toBe(false);
      expect(
        await qualifiesWith(AT, {
          suspension_type: 'PS',
          epr_reason_of_suspension: 'CAN',
          crs_reason_of_suspension: 'FP',
        }),
      ).toBe(true);
    });

    it('all of them have to be so suspended (A 2.5.c)', async () => {
      const vehicleNo = fresh('SV');
      for (const epr_reason_of_suspension of ['CAN', 'CFA', 'DBB', 'VST', 'VST'])
        await pastNotice(context.intranet, { vehicleNo, at: AT, suspension_type: 'PS', epr_reason_of_suspension });
      const another = { vehicleNo, ppCode: 'B1' };
      await pastNotice(context.intranet, { vehicleNo: `${vehicleNo} `, at: AT });
      expect(await qualifies({ vehicleNo })).toBe(true);
      // That one is now a past notice itself.
      expect(await qualifies(another)).toBe(false);
    });

    it.each(['O', 'E', 'U', 'Z', null])('every offence type counts: %s', async (offence_notice_type) => {
      expect(await qualifiesWith(AT, { offence_notice_type })).toBe(false);
    });

    it.each(['REPCCS', 'CES', 'OCMS', 'PLUS'])('from every source: %s', async (notice_source) => {
      expect(await qualifiesWith(AT, { notice_source })).toBe(false);
    });

    it('but not the notice itself, where it is stored already', async () => {
      const vehicleNo = fresh('SV');
      const noticeNo = await pastNotice(context.intranet, { vehicleNo, at: AT });
      const check = (of: string) =>
        context.intranet.read((executor) => {
          const notice = { ...offence(), vehicleNo, noticeNo: of, offenceDate: '2025-06-01' };
          return checkQualification(executor, notice, now, context.calendar);
        });
      expect(await check(noticeNo)).toEqual({ qualified: true });
      expect(await check(fresh('N'))).toEqual({ qualified: false, reason: 'past-offence' });
    });

    it('only those of the same vehicle', async () => {
      await pastNotice(context.intranet, { vehicleNo: 'SAME1', at: AT });
      for (const vehicleNo of ['SAME2', 'SAME1 ', 'SAME', 'SAME11']) expect(await qualifies({ vehicleNo })).toBe(true);
      expect(await qualifies({ vehicleNo: 'SAME1' })).toBe(false);
    });
  });

  describe('the window of 24 calendar months, in Singapore (decisions §6)', () => {
    it.each([
      ['an ordinary day', '2026-01-15T04:05:06.789Z', '2024-01-14T16:00:00.000Z'],
      ['the first moment of a day', '2026-01-14T16:00:00.000Z', '2024-01-14T16:00:00.000Z'],
      ['the last moment of the day before', '2026-01-14T15:59:59.999Z', '2024-01-13T16:00:00.000Z'],
      ['29 February, two years after 28 February', '2028-02-29T04:00:00.000Z', '2026-02-27T16:00:00.000Z'],
      ['28 February, two years after the day before a 29th', '2026-02-28T15:59:59.999Z', '2024-02-27T16:00:00.000Z'],
      ['1 March, two years after a 29 February', '2026-02-28T16:00:00.000Z', '2024-02-29T16:00:00.000Z'],
      ['31 March', '2026-03-31T00:00:00.000Z', '2024-03-30T16:00:00.000Z'],
      ['31 August', '2026-08-31T15:59:59.999Z', '2024-08-30T16:00:00.000Z'],
      ['31 December', '2026-12-31T10:00:00.000Z', '2024-12-30T16:00:00.000Z'],
      ['New Year, while it is still the old one in UTC', '2025-12-31T16:00:00.000Z', '2023-12-31T16:00:00.000Z'],
    ])('on %s', async (_name, today, from) => {
      now = new Date(today);
      const around = (milliseconds: number, of: string): string =>
        new Date(Date.parse(of) + milliseconds).toISOString();
      expect(await qualifiesWith(around(-1, from))).toBe(true);
      expect(await qualifiesWith(from)).toBe(false);
      expect(await qualifiesWith(around(1, from))).toBe(false);
      expect(await qualifiesWith(today)).toBe(false);
      // Without an end: notices of senders whose clock is ahead see each other.
      expect(await qualifiesWith(around(24 * 3_600_000, today))).toBe(false);
    });

    it('is that of the configured zone', async () => {
      const utc = context.another({ timeZone: 'UTC' });
      const vehicleNo = fresh('SV');
      await pastNotice(context.intranet, { vehicleNo, at: '2024-01-14T23:59:59.999Z' });
      expect(await qualifies({ vehicleNo, ppCode: 'B1' }, utc)).toBe(true);
      const other = fresh('SV');
      await pastNotice(context.intranet, { vehicleNo: other, at: '2024-01-14T23:59:59.999Z' });
      expect(await qualifies({ vehicleNo: other })).toBe(false);
    });

    it('goes by today, not by the day of the offence', async () => {
      const vehicleNo = fresh('SV');
      await pastNotice(context.intranet, { vehicleNo, at: '2022-06-01T00:00:00Z' });
      expect(await qualifies({ vehicleNo, noticeDateAndTime: new Date('2022-07-01T00:00:00Z') })).toBe(true);
    });
  });

  describe('exemptions with dates and remarks (A 2.5.a, decisions §6)', () => {
    const exemptionsAre = (...rows: string[]) =>
      context.services.referenceData.import(
        'exemptions',
        Buffer.from(
          [
            'computer_rule_code,composition_amount,vehicle_category,rule_remark,effective_from,effective_to',
            ...rows,
          ].join('\n'),
        ),
        'test',
      );
    const exemptAt = async (at: string): Promise<boolean> => !(await qualifies({ noticeDateAndTime: new Date(at) }));

    it('hold from the first to the last moment of their dates in Singapore, by the day of the offence', async () => {
      await exemptionsAre('10300,,,,2025-03-01,2025-03-31');
      expect(await exemptAt('2025-02-28T15:59:59.999Z')).toBe(false);
      expect(await exemptAt('2025-02-28T16:00:00.000Z')).toBe(true);
      expect(await exemptAt('2025-03-31T15:59:59.999Z')).toBe(true);
      expect(await exemptAt('2025-03-31T16:00:00.000Z')).toBe(false);
    });

    it('are open where a date is left out', async () => {
      await exemptionsAre('10300,,,,2025-03-01,');
      expect([await exemptAt('2025-02-28T15:59:59Z'), await exemptAt('2099-01-01T00:00:00Z')]).toEqual([false, true]);
      await exemptionsAre('10300,,,,,2025-03-31');
      expect([await exemptAt('1999-01-01T00:00:00Z'), await exemptAt('2025-03-31T16:00:00Z')]).toEqual([true, false]);
    });

    it('need every condition they name', async () => {
      await exemptionsAre('10300,70.00,LB,,,');
      expect(await qualifies({ compositionAmount: 7_000 as Cents, vehicleCategory: 'LB' })).toBe(false);
      expect(await qualifies({ compositionAmount: 7_000 as Cents, vehicleCategory: 'C' })).toBe(true);
      expect(await qualifies({ compositionAmount: 7_001 as Cents, vehicleCategory: 'LB' })).toBe(true);
    });

    it('with a remark never match yet', async () => {
      await exemptionsAre('10300,,,on a footway,,');
      expect(await qualifies()).toBe(true);
    });
  });
});
