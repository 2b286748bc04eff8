import { breakLines } from './lines';

const font = { id: 'latin' } as never;
/** Every UTF-16 unit is one point wide. */
const broken = (text: string, width: number): string[] =>
  breakLines(text, width, {
    runs: (piece) => (piece === '' ? [] : [{ face: font, text: piece }]),
    width: (run) => run.text.length,
  }).map((line) => line.map((run) => run.text.trimEnd()).join(''));

test('a line ends where Unicode lets it, and its last space takes no room', () => {
  expect(broken('one two-three four', 8)).toEqual(['one two-', 'three', 'four']);
  expect(broken('one two', 7)).toEqual(['one two']);
  expect(broken('one two', 6)).toEqual(['one', 'two']);
  expect(broken('陈大文陈大文', 4)).toEqual(['陈大文陈', '大文']);
});

test('a word that is wider than a line is broken between characters as a reader sees them', () => {
  expect(broken('abcdefg', 3)).toEqual(['abc', 'def', 'g']);
  expect(broken('ab👍🏽cd', 4)).toEqual(['ab', '👍🏽', 'cd']);
  expect(broken('👍🏽', 2)).toEqual(['👍🏽']);
});

test('the space at the end of a line is kept: a reader who reflows the text needs it', () => {
  const lines = breakLines('one two', 4, {
    runs: (piece) => [{ face: font, text: piece }],
    width: (run) => run.text.length,
  });
  expect(lines.map((line) => line[0]?.text)).toEqual(['one ', 'two']);
});

test('nothing is no line', () => {
  expect(broken('', 5)).toEqual([]);
  expect(broken('   ', 5)).toEqual([]);
});
