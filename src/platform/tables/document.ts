import { Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Cents, decimalText } from '../money';
import {
  type Fonts,
  type Line,
  loadFonts,
  isPlainlySet,
  metadataText,
  PDF_UA,
  plainlySet,
  type Run,
  type Weight,
  breakLines,
  newPdf,
} from '../pdf';
import { type Column, type Kind, printable, type Row, type Table, type TableFile, type Value } from './table';

export const DOCUMENT_TYPE = 'application/pdf';

/**
 * Rows up to which a document is tagged, for who has it read aloud: every cell is an element of its own. Longer ones
 * would be several times as large, and are nothing to listen to.
 */
const MOST_TAGGED_ROWS = 5_000;
/** Long texts of which it is remembered how they are broken into lines. */
const MOST_REMEMBERED = 2_000;
/** How long the process is kept from everything else, about. */
const TURN_MS = 8;

const mm = (millimetres: number): number => (millimetres * 72) / 25.4;
/** A4, landscape, in points. */
const PAGE = { width: mm(297), height: mm(210) };
const AREA = { left: mm(12), right: mm(285), top: mm(12), bottom: mm(194) };
const FOOT = mm(199);
const WIDTH = AREA.right - AREA.left;
/** Around the text of a cell. */
const PAD = { x: 4, y: 2.5 };
/** How far under the top of its line a base line is, in sizes. */
const ASCENT = 1.0;

interface Style {
  readonly size: number;
  readonly leading: number;
  readonly weight: Weight;
  readonly colour: string;
}
const CELL: Style = { size: 7.5, leading: 9.6, weight: 'regular', colour: '#000000' };
/** How wide a character of a cell is, about; capitals are wider, digits less. */
const CHARACTER = 4.3;
/** Of its width, what a column that wraps must have. */
const LEAST_SHARE = 0.4;
const HEADER: Style = { ...CELL, weight: 'bold', colour: '#ffffff' };
const TITLE: Style = { size: 15, leading: 21, weight: 'bold', colour: '#000000' };
const HEADING: Style = { size: 10.5, leading: 15, weight: 'bold', colour: '#000000' };
const FACT: Style = { size: 8.5, leading: 12, weight: 'regular', colour: '#000000' };
const FACT_NAME: Style = { ...FACT, weight: 'bold' };
const SMALL: Style = { size: 7.5, leading: 10, weight: 'regular', colour: '#595959' };
const HEADER_FILL = '#1f3a5f';
const SHADE = '#f1f4f8';
const RULE = '#a6a6a6';

type Tag = PDFKit.PDFStructureElement;

/**
 * A PDF: tables on A4 in landscape, their header repeated on every page, with the file's title and the number of the
 * page. It is written as it is read, page by page, and lets everything else have its turn.
 * Up to 5,000 rows it is tagged (PDF/UA-1).
 */
export function documentWriter(): (file: TableFile) => Readable {
  let fonts: Fonts | undefined;
  return (file) => {
    // 20 MB of memory, some 200 ms: nothing for who never makes one.
    fonts ??= loadFonts();
    return Readable.from(pages(file, fonts), { objectMode: false });
  };
}

async function* pages(file: TableFile, fonts: Fonts): AsyncGenerator<Buffer> {
  const paper = new Paper(file, fonts, file.rows <= MOST_TAGGED_ROWS);
  paper.begin();
  for (const table of file.tables) {
    paper.beginTable(table);
    let since = performance.now();
    for await (const rows of table.rows) {
      for (const row of rows) {
        paper.row(row);
        if (performance.now() - since < TURN_MS) continue;
        const written = paper.written();
        if (written) yield written;
        await nextTurn();
        since = performance.now();
      }
    }
    paper.endTable();
  }
  const rest = paper.end();
  if (rest) yield rest;
}

/** A column where it stands on the page. */
interface Place extends Column {
  readonly x: number;
  readonly room: number;
  readonly head: readonly Line[];
}

class Paper {
  private readonly pdf: PDFKit.PDFDocument;
  private readonly root: Tag | undefined;
  private readonly missing = new Set<string>();
  private readonly broken = new Map<string, readonly Line[]>();
  /** What the page is filled with, and written in, at the moment. */
  private colour = '';
  private y = AREA.top;
  private page = 1;
  private table:
    { places: readonly Place[]; none: string; rows: number; tag?: Tag; body?: Tag | undefined } | undefined;

  constructor(
    private readonly file: TableFile,
    private readonly fonts: Fonts,
    tagged: boolean,
  ) {
    this.pdf = newPdf({
      size: [PAGE.width, PAGE.height],
      tagged,
      lang: 'en-SG',
      // It would keep every word that ever was.
      fontLayoutCache: false,
      info: {
        Title: metadataText(file.title),
        Author: metadataText(file.author),
        CreationDate: file.created,
        ModDate: file.created,
      },
    });
    if (tagged) {
      this.pdf.appendXML(PDF_UA);
      this.root = this.pdf.struct('Document');
      this.pdf.addStructure(this.root);
    }
    for (const { id, font } of fonts.faces) this.pdf.registerFont(id, plainlySet(font) as unknown as string);
  }

  /** What can be sent already. */
  written(): Buffer | null {
    return this.pdf.read() as Buffer | null;
  }

  begin(): void {
    this.paragraph('H1', this.file.title, TITLE);
    this.y += 2;
    const names = Math.max(...this.file.facts.map(([name]) => this.widthOf(this.set(name, FACT_NAME), FACT_NAME))) + 10;
    for (const [name, value] of this.file.facts) {
      const tag = this.tag('P', this.root);
      this.line(this.set(name, FACT_NAME), AREA.left, this.y, FACT_NAME, tag);
      for (const line of this.lines(value, WIDTH - names, FACT)) {
        this.line(line, AREA.left + names, this.y, FACT, tag);
        this.y += FACT.leading;
      }
      tag?.end();
    }
    this.footer();
  }

  beginTable(table: Table): void {
    const places = placesOf(table.columns, (title, room) => this.lines(title, room, HEADER));
    this.y += 8;
    this.need(HEADING.leading + headHeight(places) + 3 * (CELL.leading + 2 * PAD.y));
    this.paragraph('H2', table.title, HEADING);
    this.y += 3;
    const tag = this.tag('Table', this.root);
    this.table = { places, none: table.none, rows: 0, ...(tag && { tag }) };
    const head = this.tag('THead', tag);
    this.head(this.tag('TR', head));
    head?.end();
  }

  row(row: Row): void {
    const table = this.table!;
    const cells = table.places.map(({ kind, room }, at) => this.cell(row[at] ?? null, kind, room));
    const most = Math.max(1, ...cells.map((lines) => lines.length));
    const height = most * CELL.leading + 2 * PAD.y;
    if (this.y + height > AREA.bottom) {
      this.newPage();
      this.head();
    }
    table.body ??= this.tag('TBody', table.tag);
    if (table.rows % 2 === 1) this.fill(this.y, height, SHADE);
    const tag = this.tag('TR', table.body);
    table.places.forEach(({ x, room, kind }, at) => {
      const cell = this.tag('TD', tag);
      const lines = cells[at]!;
      this.content(cell, 'TD', lines.length > 0, () =>
        lines.forEach((line, index) => {
          const left = isRight(kind) ? x + room - this.widthOf(line, CELL) : x;
          this.draw(line, left, this.y + PAD.y + index * CELL.leading, CELL);
        }),
      );
      cell?.end();
    });
    tag?.end();
    this.y += height;
    table.rows += 1;
  }

  endTable(): void {
    const { rows, none, tag, body, places } = this.table!;
    body?.end();
    tag?.end();
    this.rule(this.y);
    this.y += 4;
    this.table = undefined;
    const last = places.length > 0 && rows > 0 ? `${rows.toLocaleString('en')} ${rows === 1 ? 'row' : 'rows'}` : none;
    this.need(FACT.leading);
    this.paragraph('P', last, FACT);
  }

  end(): Buffer | null {
    this.endPage();
    this.root?.end();
    this.pdf.end();
    return this.written();
  }

  private newPage(): void {
    if (this.table) {
      this.rule(this.y);
      this.table.body?.end();
      this.table.body = undefined;
    }
    this.endPage();
    this.pdf.addPage();
    this.colour = '';
    this.page += 1;
    this.y = AREA.top;
    this.decorate('Pagination', () => {
      this.draw(this.set(this.file.title, { ...SMALL, weight: 'bold' }), AREA.left, this.y, {
        ...SMALL,
        weight: 'bold',
      });
      const [fact] = this.file.facts;
      if (!fact) return;
      const line = this.set(`${fact[0]} ${fact[1]}`, SMALL);
      this.draw(line, AREA.right - this.widthOf(line, SMALL), this.y, SMALL);
    });
    this.y += SMALL.leading + 5;
    this.footer();
  }

  /** What a page's elements are is written with it: of a long document all of them would fill the memory. */
  private endPage(): void {
    if (!this.root) return;
    const { pdf } = this as unknown as { pdf: Structured };
    const tree = pdf.getStructParentTree();
    const key = pdf.page.structParentTreeKey;
    const list = pdf.ref(tree.get(key));
    list.end();
    list.data = [];
    tree.add(key, list);
  }

  private footer(): void {
    this.decorate('Pagination', () => {
      const number = this.set(`Page ${this.page}`, SMALL);
      this.draw(number, AREA.right - this.widthOf(number, SMALL), FOOT, SMALL);
      this.draw(this.set(this.file.author, SMALL), AREA.left, FOOT, SMALL);
    });
  }

  /** The table's header: content where it has a tag, else decoration. */
  private head(tag?: Tag): void {
    const { places } = this.table!;
    const height = headHeight(places);
    this.fill(this.y, height, HEADER_FILL);
    for (const { head, x, room, kind } of places) {
      const cell = tag && this.tag('TH', tag, 'Column');
      const write = (): void =>
        head.forEach((line, index) => {
          const left = isRight(kind) ? x + room - this.widthOf(line, HEADER) : x;
          this.draw(line, left, this.y + PAD.y + index * HEADER.leading, HEADER);
        });
      if (cell) this.content(cell, 'TH', head.length > 0, write);
      else this.decorate('Pagination', write);
      cell?.end();
    }
    tag?.end();
    this.y += height;
  }

  private paragraph(type: string, text: string, style: Style): void {
    const tag = this.tag(type, this.root);
    for (const line of this.lines(text, WIDTH, style)) {
      this.line(line, AREA.left, this.y, style, tag, type);
      this.y += style.leading;
    }
    tag?.end();
  }

  private need(height: number): void {
    if (this.y + height > AREA.bottom) this.newPage();
  }

  private cell(value: Value, kind: Kind, room: number): readonly Line[] {
    if (value === null || value === '') return [];
    return this.lines(kind === 'money' ? moneyText(value as Cents) : String(value), room, CELL);
  }

  private tag(type: string, parent: Tag | undefined, scope?: 'Column'): Tag | undefined {
    if (!parent) return undefined;
    const tag = this.pdf.struct(type, (scope ? { scope } : {}) as PDFKit.Mixins.StructureElementOptions);
    parent.add(tag);
    return tag;
  }

  private line(line: Line, x: number, y: number, style: Style, tag: Tag | undefined, type = 'P'): void {
    this.content(tag, type, true, () => this.draw(line, x, y, style));
  }

  /** What belongs to an element, where there is one. */
  private content(tag: Tag | undefined, type: string, something: boolean, write: () => void): void {
    if (!something) return;
    if (!tag) return write();
    tag.add(this.pdf.markStructureContent(type));
    write();
    this.pdf.endMarkedContent();
  }

  private decorate(type: 'Layout' | 'Pagination', write: () => void): void {
    if (!this.root) return write();
    this.pdf.markContent('Artifact', { type });
    write();
    this.pdf.endMarkedContent();
  }

  private fill(top: number, height: number, colour: string): void {
    this.decorate('Layout', () => this.pdf.rect(AREA.left, top, WIDTH, height).fill(colour));
    this.colour = colour;
  }

  private rule(y: number): void {
    this.decorate('Layout', () => this.pdf.moveTo(AREA.left, y).lineTo(AREA.right, y).lineWidth(0.5).stroke(RULE));
  }

  private set(text: string, { weight }: Style): Line {
    return this.fonts.runs(printable(text), weight, this.missing);
  }

  private lines(text: string, room: number, style: Style): readonly Line[] {
    const line = this.set(text, style);
    if (this.widthOf(line, style) <= room) return line.length > 0 ? [line] : [];
    // What is long is mostly said in many rows: remarks, names of car parks.
    const key = `${style.weight} ${style.size} ${room} ${text}`;
    const known = this.broken.get(key);
    if (known) return known;
    const lines = breakLines(printable(text), room, {
      runs: (piece) => this.fonts.runs(piece, style.weight, this.missing),
      width: (run) => this.width(run, style),
    });
    if (this.broken.size >= MOST_REMEMBERED) this.broken.clear();
    this.broken.set(key, lines);
    return lines;
  }

  private width(run: Run, { size }: Style): number {
    return this.pdf.font(run.face.id, size).widthOfString(run.text);
  }

  private widthOf(line: Line, style: Style): number {
    return line.reduce((sum, run) => sum + this.width(run, style), 0);
  }

  private draw(line: Line, x: number, y: number, style: Style): void {
    if (style.colour !== this.colour) this.pdf.fillColor(style.colour);
    this.colour = style.colour;
    let at = x;
    for (const run of line) {
      const { language, reorders } = run.face;
      const span = language !== undefined && this.root !== undefined;
      if (span) this.pdf.markContent('Span', { lang: language, ...(reorders ? { actual: run.text } : {}) });
      this.pdf.font(run.face.id, style.size);
      this.write(run.text, at, y + ASCENT * style.size, style.size);
      if (span) this.pdf.endMarkedContent();
      if (run !== line.at(-1)) at += this.width(run, style);
    }
  }

  private write(text: string, x: number, y: number, size: number): void {
    if (!isPlainlySet(text)) {
      this.pdf.text(text, x, y, { lineBreak: false, baseline: 'alphabetic' });
      return;
    }
    // As the library would, which takes three times as long to find out that nothing is to be wrapped or moved.
    const { page, _font: font } = this.pdf as unknown as Written;
    page.fonts[font.id] ??= font.ref();
    const [glyphs] = font.encode(text);
    this.pdf.addContent(`BT\n1 0 0 -1 ${round(x)} ${round(y)} Tm\n/${font.id} ${size} Tf\n<${glyphs.join('')}> Tj\nET`);
  }
}

const round = (points: number): number => Math.round(points * 1_000) / 1_000;

/** What the library's types lack: the font that is set. */
interface Written {
  readonly page: { readonly fonts: Record<string, unknown> };
  readonly _font: { readonly id: string; ref(): unknown; encode(text: string): [glyphs: string[]] };
}

/** What the library's types lack: how elements of the structure are found from a page. */
interface Structured {
  readonly page: { readonly structParentTreeKey: number };
  ref(data: unknown): { end(): void; data: unknown };
  getStructParentTree(): { get(key: number): unknown; add(key: number, value: unknown): void };
}

const isRight = (kind: Kind): boolean => kind === 'money' || kind === 'number';

const moneyText = (cents: Cents): string => {
  const [dollars = '', fraction = ''] = decimalText(cents).split('.');
  return `${dollars.replaceAll(/\B(?=(?:\d{3})+$)/g, ',')}.${fraction}`;
};

const headHeight = (places: readonly Place[]): number =>
  Math.max(1, ...places.map(({ head }) => head.length)) * HEADER.leading + 2 * PAD.y;

/** Columns side by side over the whole width: those that wrap share what the others leave. */
function placesOf(columns: readonly Column[], set: (title: string, room: number) => readonly Line[]): Place[] {
  const total = (list: readonly Column[]): number => list.reduce((sum, { width }) => sum + width, 0);
  const wrapping = columns.filter(({ wraps }) => wraps);
  const shared = WIDTH - columns.length * 2 * PAD.x;
  const fixed = total(columns.filter(({ wraps }) => !wraps)) * CHARACTER;
  // Where none wraps, or too little would be left for those that do, all are treated alike.
  const all = wrapping.length === 0 || shared - fixed < total(wrapping) * CHARACTER * LEAST_SHARE;
  const roomOf = ({ width, wraps }: Column): number => {
    if (all) return (shared * width) / total(columns);
    return wraps ? ((shared - fixed) * width) / total(wrapping) : width * CHARACTER;
  };
  let x = AREA.left;
  return columns.map((column) => {
    const room = roomOf(column);
    const place = { ...column, x: x + PAD.x, room, head: set(column.title, room) };
    x += room + 2 * PAD.x;
    return place;
  });
}
