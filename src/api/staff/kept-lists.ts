import type { Order, Place } from '../../features/reference-data';
import { cursorKeyOf } from '../../platform/cursor';
import { AppError } from '../../platform/errors';
import { instant } from './views';

/** By what a list is sorted, as its contract names it; a hyphen stands for the other way round. */
export type Sort = 'number' | '-number' | 'changed' | '-changed';

export const orderOf = (sort: Sort): Order => ({
  by: sort.endsWith('number') ? 'key' : 'changed',
  descending: sort.startsWith('-'),
});

/** Where a page ends, as {@link placeOf} reads it: instants have no spaces. */
export const placeText = (by: Order['by'], key: string | number, changedAt: Date): string =>
  by === 'key' ? String(key) : `${instant(changedAt)} ${key}`;

/** @throws AppError `validation` for a cursor that no page in this order had. */
export const placeOf = <Key extends string | number>(
  { by }: Order,
  cursor: string | undefined,
  readKey: (text: string) => Key | undefined,
): Place | undefined =>
  cursorKeyOf(cursor, (text) => {
    const [last, at, ...more] = text.split(' ').reverse();
    const key = readKey(last!);
    const changedAt = at === undefined ? undefined : new Date(at);
    if (key === undefined || more.length > 0 || (by === 'changed') !== (changedAt !== undefined)) return undefined;
    return changedAt && Number.isNaN(changedAt.getTime()) ? undefined : { key, changedAt };
  });

const MOST = 2_147_483_647;

export const readNumber = (text: string): number | undefined =>
  /^[1-9]\d{0,9}$/.test(text) && Number(text) <= MOST ? Number(text) : undefined;
export const readId = (text: string): string | undefined => (/^[0-9a-f]{32}$/.test(text) ? text : undefined);

/** A number in a path. @throws AppError `no-such-resource` for one that nothing can have. */
export function pathNumber(text: string): number {
  const number = readNumber(text);
  if (number === undefined) throw new AppError('no-such-resource', 'no such number');
  return number;
}

/** What a change says it read. @throws AppError `precondition-required` where it does not. */
export function versionRead(etag: string | undefined): string {
  if (etag === undefined) throw new AppError('precondition-required', 'no If-Match');
  return etag.replaceAll('"', '');
}
