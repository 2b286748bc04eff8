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

/** Beyond what requests in flight have: for all else that must end. */
const STOP_SLACK_MS = 4_000;

/**
 * Ends the process at a signal, once what runs has ended.
 *
 * @param patienceMs what requests in flight have
 */
export function endAtSignal({
  logger,
  patienceMs,
  end,
}: {
  logger: Logger;
  patienceMs: number;
  end: () => Promise<void>;
}): void {
  onStopSignals({
    stop: (signal) => {
      logger.info({ event: 'stopping', signal });
      setTimeout(() => {
        logger.error({ event: 'stop-cut-short' });
        process.exit(1);
      }, patienceMs + STOP_SLACK_MS).unref();
      void end().then(() => {
        logger.info({ event: 'stopped' });
        process.exit(0);
      });
    },
    again: () => process.exit(1),
  });
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
