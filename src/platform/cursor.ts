import { AppError } from './errors';

/** Where a page of a list begins, as callers see it: it means nothing to them, and its form may change. */
export function cursorOf(lastKey: string): string {
  return Buffer.from(JSON.stringify([lastKey])).toString('base64url');
}

/**
 * @returns the last key of the page before; undefined for the first page.
 * @throws AppError `validation` for one that no page had.
 */
export const keyOf = (cursor: string | undefined): string | undefined => cursorKeyOf(cursor, (key) => key);

/**
 * The same of a key that is made of several values.
 *
 * @param read undefined for what is no such key.
 */
export function cursorKeyOf<Key>(cursor: string | undefined, read: (key: string) => Key | undefined): Key | undefined {
  if (cursor === undefined) return undefined;
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(parsed) && typeof parsed[0] === 'string' && cursorOf(parsed[0]) === cursor) {
      const key = read(parsed[0]);
      if (key !== undefined) return key;
    }
  } catch {
    // As any other that no page had.
  }
  throw new AppError('validation', 'no page had this cursor', {
    details: [{ path: '/query/cursor', message: 'must be the nextCursor of a page' }],
  });
}

/** The key of a list by when something was and then by a name without spaces. */
export const instantKey = (at: Date, name: string): string => `${at.toISOString()} ${name}`;

/** Reads it. @returns undefined for what is none. */
export function readInstantKey(key: string): { at: Date; name: string } | undefined {
  const [at, name] = key.split(' ') as [string, string | undefined];
  return name === undefined || Number.isNaN(Date.parse(at)) ? undefined : { at: new Date(at), name };
}

/**
 * A page of a list that was read with one entry more than it holds, and where the next one begins.
 *
 * @param keyOfEntry what the list continues after
 */
export function pageOf<T>(
  entries: readonly T[],
  limit: number,
  keyOfEntry: (entry: T) => string,
): { page: readonly T[]; nextCursor: string | null } {
  const page = entries.slice(0, limit);
  return { page, nextCursor: entries.length > limit ? cursorOf(keyOfEntry(page.at(-1)!)) : null };
}
