import { cursorKeyOf, cursorOf, keyOf, pageOf } from './cursor';

test('a cursor is opaque, fits into a query, and leads back to its key', () => {
  for (const key of ['500400058A', '0192f6a46f3e7c1d9a552f1d3c0b7e44', 'ключ "1"']) {
    expect(cursorOf(key)).toMatch(/^[A-Za-z0-9_-]{1,100}$/);
    expect(keyOf(cursorOf(key))).toBe(key);
  }
  expect(keyOf(undefined)).toBeUndefined();
});

test.each(['x', 'e30', 'WzFd', 'W10', `${cursorOf('A')}A`, '_'])('no page had the cursor %s', (cursor) => {
  expect(() => keyOf(cursor)).toThrow(
    expect.objectContaining({ kind: 'validation', details: [expect.objectContaining({ path: '/query/cursor' })] }),
  );
});

test('a key of several values is read, and one that is none is no page’s', () => {
  const read = (key: string): number | undefined => (/^\d+$/.test(key) ? Number(key) : undefined);
  expect(cursorKeyOf(cursorOf('42'), read)).toBe(42);
  expect(cursorKeyOf(undefined, read)).toBeUndefined();
  expect(() => cursorKeyOf(cursorOf('x'), read)).toThrow(expect.objectContaining({ kind: 'validation' }));
});

test('a list ends where nothing was read beyond its page', () => {
  const key = (entry: string): string => entry;
  expect(pageOf(['a', 'b', 'c'], 2, key)).toEqual({ page: ['a', 'b'], nextCursor: cursorOf('b') });
  expect(pageOf(['a', 'b'], 2, key)).toEqual({ page: ['a', 'b'], nextCursor: null });
  expect(pageOf([], 2, key)).toEqual({ page: [], nextCursor: null });
});
