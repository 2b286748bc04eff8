import { isWellFormed } from './well-formed';

test.each<[string, unknown, boolean]>([
  ['text in any script', 'CAFÉ 淡滨尼 🅿🅿', true],
  ['a high half', 'a\ud83c', false],
  ['a high half before something else', '\ud83ca', false],
  ['a low half', '\udd7fa', false],
  ['halves the wrong way round', '\udd7f\ud83c', false],
  ['two high halves and a low one', '\ud83c\ud83c\udd7f', false],
  ['deep in a list', [{ a: ['x', ['\ud800']] }], false],
  ['a name', { 'a\udc00': 1 }, false],
  ['no text at all', [1, true, null, { a: {} }], true],
])('%s', (_what, value, formed) => {
  expect(isWellFormed(value)).toBe(formed);
});
