import { ExponentialBackoff, halfJitterGenerator, handleWhen, retry } from 'cockatiel';
import type { Registry } from 'prom-client';
import type { Logger } from '../platform/logging';
import { type AttemptOutcome, OutboundFault, outboundDuration, rejectionOf, UpstreamError } from '../platform/outbound';
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
  const duration = outboundDuration(registry);
  // The wait before the next attempt keeps the process alive: a job run by hand has nothing else to do meanwhile.
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
    );

  async function once<T>(operation: string, signal: AbortSignal, number: number, attempt: () => Promise<T>) {
    const startedAt = performance.now();
    const record = (outcome: AttemptOutcome, reason?: string): void => {
      const ms = performance.now() - startedAt;
      duration.observe({ system, operation, outcome }, ms / 1_000);
      const entry = {
        event: 'outbound-attempt',
        system,
        operation,
        attempt: number,
        outcome,
        ms: Math.round(ms),
        reason,
      };
      if (outcome === 'ok' || outcome === 'aborted') logger.info(entry);
      else logger.warn(entry);
    };
    try {
      const result = await attempt();
      record('ok');
      return result;
    } catch (error) {
      if (signal.aborted) {
        record('aborted');
        throw signal.reason;
      }
      if (!(error instanceof OutboundFault)) {
        record('failed');
        throw error;
      }
      record(error.outcome, error.message);
      throw new UpstreamError(error.message, {
        system,
        operation,
        outcome: error.outcome,
        retryable: error.temporary,
        status: undefined,
        attempts: number,
      });
    }
  }

  return {
    async call(operation, signal, attempt) {
      let made = 0;
      const done = policy().execute(() => {
        signal.throwIfAborted();
        return once(operation, signal, (made += 1), attempt);
      });
      // Nothing wakes the policy's own waits when the caller gives up; what they come to then is nobody's.
      done.catch(() => undefined);
      return Promise.race([done, rejectionOf(signal)]);
    },
  };
}
