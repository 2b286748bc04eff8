import { Readable } from 'node:stream';
import { readCesUnqualifiedVehicleList } from '../../../generated/files/ces-unqualifiedVehicleList';
import { readRepccsUnqualifiedVehicleList } from '../../../generated/files/repccs-unqualifiedVehicleList';
import { isUnqualifiedVehicle } from '../../../src/features/qualification';
import { sendUnqualifiedAnList } from '../../../src/jobs/ocms/send-unqualified-an-list';
import type { JobRun } from '../../../src/scheduling/job';
import { noticeNumbers } from '../../support/contexts';
import { databaseKinds } from '../../support/databases';
import { type ForeignPlace, makeForeignPlace } from '../../support/foreign';
import { insertNotices, type NoticeFields } from '../../support/notices';
import { patience } from '../../support/patience';

class Cut extends Error {}

/** The place's clock stands at 03:00 on 15 June 2026 in Singapore. */
const YESTERDAY = '2026-06-14T04:00:00Z';
const PARTNERS = [
  { partner: 'REPCCS' as const, read: readRepccsUnqualifiedVehicleList },
  { partner: 'CES' as const, read: readCesUnqualifiedVehicleList },
];
type Fields = Record<string, string | number | null>;

describe.each(databaseKinds)('vehicles that do not qualify for advisory notices (A 9, decisions §6) on %s', (kind) => {
  let place: ForeignPlace;
  beforeEach(async () => {
    place = await makeForeignPlace(kind);
  });
  afterEach(() => place.close());

  /** A notice of yesterday's that is no AN, its vehicle named after it. */
  const stored = (
    noticeNo: string,
    { created = YESTERDAY, dated = created, ...fields }: Fields = {},
  ): NoticeFields => ({
    notice_no: noticeNo,
    notice_source: 'REPCCS',
    vehicle_no: `SV${noticeNo}`,
    an_flag: 'N',
    last_processing_stage: null,
    cre_date: place.at(created as string),
    notice_date_and_time: place.at(dated as string),
    ...fields,
  });
  const store = (noticeNo: string, fields: Fields = {}) =>
    insertNotices(place.context.intranet, [stored(noticeNo, fields)]);
  const send = (more: Partial<JobRun> = {}) => place.runOf(sendUnqualifiedAnList, more);
  /** The vehicles of every file at a partner, in the order of the files' names. */
  const told = async (partner: 'REPCCS' | 'CES' = 'REPCCS'): Promise<string[][]> => {
    const { read } = PARTNERS.find((each) => each.partner === partner)!;
    const lists: string[][] = [];
    for (const name of await place.files(partner)) {
      const vehicles: string[] = [];
      for await (const { VEHICLE_NO } of read(Readable.from([await place.fileText(partner, name)])))
        vehicles.push(VEHICLE_NO);
      lists.push(vehicles);
    }
    return lists;
  };
  const marked = () =>
    place.context.intranet.read((executor) =>
      executor('ocms_valid_offence_notice')
        .where('unqualified_list_sent_flag', 'Y')
        .orderBy('notice_no')
        .pluck('notice_no'),
    ) as Promise<string[]>;

  const logged = (event: string) =>
    place.context.log
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .filter((entry) => entry.event === event);

  it.each(PARTNERS)('a file by the contract, in Blob and at $partner, and its notices marked', async ({ partner }) => {
    await store('1A', { notice_source: partner });
    expect(await send()).toEqual({
      counts: {
        repccs: partner === 'REPCCS' ? 1 : 0,
        ces: partner === 'CES' ? 1 : 0,
        skipped: 0,
        unmarked: 0,
      },
    });
    const name = `URA_${partner}_UNQUALIFIED_AN_20260615_030000.csv`;
    expect(await place.files(partner)).toEqual([name]);
    const text = await place.fileText(partner, name);
    expect(text).toBe('VEHICLE_NO\r\nSV1A\r\n');
    const blob = await place.sandbox.admin('GET', `/files/blob/ocms/${partner.toLowerCase()}/${name}`);
    expect(blob.text).toBe(text);
    expect(await place.files(partner === 'REPCCS' ? 'CES' : 'REPCCS')).toEqual([]);
    const [row] = await place.context.intranet.read((executor) =>
      executor('ocms_valid_offence_notice').select<Record<string, unknown>[]>('*'),
    );
    expect(row).toMatchObject({ unqualified_list_sent_flag: 'Y', upd_user_id: 'ocmsiz_app_conn', version: 2 });
    const { dialect } = place.context.intranet;
    expect(dialect.readInstant(row!.unqualified_list_sent_timestamp)).toEqual(place.now);
    expect(dialect.readInstant(row!.upd_date)).toEqual(place.now);
  });

  it('A 9, Log REPCCS Sent, Log CES Sent: each list that arrived, once it has, without its vehicles', async () => {
    await store('1A', { vehicle_no: 'SBA1A' });
    await store('2A', { vehicle_no: 'SBA1A' });
    await store('3A', { vehicle_no: 'sba-lower' });
    await store('4A', { notice_source: 'CES' });
    const sentBeforeMarks: number[] = [];
    await send({
      chunk: (work, options) => {
        sentBeforeMarks.push(logged('unqualified-vehicles-delivered').length);
        return place.context.intranet.transaction(work, options);
      },
    });
    const line = (partner: string, counts: object): unknown =>
      expect.objectContaining({
        level: 'info',
        file: `URA_${partner}_UNQUALIFIED_AN_20260615_030000.csv`,
        ...counts,
      });
    expect(logged('unqualified-vehicles-delivered')).toEqual([
      line('REPCCS', { vehicles: 1, notices: 2 }),
      line('CES', { vehicles: 1, notices: 1 }),
    ]);
    expect(sentBeforeMarks).toEqual([1, 2]);
    expect(place.context.log.join('')).not.toMatch(/SBA1A|SV4A|sba-lower/);
  });

  it('A 9, Log REPCCS Sent, Log CES Sent: not where there was nothing to send, or it did not arrive', async () => {
    await store('1A');
    await place.fault('sftp-repccs', { fault: 'refuse', times: 3 });
    await expect(send()).rejects.toMatchObject({ name: 'JobError' });
    expect(logged('unqualified-vehicles-delivered')).toEqual([]);
  });

  it('no such vehicle: no file', async () => {
    expect((await send()).counts).toEqual({ repccs: 0, ces: 0, skipped: 0, unmarked: 0 });
    expect(await place.files('REPCCS')).toEqual([]);
    expect(await place.files('CES')).toEqual([]);
  });

  it('one row per vehicle, however many notices it has; all of them are marked', async () => {
    await store('1A', { vehicle_no: 'SBA1A' });
    await store('2A', { vehicle_no: 'SBA1A' });
    await store('3A', { vehicle_no: 'SBA2B' });
    await send();
    expect(await told()).toEqual([['SBA1A', 'SBA2B']]);
    expect(await marked()).toEqual(['1A', '2A', '3A']);
  });

  it.each<[string, Fields, boolean]>([
    ['the previous day’s first moment', { created: '2026-06-13T16:00:00Z' }, true],
    ['the moment before it', { created: '2026-06-13T15:59:59.999Z' }, false],
    ['the previous day’s last moment', { created: '2026-06-14T15:59:59.999Z' }, true],
    ['today’s first moment', { created: '2026-06-14T16:00:00Z' }, false],
    ['AN flag N', { an_flag: 'N' }, true],
    ['AN flag null', { an_flag: null }, true],
    ['AN flag Y', { an_flag: 'Y' }, false],
    ['created by staff', { notice_source: 'OCMS' }, false],
    ['told before', { unqualified_list_sent_flag: 'Y' }, false],
    ['the vehicle unknown', { vehicle_no: null }, false],
  ])('A 9, query: a notice of %s', async (_name, fields, listed) => {
    await store('1A', fields);
    await send();
    expect(await told()).toEqual(listed ? [['SV1A']] : []);
  });

  it.each<[string, Fields[], boolean]>([
    ['1: no notice within 24 months', [{ dated: '2024-06-14T15:59:59.999Z' }], false],
    ['its own notice of the window’s first moment counts', [{ dated: '2024-06-14T16:00:00Z' }], true],
    ['2.a: one that is not suspended', [{}], true],
    ['2.a: one that is suspended TS', [{ suspension_type: 'TS', epr_reason_of_suspension: 'CAN' }], true],
    ...['CAN', 'CFA', 'DBB', 'VST'].map(
      (reason) =>
        [`2.b: all suspended PS-${reason}`, [{ suspension_type: 'PS', epr_reason_of_suspension: reason }], false] as [
          string,
          Fields[],
          boolean,
        ],
    ),
    ['2.b: one suspended PS for another reason', [{ suspension_type: 'PS', epr_reason_of_suspension: 'FOR' }], true],
    ['2.b: one suspended PS for no reason', [{ suspension_type: 'PS', epr_reason_of_suspension: null }], true],
    [
      '2.b: one so suspended, an earlier one not',
      [{ suspension_type: 'PS', epr_reason_of_suspension: 'DBB' }, { created: '2025-01-01T00:00:00Z' }],
      true,
    ],
    [
      '2.b: one so suspended, an earlier one not, but before the window',
      [{ suspension_type: 'PS', epr_reason_of_suspension: 'DBB' }, { created: '2024-06-14T15:59:59.999Z' }],
      false,
    ],
  ])('A 9, conditions: %s', async (_name, notices, listed) => {
    for (const [index, fields] of notices.entries()) await store(`${index + 1}A`, { vehicle_no: 'SBA1A', ...fields });
    await send();
    expect(await told()).toEqual(listed ? [['SBA1A']] : []);
    // The list never disagrees with OCMS's own check (decisions §6).
    const past = notices.filter(
      ({ dated, created = YESTERDAY }) =>
        Date.parse((dated ?? created) as string) >= Date.parse('2024-06-14T16:00:00Z'),
    );
    expect(
      isUnqualifiedVehicle(
        past.map(({ suspension_type = null, epr_reason_of_suspension = null }) => ({
          suspensionType: suspension_type as string | null,
          reasonOfSuspension: epr_reason_of_suspension as string | null,
          notices: 1,
        })),
      ),
    ).toBe(listed);
  });

  it('what was told is not told again, on the same day or the next', async () => {
    await store('1A');
    await send();
    await send();
    place.later();
    await send();
    expect(await told()).toEqual([['SV1A']]);
  });

  it('many notices, page by page, several of one instant', async () => {
    const numbers = noticeNumbers(2_001);
    await insertNotices(
      place.context.intranet,
      numbers.map((number, index) =>
        stored(number, { created: new Date(Date.parse(YESTERDAY) + Math.floor(index / 700)).toISOString() }),
      ),
    );
    expect((await send()).counts).toMatchObject({ repccs: 2_001, unmarked: 0 });
    expect((await told())[0]!.sort()).toEqual(numbers.map((number) => `SV${number}`).sort());
    expect(await marked()).toHaveLength(2_001);
  });

  it('a vehicle that breaks the file’s contract is left out, reported and not marked; the others go', async () => {
    await store('1A', { vehicle_no: 'sba-lower' });
    await store('2A');
    const { counts, alert } = await send();
    expect(counts).toMatchObject({ repccs: 1, skipped: 1 });
    expect(await told()).toEqual([['SV2A']]);
    expect(alert!.problem).toMatch(/vehicle of 1A was left out.*VEHICLE_NO/);
    expect(alert!.problem).not.toContain('sba-lower');
    expect(await marked()).toEqual(['2A']);
  });

  it.each([
    ['REPCCS’ SFTP away', 'REPCCS' as const, 'sftp-repccs', { fault: 'refuse' }],
    ['CES’ SFTP away', 'CES' as const, 'sftp-ces', { fault: 'refuse' }],
    ['Blob away', 'REPCCS' as const, 'blob', { fault: 'status', status: 503 }],
  ])(
    'A 9, error handling: %s: operations are told, the other partner is told of its own, and the next run puts it right',
    async (_name, partner, operation, fault) => {
      const [its, others] = partner === 'REPCCS' ? (['1A', '2A'] as const) : (['2A', '1A'] as const);
      const other = partner === 'REPCCS' ? 'CES' : 'REPCCS';
      await store(its, { notice_source: partner });
      await store(others, { notice_source: other });
      await place.fault(operation, { ...fault, times: 3 });
      const failure = await send().catch((error: unknown) => error);
      expect(failure).toMatchObject({
        name: 'JobError',
        alert: {
          problem: expect.stringContaining(`not delivered: ${operation === 'blob' ? 'BLOB' : partner} `) as string,
        },
      });
      expect(await told(partner)).toEqual([]);
      expect(await told(other)).toEqual([[`SV${others}`]]);
      expect(await marked()).toEqual([others]);
      place.later(3);
      await send();
      expect(await told(partner)).toEqual([[`SV${its}`]]);
      expect(await told(other)).toEqual([[`SV${others}`]]);
      expect(await marked()).toEqual(['1A', '2A']);
    },
  );

  it('days that were missed are made good, from the day of the last run that succeeded', async () => {
    await send();
    await store('1A', { created: '2026-06-14T15:59:59.999Z' });
    await store('2A', { created: '2026-06-14T16:00:00Z' });
    place.later(3);
    await send();
    expect(await told()).toEqual([['SV2A']]);
  });

  it('A 9, error handling: marks that cannot be written hold up no others; they are told of, and told again', async () => {
    const numbers = noticeNumbers(501);
    await insertNotices(
      place.context.intranet,
      numbers.map((number) => stored(number)),
    );
    let chunks = 0;
    const { counts, alert } = await send({
      chunk: (work, options) => {
        chunks += 1;
        return chunks === 1
          ? Promise.reject(new Error('the database says no'))
          : place.context.intranet.transaction(work, options);
      },
    });
    expect(counts).toMatchObject({ repccs: 501, unmarked: 500 });
    expect(alert!.problem).toBe('500 notices that were told could not be marked as told');
    expect(logged('unqualified-vehicles-not-marked')).toEqual([
      expect.objectContaining({
        level: 'error',
        notices: 500,
        error: expect.objectContaining({ type: 'Error', message: 'the database says no' }) as unknown,
      }),
    ]);
    expect(await marked()).toHaveLength(1);
    place.now = new Date(place.now.getTime() + 1_000);
    await send();
    expect((await told()).map(({ length }) => length)).toEqual([501, 500]);
    expect(await marked()).toHaveLength(501);
  });

  it.each(['list-read', 'list-delivered', 'notices-marked'])('cut at %s, the next run makes good', async (label) => {
    await store('1A');
    const boundary = (at: string) => (at === label ? Promise.reject(new Cut()) : Promise.resolve());
    await expect(send({ boundary })).rejects.toThrow(Cut);
    place.now = new Date(place.now.getTime() + 1_000);
    await send();
    const lists = await told();
    // Told once more where nobody knows that it was.
    expect(lists).toEqual(label === 'list-delivered' ? [['SV1A'], ['SV1A']] : [['SV1A']]);
    expect(await marked()).toEqual(['1A']);
  });

  describe('by API too, where that is configured (decisions §6)', () => {
    const begin = async (settings: Readonly<Record<string, string>> = {}) => {
      await place.close();
      place = await makeForeignPlace(kind, { OCMS_UNQUALIFIED_VEHICLES_API: 'REPCCS, CES', ...settings });
    };
    beforeEach(() => begin());

    const called = async (partner: 'repccs' | 'ces') => {
      const { body } = await place.sandbox.admin('GET', `/received?operation=${partner}-unqualifiedVehicles`);
      return (body as { body: string }[]).map(
        (each) => JSON.parse(each.body) as { reference: string; vehicles: string[] },
      );
    };

    it.each(PARTNERS)('$partner gets the file and the batch', async ({ partner }) => {
      await store('1A', { notice_source: partner });
      await send();
      expect(await told(partner)).toEqual([['SV1A']]);
      expect(await called(partner === 'CES' ? 'ces' : 'repccs')).toEqual([
        { reference: `URA_${partner}_UNQUALIFIED_AN_20260615_030000-1`, vehicles: ['SV1A'] },
      ]);
      expect(await called(partner === 'CES' ? 'repccs' : 'ces')).toEqual([]);
      expect(await marked()).toEqual(['1A']);
    });

    it('more than 1,000 vehicles: batches, each with a reference of its own', async () => {
      const numbers = noticeNumbers(1_001);
      await insertNotices(
        place.context.intranet,
        numbers.map((number) => stored(number)),
      );
      await send();
      const batches = await called('repccs');
      expect(batches.map(({ reference, vehicles }) => [reference.slice(-2), vehicles.length])).toEqual([
        ['-1', 1_000],
        ['-2', 1],
      ]);
      expect(new Set(batches.flatMap(({ vehicles }) => vehicles)).size).toBe(1_001);
    });

    it.each(
      PARTNERS.flatMap(({ partner }) => [
        [`${partner} API timeout`, partner, { fault: 'timeout' }, 4] as const,
        [`${partner} API error: 500`, partner, { fault: 'status', status: 500 }, 4] as const,
        [`${partner} API error: refused`, partner, { fault: 'status', status: 400 }, 1] as const,
      ]),
    )(
      'A 9, error handling: %s: logged; after its attempts operations are told, nothing is marked, and it goes with the next run',
      async (_name, partner, fault, attempts) => {
        if (fault.fault === 'timeout') await begin({ [`OCMS_${partner}_TIMEOUT_MS`]: `${patience(500)}` });
        const system = partner === 'CES' ? ('ces' as const) : ('repccs' as const);
        const operation = `${system}-unqualifiedVehicles`;
        await store('1A', { notice_source: partner });
        await place.fault(operation, { ...fault, times: attempts });
        await expect(send()).rejects.toMatchObject({
          alert: { problem: expect.stringContaining(`not delivered: ${partner} ${operation}`) as string },
        });
        const calls = await called(system);
        expect([calls.length, new Set(calls.map(({ reference }) => reference)).size]).toEqual([attempts, 1]);
        expect(logged('outbound-attempt').filter((entry) => entry.operation === operation)).toEqual(
          calls.map((_call, index): unknown =>
            expect.objectContaining({ level: 'warn', system: partner, attempt: index + 1 }),
          ),
        );
        expect(logged('unqualified-vehicles-delivered')).toEqual([]);
        expect(await marked()).toEqual([]);
        place.later();
        await send();
        expect((await called(system)).at(-1)!.vehicles).toEqual(['SV1A']);
        expect(await marked()).toEqual(['1A']);
      },
    );

    it('A 9, error handling: an API that answers in time at the fourth attempt has been told', async () => {
      await store('1A');
      await place.fault('repccs-unqualifiedVehicles', { fault: 'status', status: 503, times: 3 });
      expect((await send()).counts).toMatchObject({ repccs: 1 });
      expect(await marked()).toEqual(['1A']);
    });

    it('a vehicle that was left out of the file is not told by API', async () => {
      await store('1A', { vehicle_no: 'sba-lower' });
      await store('2A');
      await send();
      expect((await called('repccs')).map(({ vehicles }) => vehicles)).toEqual([['SV2A']]);
    });
  });
});
