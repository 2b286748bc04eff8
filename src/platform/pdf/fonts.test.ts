import { loadFonts } from './fonts';
import type { Weight } from './fonts';

const fonts = loadFonts();
const cut = (text: string, weight: Weight = 'regular') => {
  const missing = new Set<string>();
  const runs = fonts.runs(text, weight, missing).map((run) => `${run.face.id}:${run.text}`);
  return { runs, missing: [...missing] };
};

test('each character comes from the first font that has it', () => {
  expect(cut('TAN 陈大文, தேக்கா 2').runs).toEqual([
    ...['latin:TAN ', 'chinese:陈大文', 'latin:, ', 'tamil:தேக்கா', 'latin: 2'],
  ]);
  expect(cut('TAN 陈', 'bold').runs).toEqual(['latin-bold:TAN ', 'chinese:陈']);
});

test('accents are one with their letters, and what is not seen is not written', () => {
  expect(cut('e\u0301\u200b\ufeff \t\u00a0x\u0007').runs).toEqual(['latin:é x']);
  expect(cut(' \n ').runs).toEqual(['latin: ']);
  expect(cut('').runs).toEqual([]);
});

test('an accent that no font can put on a letter is reported, the letter stays', () => {
  expect(cut('a\u{1e8d0}b')).toEqual({ runs: ['latin:a\ufffdb'], missing: ['U+1E8D0'] });
});

test('of a picture made of several only what is seen is reported', () => {
  expect(cut('👨‍👧').missing).toEqual(['U+1F468', 'U+1F467']);
});

test('names in simplified and traditional Chinese can be written', () => {
  const gb2312 = decoded('gb18030', 0xb0, 0xf7, (byte) => byte >= 0xa1 && byte <= 0xfe);
  const big5 = decoded('big5', 0xa4, 0xf9, (byte) => (byte >= 0x40 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xfe));
  expect(gb2312.length).toBeGreaterThan(6_700);
  expect(big5.length).toBeGreaterThan(13_000);
  expect(cut(gb2312).missing).toEqual([]);
  expect(cut(big5).missing).toEqual([]);
});

/** Every ideograph whose two bytes are in these ranges. */
function decoded(encoding: string, from: number, to: number, second: (byte: number) => boolean): string {
  const decoder = new TextDecoder(encoding);
  let found = '';
  for (let first = from; first <= to; first++)
    for (let byte = 0x40; byte <= 0xfe; byte++) if (second(byte)) found += decoder.decode(Uint8Array.of(first, byte));
  return found.replace(/\P{Ideographic}/gu, '');
}
