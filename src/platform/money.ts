/** Money in whole Singapore cents (decisions §2): integers, so that sums and comparisons are exact. */
export type Cents = number & { readonly __unit: 'cents' };

/** 99,999,999.99 dollars, the most the documents' decimal(19,2) fields may carry on the wire. */
const MAX_CENTS = 9_999_999_999;

/** Whether a JSON number is an amount of at most two decimals between 0 and 99,999,999.99 dollars. */
export function isAmount(dollars: number): boolean {
  const cents = Math.round(dollars * 100);
  // A two-decimal amount is the double nearest to cents/100; anything else has more decimals.
  return cents >= 0 && cents <= MAX_CENTS && cents / 100 === dollars;
}

/** Dollars from JSON, already checked by {@link isAmount}, as cents. */
export function centsFromDollars(dollars: number): Cents {
  if (!isAmount(dollars)) throw new RangeError('not an amount in dollars and cents');
  return Math.round(dollars * 100) as Cents;
}

/** Cents as the decimal text the databases take, for example `300.00`. */
export function decimalText(cents: Cents): string {
  const digits = String(cents).padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** An amount read from a `decimal(19,2)` column: both drivers give the double nearest to it. */
export function centsFromColumn(value: unknown): Cents {
  return Math.round(Number(value) * 100) as Cents;
}
