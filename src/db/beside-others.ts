import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../platform/errors';
import type { Database } from './database';

/** Long enough for a schema, or the demo data, to be made by somebody else. */
const PATIENCE_MS = 120_000;
const PAUSE_MS = 50;
/** One that is there however often one looks is no other process's. */
const DUPLICATES = 10;

/**
 * Runs a step that several processes take when they start together. Where another one holds what this one needs, or
 * was first with a row, it begins again: then it finds what that one has done. So `work` must look before it writes.
 *
 * @throws what `work` throws, once patience is over.
 */
export async function besideOthers<T>({ dialect }: Database, work: () => Promise<T>): Promise<T> {
  const until = performance.now() + PATIENCE_MS;
  for (let duplicates = 0; ;) {
    try {
      return await work();
    } catch (error) {
      const fault = dialect.faultOf(error instanceof AppError ? (error.cause ?? error) : error);
      if (fault === 'duplicate-key') duplicates += 1;
      else if (fault !== 'waited-too-long') throw error;
      if (duplicates >= DUPLICATES || performance.now() >= until) throw error;
      await sleep(PAUSE_MS);
    }
  }
}
