import {
  bulkhead,
  type BulkheadPolicy,
  DelegateBackoff,
  ExponentialBackoff,
  halfJitterGenerator,
  handleWhen,
  type IBackoff,
  type IRetryBackoffContext,
  retry,
  wrap,
} from 'cockatiel';
import type { Registry } from 'prom-client';
import { Agent } from 'undici';
import type { Logger } from '../logging';
import { currentSpan } from '../tracing';
import { type Attempt, CallRequest, startAttempt, unlessAborted } from './attempt';
import { UpstreamError } from './errors';
import { attemptRecorder } from './recorded';
import type { SystemSettings } from './settings';
import type { CallWatch } from './watch';

// Shorter than the gateways' own, so that a connection they are about to close is not used again.
const KEEP_ALIVE_MS = 4_000;
const CONNECT_TIMEOUT_MS = 10_000;
const MAX_BACKOFF_MS = 60_000;

export interface CallOptions {
  /** The caller's: when it fires, its reason is thrown as it is, at once. */
  signal: AbortSignal;
  /** Whether doing it twice is doing it once, so that it may be tried again when nobody knows whether it was done. */
  idempotent: boolean;
  /**
   * Statuses of refusals for good whose body says why: `fetch` hands such an answer out, and the attempt throws `refused`.
   */
  refusals?: readonly number[];
}

/** What is known of an operation that is called. */
export interface CalledOperation {
  readonly system: string;
  readonly keyHeader: string;
  /** Those its contract has. */
  readonly statuses: readonly number[];
}

/** What every client is made of. */
export interface ClientParts {
  settings: SystemSettings;
  logger: Logger;
  registry: Registry;
  /** Undefined where nobody looks at calls. */
  watch?: CallWatch | undefined;
}

/** Calls one system: its connections, its policy, its log entries and metrics. */
export interface OutboundCaller<Id extends string> {
  /** For openapi-fetch's `createClient`. */
  readonly clientOptions: { baseUrl: string; Request: typeof globalThis.Request };
  /** What an attempt's request carries besides the contract's own parameters: the key, and the trace it belongs to. */
  headers(operation: Id): Record<string, string>;
  /**
   * Makes the call `attempt` describes, again where that may help and is allowed.
   *
   * @throws UpstreamError when the last attempt failed.
   */
  call<T>(operation: Id, options: CallOptions, attempt: (io: Attempt) => Promise<T>): Promise<T>;
  /** Ends all connections. A call under way fails. */
  close(): Promise<void>;
}

const PLACES = new WeakMap<SystemSettings, BulkheadPolicy>();

/** Calls of one system's settings share its places, whoever makes them. */
function placesOf(settings: SystemSettings): BulkheadPolicy {
  const known = PLACES.get(settings);
  if (known) return known;
  const places = bulkhead(settings.concurrency, Infinity);
  PLACES.set(settings, places);
  return places;
}

export function createOutboundCaller<Id extends string>({
  operations,
  settings,
  logger,
  registry,
  watch,
}: ClientParts & {
  /** By operation id. */
  operations: Readonly<Record<Id, CalledOperation>>;
}): OutboundCaller<Id> {
  // The error of whoever sets the header would quote it.
  if (!/^[\x21-\x7e]+$/.test(settings.key)) throw new Error('a key holds characters that a header cannot carry');
  const agent = new Agent({
    keepAliveTimeout: KEEP_ALIVE_MS,
    keepAliveMaxTimeout: KEEP_ALIVE_MS,
    connect: { timeout: CONNECT_TIMEOUT_MS },
    // One clock for all of an attempt, which is the attempt's own.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  const recorded = attemptRecorder({ logger, registry });
  const exponential = new ExponentialBackoff({
    generator: halfJitterGenerator,
    initialDelay: settings.backoffMs,
    maxDelay: MAX_BACKOFF_MS,
  });
  // What the system asked for counts, up to a limit; else it is longer from one attempt to the next.
  const backoffOf = (waitsMs: readonly number[] | undefined) =>
    new DelegateBackoff<IRetryBackoffContext<unknown>, IBackoff<unknown>>((context, last) => {
      const next = last ? last.next(undefined) : exponential.next();
      const asked = 'error' in context.result ? (context.result.error as UpstreamError).retryAfterMs : undefined;
      const ours = waitsMs?.[context.attempt - 1] ?? next.duration;
      return { delay: asked === undefined ? ours : Math.min(asked, settings.retryAfterMaxMs), state: next };
    });
  const places = placesOf(settings);
  const policyOf = (operation: Id) => {
    const { attempts, waitsMs } = { ...settings, ...settings.operations[operation] };
    const retrying = retry(
      handleWhen((error) => error instanceof UpstreamError && error.retryable),
      { maxAttempts: attempts - 1, backoff: backoffOf(waitsMs) },
    );
    // A call that waits for its next attempt leaves its place to others, and its timer keeps no process alive.
    return wrap(retrying.dangerouslyUnref(), places);
  };
  let closed = false;

  async function once<T>(
    operation: Id,
    { signal, idempotent, refusals }: CallOptions,
    { number, inDoubt }: { number: number; inDoubt: boolean },
    attempt: (io: Attempt) => Promise<T>,
  ): Promise<T> {
    const { system, statuses } = operations[operation];
    const io = startAttempt(agent, signal, {
      ...settings,
      ...settings.operations[operation],
      statuses,
      refusals,
      watch: watch?.({ system, operation }),
    });
    try {
      return await recorded({
        system,
        operation,
        number,
        signal,
        attempt: () => attempt(io),
        status: () => io.status(),
        repeat: ({ temporary, outcome, reasonCode }) => ({
          retryable: temporary && (idempotent || outcome === 'rejected') && !closed,
          // It may have taken effect before, unless the system itself says why it refuses it.
          ...(inDoubt && outcome === 'rejected' && reasonCode === undefined && { outcome: 'unknown' }),
          retryAfterMs: io.retryAfterMs(),
        }),
      });
    } finally {
      io.finish();
    }
  }

  return {
    clientOptions: { baseUrl: settings.baseUrl, Request: CallRequest as unknown as typeof globalThis.Request },
    headers(operation) {
      // Asked within an attempt: its span is the current one.
      const traceparent = currentSpan()?.passedOn;
      return {
        [operations[operation].keyHeader]: settings.key,
        Accept: 'application/json',
        ...(traceparent !== undefined && { traceparent }),
      };
    },
    async call(operation, options, attempt) {
      const { signal } = options;
      let made = 0;
      let inDoubt = false;
      const answer = policyOf(operation).execute(() => {
        signal.throwIfAborted();
        return once(operation, options, { number: (made += 1), inDoubt }, attempt).catch((error: unknown) => {
          inDoubt ||= error instanceof UpstreamError && error.outcome !== 'rejected';
          throw error;
        });
      });
      // Nothing wakes the policy's own waits when the caller gives up.
      return unlessAborted(signal, answer);
    },
    async close() {
      closed = true;
      await agent.destroy();
    },
  };
}
