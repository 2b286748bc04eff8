/** Particulars of a person or an entity; a field that is not known is missing. */
export interface Maskable {
  name?: string;
  idNo?: string;
  mobileNo?: string;
  email?: string;
  address?: { readonly kind: string; readonly postalCode?: string | null };
}

/**
 * The same as staff may see it, enough to compare with what a caller says and no more: `J*** T***`, `S****567D`,
 * `****4567`, `j***@example.com`, and of an address in Singapore the end of its postal code, `****23`. How long something
 * is does not show. Whoever shows particulars, on a terminal or in a report, shows these; `scrub` is for texts that
 * should hold none.
 */
export function masked(particulars: Maskable): { [F in keyof Maskable]: string } {
  const { name, idNo, mobileNo, email, address } = particulars;
  return {
    ...(name !== undefined && { name: maskedName(name) }),
    ...(idNo !== undefined && { idNo: maskedId(idNo) }),
    ...(mobileNo !== undefined && { mobileNo: ending(mobileNo, 4, 8) }),
    ...(email !== undefined && { email: maskedEmail(email) }),
    ...(address !== undefined && { address: ending(address.postalCode ?? '', 2, 6) }),
  };
}

const HIDDEN = '****';
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** The first letter of each word. One letter alone would be the whole word. */
const maskedName = (name: string): string =>
  name
    .split(/\s+/u)
    .filter(Boolean)
    .map((word) => {
      const [first, second] = [...graphemes.segment(word)];
      return second ? `${first!.segment}***` : '***';
    })
    .join(' ');

/** The first and the last four of an NRIC, FIN or UEN; less of what is shorter, as some passports' numbers are. */
const maskedId = (idNo: string): string => (idNo.length < 9 ? ending(idNo, 2, 6) : `${idNo[0]!}${ending(idNo, 4, 9)}`);

function maskedEmail(email: string): string {
  const at = email.lastIndexOf('@');
  const [first, second] = [...email.slice(0, Math.max(at, 0))];
  return at < 0 ? '***' : `${second === undefined ? '' : first!}***${email.slice(at)}`;
}

/** The last characters of what has enough of them. */
const ending = (text: string, shown: number, least: number): string =>
  text.length < least ? HIDDEN : `${HIDDEN}${text.slice(-shown)}`;
