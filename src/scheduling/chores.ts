import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../platform/logging';

/** Something small that every process does for itself, again and again: unlike a job it takes no lock and leaves no record. */
export interface Chore {
  readonly name: string;
  /** Between the end of one time and the beginning of the next, in milliseconds. */
  readonly everyMs: number;
  /** Done once more when the process stops. */
  readonly atEnd?: boolean;
  run(): Promise<void>;
}

/**
 * Does each chore at once and then at its interval, never beside itself; one that hangs keeps no other one waiting. Of a
 * chore that fails again and again the log hears once.
 */
export function startChores(chores: readonly Chore[], logger: Logger): { stop(): Promise<void> } {
  const stopping = new AbortController();
  // As many as there are chores.
  setMaxListeners(0, stopping.signal);
  const failing = new Set<string>();
  const once = async (chore: Chore): Promise<void> => {
    try {
      await chore.run();
      if (failing.delete(chore.name)) logger.info({ event: 'chore-done-again', chore: chore.name });
    } catch (error) {
      if (!failing.has(chore.name)) logger.warn({ event: 'chore-failed', chore: chore.name, error });
      failing.add(chore.name);
    }
  };
  const underWay = chores.map(async (chore) => {
    while (!stopping.signal.aborted) {
      await once(chore);
      await sleep(chore.everyMs, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined);
    }
    if (chore.atEnd) await once(chore);
  });
  return {
    async stop() {
      stopping.abort();
      await Promise.all(underWay);
    },
  };
}
