import { createInterface } from 'node:readline';
import type { CreationOutcome, Offence } from '../../../src/features/notice-creation';
import { runTypeScript } from '../../support/children';
import { makeContext, mirrorMarks, storedNotices, type TestContext, type VonRow } from '../../support/contexts';
import { databaseKinds } from '../../support/databases';
import { fresh, offence } from '../../support/offences';
import { patience } from '../../support/patience';

const CALLERS = 50;
const PARTIES = 5;
const fifty = (each: (index: number) => Partial<Offence>): Offence[] =>
  Array.from({ length: CALLERS }, (_, index) => offence(each(index)));

/** Creates all these notices at once, dealt out to several parties. */
interface Crowd {
  create(offences: readonly Offence[]): Promise<CreationOutcome[]>;
  close(): Promise<void>;
}

const dealt = (offences: readonly Offence[]): Offence[][] =>
  Array.from({ length: PARTIES }, (_, party) => offences.filter((_offence, index) => index % PARTIES === party));

/** Several instances of the service in this process. */
async function contexts(context: TestContext): Promise<Crowd> {
  const parties = [context, ...Array.from({ length: PARTIES - 1 }, () => context.another())];
  return {
    create: async (offences) => {
      const share = dealt(offences);
      return Promise.all(
        parties.flatMap(({ services }, party) => share[party]!.map((each) => services.noticeCreation.create(each))),
      );
    },
    close: () => Promise.resolve(),
  };
}

/** Several processes, already running when the race begins. */
async function processes(context: TestContext): Promise<Crowd> {
  const children = Array.from({ length: PARTIES }, () =>
    runTypeScript(require.resolve('./children/create-notices.ts'), [JSON.stringify(context.place.intranet)]),
  );
  await Promise.all(children.map((child) => child.printed('ready\n')));
  const answers = children.map(({ process }) => createInterface({ input: process.stdout! })[Symbol.asyncIterator]());
  return {
    async create(offences) {
      const share = dealt(offences);
      for (const [party, { process }] of children.entries()) process.stdin!.write(`${JSON.stringify(share[party])}\n`);
      const lines = await Promise.all(answers.map((each) => each.next()));
      for (const [party, { done }] of lines.entries())
        if (done) throw new Error(`a process ended: ${(await children[party]!.done).stderr}`);
      return lines.flatMap(({ value }) => JSON.parse(value as string) as CreationOutcome[]);
    },
    async close() {
      for (const { process } of children) process.stdin!.end();
      expect((await Promise.all(children.map(({ done }) => done))).map(({ code }) => code)).toEqual(
        Array(PARTIES).fill(0),
      );
    },
  };
}

const CROWDS: [string, (context: TestContext) => Promise<Crowd>][] = [
  ['five instances', contexts],
  ['five processes', processes],
];
const RACES = databaseKinds.flatMap((kind) => CROWDS.map(([name, gather]) => [name, kind, gather] as const));

describe.each(RACES)('50 notices at once from %s on %s (decisions §5)', (_name, kind, gather) => {
  let context: TestContext;
  let crowd: Crowd;
  beforeAll(async () => {
    context = await makeContext(kind);
    crowd = await gather(context);
  }, patience(60_000));
  afterAll(async () => {
    await crowd.close();
    await context.close();
  });

  const notices = async (vehicleNo: string): Promise<VonRow[]> =>
    [...(await storedNotices(context.intranet)).values()].filter((row) => row.vehicle_no === vehicleNo);
  const counted = (outcomes: readonly CreationOutcome[]): Record<string, number> => {
    const counts: Record<string, number> = {};
    for (const { outcome } of outcomes) counts[outcome] = (counts[outcome] ?? 0) + 1;
    return counts;
  };
  const numbersOf = (outcomes: readonly CreationOutcome[]): string[] =>
    outcomes.map((each) => {
      if (each.outcome !== 'created') throw new Error(each.outcome);
      return each.noticeNo;
    });
  /** Every notice has its detail, its suspensions and a mark for each of its versions, and nothing more. */
  const expectWhole = async (rows: readonly VonRow[]): Promise<void> => {
    const numbers = rows.map(({ notice_no }) => notice_no).sort();
    const [details, suspended] = await context.intranet.read(async (executor) => {
      const detail = await executor('ocms_offence_notice_detail')
        .whereIn('notice_no', numbers)
        .select<{ notice_no: string }[]>('notice_no');
      const suspension = await executor('ocms_suspended_notice')
        .whereIn('notice_no', numbers)
        .select<{ notice_no: string; sr_no: number }[]>('notice_no', 'sr_no');
      return [
        detail.map(({ notice_no }) => notice_no).sort(),
        suspension.map(({ notice_no, sr_no }) => `${notice_no}:${sr_no}`).sort(),
      ];
    });
    expect(details).toEqual(numbers);
    expect(suspended).toEqual(
      rows
        .filter((row) => row.suspension_type !== null)
        .map(({ notice_no }) => `${notice_no}:1`)
        .sort(),
    );
    const marks = new Set(await mirrorMarks(context.intranet));
    for (const { notice_no, version } of rows) {
      for (let each = 1; each <= version; each += 1) expect(marks).toContain(`${notice_no}:${each}`);
      expect(marks).not.toContain(`${notice_no}:${version + 1}`);
    }
  };

  it('the same number: one notice, 49 duplicates', async () => {
    const noticeNo = fresh('N');
    const vehicles = Array.from({ length: CALLERS }, () => fresh('SV'));
    const outcomes = await crowd.create(vehicles.map((vehicleNo) => offence({ noticeNo, vehicleNo })));
    expect(counted(outcomes)).toEqual({ created: 1, duplicate: 49 });
    const stored = await context.intranet.read(
      async (executor) => (await executor('ocms_valid_offence_notice').whereIn('vehicle_no', vehicles)) as VonRow[],
    );
    expect(stored.map(({ notice_no }) => notice_no)).toEqual([noticeNo]);
    await expectWhole(stored);
  });

  it('one vehicle, 50 different offences: exactly one AN', async () => {
    const vehicleNo = fresh('SV');
    expect(
      counted(
        await crowd.create(
          fifty((index) => ({ vehicleNo, noticeDateAndTime: new Date(Date.UTC(2026, 0, 15, 1, index)) })),
        ),
      ),
    ).toEqual({ created: 50 });
    const rows = await notices(vehicleNo);
    expect(rows).toHaveLength(50);
    expect(rows.filter((row) => row.an_flag === 'Y' && row.payment_acceptance_allowed === 'N')).toHaveLength(1);
    expect(
      rows.filter(
        (row) => row.an_flag === 'N' && row.payment_acceptance_allowed === 'Y' && row.suspension_type === null,
      ),
    ).toHaveLength(49);
    await expectWhole(rows);
  });

  it('50 identical offences under different numbers: 49 PS-DBB', async () => {
    const vehicleNo = fresh('SV');
    expect(counted(await crowd.create(fifty(() => ({ vehicleNo }))))).toEqual({ created: 50 });
    const rows = await notices(vehicleNo);
    expect(
      rows.filter(
        (row) => row.suspension_type === 'PS' && row.epr_reason_of_suspension === 'DBB' && row.an_flag === 'N',
      ),
    ).toHaveLength(49);
    expect(rows.filter((row) => row.suspension_type === null && row.an_flag === 'Y')).toHaveLength(1);
    await expectWhole(rows);
  });

  it('50 without numbers: 50 distinct numbers', async () => {
    const vehicleNo = fresh('SV');
    const numbers = numbersOf(
      await crowd.create(fifty((index) => ({ noticeNo: null, vehicleNo, ppCode: `P${index}` }))),
    );
    expect(new Set(numbers).size).toBe(50);
    const rows = await notices(vehicleNo);
    expect(rows.map(({ notice_no }) => notice_no).sort()).toEqual([...numbers].sort());
    expect(rows.filter((row) => row.an_flag === 'Y')).toHaveLength(1);
    await expectWhole(rows);
  });

  it.each([
    ['of a vehicle', fresh('SV')],
    ['of unlicensed parking, its vehicle not known', null],
  ])('50 identical deliveries without a number, %s: one notice, one answer', async (_of, vehicleNo) => {
    const again = {
      ...offence({ noticeNo: null, vehicleNo, offenceNoticeType: vehicleNo === null ? 'U' : 'O' }),
      ppName: fresh('CAR PARK '),
    };
    const numbers = numbersOf(await crowd.create(fifty(() => again)));
    expect(numbers).toHaveLength(50);
    expect(new Set(numbers).size).toBe(1);
    const rows = [...(await storedNotices(context.intranet)).values()].filter((row) => row.pp_name === again.ppName);
    expect(rows.map(({ notice_no }) => notice_no)).toEqual([numbers[0]]);
    await expectWhole(rows);
  });
});
