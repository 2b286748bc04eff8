/**
 * What a column's values are:
 *
 * - `text`: text as it is
 * - `number`: a whole number
 * - `money`: cents
 * - `date`: `YYYY-MM-DD`
 * - `instant`: `YYYY-MM-DD HH:mm:ss`, the time of the zone that readers live in
 */
export type Kind = 'text' | 'number' | 'money' | 'date' | 'instant';

export interface Column {
  readonly title: string;
  readonly kind: Kind;
  /** How many characters its values have, at most or usually. */
  readonly width: number;
  /** Whether values are written over several lines where room is short; the others have room for their width. */
  readonly wraps?: boolean;
}

export type Value = string | number | null;
/** A value for each column. */
export type Row = readonly Value[];

export interface Table {
  readonly title: string;
  readonly columns: readonly Column[];
  /** Some at a time, so that a table may be longer than the memory. */
  readonly rows: AsyncIterable<readonly Row[]> | Iterable<readonly Row[]>;
  /** What is said where there are no rows. */
  readonly none: string;
}

/** What a file says. The same makes the same bytes. */
export interface TableFile {
  readonly title: string;
  /** Whose it is. */
  readonly author: string;
  /** When it was made. */
  readonly created: Date;
  /** What it was asked for with, and by whom: names and values. */
  readonly facts: readonly (readonly [name: string, value: string])[];
  readonly tables: readonly Table[];
  /** How many rows they have, about. */
  readonly rows: number;
}

/** Well-formed, and without the controls that no document may hold (but for tab and line ends). */
export const printable = (text: string): string => text.replace(/[\p{Cs}\ufffe\uffff]|(?![\t\r\n])\p{Cc}/gu, '\ufffd');
