import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { FileExchange } from './exchange';

/**
 * Delivers a file made of pieces of text, in UTF-8, piece by piece: nothing of it stays in memory.
 *
 * @throws UpstreamError
 */
export async function deliverText(
  exchange: Pick<FileExchange, 'deliver'>,
  { name, pieces }: { name: string; pieces: AsyncIterable<string> | Iterable<string | Uint8Array> },
  signal: AbortSignal,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'ocms-file-'));
  try {
    const path = join(folder, name);
    await pipeline(Readable.from(pieces), createWriteStream(path, { mode: 0o600 }), { signal });
    await exchange.deliver({ name, path }, signal);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Delivers a file of rows. One that breaks the file's contract is left out.
 *
 * @param pages items, each of one row.
 * @param write makes a piece of the file, by its contract; throws for a row that breaks it.
 * @returns those left out, and why, by notice number.
 * @throws UpstreamError
 */
export async function deliverRows<Item extends { noticeNo: string }, Row>(
  exchange: Pick<FileExchange, 'deliver'>,
  {
    name,
    pages,
    rowOf,
    write,
  }: {
    name: string;
    pages: AsyncIterable<readonly Item[]>;
    rowOf: (item: Item) => Row;
    write: (rows: readonly Row[], options: { header: boolean }) => string;
  },
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const leftOut = new Map<string, string>();
  const fitting = (items: readonly Item[]): Row[] =>
    items.flatMap((item) => {
      const row = rowOf(item);
      try {
        write([row], { header: false });
        return row;
      } catch (error) {
        leftOut.set(item.noticeNo, (error as Error).message);
        return [];
      }
    });
  async function* pieces(): AsyncGenerator<string> {
    yield write([], { header: true });
    for await (const items of pages) {
      let piece: string;
      try {
        piece = write(items.map(rowOf), { header: false });
      } catch {
        piece = write(fitting(items), { header: false });
      }
      yield piece;
    }
  }
  await deliverText(exchange, { name, pieces: pieces() }, signal);
  return leftOut;
}
