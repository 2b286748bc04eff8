import { textOf } from './text';

describe('a text of a pattern', () => {
  it.each([
    ['^[0-9A-Z]{1,10}$', 1],
    ['^[0-9A-Z]{1,10}$', 10],
    ['^\\+[1-9][0-9]{6,14}$', 8],
    ['^\\+[1-9][0-9]{6,14}$', 16],
    ['^[0-9A-Za-z_-]{1,96}\\.pdf$', 100],
    ['^[^\\x00-\\x20\\x7f@,;<>"]{1,64}@[^\\x00-\\x20\\x7f@,;<>"]{1,189}$', 254],
    ['^[^\\x00]+$', 1_530],
    ['^[12][0-9]{3}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])$', 8],
    ['^(A|BB)?[a-z]*$', 5],
  ])('%s of %i characters', (pattern, length) => {
    const text = textOf(pattern, length)!;
    expect([...text]).toHaveLength(length);
    expect(text).toMatch(new RegExp(pattern, 'u'));
  });

  it('there is none of a length that the pattern has not', () => {
    expect(textOf('^[A-Z]{1,10}$', 11)).toBeUndefined();
    expect(textOf('^[A-Z]{3,10}$', 2)).toBeUndefined();
  });

  it('of two units of UTF-16 a character, where it may be of any', () => {
    const text = textOf('^[^\\x00-\\x1f\\x7f]{1,100}$', 100, { astral: true })!;
    expect([text.length, [...text].length]).toEqual([200, 100]);
    expect(textOf('^[A-Z]{1,10}$', 10, { astral: true })).toBe('AAAAAAAAAA');
  });
});
