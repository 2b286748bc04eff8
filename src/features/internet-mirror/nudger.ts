import type { Logger } from '../../platform/logging';

/** Copies notices soon after they changed. What it does not get to, the schedule does. */
export interface Nudger {
  nudge(noticeNumbers: readonly string[]): void;
  /** Waits for what is under way and begins nothing more. */
  close(): Promise<void>;
}

/** Changes that come together are copied together. */
const GATHER_MS = 20;
const PAGE = 500;
/** More than these are for the schedule. */
const MOST_WAITING = 5_000;
/** After a failure; until then only the schedule tries. */
const PAUSE_MS = 30_000;

/** @param intervalMs how far apart copies begin at least, so that a busy service spends its time on requests */
export function createNudger({
  copy,
  intervalMs,
  logger,
}: {
  copy: (noticeNumbers: readonly string[], signal: AbortSignal) => Promise<void>;
  intervalMs: number;
  logger: Logger;
}): Nudger {
  const waiting = new Set<string>();
  let notBefore = 0;
  let timer: NodeJS.Timeout | undefined;
  let underWay: Promise<void> | undefined;
  const closing = new AbortController();

  const plan = (): void => {
    if (timer || underWay || closing.signal.aborted || waiting.size === 0) return;
    const begin = (): void => {
      timer = undefined;
      underWay = go().finally(() => {
        underWay = undefined;
        plan();
      });
    };
    // The changes of many are copied together.
    timer = setTimeout(begin, Math.max(GATHER_MS, notBefore - performance.now())).unref();
  };

  const go = async (): Promise<void> => {
    notBefore = performance.now() + intervalMs;
    const page = [...waiting].slice(0, PAGE);
    for (const noticeNo of page) waiting.delete(noticeNo);
    try {
      await copy(page, closing.signal);
    } catch (error) {
      if (closing.signal.aborted) return;
      waiting.clear();
      notBefore = performance.now() + PAUSE_MS;
      logger.warn({ event: 'mirror-nudge-failed', error });
    }
  };

  return {
    nudge(noticeNumbers) {
      if (closing.signal.aborted || waiting.size >= MOST_WAITING || notBefore > performance.now() + intervalMs) return;
      for (const noticeNo of noticeNumbers) waiting.add(noticeNo);
      plan();
    },
    async close() {
      closing.abort();
      clearTimeout(timer);
      await underWay;
    },
  };
}
