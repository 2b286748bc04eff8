import { once } from 'node:events';
import { buffer } from 'node:stream/consumers';
import { read as readWorkbook, utils, type WorkBook } from '@e965/xlsx';
import {
  createAnsReport,
  createMaker,
  createSlots,
  NO_RECORDS,
  type ReportAudit,
  type ReportFile,
} from '../../../src/features/reports';
import { makeContext, type TestContext } from '../../support/contexts';
import { databaseKinds } from '../../support/databases';
import { bound, suspend as store, type Suspended } from './suspended';

const NOW = new Date('2026-02-10T01:02:03Z');
const PERIOD = { from: '2026-01-01', to: '2026-01-31' };

/** Somebody goes away before the end. */
const left = async ({ content }: ReportFile): Promise<void> => void (await once(content.destroy(), 'close'));

describe.each(databaseKinds)('the ad-hoc ANS report (A 8) on %s', (kind) => {
  let context: TestContext;
  beforeAll(async () => {
    context = await makeContext(kind, {}, { clock: { now: () => NOW } });
  });
  beforeEach(async () => {
    await context.intranet.transaction(async (trx) => {
      for (const table of ['ocms_suspended_notice', 'ocms_valid_offence_notice', 'ocms_audit']) await trx(table).del();
    });
    context.log.length = 0;
  });
  afterAll(() => context.close());

  const instant = (text: string) => bound(context.intranet, text);
  const suspend = (...list: Suspended[]) => store(context.intranet, ...list);
  const make = (more: object = {}) =>
    context.services.ansReport.make({ period: PERIOD, format: 'xlsx', by: 'officer1', ...more });
  const workbookOf = async (more: object = {}): Promise<WorkBook> => {
    const file = await make(more);
    return readWorkbook(await buffer(file!.content), { cellNF: true, cellStyles: true, sheetStubs: false });
  };
  /** The values of the first sheet, the header's row left out. */
  const rowsOf = async (more: object = {}): Promise<unknown[][]> => {
    const { Sheets, SheetNames } = await workbookOf(more);
    return utils.sheet_to_json<unknown[]>(Sheets[SheetNames[0]!]!, { header: 1, raw: true, defval: null }).slice(1);
  };
  const numbersOf = async (more: object = {}) => (await rowsOf(more)).map(([notice]) => notice);

  it('lists the fields of A 8’s data mapping, in its order, as text, dates, amounts and numbers', async () => {
    await suspend({
      notice: '500500123A',
      at: '2026-01-15T16:30:15Z',
      remarks: 'Advisory Notice detected - qualified AN',
      due: '2026-02-14T16:00:00Z',
      fields: {
        vehicle_no: 'SBA1234A',
        subsystem_label: '030',
        computer_rule_code: 10300,
        composition_amount: '1234.50',
        notice_date_and_time: instant('2026-01-14T15:59:59Z'),
        pp_code: 'A0045',
        pp_name: 'BISHAN STREET 11 & 12',
      },
    });
    const { Sheets, SheetNames } = await workbookOf();
    const sheet = Sheets[SheetNames[0]!]!;
    const header = utils.sheet_to_json<string[]>(sheet, { header: 1 })[0];
    expect(header).toEqual([
      ...['Notice No', 'Date of Suspension', 'Due Date of Revival', 'Suspension Remarks', 'Vehicle No'],
      ...['Subsystem Label', 'Computer Rule Code', 'Composition Amount (S$)', 'Notice Date and Time'],
      ...['PP Code', 'PP Name'],
    ]);
    const cells = 'ABCDEFGHIJK'.split('').map((column) => {
      const { t, w } = sheet[`${column}2`] as { t: string; w?: string };
      return [t, w];
    });
    expect(cells).toEqual([
      ['s', '500500123A'],
      // Past midnight in Singapore, the day before in UTC.
      ['n', '2026-01-16 00:30:15'],
      ['n', '2026-02-15'],
      ['s', 'Advisory Notice detected - qualified AN'],
      ['s', 'SBA1234A'],
      ['s', '030'],
      ['n', '10300'],
      ['n', '1,234.50'],
      ['n', '2026-01-14 23:59:59'],
      ['s', 'A0045'],
      ['s', 'BISHAN STREET 11 & 12'],
    ]);
    expect(sheet.H2).toMatchObject({ v: 1234.5 });
    expect(sheet['!autofilter']).toEqual({ ref: 'A1:K2' });
  });

  it('what a notice lacks is an empty cell', async () => {
    const none = Object.fromEntries(
      ['vehicle_no', 'subsystem_label', 'computer_rule_code', 'notice_date_and_time', 'pp_code', 'pp_name'].map(
        (column) => [column, null],
      ),
    );
    await suspend({ notice: '1A', remarks: null, due: null, fields: none });
    expect(await rowsOf()).toEqual([['1A', expect.any(Date), null, null, null, null, null, 70, null, null, null]]);
  });

  it.each([
    ['the first day’s first moment', '2025-12-31T16:00:00Z', true],
    ['the moment before it', '2025-12-31T15:59:59.999Z', false],
    ['the last day’s last moment', '2026-01-31T15:59:59.999Z', true],
    ['the moment after it', '2026-01-31T16:00:00Z', false],
  ])('decisions §7, the period’s days are Singapore’s: suspended in %s', async (_name, at, listed) => {
    await suspend({ notice: '1A', at });
    const file = await make();
    expect(file !== undefined).toBe(listed);
    if (file) await left(file);
  });

  it('A 8, “Sort Results”: newest first, whatever the pages', async () => {
    const many = Array.from({ length: 1_203 }, (_, index) => ({
      notice: String(100_000_000 + index),
      // Five at the same moment.
      at: new Date(Date.UTC(2026, 0, 2) + Math.floor(((index * 7) % 1_203) / 5) * 60_000).toISOString(),
    }));
    await suspend(...many, { notice: '100000003', sr: 2, at: many[3]!.at });
    const expected = [...many, many[3]!]
      .sort((a, b) => (a.at === b.at ? (a.notice < b.notice ? 1 : -1) : a.at < b.at ? 1 : -1))
      .map(({ notice }) => notice);
    expect(await numbersOf()).toEqual(expected);
  });

  it('A 8: other reasons of suspension are not listed', async () => {
    await suspend({ notice: '1A' }, { notice: '2A', reason: 'FOR' }, { notice: '1A', sr: 2, reason: 'DBB' });
    expect(await numbersOf()).toEqual(['1A']);
  });

  it('A 8, “Apply Filters”: one vehicle, one subsystem, to the letter', async () => {
    await suspend(
      { notice: '1A', fields: { vehicle_no: 'SBA1A', subsystem_label: '030' } },
      { notice: '2A', fields: { vehicle_no: 'SBA1A', subsystem_label: '031' } },
      { notice: '3A', fields: { vehicle_no: 'SBA1A ', subsystem_label: '030' } },
      { notice: '4A', fields: { vehicle_no: null, subsystem_label: null } },
    );
    expect(await numbersOf({ vehicleNo: 'SBA1A' })).toEqual(['2A', '1A']);
    expect(await numbersOf({ vehicleNo: 'SBA1A', subsystem: '030' })).toEqual(['1A']);
    expect(await numbersOf({ subsystem: '030' })).toEqual(['3A', '1A']);
    expect(await make({ vehicleNo: 'sba1a' })).toBeUndefined();
  });

  it('A 8, “No records found”: no file, and nothing to audit', async () => {
    expect(await make()).toBeUndefined();
    expect(await context.services.auditTrail.page({ limit: 1 })).toEqual([]);
    expect(NO_RECORDS).toBe('No records found for the selected criteria');
  });

  it('A 8, “Validate Parameters”: a period of 32 days is refused', async () => {
    const asked = make({ period: { from: '2026-01-01', to: '2026-02-01' } });
    await expect(asked).rejects.toMatchObject({ kind: 'validation', message: 'Date range exceeds 31 days' });
  });

  it('A 8, “Log Report Generated”: who asked, when, and for what; then that it was made', async () => {
    await suspend({ notice: '1A', fields: { vehicle_no: 'SBA1A' } });
    await workbookOf({ vehicleNo: 'SBA1A' });
    const lines = context.log.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.filter(({ event }) => String(event).startsWith('report-'))).toMatchObject([
      { event: 'report-made', report: 'ANS', rows: 1 },
    ]);
    expect(await context.services.auditTrail.page({ limit: 2 })).toMatchObject([
      {
        at: NOW,
        officerId: 'officer1',
        action: 'make-report',
        subject: 'ANS xlsx',
        after: { ...PERIOD, vehicleNo: 'SBA1A' },
      },
    ]);
  });

  it('a report that cannot be audited is not made, and gives its place back', async () => {
    await suspend({ notice: '1A' });
    const { intranet, calendar } = context;
    let broken = true;
    const audit: ReportAudit = () => (broken ? Promise.reject(new Error('no audit')) : Promise.resolve());
    const maker = createMaker({ calendar, logger: { info: () => undefined } as never, slots: createSlots(1), audit });
    const report = createAnsReport({ intranet, calendar, maker });
    const asked = { period: PERIOD, format: 'xlsx', by: 'officer1' } as const;
    await expect(report.make(asked)).rejects.toThrow('no audit');
    broken = false;
    await left((await report.make(asked))!);
  });

  it('ten asked for at once: as many as may are made, the others are to come back; places are given back', async () => {
    await suspend({ notice: '1A' });
    const asked = await Promise.allSettled(Array.from({ length: 10 }, () => make()));
    const made = asked.flatMap((each) => (each.status === 'fulfilled' ? [each.value!] : []));
    expect(made).toHaveLength(2);
    for (const each of asked)
      if (each.status === 'rejected')
        expect(each.reason).toMatchObject({ kind: 'rate-limited', headers: { 'Retry-After': '15' } });
    // One is read to its end, one is left in the middle.
    await buffer(made[0]!.content);
    await left(made[1]!);
    await expect(Promise.all([numbersOf(), numbersOf()])).resolves.toEqual([['1A'], ['1A']]);
  });

  it('a database that fails in the middle breaks the file off, and is an error in the log', async () => {
    await suspend({ notice: '1A' });
    const broken = context.another();
    const file = (await broken.services.ansReport.make({ period: PERIOD, format: 'xlsx', by: 'officer1' }))!;
    await broken.intranet.close();
    await expect(buffer(file.content)).rejects.toMatchObject({ kind: 'unavailable' });
    expect(context.log.join('')).toContain('"event":"report-failed"');
  });

  it('a reader that leaves in the middle ends the reading of the database', async () => {
    await suspend(...Array.from({ length: 1_500 }, (_, index) => ({ notice: `N${index}` })));
    for (const format of ['xlsx', 'pdf']) {
      const file = (await make({ format }))!;
      let pages = 0;
      const stop = context.intranet.onStatement((sql) => (pages += /select.*date_of_suspension/i.test(sql) ? 1 : 0));
      for await (const chunk of file.content) if ((chunk as Buffer).length > 0) break;
      await left((await make())!);
      stop();
      expect(pages).toBeLessThan(3 + 2);
    }
    expect(context.log.join('')).toContain('"event":"report-cut"');
    expect(context.log.join('')).not.toContain('"event":"report-failed"');
  });

  it('the sheet “About” says what was asked for, by whom and when', async () => {
    await suspend({ notice: '1A', fields: { vehicle_no: 'SBA1A' } });
    const file = await make({ vehicleNo: 'SBA1A' });
    expect(file).toMatchObject({
      name: 'ANS_REPORT_2026-01-01_2026-01-31.xlsx',
      mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    });
    const { Sheets } = readWorkbook(await buffer(file!.content));
    expect(utils.sheet_to_json<string[]>(Sheets.About!, { header: 1, blankrows: false })).toEqual([
      ['Ad-hoc ANS report'],
      ['Suspended', '2026-01-01 to 2026-01-31'],
      ['Vehicle No', 'SBA1A'],
      ['Subsystem Label', 'any'],
      ['Made', '2026-02-10 09:02:03 (Asia/Singapore; so are all times)'],
      ['Made by', 'officer1'],
      ['Rows', '1'],
    ]);
  });
});
