import type { Logger } from './logging';

/** Signals that come within it are one: a terminal's Ctrl-C reaches npm, which passes it on, and the process itself. */
const GESTURE_MS = 1_000;

/**
 * Listens to SIGTERM and SIGINT.
 *
 * @param handlers `stop` is called once; `again` for a later gesture, of somebody who will not wait
 * @returns ends the listening
 */
export function onStopSignals({
  stop,
  again,
}: {
  stop: (signal: NodeJS.Signals) => void;
  again: () => void;
}): () => void {
  let asked: number | undefined;
  const onSignal = (signal: NodeJS.Signals): void => {
    const now = performance.now();
    if (asked === undefined) {
      asked = now;
      stop(signal);
    } else if (now - asked >= GESTURE_MS) again();
  };
  process.on('SIGTERM', onSignal).on('SIGINT', onSignal);
  return () => void process.off('SIGTERM', onSignal).off('SIGINT', onSignal);
}

/** An error that nobody caught is logged like any other, once, and the process ends: nobody knows what it left. */
export function endOnUncaught(logger: Logger): void {
  let ending = false;
  process.on('uncaughtException', (error, origin) => {
    if (ending) return;
    ending = true;
    logger.fatal({ event: 'uncaught', origin, error });
    process.exit(1);
  });
}
