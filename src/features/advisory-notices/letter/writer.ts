import { join } from 'node:path';
import type { Calendar } from '../../../platform/calendar';
import { type Line, loadFonts } from '../../../platform/pdf';
import { noticeTexts } from '../facts';
import type { NoticeFacts } from '../facts';
import { readableDate } from '../readable';
import type { Sender } from '../sender';
import { TEXT, createSheet, mm } from './sheet';
import type { Sheet, Style, Tag } from './sheet';
import { readLetterTemplate } from './template';
import type { Block, LetterTemplate, LetterText, Row } from './template';

/** What an Advisory Notice letter says (A 6.2.1). Every text is as long as it is. */
export interface LetterFacts extends NoticeFacts {
  /** `YYYY-MM-DD`. */
  letterDate: string;
  recipient: {
    name: string;
    /** 1 to 7 lines. */
    address: readonly string[];
  };
}

export interface WrittenLetter {
  pdf: Buffer;
  pages: number;
  /** Characters (`U+1F600`) that no font has: the letter shows `�` in their place. */
  missing: string[];
}

export interface LetterWriter {
  /** The same facts make the same bytes. @throws AddressTooLongError */
  write(facts: LetterFacts): WrittenLetter;
}

/** Name and address do not fit into the envelope's window, however small: an address must never be cut. */
export class AddressTooLongError extends Error {
  constructor() {
    super('name and address do not fit into the window of the envelope');
    this.name = 'AddressTooLongError';
  }
}

export interface LetterWriterOptions {
  sender: Sender;
  calendar: Calendar;
  /** Another template than the project's own. */
  template?: string;
}

const BLACK = '#000000';
const GREY = '#595959';
const RULE = '#a6a6a6';
const SHADE = '#eeeeee';

const TEXT_STYLE: Style = { size: 10, leading: 14, weight: 'regular', colour: BLACK };
const BOLD: Style = { ...TEXT_STYLE, weight: 'bold' };
const HEADING: Style = { size: 15, leading: 20, weight: 'bold', colour: BLACK };
const SUBHEADING: Style = { ...BOLD, size: 11 };
const SMALL: Style = { size: 8, leading: 10.5, weight: 'regular', colour: GREY };
const HEAD: Style = { size: 13, leading: 17, weight: 'bold', colour: BLACK };

/**
 * What shows in the window of an envelope however the letter slides in it, of DL (folded twice) and C5 (folded once)
 * with windows of 90 × 45 mm or 90 × 35 mm: the recipient's zone of DIN 5008 form B, which is 45 mm from the top.
 */
export const WINDOW = { left: mm(25), right: mm(100), top: mm(57), bottom: mm(88) };
/** Above it, two lines at most. */
const RETURN_ADDRESS = { top: mm(50.5), style: { ...SMALL, size: 6.5, leading: 8.2 } satisfies Style };
/** The largest in which all lines fit is taken. */
const ADDRESS_STYLES: readonly Style[] = [
  { ...TEXT_STYLE, leading: 12.5 },
  { ...TEXT_STYLE, size: 9, leading: 11.2 },
  { ...TEXT_STYLE, size: 8, leading: 10 },
  { ...TEXT_STYLE, size: 7, leading: 8.7 },
];
const HEAD_TOP = mm(15);
const HEAD_RULE = mm(35);
const CONTACT_LEFT = mm(125);
const REFERENCES = { left: CONTACT_LEFT, top: mm(57) };
/** Where the text of the first page begins, clear of the window (DIN 5008 form B: 98.46 mm). */
const BODY_TOP = mm(98.5);
const LABELS = { width: mm(42) };
const WIDTH = TEXT.right - TEXT.left;

/**
 * Reads fonts and template, once: a missing one stops the start.
 *
 * @throws RangeError when the sender's texts do not fit into their places.
 */
export function createLetterWriter({ sender, calendar, template: file }: LetterWriterOptions): LetterWriter {
  const fonts = loadFonts();
  const template = readLetterTemplate(file ?? join(__dirname, 'letter.txt'));
  checkSender(createSheet(fonts, new Set(), { title: '', author: '', language: 'en', created: new Date(0) }), sender);
  const write = (facts: LetterFacts): WrittenLetter => {
    const texts: LetterText = {
      ...noticeTexts(facts, sender, calendar),
      letterDate: readableDate(facts.letterDate),
      page: '',
      pages: '',
    };
    const missing = new Set<string>();
    const sheet = createSheet(fonts, missing, {
      title: template.title(texts),
      author: sender.name,
      language: 'en-SG',
      created: calendar.startOfDay(facts.letterDate),
    });
    const root = sheet.tag('Document', 'root');
    writeHead(sheet, root, sender);
    writeRecipient(sheet, root, facts.recipient);
    writeReferences(sheet, root, template.references, texts);
    sheet.y = BODY_TOP;
    for (const block of template.body) writeBlock(sheet, root, block, texts);
    writeFooters(sheet, template, texts);
    const { pages } = sheet;
    return { pdf: sheet.end(), pages, missing: [...missing] };
  };
  fonts.learn(() => write(NOTHING));
  return { write };
}

/** Whatever a letter says besides is in each. */
const NOTHING: LetterFacts = {
  noticeNo: '',
  vehicleNo: '',
  offence: '',
  ruleCode: '',
  place: '',
  offenceAt: new Date(0),
  compositionAmount: 0 as LetterFacts['compositionAmount'],
  letterDate: '1970-01-01',
  recipient: { name: '', address: [] },
};

function setHead(sheet: Sheet, sender: Sender): { name: Line[]; contact: Line[]; returnAddress: Line[] } {
  return {
    name: sheet.set(sender.name, CONTACT_LEFT - TEXT.left - mm(5), HEAD),
    contact: sender.contact.flatMap((text) => sheet.set(text, TEXT.right - CONTACT_LEFT, SMALL)),
    returnAddress: sheet.set(sender.returnAddress, WINDOW.right - WINDOW.left, RETURN_ADDRESS.style),
  };
}

function checkSender(sheet: Sheet, sender: Sender): void {
  const { name, contact, returnAddress } = setHead(sheet, sender);
  const check = (what: string, lines: Line[], most: number): void => {
    if (lines.length > most) throw new RangeError(`the letter has room for ${most} lines of the sender's ${what}`);
  };
  check('name', name, 3);
  check('contact', contact, 5);
  check('return address', returnAddress, 2);
}

function writeHead(sheet: Sheet, root: Tag, sender: Sender): void {
  const { name, contact, returnAddress } = setHead(sheet, sender);
  const write = (lines: Line[], x: number, top: number, style: Style): void => {
    const tag = sheet.tag('P', root);
    lines.forEach((line, index) => sheet.line(tag, 'P', line, x, top + index * style.leading, style));
  };
  write(name, TEXT.left, HEAD_TOP, HEAD);
  write(contact, CONTACT_LEFT, HEAD_TOP, SMALL);
  sheet.decorate((pdf) => pdf.moveTo(TEXT.left, HEAD_RULE).lineTo(TEXT.right, HEAD_RULE).lineWidth(0.75).stroke(BLACK));
  write(returnAddress, WINDOW.left, RETURN_ADDRESS.top, RETURN_ADDRESS.style);
}

function writeRecipient(sheet: Sheet, root: Tag, { name, address }: LetterFacts['recipient']): void {
  const width = WINDOW.right - WINDOW.left;
  for (const style of ADDRESS_STYLES) {
    const lines = [name, ...address].flatMap((text) => sheet.set(text, width, style));
    if (lines.length * style.leading > WINDOW.bottom - WINDOW.top) continue;
    const tag = sheet.tag('P', root);
    lines.forEach((line, index) => sheet.line(tag, 'P', line, WINDOW.left, WINDOW.top + index * style.leading, style));
    return;
  }
  throw new AddressTooLongError();
}

function writeReferences(sheet: Sheet, root: Tag, rows: readonly Row[], texts: LetterText): void {
  let y = REFERENCES.top;
  const width = TEXT.right - REFERENCES.left;
  for (const { label, value } of rows) {
    const tag = sheet.tag('P', root);
    const write = (line: Line, style: Style): void => {
      sheet.line(tag, 'P', line, REFERENCES.left, y, style);
      y += style.leading;
    };
    for (const line of sheet.set(label(texts), width, SMALL)) write(line, SMALL);
    for (const line of sheet.set(value(texts), width, TEXT_STYLE)) write(line, TEXT_STYLE);
    y += 3;
  }
}

function writeBlock(sheet: Sheet, root: Tag, block: Block, texts: LetterText): void {
  const flow = (type: string, text: string, style: Style, x: number = TEXT.left): void => {
    const tag = sheet.tag(type, root);
    sheet.flow([{ tag, type, lines: sheet.set(text, TEXT.right - x, style), x, style }]);
  };
  switch (block.kind) {
    case 'heading':
      flow('H1', block.text(texts), HEADING);
      sheet.y += 8;
      break;
    case 'subheading':
      // With what it is the heading of.
      sheet.need(SUBHEADING.leading + 5 * TEXT_STYLE.leading);
      sheet.y += 4;
      flow('H2', block.text(texts), SUBHEADING);
      sheet.y += 2;
      break;
    case 'paragraph':
      flow('P', block.text(texts), TEXT_STYLE);
      sheet.y += 7;
      break;
    case 'callout':
      writeCallout(sheet, root, block.text(texts));
      break;
    case 'list':
      writeList(
        sheet,
        root,
        block.items.map((item) => item(texts)),
      );
      break;
    case 'closing':
      sheet.need(block.items.length * TEXT_STYLE.leading);
      for (const item of block.items) flow('P', item(texts), TEXT_STYLE);
      sheet.y += 7;
      break;
    case 'facts':
      writeFacts(sheet, root, block.rows, texts);
      break;
  }
}

function writeCallout(sheet: Sheet, root: Tag, text: string): void {
  const inset = 9;
  const style = { ...BOLD, size: 11, leading: 15 };
  sheet.y += 3;
  sheet.flow(
    [
      {
        tag: sheet.tag('P', root),
        type: 'P',
        lines: sheet.set(text, WIDTH - 2 * inset, style),
        x: TEXT.left + inset,
        style,
      },
    ],
    {
      inset,
      drawn: (top, bottom) =>
        sheet.decorate((pdf) => {
          pdf.rect(TEXT.left, top, WIDTH, bottom - top).fill(SHADE);
          pdf.rect(TEXT.left, top, 3, bottom - top).fill(BLACK);
        }),
    },
  );
  sheet.y += 12;
}

function writeList(sheet: Sheet, root: Tag, items: readonly string[]): void {
  const indent = 14;
  const list = sheet.tag('L', root);
  for (const item of items) {
    const entry = sheet.tag('LI', list);
    const style = TEXT_STYLE;
    sheet.flow([
      { tag: sheet.tag('Lbl', entry), type: 'Lbl', lines: sheet.set('•', indent, style), x: TEXT.left + 3, style },
      {
        tag: sheet.tag('LBody', entry),
        type: 'LBody',
        lines: sheet.set(item, WIDTH - indent, style),
        x: TEXT.left + indent,
        style,
      },
    ]);
    sheet.y += 2;
  }
  sheet.y += 6;
}

function writeFacts(sheet: Sheet, root: Tag, rows: readonly Row[], texts: LetterText): void {
  const inset = 3.5;
  const rule = (y: number): void =>
    sheet.decorate((pdf) => pdf.moveTo(TEXT.left, y).lineTo(TEXT.right, y).lineWidth(0.5).stroke(RULE));
  const table = sheet.tag('Table', root);
  sheet.y += 2;
  for (const { label, value } of rows) {
    const row = sheet.tag('TR', table);
    const left = TEXT.left + LABELS.width;
    sheet.flow(
      [
        {
          tag: sheet.tag('TH', row, { scope: 'Row' }),
          type: 'TH',
          lines: sheet.set(label(texts), LABELS.width - 6, BOLD),
          x: TEXT.left,
          style: BOLD,
        },
        {
          tag: sheet.tag('TD', row),
          type: 'TD',
          lines: sheet.set(value(texts), TEXT.right - left, TEXT_STYLE),
          x: left,
          style: TEXT_STYLE,
        },
      ],
      {
        inset,
        drawn: (top, bottom) => {
          rule(top);
          rule(bottom);
        },
      },
    );
  }
  sheet.y += 12;
}

function writeFooters(sheet: Sheet, { footer }: LetterTemplate, texts: LetterText): void {
  const y = mm(281);
  sheet.onEachPage((page, pages) => {
    const numbered = { ...texts, page: String(page), pages: String(pages) };
    const [left] = sheet.set(footer.left(numbered), WIDTH - mm(40), SMALL);
    const [right] = sheet.set(footer.right(numbered), mm(40), SMALL);
    if (left) sheet.text(left, TEXT.left, y, SMALL);
    if (right) sheet.text(right, TEXT.right - sheet.widthOf(right, SMALL), y, SMALL);
  });
}
