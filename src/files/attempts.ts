import { ExponentialBackoff, halfJitterGenerator, handleWhen, retry } from 'cockatiel';
import type { Registry } from 'prom-client';
import type { Logger } from '../platform/logging';
import { attemptRecorder, unlessAborted, UpstreamError } from '../platform/outbound';
import type { Repeats } from './settings';

const MAX_BACKOFF_MS = 60_000;

/** Does what may be done again, again where that may help; logs and measures it as calls of APIs are. */
export interface Attempts {
  /** @throws UpstreamError when the last attempt failed; the signal's reason, at once, when it fires. */
  call<T>(operation: string, signal: AbortSignal, attempt: () => Promise<T>): Promise<T>;
}

export function createAttempts({
  system,
  repeats: { attempts, backoffMs },
  logger,
  registry,
}: {
  system: string;
  repeats: Repeats;
  logger: Logger;
  registry: Registry;
}): Attempts {
  const recorded = attemptRecorder({ logger, registry });
  const policy = () =>
    retry(
      handleWhen((error) => error instanceof UpstreamError && error.retryable),
      {
        maxAttempts: attempts - 1,
        backoff: new ExponentialBackoff({
          generator: halfJitterGenerator,
          initialDelay: backoffMs,
          maxDelay: MAX_BACKOFF_MS,
        }),
      },
    ).dangerouslyUnref();

  return {
    async call(operation, signal, attempt) {
      let number = 0;
      const done = policy().execute(() => {
        signal.throwIfAborted();
        number += 1;
        return recorded({
          system,
          operation,
          number,
          signal,
          attempt,
          repeat: ({ temporary }) => ({ retryable: temporary }),
        });
      });
      // Nothing wakes the policy's own waits when the caller gives up.
      return unlessAborted(signal, done);
    },
  };
}
