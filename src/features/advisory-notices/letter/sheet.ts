import {
  type Fonts,
  type Line,
  PDF_UA,
  type Run,
  type Weight,
  breakLines,
  metadataText,
  newPdf,
} from '../../../platform/pdf';

export const mm = (millimetres: number): number => (millimetres * 72) / 25.4;

/** A4, in points. */
export const PAGE = { width: mm(210), height: mm(297) };
/** Where the text stands, from the left and top edges. */
export const TEXT = { left: mm(25), right: mm(190), top: mm(25), bottom: mm(272) };

export interface Style {
  /** Points. */
  size: number;
  /** From one base line to the next. Noto Sans, its Tamil included, reaches over 1.24 times the size at most. */
  leading: number;
  weight: Weight;
  colour: string;
}

/** What a reader of a tagged PDF finds: an element of its structure tree. */
export type Tag = PDFKit.PDFStructureElement;

/** Lines that are set already, side by side with others: a column. */
export interface Column {
  tag: Tag;
  type: string;
  lines: readonly Line[];
  x: number;
  style: Style;
}

/** How far under the top of its line a base line is, in sizes. */
const ASCENT = 1.0;

/**
 * A tagged PDF that is written from top to bottom, page by page. Positions are points from the left and top edges.
 */
export interface Sheet {
  /** How far down the page is written. */
  y: number;
  set(text: string, width: number, style: Style): Line[];
  widthOf(line: Line, style: Style): number;
  tag(type: string, parent: Tag | 'root', options?: { scope?: 'Row' }): Tag;
  /** Writes a line whose top is at y: decoration, where it is not within a tag's content. */
  text(line: Line, x: number, y: number, style: Style): void;
  /** Writes a line whose top is at y: content of `tag`. */
  line(tag: Tag, type: string, line: Line, x: number, y: number, style: Style): void;
  /**
   * Writes columns below what is written, each beginning at the same height, going on on the next page when the page
   * is full.
   *
   * @param options.inset kept free above the first and below the last line of each page.
   * @param options.drawn is told each part's page position before its text is written.
   */
  flow(columns: readonly Column[], options?: { inset?: number; drawn?: (top: number, bottom: number) => void }): void;
  /** Begins a new page unless so much fits. */
  need(height: number): void;
  /** What only decorates: nothing that a reader has to be told. */
  decorate(draw: (pdf: PDFKit.PDFDocument) => void): void;
  /** Writes on each page once all are there. */
  onEachPage(write: (page: number, pages: number) => void): void;
  readonly pages: number;
  end(): Buffer;
}

export interface SheetOptions {
  title: string;
  author: string;
  language: string;
  /** The document's date: PDF asks for an instant, and the clock's would make each copy another document. */
  created: Date;
}

export function createSheet(fonts: Fonts, missing: Set<string>, options: SheetOptions): Sheet {
  const pdf = newPdf({
    size: 'A4',
    tagged: true,
    lang: options.language,
    bufferPages: true,
    info: {
      Title: metadataText(options.title),
      Author: metadataText(options.author),
      CreationDate: options.created,
      ModDate: options.created,
    },
  });
  // Not by the library's option, which also lists each font's glyphs, without the parts that some are made of.
  pdf.appendXML(PDF_UA);
  for (const face of fonts.faces) pdf.registerFont(face.id, face.font as unknown as string);

  const width = (run: Run, { size }: Style): number => pdf.font(run.face.id, size).widthOfString(run.text);

  const draw = (line: Line, x: number, y: number, style: Style): void => {
    let at = x;
    for (const run of line) {
      const { language, reorders } = run.face;
      const span = language !== undefined;
      if (span) pdf.markContent('Span', { lang: language, ...(reorders ? { actual: run.text } : {}) });
      pdf
        .font(run.face.id, style.size)
        .fillColor(style.colour)
        .text(run.text, at, y + ASCENT * style.size, { lineBreak: false, baseline: 'alphabetic' });
      if (span) pdf.endMarkedContent();
      if (run !== line.at(-1)) at += width(run, style);
    }
  };

  const sheet: Sheet = {
    y: TEXT.top,

    set: (text, available, style) =>
      breakLines(text, available, {
        runs: (piece) => fonts.runs(piece, style.weight, missing),
        width: (run) => width(run, style),
      }),

    widthOf: (line, style) => line.reduce((sum, run) => sum + width(run, style), 0),

    tag(type, parent, tagOptions = {}) {
      const tag = pdf.struct(type, tagOptions as PDFKit.Mixins.StructureElementOptions & { scope?: string });
      if (parent === 'root') pdf.addStructure(tag);
      else parent.add(tag);
      return tag;
    },

    text: draw,

    line(tag, type, line, x, y, style) {
      tag.add(pdf.markStructureContent(type));
      draw(line, x, y, style);
      pdf.endMarkedContent();
    },

    flow(columns, { inset = 0, drawn } = {}) {
      const leading = Math.max(...columns.map((column) => column.style.leading));
      const count = Math.max(...columns.map((column) => column.lines.length));
      for (let from = 0; from < count;) {
        let fit = Math.floor((TEXT.bottom - sheet.y - 2 * inset + 0.01) / leading);
        const left = count - from;
        // Neither the first nor the last line of something longer stands alone.
        if (fit < left && left - fit < 2) fit = left - 2;
        if (fit < Math.min(2, left)) {
          sheet.need(Infinity);
          continue;
        }
        const part = Math.min(fit, left);
        const top = sheet.y;
        drawn?.(top, top + 2 * inset + part * leading);
        for (const { tag, type, lines, x, style } of columns) {
          const shown = lines.slice(from, from + part);
          if (shown.length === 0) continue;
          tag.add(pdf.markStructureContent(type));
          shown.forEach((line, index) => draw(line, x, top + inset + index * leading, style));
          pdf.endMarkedContent();
        }
        sheet.y += 2 * inset + part * leading;
        from += part;
      }
    },

    need(height) {
      if (sheet.y + height <= TEXT.bottom) return;
      pdf.addPage();
      sheet.y = TEXT.top;
    },

    decorate(drawing) {
      pdf.markContent('Artifact', { type: 'Layout' });
      drawing(pdf);
      pdf.endMarkedContent();
    },

    onEachPage(write) {
      const { count } = pdf.bufferedPageRange();
      for (let page = 0; page < count; page++) {
        pdf.switchToPage(page);
        pdf.markContent('Artifact', { type: 'Pagination' });
        write(page + 1, count);
        pdf.endMarkedContent();
      }
    },

    get pages() {
      return pdf.bufferedPageRange().count;
    },

    end() {
      pdf.end();
      // All of it is there at once: the library writes without waiting.
      return pdf.read() as Buffer;
    },
  };
  return sheet;
}
