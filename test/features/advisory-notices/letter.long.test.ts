import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { runTypeScript } from '../../support/children';
import { createCalendar } from '../../../src/platform/calendar';
import { TEXT, mm } from '../../../src/features/advisory-notices/letter/sheet';
import { WINDOW, AddressTooLongError, createLetterWriter } from '../../../src/features/advisory-notices/letter/writer';
import type { LetterFacts, LetterWriter } from '../../../src/features/advisory-notices/letter/writer';

interface Text {
  text: string;
  x: number;
  y: number;
  width: number;
  size: number;
  decoration: boolean;
}
interface Element {
  role?: string;
  lang?: string;
  type?: string;
  children?: Element[];
}
interface Read {
  info: Record<string, unknown>;
  metadata: Record<string, unknown>;
  marked: boolean;
  viewer: Record<string, unknown>;
  pages: { width: number; height: number; texts: Text[]; structure: Element }[];
}

const SUPPORT = join(__dirname, '../../support');
const SENDER = {
  name: 'Parking Enforcement Office',
  returnAddress: 'Parking Enforcement Office, 1 Example Road, Singapore 018000',
  contact: ['Telephone 6555 0100', 'parking@authority.example'],
  appealUrl: 'https://www.authority.example/appeal',
};
const FACTS: LetterFacts = {
  noticeNo: '500500123A',
  vehicleNo: 'SBA1234A',
  offence: 'Parking a motor vehicle outside a parking lot',
  ruleCode: '10300',
  place: 'Example Road Car Park - Deck 2',
  offenceAt: new Date('2026-01-14T16:05:00Z'),
  compositionAmount: 7000 as LetterFacts['compositionAmount'],
  letterDate: '2026-01-20',
  recipient: { name: 'TAN AH KOW', address: ['BLK 123 EXAMPLE AVENUE 3', '#12-345', 'SINGAPORE 560123'] },
};
const WORDING = 'Parking a motor vehicle so that it stands in the way of others that enter, leave or pass. ';
const NAMES = {
  long: `MUHAMMAD FAIRUZ BIN ABDUL RAHMAN @ ${'VENKATANARASIMHARAJUVARIPETA '.repeat(3)}SUBRAMANIAM`,
  Latin: 'Nguyễn Thị Ánh Đặng-Çelik Łukasz ḍṁā',
  Chinese: '陈大文 (陳大文)',
  Tamil: 'ஸ்ரீனிவாசன் கிருஷ்ணமூர்த்தி',
};

const calendar = createCalendar({ now: () => new Date(NaN) }, 'Asia/Singapore');
let folder: string;
let writer: LetterWriter;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ocms-letter-'));
  writer = createLetterWriter({ sender: SENDER, calendar });
});
afterAll(() => rmSync(folder, { recursive: true }));

const named = (name: string): LetterFacts => ({ ...FACTS, recipient: { ...FACTS.recipient, name } });

function read(...pdfs: Buffer[]): Read[] {
  const files = pdfs.map((_, index) => join(folder, `${index}.pdf`));
  files.forEach((file, index) => writeFileSync(file, pdfs[index] as Buffer));
  const printed = execFileSync(process.execPath, [join(SUPPORT, 'read-pdf.mjs'), ...files]);
  return JSON.parse(printed.toString()) as Read[];
}

const readOne = (pdf: Buffer): Read => read(pdf)[0] as Read;
const onPage = ({ pages }: Read, number: number): Text[] => pages[number - 1]?.texts ?? [];
const words = (texts: Text[]): string =>
  texts
    .map(({ text }) => text)
    .join(' ')
    .replace(/\s+/g, ' ');
const content = (letter: Read): Text[] => letter.pages.flatMap(({ texts }) => texts.filter((text) => !text.decoration));

test('A 6.2.1: the letter names notice, vehicle, offence, place and time, that nothing is due, and how to appeal', () => {
  const letter = readOne(writer.write(FACTS).pdf);
  const text = words(onPage(letter, 1));
  for (const said of [
    ...[SENDER.name, SENDER.returnAddress, ...SENDER.contact, SENDER.appealUrl],
    ...[FACTS.recipient.name, ...FACTS.recipient.address],
    ...['500500123A', 'SBA1234A', FACTS.offence, '10300', FACTS.place, 'Date 20 January 2026'],
    ...[
      'No payment is due for this notice',
      'If it happens again',
      'S$70.00 would',
      'You can appeal against this notice',
    ],
    // Five past midnight in Singapore, the day before in UTC.
    '15 January 2026, 12:05 am',
    'Page 1 of 1',
  ])
    expect(text).toContain(said);
});

test('a reader is told title, language and structure, and pages are A4 (PDF/UA-1)', () => {
  const letter = readOne(writer.write(FACTS).pdf);
  expect(letter.info).toMatchObject({ Title: 'Advisory Notice for vehicle SBA1234A', Language: 'en-SG' });
  expect(letter.metadata).toMatchObject({ 'pdfuaid:part': '1', 'dc:title': 'Advisory Notice for vehicle SBA1234A' });
  expect(letter.marked).toBe(true);
  expect(letter.viewer).toMatchObject({ DisplayDocTitle: true });
  expect(letter.pages.map(({ width, height }) => [width, height])).toEqual([[595.28, 841.89]]);

  const roles = (element: Element): string[] => [element.role ?? '', ...(element.children ?? []).flatMap(roles)];
  const found = roles(letter.pages[0]?.structure ?? {}).filter((role) => role !== '' && role !== 'Root');
  const facts = Array.from({ length: 6 }, () => ['TR', 'TH', 'TD']).flat();
  expect(found.filter((role) => role !== 'P')).toEqual(['Document', 'H1', 'Table', ...facts, 'H2', 'H2']);
  // The head of a fact's row says that it is the row's.
  expect(
    writer
      .write(FACTS)
      .pdf.toString('latin1')
      .match(/\/Scope \/Row/g),
  ).toHaveLength(6);
  // Only what repeats on each page is no content.
  expect(onPage(letter, 1).flatMap(({ text, decoration }) => (decoration ? [text] : []))).toEqual([
    'Advisory Notice 500500123A',
    'Page 1 of 1',
  ]);
});

test('title and author may have any character', () => {
  const sender = { ...SENDER, name: 'Roads & <Parking> (Ä)' };
  const { info, metadata } = readOne(createLetterWriter({ sender, calendar }).write(FACTS).pdf);
  expect(info).toMatchObject({ Author: sender.name });
  expect(metadata).toMatchObject({ 'dc:creator': [sender.name] });
});

test.each(Object.values(NAMES))(
  'every font of a letter to %s is embedded, and only its glyphs that are used',
  (name) => {
    const { pdf } = writer.write(named(name));
    const objects = pdf.toString('latin1').split('endobj');
    const descriptors = objects.filter((object) => object.includes('/Type /FontDescriptor'));
    expect(descriptors.length).toBeGreaterThanOrEqual(2);
    for (const descriptor of descriptors) {
      expect(descriptor).toMatch(/\/FontName \/[A-Z]{6}\+NotoSans/);
      expect(descriptor).toMatch(/\/FontFile[23] \d+ 0 R/);
    }
    const fonts = objects.filter((object) => /\/Type \/Font\n/.test(object));
    expect(fonts.filter((font) => !/\/Subtype \/(Type0|CIDFontType[02])/.test(font))).toEqual([]);
    expect(fonts.filter((font) => font.includes('/FontDescriptor'))).toHaveLength(descriptors.length);
    // The fonts themselves have 15 MB.
    expect(pdf.length).toBeLessThan(100_000);
  },
);

describe('the same facts make the same bytes', () => {
  const hash = (facts: LetterFacts, by = writer): string =>
    createHash('sha256').update(by.write(facts).pdf).digest('hex');

  test('in another process, whatever was written before', async () => {
    const script = join(folder, 'write.ts');
    writeFileSync(
      script,
      `const { createHash } = require('node:crypto');
       const { createCalendar } = require(${JSON.stringify(join(__dirname, '../../../src/platform/calendar'))});
       const { createLetterWriter } = require(${JSON.stringify(join(__dirname, '../../../src/features/advisory-notices/letter/writer'))});
       const facts = JSON.parse(process.argv[2], (key, value) => (key === 'offenceAt' ? new Date(value) : value));
       const calendar = createCalendar({ now: () => new Date(NaN) }, 'Asia/Singapore');
       const writer = createLetterWriter({ sender: ${JSON.stringify(SENDER)}, calendar });
       process.stdout.write(createHash('sha256').update(writer.write(facts).pdf).digest('hex'));`,
    );
    for (const name of [NAMES.Latin, `${NAMES.Chinese} ${NAMES.Tamil}`]) {
      const facts = named(name);
      // One glyph for two characters, of which a font remembers the first.
      const fresh = createLetterWriter({ sender: SENDER, calendar });
      fresh.write({ ...facts, place: 'Example\u2011Road' });
      const { code, stdout, stderr } = await runTypeScript(script, [JSON.stringify(facts)]).done;
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout).toBe(hash(facts));
      expect(hash(facts, fresh)).toBe(stdout);
    }
  });

  test('and others make others', () => {
    const facts = [
      FACTS,
      named('TAN AH BENG'),
      { ...FACTS, letterDate: '2026-01-21' },
      { ...FACTS, ruleCode: '10301' },
    ];
    expect(new Set(facts.map((each) => hash(each))).size).toBe(facts.length);
  });
});

describe('the address shows in the window of the envelope, and nothing else does', () => {
  const SEVEN = ['ATTENTION: FINANCE', 'BLK 123 EXAMPLE AVENUE 3', '#12-345 TOWER B', 'LEVEL 12', 'KAMPUNG BARU'];
  const recipients = {
    'three lines': FACTS.recipient,
    'seven lines': { name: 'TAN AH KOW HOLDINGS PTE LTD', address: [...SEVEN, '50300 KUALA LUMPUR', 'MALAYSIA'] },
    ...Object.fromEntries(Object.entries(NAMES).map(([kind, name]) => [`a ${kind} name`, { name, address: SEVEN }])),
  };
  test.each(Object.entries(recipients))('%s', (_, recipient) => {
    const letter = readOne(writer.write({ ...FACTS, recipient }).pdf);
    // The whole of a window of DIN 5008 form B.
    const shown = onPage(letter, 1).filter(({ x, y }) => x < mm(105) && y > mm(45) && y < mm(92));
    const address = shown.filter(({ text }) => text !== SENDER.returnAddress);
    expect(shown.length - address.length).toBe(1);
    for (const { x, y, width, size } of address) {
      expect(x).toBeGreaterThan(WINDOW.left - 0.1);
      // With the space at which the line was broken.
      expect(x + width).toBeLessThan(WINDOW.right + 3);
      expect(y - size).toBeGreaterThan(WINDOW.top - 0.1);
      expect(y).toBeLessThan(WINDOW.bottom);
      expect(size).toBeGreaterThanOrEqual(7);
    }
    const lines = [...new Set(address.map(({ y }) => y))];
    for (const [index, y] of lines.slice(1).entries())
      expect(y - (lines[index] ?? 0)).toBeGreaterThanOrEqual(1.2 * (address[0]?.size ?? 0));
    const wanted = recipient.address.filter((line) => /^[\x20-\x7e]+$/.test(line));
    for (const line of wanted) expect(words(address)).toContain(line);
  });

  test('one that does not fit is refused, never cut', () => {
    const recipient = { name: 'A '.repeat(500), address: FACTS.recipient.address };
    expect(() => writer.write({ ...FACTS, recipient })).toThrow(AddressTooLongError);
  });

  test.each([
    [{ ...SENDER, returnAddress: 'Example Road '.repeat(20) }, "2 lines of the sender's return address"],
    [{ ...SENDER, contact: ['1', '2', '3', '4', '5', '6'] }, "5 lines of the sender's contact"],
    [{ ...SENDER, name: 'Parking '.repeat(30) }, "3 lines of the sender's name"],
  ])('a sender that does not fit stops the start', (sender, said) => {
    expect(() => createLetterWriter({ sender, calendar })).toThrow(said);
  });
});

/** No text is outside the type area, and no two of a page stand on each other. */
function expectInOrder(letter: Read): void {
  for (const { texts } of letter.pages) {
    for (const { x, y, width } of texts.filter(({ decoration }) => !decoration)) {
      expect(x).toBeGreaterThan(TEXT.left - 0.1);
      expect(x + width).toBeLessThan(TEXT.right + 3);
      expect(y).toBeLessThan(TEXT.bottom);
      expect(y).toBeGreaterThan(mm(15));
    }
    for (const [index, a] of texts.entries())
      for (const b of texts.slice(index + 1)) {
        const beside = a.x + a.width <= b.x + 0.5 || b.x + b.width <= a.x + 0.5;
        const apart = Math.abs(a.y - b.y) >= Math.min(a.size, b.size);
        if (!beside && !apart) expect([a, b]).toEqual('apart');
      }
  }
}

test('a very long offence goes on on the next pages, whole and in order, each page with its number', () => {
  const offence = Array.from({ length: 60 }, (_, index) => `${index + 1}. ${WORDING}`).join('');
  const place = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerk'.repeat(5);
  const { pdf, pages } = writer.write({ ...FACTS, offence, place });
  const letter = readOne(pdf);
  expect(pages).toBeGreaterThanOrEqual(3);
  expect(letter.pages).toHaveLength(pages);
  letter.pages.forEach(({ texts }, index) => expect(words(texts)).toContain(`Page ${index + 1} of ${pages}`));
  expect(words(content(letter))).toContain(offence.trim());
  expect(
    content(letter)
      .flatMap(({ text }) => text)
      .join(''),
  ).toContain(place);
  expectInOrder(letter);
});

test('a heading stays with its text, and no line of a paragraph stands alone, wherever the page ends', () => {
  const letters = Array.from({ length: 24 }, (_, lines) => writer.write({ ...FACTS, offence: WORDING.repeat(lines) }));
  for (const letter of read(...letters.map(({ pdf }) => pdf))) {
    expectInOrder(letter);
    for (const [page, { texts }] of letter.pages.entries()) {
      const shown = texts.filter(({ decoration }) => !decoration);
      expect(shown.at(-1)?.text).not.toMatch(/^If (it happens again|you do not agree)$/);
      if (page === 0) continue;
      expect(shown[0]?.text).not.toBe(SENDER.name);
      const offence = shown.findIndex(({ text }) => text === 'Rule code');
      expect(offence).not.toBe(1);
    }
  }
});

test('any text whatever makes a letter in which nothing is outside or on top of something else', () => {
  const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 120 });
  const letters: Buffer[] = [];
  fc.assert(
    fc.property(text, text, text, fc.lorem({ maxCount: 400 }), (name, line, place, offence) => {
      letters.push(writer.write({ ...FACTS, place, offence, recipient: { name, address: [line] } }).pdf);
    }),
    { numRuns: 20, seed: 10 },
  );
  read(...letters).forEach(expectInOrder);
});

test('a character that no font has is seen to be missing, and reported', () => {
  const { pdf, missing } = writer.write({ ...named('TAN 😀 가 AH KOW'), place: 'Deck 😀 e\u0301 \u200b2' });
  expect(missing).toEqual(['U+1F600', 'U+AC00']);
  const text = words(onPage(readOne(pdf), 1));
  expect(text).toContain('TAN � � AH KOW');
  expect(text).toContain('Deck � é 2');
});

test.each(Object.entries(NAMES))('every character of a %s name has a glyph', (_, name) => {
  expect(writer.write(named(name)).missing).toEqual([]);
});

test('what is written left to right in another order than it is read has its characters told', () => {
  const streams = inflated(writer.write(named('கோவை')).pdf);
  const told = Buffer.from('\ufeffகோவை', 'utf16le').swap16().toString('latin1');
  expect(streams).toContain('/Lang (ta)');
  expect(streams).toContain(`/ActualText (${told.replace(/[\\()]/g, '\\$&')})`);
});

function inflated(pdf: Buffer): string {
  const found: string[] = [];
  for (let at = pdf.indexOf('stream\n'); at >= 0; at = pdf.indexOf('stream\n', at + 1)) {
    try {
      found.push(inflateSync(pdf.subarray(at + 7)).toString('latin1'));
    } catch {
      // The end of a stream, or one that is not compressed.
    }
  }
  return found.join('\n');
}

test('facts are texts: none is taken for a part of the template', () => {
  const place = '# {{noticeNo}} | x > y';
  const { pdf } = writer.write({ ...FACTS, place, offence: '| a | b' });
  const text = words(onPage(readOne(pdf), 1));
  expect(text).toContain(place);
  expect(text).toContain('| a | b');
});

describe('a template of the office', () => {
  const written = (template: string): string => {
    const file = join(folder, 'letter.txt');
    writeFileSync(file, template);
    const { pdf } = createLetterWriter({ sender: SENDER, calendar, template: file }).write(FACTS);
    const letter = readOne(pdf);
    const roles = (element: Element): string[] => [element.role ?? '', ...(element.children ?? []).flatMap(roles)];
    return `${words(onPage(letter, 1))} [${roles(letter.pages[0]?.structure ?? {}).join(' ')}]`;
  };

  test('may have lists', () => {
    const said = written('# Notice\n\n- {{place}}\n- the second\n\n~ a | b\n');
    expect(said).toContain(`• ${FACTS.place} • the second`);
    expect(said).toMatch(/H1\s+L LI Lbl\s+LBody\s+LI Lbl\s+LBody/);
  });

  test.each([
    ['no heading', 'Text\n\n~ a | b', 'one line begins with "# "'],
    ['two headings', '# A\n\n# B\n\n~ a | b', 'one line begins with "# "'],
    ['no footer', '# A', 'one line begins with "~ "'],
    ['a fact that there is not', '# {{ownerNric}}\n\n~ a | b', 'asks for {{ownerNric}}'],
    ['a block of two kinds', '# A\n\n- b\nc\n\n~ a | b', 'begins with "- " and goes on otherwise'],
  ])('with %s stops the start', (_, template, said) => {
    expect(() => written(template)).toThrow(said);
  });
});

test('the project has no name of an authority in its template', () => {
  expect(readFileSync(join(__dirname, '../../../src/features/advisory-notices/letter/letter.txt'), 'utf8')).not.toMatch(
    /URA|Authority|Singapore/i,
  );
});
