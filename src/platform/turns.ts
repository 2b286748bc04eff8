import { E_TIMEOUT, type MutexInterface, Mutex, Semaphore, withTimeout } from 'async-mutex';
import { AppError } from './errors';

/** Lets work wait its turn within this process, where waiting costs no connection. */
export interface Turns {
  /**
   * Runs `work` when no other work of the same key is under way, and few enough of all keys are.
   *
   * @throws AppError `unavailable` when its turn does not come in time.
   */
  take<T>(key: string, work: () => Promise<T>): Promise<T>;
}

/**
 * @param atOnce how many keys' work is under way together; Infinity for any number
 * @param patienceMs how long each of the two waits lasts at most
 */
export function createTurns({ atOnce, patienceMs }: { atOnce: number; patienceMs: number }): Turns {
  // The semaphore counts its free places one by one.
  const places = Number.isFinite(atOnce) ? withTimeout(new Semaphore(atOnce), patienceMs) : undefined;
  const keys = new Map<string, { mutex: MutexInterface; users: number }>();
  return {
    async take(key, work) {
      let entry = keys.get(key);
      if (!entry) keys.set(key, (entry = { mutex: withTimeout(new Mutex(), patienceMs), users: 0 }));
      entry.users += 1;
      try {
        return await entry.mutex.runExclusive(() => (places ? places.runExclusive(work) : work()));
      } catch (error) {
        throw error === E_TIMEOUT ? new AppError('unavailable', 'its turn did not come in time') : error;
      } finally {
        entry.users -= 1;
        if (entry.users === 0) keys.delete(key);
      }
    },
  };
}
