import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { databaseUrl } from '../../support/databases';
import { runTypeScript } from '../../support/children';
import { makeContext, type TestContext } from '../../support/contexts';
import { suspend as store, type Suspended } from './suspended';

const CHILD = require.resolve('./children/report.ts');
const NOW = new Date('2026-02-10T01:02:03Z');
const PERIOD = { from: '2026-01-01', to: '2026-01-31' };

interface Element {
  role?: string;
  children?: Element[];
}
interface Read {
  info: object;
  metadata: object;
  marked: boolean;
  pages: {
    width: number;
    height: number;
    texts: { text: string; x: number; width: number; decoration: boolean }[];
    structure: Element;
  }[];
}

describe('the ad-hoc ANS report (A 8)', () => {
  let context: TestContext;
  beforeEach(async () => {
    context = await makeContext('sqlite', {}, { clock: { now: () => NOW } });
  });
  afterEach(() => context.close());

  const suspend = (...list: Suspended[]) => store(context.intranet, ...list);
  const make = (more: object = {}) =>
    context.services.ansReport.make({ period: PERIOD, format: 'xlsx', by: 'officer1', ...more });

  it('the same rows, request and moment make the same bytes, in both formats', async () => {
    await suspend({ notice: '1A' }, { notice: '2A', fields: { pp_name: 'Đường 大文' } });
    for (const format of ['xlsx', 'pdf']) {
      const [one, two] = [
        await buffer((await make({ format }))!.content),
        await buffer((await make({ format }))!.content),
      ];
      expect(one.equals(two)).toBe(true);
    }
  });

  it('the PDF says the same, page by page, under a repeated header, tagged for who has it read aloud', async () => {
    await suspend(
      ...Array.from({ length: 60 }, (_, index) => ({
        notice: String(500_000_001 + index),
        at: new Date(Date.UTC(2026, 0, 10, 0, 60 - index)).toISOString(),
        remarks: index === 0 ? `=1+1 ${'very long remark '.repeat(10)}` : 'Advisory',
        fields: { vehicle_no: `SV${index}X`, composition_amount: '1234567.50', pp_name: 'Bishan 大文 Đường' },
      })),
    );
    const file = (await make({ format: 'pdf' }))!;
    expect(file).toMatchObject({ name: 'ANS_REPORT_2026-01-01_2026-01-31.pdf', mediaType: 'application/pdf' });
    const path = join(context.place.folder, 'report.pdf');
    writeFileSync(path, await buffer(file.content));
    const printed = execFileSync(process.execPath, [join(__dirname, '../../support/read-pdf.mjs'), path]);
    const [{ info, marked, metadata, pages }] = JSON.parse(printed.toString()) as [Read];
    expect(info).toMatchObject({ Title: 'Ad-hoc ANS report', Author: 'OCMS', Language: 'en-SG' });
    expect(marked).toBe(true);
    expect(metadata).toMatchObject({ 'pdfuaid:part': '1' });
    expect(pages.length).toBeGreaterThan(1);
    const texts = pages.map((page) => page.texts.map(({ text }) => text));
    for (const [index, page] of pages.entries()) {
      expect([page.width, page.height].map(Math.round)).toEqual([842, 595]);
      expect(texts[index]).toEqual(expect.arrayContaining(['Notice No', 'Ad-hoc ANS report', `Page ${index + 1}`]));
      for (const { x, width } of page.texts) expect(x >= 33 && x + width <= 809).toBe(true);
    }
    expect(texts.flat().filter((text) => /^5000000\d\d$/.test(text))).toEqual(
      Array.from({ length: 60 }, (_, index) => String(500_000_001 + index)),
    );
    expect(texts.flat()).toEqual(
      expect.arrayContaining(['SV59X', '1,234,567.50', '2026-02-14', '60 rows', 'officer1']),
    );
    expect(texts.flat().join('')).toContain('大文');
    const roles = (element: Element): string[] => [element.role ?? '', ...(element.children ?? []).flatMap(roles)];
    // The reader tells of each page the whole table.
    const found = roles(pages[0]!.structure);
    const count = (role: string): number => found.filter((each) => each === role).length;
    expect([count('TH'), count('TD')]).toEqual([11, 60 * 11]);
    expect(found).toEqual(expect.arrayContaining(['Document', 'H1', 'H2', 'Table', 'THead', 'TBody', 'TR']));
  });

  it.each([
    ['xlsx', 100_000],
    ['pdf', 30_000],
  ])(
    '%s: %i rows take less than 300 MB, and let others have their turn',
    async (format, rows) => {
      await context.intranet.transaction(async (trx) => {
        const count = 'WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)';
        await trx.raw(
          `INSERT INTO ocms_valid_offence_notice (notice_no, notice_source, vehicle_no, subsystem_label, computer_rule_code,
           composition_amount, notice_date_and_time, pp_code, pp_name, cre_date, cre_user_id)
         ${count} SELECT 'N' || i, 'REPCCS', 'SV' || i || 'X', '030', 10300, 70, '2026-01-02T03:04:05.000Z', 'A' || i % 997,
           'BISHAN STREET 11 CAR PARK ' || i % 997, '2026-01-02T03:04:05.000Z', 'test' FROM n`,
          [rows],
        );
        await trx.raw(
          `INSERT INTO ocms_suspended_notice (notice_no, sr_no, date_of_suspension, suspension_type, reason_of_suspension,
           suspension_source, officer_authorising_suspension, due_date_of_revival, suspension_remarks, cre_date, cre_user_id)
         ${count} SELECT 'N' || i, 1, strftime('%Y-%m-%dT%H:%M:%S.000Z', 1767500000 + i * 17, 'unixepoch'), 'PS', 'ANS', 'test',
           'test', '2026-02-13T16:00:00.000Z', 'Advisory Notice detected - qualified AN', '2026-01-02T03:04:05.000Z', 'test' FROM n`,
          [rows],
        );
      });
      const url = databaseUrl(context.place.intranet);
      const child = runTypeScript(CHILD, [url, join(context.place.folder, 'report'), format]);
      const { code, stdout, stderr } = await child.done;
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      const { bytes, peakMb, turns } = JSON.parse(stdout) as { bytes: number; peakMb: number; turns: number };
      expect(bytes).toBeGreaterThan(rows * 20);
      expect(peakMb).toBeLessThan(300);
      expect(turns).toBeGreaterThan(20);
    },
    60_000,
  );
});
