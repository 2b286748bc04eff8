import { centsFromColumn, centsFromDollars, decimalText, isAmount } from './money';

describe('money (decisions §2: decimal(19,2), 0 to 99,999,999.99, exact)', () => {
  test.each([
    [0, '0.00'],
    [-0, '0.00'],
    [0.01, '0.01'],
    [0.1, '0.10'],
    [1.1, '1.10'],
    [19.99, '19.99'],
    [300, '300.00'],
    [4.35, '4.35'],
    [1.005e2, '100.50'],
    [99_999_999.99, '99999999.99'],
  ])('%d dollars are stored as %s', (dollars, text) => {
    expect(decimalText(centsFromDollars(dollars))).toBe(text);
  });

  test('every amount up to 10,000.00, and a walk through the rest, comes back as it was', () => {
    const changed: string[] = [];
    const check = (cents: number): void => {
      const text = `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
      if (decimalText(centsFromDollars(Number(text))) !== text) changed.push(text);
      if (centsFromColumn(Number(text)) !== cents) changed.push(`${text} from a column`);
    };
    for (let cents = 0; cents <= 1_000_000; cents += 1) check(cents);
    for (let cents = 1_000_000; cents <= 9_999_999_999; cents += 7_654_321) check(cents);
    expect(changed).toEqual([]);
  });

  test.each([-0.01, 100_000_000, 99_999_999.991, 0.001, 19.999, 1e-9, NaN, Infinity, -Infinity])(
    '%d is no amount',
    (dollars) => {
      expect(isAmount(dollars)).toBe(false);
      expect(() => centsFromDollars(dollars)).toThrow(RangeError);
    },
  );
});
