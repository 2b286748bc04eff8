import { extname } from 'node:path';

/** What partners write while a file is not whole yet. */
const UNFINISHED = /^\.|\.(tmp|part)$/i;

export const isUnfinished = (name: string): boolean => UNFINISHED.test(name);

/** Whether a name names a file of a folder, and nothing else: no path, no control characters. */
export const isFileName = (name: string): boolean => /^(?!\.)[^/\\\p{Cc}]{1,200}$/u.test(name);

/** @throws Error for a name that could lead anywhere else. */
export function checkFileName(name: string): void {
  if (!isFileName(name)) throw new Error('a file’s name is 1 to 200 characters, without slashes or a leading dot');
}

/** The `n`-th name for a file whose name is taken: `ACK.xml`, `ACK-2.xml`, `ACK-3.xml`. */
export function numberedName(name: string, n: number): string {
  if (n === 1) return name;
  const extension = extname(name);
  return `${name.slice(0, name.length - extension.length)}-${n}${extension}`;
}

/** What a file of that name holds. */
export function contentType(name: string): string {
  const types: Readonly<Record<string, string>> = { '.xml': 'application/xml', '.csv': 'text/csv; charset=utf-8' };
  return types[extname(name).toLowerCase()] ?? 'application/octet-stream';
}
