import { buffer } from 'node:stream/consumers';
import { type CellObject, read, type WorkSheet } from '@e965/xlsx';
import type { Column, Row } from './table';
import { harmless, workbook } from './workbook';

const TEXT: Column = { title: 'Text', kind: 'text', width: 10 };

async function made(columns: readonly Column[], rows: readonly Row[], created = new Date('2026-02-10T01:02:03Z')) {
  return buffer(
    workbook({
      title: 'A report',
      author: 'OCMS',
      created,
      facts: [['Made by', '=cmd()']],
      rows: rows.length,
      tables: [{ title: 'Rows [of] it', columns, rows: [rows], none: 'Nothing' }],
    }),
  );
}
async function sheetOf(columns: readonly Column[], rows: readonly Row[]): Promise<WorkSheet> {
  const { Sheets, SheetNames } = read(await made(columns, rows), { cellNF: true, cellFormula: true });
  return Sheets[SheetNames[0]!]!;
}
const cell = (sheet: WorkSheet, place: string) => sheet[place] as CellObject | undefined;

describe('an Excel workbook', () => {
  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', ' =1', '＝1', '-'])(
    'takes no text for a formula: %j has an apostrophe before it',
    async (text) => {
      const sheet = await sheetOf([TEXT], [[text]]);
      expect(cell(sheet, 'A2')).toMatchObject({ t: 's', v: `'${text}` });
      expect(cell(sheet, 'A2')).not.toHaveProperty('f');
    },
  );

  it.each(['SBA1234A', "'tis", 'a=b', '1-2', '007', '5E3', '<b>&"', '_x0041_', ' two  spaces ', 'Đường 大文 🅿'])(
    'keeps every other text as it is: %j',
    async (text) => {
      expect(harmless(text)).toBe(text);
      expect(cell(await sheetOf([TEXT], [[text]]), 'A2')).toMatchObject({ t: 's', v: text });
    },
  );

  it('shows a replacement for what XML cannot hold', async () => {
    expect(cell(await sheetOf([TEXT], [['a\u0000b\ud800c\uffffd']]), 'A2')).toMatchObject({
      v: 'a\ufffdb\ufffdc\ufffdd',
    });
  });

  it('has amounts to the cent, dates and moments as Excel counts them, whole numbers', async () => {
    const columns: Column[] = (['money', 'date', 'instant', 'number'] as const).map((kind) => ({
      title: kind,
      kind,
      width: 10,
    }));
    const sheet = await sheetOf(columns, [
      [9_999_999_999, '2026-01-31', '2026-01-31 23:59:59', 10300],
      [5, '2024-02-29', '2024-02-29 00:00:00', 0],
      [null, null, null, null],
    ]);
    const shown = ['A2', 'B2', 'C2', 'D2', 'A3', 'B3', 'C3', 'D3'].map((place) => [
      cell(sheet, place)?.v,
      cell(sheet, place)?.w,
    ]);
    expect(shown).toEqual([
      [99_999_999.99, '99,999,999.99'],
      [46_053, '2026-01-31'],
      [Date.UTC(2026, 0, 31, 23, 59, 59) / 86_400_000 + 25_569, '2026-01-31 23:59:59'],
      [10_300, '10300'],
      [0.05, '0.05'],
      [45_351, '2024-02-29'],
      [45_351, '2024-02-29 00:00:00'],
      [0, '0'],
    ]);
    for (const place of ['A4', 'B4', 'C4', 'D4']) expect(cell(sheet, place)).toBeUndefined();
  });

  it('has a frozen header with filters over all rows, widths, and titles on each printed page', async () => {
    const parts = read(
      await made(
        [TEXT, TEXT],
        [
          ['a', 'b'],
          ['c', 'd'],
        ],
      ),
      { bookFiles: true },
    ) as unknown as {
      files: Record<string, { content: Uint8Array }>;
    };
    const xml = (name: string): string => Buffer.from(parts.files[name]!.content).toString();
    expect(xml('xl/worksheets/sheet1.xml')).toContain(
      '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>',
    );
    expect(xml('xl/worksheets/sheet1.xml')).toContain('<autoFilter ref="A1:B3"/>');
    expect(xml('xl/worksheets/sheet1.xml')).toContain('<col min="1" max="1" width="12" customWidth="1"/>');
    expect(xml('xl/workbook.xml')).toContain(`localSheetId="0">'Rows  of  it'!$1:$1</definedName>`);
  });

  it('says that there is nothing where there is nothing', async () => {
    expect(cell(await sheetOf([TEXT], []), 'A2')).toMatchObject({ v: 'Nothing' });
  });

  it('is the same bytes for the same rows and moment', async () => {
    expect((await made([TEXT], [['a']])).equals(await made([TEXT], [['a']]))).toBe(true);
    const later = await made([TEXT], [['a']], new Date('2026-02-11T01:02:03Z'));
    expect(later.equals(await made([TEXT], [['a']]))).toBe(false);
  });

  it('ends with the error of its rows, and ends their reading when it is left', async () => {
    let ended = false;
    async function* rows(): AsyncGenerator<Row[]> {
      try {
        for (;;) yield Array.from({ length: 500 }, () => [Math.random().toString(36)]);
      } finally {
        ended = true;
      }
    }
    const file = (of: AsyncIterable<Row[]>) =>
      workbook({
        title: '',
        author: '',
        created: new Date(0),
        facts: [],
        rows: 1,
        tables: [{ title: 'T', columns: [TEXT], rows: of, none: '' }],
      });
    const left = file(rows());
    for await (const chunk of left) if ((chunk as Buffer).length > 1_000) break;
    await new Promise((resolve) => setImmediate(resolve));
    expect(ended).toBe(true);
    // eslint-disable-next-line require-yield
    async function* broken(): AsyncGenerator<Row[]> {
      await Promise.resolve();
      throw new Error('gone');
    }
    await expect(buffer(file(broken()))).rejects.toThrow('gone');
  });
});
