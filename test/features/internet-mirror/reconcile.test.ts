import type { Context } from '../../../src/app/context';
import { noticeNumbers, storedNotices } from '../../support/contexts';
import { databaseKinds } from '../../support/databases';
import {
  AGREED,
  copyWithoutLock,
  differingNotices,
  makeMirrorPlace,
  type MirrorPlace,
  tamper,
} from '../../support/mirror';

describe.each(databaseKinds)('reconciliation of the zones (decisions §5) on %s', (kind) => {
  let place: MirrorPlace;
  let context: Context;
  beforeEach(async () => {
    place = await makeMirrorPlace(kind);
    ({ context } = place);
  });
  afterEach(() => place.close());

  /** Notices that both zones have. */
  const bringIn = async (count: number): Promise<string[]> => {
    const numbers = noticeNumbers(count);
    await place.createMany(numbers);
    await place.sync();
    return numbers;
  };
  const loseInMirror = (...numbers: string[]): Promise<number> =>
    context.internet.transaction((trx) => trx('eocms_valid_offence_notice').whereIn('notice_no', numbers).delete());
  /** Takes notices out of the intranet zone, where nobody would; the mirror has them still. */
  const strand = (from: string, to: string): Promise<number> =>
    context.intranet.transaction((trx) =>
      trx('ocms_valid_offence_notice').whereBetween('notice_no', [from, to]).delete(),
    );
  const everything = async (): Promise<unknown> => [
    [...(await storedNotices(context.intranet)).values()],
    await context.internet.read((executor) => executor('eocms_valid_offence_notice').orderBy('notice_no').select('*')),
    await place.marks(),
  ];
  const expectAgreement = async (compared: number): Promise<void> => {
    expect(await place.reconcile()).toEqual({ compared, awaited: 0, differing: 0, differences: AGREED, repaired: 0 });
    expect(await differingNotices(context)).toEqual([]);
    expect(await place.marks()).toEqual([]);
  };

  it('finds nothing to compare where there is nothing', async () => {
    await expectAgreement(0);
    expect(await place.reconcile(true)).toEqual({
      compared: 0,
      awaited: 0,
      differing: 0,
      differences: AGREED,
      repaired: 0,
    });
  });

  it.each([1, 999, 1_000, 1_001, 2_000])(
    'finds no difference among %i notices, at the edges of its pages',
    async (count) => {
      await bringIn(count);
      await expectAgreement(count);
    },
  );

  it.each([1, 999, 1_000, 1_001])(
    'finds all of %i notices that are only in the mirror, and removes them when told to by name',
    async (count) => {
      const numbers = await bringIn(count);
      await strand(numbers[0]!, numbers.at(-1)!);
      // As against a wrong intranet database: a repair removes nothing.
      const found = {
        compared: 0,
        awaited: 0,
        differing: count,
        differences: { ...AGREED, surplus: numbers.slice(0, 1_000) },
      };
      expect(await place.reconcile(true)).toEqual({ ...found, repaired: 0 });
      expect(await place.mirroredNumbers()).toEqual(numbers);
      expect(await place.reconcile(false, true)).toEqual({ ...found, repaired: count });
      await expectAgreement(0);
    },
  );

  describe('of 3,300 notices of which some differ in each way', () => {
    let numbers: string[];
    let expected: Record<keyof typeof AGREED, string[]>;
    /** All that differ; of each kind the first thousand are named. */
    let differing: number;
    let named: typeof expected;
    beforeEach(async () => {
      numbers = await bringIn(3_300);
      const at = (...places: number[]): string[] => places.map((index) => numbers[index]!);
      expected = {
        missing: at(0, 1, 999, 1_000, 3_299),
        // More than a page of them between two numbers of the intranet zone.
        surplus: numbers.slice(1_100, 2_250),
        different: at(2, 1_001, 3_297),
        ahead: at(3, 3_298),
      };
      differing = Object.values(expected).flat().length;
      named = { ...expected, surplus: expected.surplus.slice(0, 1_000) };
      await loseInMirror(...expected.missing);
      await strand(numbers[1_100]!, numbers[2_249]!);
      const [one, two, three] = expected.different;
      await tamper(context, one!, { amount_payable: '70.51' });
      await tamper(context, two!, { pp_name: null });
      await tamper(context, three!, { vehicle_no: 'SBA1234A ' });
      for (const noticeNo of expected.ahead) await tamper(context, noticeNo, { version: 9 });
      await tamper(context, expected.ahead[1]!, { an_flag: 'Y' });
      await place.change(numbers[5]!, numbers[1_002]!);
    });

    it('the report names each once, by its kind, and changes nothing', async () => {
      const before = await everything();
      const progress: number[] = [];
      expect(
        await context.services.internetMirror.reconcile({
          repair: false,
          onProgress: (compared) => progress.push(compared),
        }),
      ).toEqual({
        compared: 2_150,
        awaited: 2,
        differing,
        differences: named,
        repaired: 0,
      });
      expect(progress).toEqual([1_000, 2_000, 2_150]);
      expect(await everything()).toEqual(before);
    });

    it('the repair makes the mirror what the intranet zone is; a second look finds nothing', async () => {
      const before = await storedNotices(context.intranet);
      expect(await place.reconcile(true, true)).toEqual({
        compared: 2_150,
        awaited: 2,
        differing,
        differences: named,
        repaired: differing,
      });
      // What waits is the job's.
      expect(await differingNotices(context)).toEqual([numbers[5], numbers[1_002]]);
      expect(await place.reconcile()).toEqual({
        compared: 2_150,
        awaited: 2,
        differing: 0,
        differences: AGREED,
        repaired: 0,
      });
      await place.sync();
      await expectAgreement(2_150);

      // The state of the intranet zone is the right one: only its versions went up, above the mirror's.
      const after = await storedNotices(context.intranet);
      const contentOf = (
        noticeNo: string,
        { version: _version, upd_date: _at, upd_user_id: _by, ...content } = before.get(noticeNo)!,
      ) => content;
      for (const noticeNo of [...expected.missing, ...expected.different, ...expected.ahead]) {
        expect(after.get(noticeNo)).toMatchObject({
          ...contentOf(noticeNo),
          version: expected.ahead.includes(noticeNo) ? 10 : 2,
          upd_user_id: 'ocmsiz_app_conn',
        });
      }
      expect(after.get(numbers[6]!)).toEqual(before.get(numbers[6]!));
      await place.change(expected.ahead[0]!);
      await place.sync();
      expect(await place.mirrored(expected.ahead[0]!)).toMatchObject({ version: 11 });
      await expectAgreement(2_150);
    });
  });

  describe('while notices change', () => {
    /** Does something after each read of a zone. */
    const afterEachRead = (zone: 'intranet' | 'internet', what: () => Promise<unknown>): (() => void) => {
      const database = context[zone];
      const { read } = database;
      Object.assign(database, {
        read: async (work: Parameters<typeof read>[0]) => {
          const answer = await read(work);
          await what();
          return answer;
        },
      });
      return () => void Object.assign(database, { read });
    };

    it.each<[string, boolean]>([
      ['and are copied at once', true],
      ['and wait for their copy', false],
    ])('those that change %s are no differences, and what does differ is found', async (_how, copied) => {
      const numbers = await bringIn(30);
      await loseInMirror(numbers[9]!);
      const changing = numbers.slice(0, 3);
      const others = place.context.another();
      const change = async (): Promise<void> => {
        await others.services.paymentAcceptance.acceptUntil(changing, '2026-02-15');
        if (copied) await copyWithoutLock(others);
      };
      const stop = [afterEachRead('intranet', change), afterEachRead('internet', change)];
      const found = await place.reconcile();
      for (const each of stop) each();
      expect(found.differences).toEqual({ ...AGREED, missing: [numbers[9]] });
    });

    it('new ones are no differences', async () => {
      await bringIn(3);
      const others = place.context.another();
      let created = 0;
      const create = async (): Promise<void> => {
        created += 1;
        await place.create({ noticeNo: `60010000${created}A` }, others);
        await copyWithoutLock(others);
      };
      const stop = [afterEachRead('intranet', create), afterEachRead('internet', create)];
      const found = await place.reconcile();
      for (const each of stop) each();
      expect(created).toBeGreaterThan(3);
      expect(found.differences).toEqual(AGREED);
    });
  });
});
