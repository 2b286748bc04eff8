import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Font, GlyphRun } from 'fontkit';
import { readFont } from './library';

export type Weight = 'regular' | 'bold';

/** A font file, read once and used by every letter. */
export interface Face {
  /** What the PDF library knows it by. */
  readonly id: string;
  readonly font: Font;
  /** What is written in this face, where that tells a reader how to speak it: a BCP 47 tag. */
  readonly language?: string;
  /** Whether glyphs stand in another order than characters, so that a reader has to be told the characters. */
  readonly reorders?: boolean;
}

/** A piece of text that one face can write whole. */
export interface Run {
  readonly face: Face;
  readonly text: string;
}

export interface Fonts {
  readonly faces: readonly Face[];
  /**
   * Cuts a text into runs: each character as a reader sees it comes from the first face that has it. White space
   * becomes single spaces, controls that cannot be seen go.
   *
   * @param missing takes the characters (`U+1F600`) that no face has; `�` stands in their place.
   */
  runs(text: string, weight: Weight, missing: Set<string>): Run[];
  /**
   * Keeps how the words that are written meanwhile are set, for every later letter: to be called with what every letter
   * says, and nothing of a person.
   */
  learn(write: () => void): void;
}

/** Noto Sans has Latin with every diacritic, Greek, Cyrillic and Devanagari. */
const LATIN = fileIn('@embedpdf/fonts-latin', '../fonts');
const TAMIL = fileIn('@fontsource/noto-sans-tamil', 'files');
/** Every character of GB 2312, GBK and Big5, simplified and traditional. */
const CHINESE = fileIn('@embedpdf/fonts-sc', '../fonts');

const REPLACEMENT = '\ufffd';
const JOINERS = /[\u200c\u200d]/;
const ASCII = /^[\x20-\x7e]*$/;
/** Tidy already, and all in the first face. */
const SIMPLE = /^(?:[\x21-\x7e]| (?! ))*$/;

/** Reads and parses the fonts: 20 MB of memory, and some 200 ms. @throws where one is missing. */
export function loadFonts(): Fonts {
  let learning = false;
  const face = (id: string, file: string, more: Pick<Face, 'language' | 'reorders'> = {}): Face => ({
    id,
    font: remembering(readFont(readFileSync(file)), () => learning),
    ...more,
  });
  const regular = face('latin', LATIN('NotoSans-Regular.ttf'));
  const bold = face('latin-bold', LATIN('NotoSans-Bold.ttf'));
  const tamil = face('tamil', TAMIL('noto-sans-tamil-tamil-400-normal.woff'), { language: 'ta', reorders: true });
  const chinese = face('chinese', CHINESE('NotoSansHans-Regular.otf'), { language: 'zh' });
  const faces = [regular, bold, tamil, chinese];
  // A name in bold is not worth another 9 MB.
  const chains = { regular: [regular, tamil, chinese], bold: [bold, tamil, chinese] };
  const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

  return {
    faces,

    runs(text, weight, missing) {
      const chain = chains[weight];
      const first = chain[0] as Face;
      if (SIMPLE.test(text)) return text === '' ? [] : [{ face: first, text }];
      const runs: Run[] = [];
      const add = (face: Face, piece: string): void => {
        const last = runs.at(-1);
        if (last?.face === face) runs[runs.length - 1] = { face, text: last.text + piece };
        else if (piece !== '') runs.push({ face, text: piece });
      };
      for (const { segment } of segmenter.segment(tidy(text))) {
        const whole = chain.find((each) => has(each, segment));
        if (whole) {
          add(whole, known(whole, segment));
          continue;
        }
        for (const character of segment) {
          if (JOINERS.test(character)) continue;
          const single = chain.find((each) => has(each, character));
          if (!single) missing.add(codePoint(character));
          add(single ?? first, single ? character : REPLACEMENT);
        }
      }
      return runs;
    },

    learn(write) {
      learning = true;
      write();
      learning = false;
    },
  };
}

/** The same font, but for how it sets words: most of what a letter costs, and most words are in every letter. */
function remembering(font: Font, learning: () => boolean): Font {
  const known = new Map<string, GlyphRun>();
  const layout = (text: string, features?: Parameters<Font['layout']>[1]): GlyphRun => {
    const found = known.get(text);
    // The PDF library scales positions in place.
    if (found)
      return Object.create(found, { positions: { value: found.positions.map((each) => ({ ...each })) } }) as GlyphRun;
    // A font keeps each glyph with the characters that it stood for first; what a PDF says that a glyph means must not
    // depend on what was written before.
    (font as unknown as { _glyphs: object })._glyphs = {};
    const run = font.layout(text, features);
    if (!learning()) return run;
    known.set(text, run);
    return layout(text);
  };
  return Object.create(font, { layout: { value: layout } }) as Font;
}

/** Whether {@link plainlySet} sets a text letter by letter. */
export const isPlainlySet = (text: string): boolean => ASCII.test(text);

interface Letter {
  readonly id: number;
  readonly advanceWidth: number;
  readonly codePoints: number[];
}

/**
 * The same font for tables: ASCII is set letter by letter, without kerning and ligatures, a hundred times as fast as the
 * library sets text.
 */
export function plainlySet(font: Font): Font {
  const letters: Letter[] = [];
  const letter = (code: number): Letter => {
    const { id, advanceWidth } = font.glyphForCodePoint(code);
    return (letters[code] ??= { id, advanceWidth, codePoints: [code] });
  };
  const layout = (text: string, features?: Parameters<Font['layout']>[1]): GlyphRun => {
    if (!isPlainlySet(text)) return font.layout(text, features);
    const glyphs: Letter[] = [];
    let advanceWidth = 0;
    for (let index = 0; index < text.length; index++) {
      const code = text.charCodeAt(index);
      const glyph = letters[code] ?? letter(code);
      glyphs.push(glyph);
      advanceWidth += glyph.advanceWidth;
    }
    const positions = glyphs.map((glyph) => ({ xAdvance: glyph.advanceWidth, yAdvance: 0, xOffset: 0, yOffset: 0 }));
    return { glyphs, positions, advanceWidth } as unknown as GlyphRun;
  };
  return Object.create(font, { layout: { value: layout } }) as Font;
}

/** Packages of fonts export no files: theirs lie beside what they do export. */
function fileIn(packageName: string, folder: string): (name: string) => string {
  return (name) => join(dirname(require.resolve(packageName)), folder, name);
}

/** Composed, so that a letter and its accent are one glyph; without what is never seen, joiners excepted. */
function tidy(text: string): string {
  return text
    .normalize('NFC')
    .replace(/\s+/gu, ' ')
    .replace(/[\p{Cc}\p{Default_Ignorable_Code_Point}]/gu, (unseen) => (JOINERS.test(unseen) ? unseen : ''));
}

function has(face: Face, text: string): boolean {
  for (const character of text)
    if (!JOINERS.test(character) && !face.font.hasGlyphForCodePoint(character.codePointAt(0) as number)) return false;
  return true;
}

/** Joiners shape some scripts; a face without them would show a box. */
function known(face: Face, text: string): string {
  if (!JOINERS.test(text)) return text;
  return [...text]
    .filter((each) => !JOINERS.test(each) || face.font.hasGlyphForCodePoint(each.codePointAt(0) as number))
    .join('');
}

function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) as number).toString(16).toUpperCase().padStart(4, '0')}`;
}
