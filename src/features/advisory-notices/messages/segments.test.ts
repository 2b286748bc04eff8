import { inGsm, smsSegments } from './segments';

describe('A 5.2: how many segments an SMS takes', () => {
  test.each([
    [0, 1],
    [1, 1],
    [160, 1],
    [161, 2],
    [2 * 153, 2],
    [2 * 153 + 1, 3],
    [3 * 153, 3],
    [3 * 153 + 1, 4],
  ])('%i septets: %i', (length, segments) => {
    expect(smsSegments('a'.repeat(length))).toBe(segments);
  });

  test.each([
    [70, 1],
    [71, 2],
    [2 * 67, 2],
    [2 * 67 + 1, 3],
    [3 * 67, 3],
    [3 * 67 + 1, 4],
  ])('%i UTF-16 units: %i', (length, segments) => {
    expect(smsSegments(`车${'a'.repeat(length - 1)}`)).toBe(segments);
  });

  test.each(['^', '{', '}', '\\', '[', '~', ']', '|', '€', '\f'])('%j of the extension counts twice', (character) => {
    expect(smsSegments(character.repeat(80))).toBe(1);
    expect(smsSegments(`${character.repeat(80)}a`)).toBe(2);
  });

  test('the whole alphabet is of septets, and nothing else', () => {
    const alphabet =
      '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZ' +
      'ÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
    expect([...alphabet]).toHaveLength(127);
    expect(smsSegments(alphabet)).toBe(1);
    for (const other of ['ç', 'á', '`', '’', '–', '\t', '\u00a0']) expect(smsSegments(other + 'a'.repeat(70))).toBe(2);
  });

  test('neither an escape nor a surrogate is torn from what belongs to it', () => {
    // 152 septets, then two that do not fit into the first segment: the second then has 153 for the rest.
    expect(smsSegments(`${'a'.repeat(152)}€${'a'.repeat(151)}`)).toBe(2);
    expect(smsSegments(`${'a'.repeat(152)}€${'a'.repeat(152)}`)).toBe(3);
    expect(smsSegments('😀'.repeat(35))).toBe(1);
    expect(smsSegments('😀'.repeat(36))).toBe(2);
    // 33 pairs a segment: the 67th unit stays free.
    expect(smsSegments('😀'.repeat(66))).toBe(2);
    expect(smsSegments('😀'.repeat(67))).toBe(3);
  });
});

test('characters of the alphabet stand for what looks like them', () => {
  expect(inGsm('‘Ā’ – “Đặng” … e\u0301 ç x\u00a0y ﬁ')).toBe('\'A\' - "Đang" ... é c x y fi');
  expect(inGsm('牛车水 €5', '?')).toBe('??? €5');
  expect(inGsm('牛车水 €5')).toBe('牛车水 €5');
  expect(inGsm('👍🏽', '?')).toBe('??');
});
