import { type Cents, decimalText } from '../../../src/platform/money';
import { databaseKinds } from '../../support/databases';
import {
  dateText,
  instantText,
  makeContext,
  mirrorMarks,
  noticeNumbers,
  statementsOf,
  storedNotice,
  type TestContext,
} from '../../support/contexts';
import { insertCourtCases, insertNotices } from '../../support/notices';
import { renameTable } from '../../support/tables';

const NOW = new Date('2026-01-15T01:02:03.456Z');

describe.each(databaseKinds)('payment on %s', (kind) => {
  let context: TestContext;
  let next = 0;
  const number = (): string => `P${(next += 1)}`;

  beforeAll(async () => {
    context = await makeContext(kind, {}, { clock: { now: () => NOW } });
  });
  afterAll(() => context.close());

  describe('getPaymentStatus (C 1)', () => {
    const find = async (...noticeNumbers: string[]): Promise<{ text: string; notices: Record<string, unknown>[] }> => {
      const { text } = await context.services.paymentStatus.find(noticeNumbers);
      return { text, notices: JSON.parse(text) as Record<string, unknown>[] };
    };

    it('answers all eight fields as the data mapping has them, nulls as null', async () => {
      const [plain, full] = [number(), number()];
      await insertNotices(context.intranet, [
        { notice_no: plain },
        {
          notice_no: full,
          suspension_type: 'TS',
          crs_reason_of_suspension: 'APP',
          epr_reason_of_suspension: 'HST',
          payment_status: 'FP',
          amount_payable: '300.00',
          amount_paid: '19.99',
          payment_acceptance_allowed: 'N',
        },
      ]);
      expect((await find(plain, full)).notices).toEqual([
        {
          noticeNo: plain,
          suspensionType: null,
          crsReasonOfSuspension: null,
          eprReasonOfSuspension: null,
          paymentStatus: null,
          amountPayable: 70,
          amountPaid: 0,
          paymentAcceptanceAllowed: 'Y',
        },
        {
          noticeNo: full,
          suspensionType: 'TS',
          crsReasonOfSuspension: 'APP',
          eprReasonOfSuspension: 'HST',
          paymentStatus: 'FP',
          amountPayable: 300,
          amountPaid: 19.99,
          paymentAcceptanceAllowed: 'N',
        },
      ]);
    });

    it('keeps the order of the request, answers a repeated number once and leaves out unknown ones (decisions §4)', async () => {
      const [a, b, c] = [number(), number(), number()] as const;
      await insertNotices(context.intranet, [{ notice_no: a }, { notice_no: b }, { notice_no: c }]);
      expect((await find(c, a, 'NONE', c, b, a)).notices.map(({ noticeNo }) => noticeNo)).toEqual([c, a, b]);
    });

    it('answers [] when no notice is known', async () => {
      expect((await find('NONE', 'NONE2')).text).toBe('[]');
    });

    it.each(['0.00', '0.01', '19.99', '30.50', '99999999.99'])('answers the amount %s exactly', async (amount) => {
      const noticeNo = number();
      await insertNotices(context.intranet, [{ notice_no: noticeNo, amount_payable: amount, amount_paid: amount }]);
      const { text } = await find(noticeNo);
      expect(text).toContain(`"amountPayable":${Number(amount)}`);
      expect(JSON.parse(text)[0]).toMatchObject({ amountPayable: Number(amount), amountPaid: Number(amount) });
    });

    it('keeps thousands of amounts exact to the cent through an update and back (decisions §2)', async () => {
      const numbers = noticeNumbers(500);
      await insertNotices(
        context.intranet,
        numbers.map((notice_no) => ({ notice_no })),
      );
      for (let round = 0; round < 8; round += 1) {
        // Every cent of the first dollars, then amounts up to the largest.
        const amounts = numbers.map(
          (_, index) =>
            (round < 4 ? round * 500 + index : Math.floor((9_999_999_999 * (round * 500 + index)) / 3_999)) as Cents,
        );
        await context.services.courtNotices.applyUpdates(
          numbers.map((noticeNo, index) => ({ noticeNo, changes: { amountPayable: amounts[index]! } })),
        );
        const { text, notices } = await find(...numbers);
        expect(notices.map(({ amountPayable }) => amountPayable)).toEqual(
          amounts.map((cents) => Number(decimalText(cents))),
        );
        // The text itself, before any reader rounds it.
        for (const [, digits] of text.matchAll(/"amountPayable":([\d.e+]+)/g))
          expect(digits).toMatch(/^\d+(\.\d{1,2})?$/);
      }
    });

    it('is one statement for one notice and for 500, and writes nothing', async () => {
      const marks = await mirrorMarks(context.intranet);
      for (const count of [1, 500]) {
        const sent = await statementsOf(context.intranet, () => find(...noticeNumbers(count)));
        expect(sent).toHaveLength(1);
        expect(sent[0]).toMatch(/^SELECT /);
      }
      expect(await mirrorMarks(context.intranet)).toEqual(marks);
    });
  });

  describe('queryNoticeInfo (C 4)', () => {
    const accept = (...noticeNumbers: string[]) =>
      context.services.paymentAcceptance.acceptUntil(noticeNumbers, '2026-02-28');
    const courtCase = (noticeNo: string) =>
      context.intranet.read(
        async (executor) =>
          (await executor('ocms_court_case').where('notice_no', noticeNo).first()) as
            Record<string, unknown> | undefined,
      );

    it('accepts payment and sets the due date of the court case (C 4 use case 3a)', async () => {
      const noticeNo = number();
      await insertNotices(context.intranet, [{ notice_no: noticeNo, payment_acceptance_allowed: 'N' }]);
      await insertCourtCases(context.intranet, [noticeNo]);
      expect(await accept(noticeNo)).toEqual({
        updatedCount: 1,
        failedCount: 0,
        notices: [{ noticeNo, outcome: 'accepted' }],
      });

      const row = await storedNotice(context.intranet, noticeNo);
      expect(row).toMatchObject({ payment_acceptance_allowed: 'Y', version: 2, upd_user_id: 'ocmsiz_app_conn' });
      expect(instantText(context.intranet, row.upd_date)).toBe(NOW.toISOString());
      const stored = (await courtCase(noticeNo))!;
      expect(dateText(stored.court_payment_due_date)).toBe('2026-02-28');
      expect(stored.upd_user_id).toBe('ocmsiz_app_conn');
      expect(instantText(context.intranet, stored.upd_date)).toBe(NOW.toISOString());
      expect(await mirrorMarks(context.intranet)).toContain(`${noticeNo}:2`);
    });

    it('succeeds where there is no court case, and makes none (decisions §4)', async () => {
      const noticeNo = number();
      await insertNotices(context.intranet, [{ notice_no: noticeNo }]);
      expect((await accept(noticeNo)).notices).toEqual([{ noticeNo, outcome: 'accepted' }]);
      expect(await courtCase(noticeNo)).toBeUndefined();
    });

    it('leaves a notice already paid as it is, its court case too (C 4 use case 3b)', async () => {
      const noticeNo = number();
      await insertNotices(context.intranet, [
        { notice_no: noticeNo, crs_reason_of_suspension: 'FP', payment_acceptance_allowed: 'N' },
      ]);
      await insertCourtCases(context.intranet, [noticeNo]);
      const before = [await storedNotice(context.intranet, noticeNo), await courtCase(noticeNo)];
      expect(await accept(noticeNo)).toEqual({
        updatedCount: 0,
        failedCount: 1,
        notices: [{ noticeNo, outcome: 'already-paid' }],
      });
      expect([await storedNotice(context.intranet, noticeNo), await courtCase(noticeNo)]).toEqual(before);
      expect((await mirrorMarks(context.intranet)).filter((mark) => mark.startsWith(`${noticeNo}:`))).toEqual([]);
    });

    it('counts a repeated number once, leaves out unknown ones and keeps the order (decisions §4)', async () => {
      const [a, paid, b] = [number(), number(), number()] as const;
      await insertNotices(context.intranet, [
        { notice_no: a },
        { notice_no: paid, crs_reason_of_suspension: 'FP' },
        { notice_no: b },
      ]);
      expect(await accept(b, 'NONE', paid, b, a, paid, 'NONE')).toEqual({
        updatedCount: 2,
        failedCount: 2,
        notices: [
          { noticeNo: b, outcome: 'accepted' },
          { noticeNo: paid, outcome: 'already-paid' },
          { noticeNo: a, outcome: 'accepted' },
        ],
      });
      expect((await storedNotice(context.intranet, b)).version).toBe(2);
    });

    it('takes the same few statements for 500 notices as for one', async () => {
      const numbers = noticeNumbers(500, 500_300_001);
      await insertNotices(
        context.intranet,
        numbers.map((notice_no) => ({ notice_no })),
      );
      for (const count of [1, 500]) {
        expect(await statementsOf(context.intranet, () => accept(...numbers.slice(0, count)))).toHaveLength(3);
        expect(await statementsOf(context.intranet, () => accept(...numbers.slice(0, count), 'NONE'))).toHaveLength(4);
      }
    });

    it('rolls the notice back when its court case cannot be written', async () => {
      const noticeNo = number();
      await insertNotices(context.intranet, [{ notice_no: noticeNo, payment_acceptance_allowed: 'N' }]);
      await insertCourtCases(context.intranet, [noticeNo]);
      const before = await storedNotice(context.intranet, noticeNo);
      await context.intranet.transaction((trx) => renameTable(trx, 'ocms_court_case', 'elsewhere'));
      await expect(accept(noticeNo)).rejects.toMatchObject({ message: expect.stringContaining('ocms_court_case') });
      await context.intranet.transaction((trx) => renameTable(trx, 'elsewhere', 'ocms_court_case'));
      expect(await storedNotice(context.intranet, noticeNo)).toEqual(before);
      expect((await mirrorMarks(context.intranet)).filter((mark) => mark.startsWith(`${noticeNo}:`))).toEqual([]);
      expect((await accept(noticeNo)).updatedCount).toBe(1);
    });
  });
});
