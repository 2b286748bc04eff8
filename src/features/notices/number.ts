const CHECK_LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXY';

/** A notice number OCMS makes: nine digits and their check letter (decisions §5). */
export function noticeNumber(serial: number): string {
  const digits = String(serial);
  if (!/^\d{9}$/.test(digits)) throw new RangeError('a notice number has nine digits');
  const sum = [...digits].reduce((total, digit, place) => total + Number(digit) * (10 - place), 0);
  return digits + CHECK_LETTERS[sum % CHECK_LETTERS.length]!;
}
