import type { Registry } from 'prom-client';
import type { Logger } from '../logging';
import { inSpan, type Span } from '../tracing';
import { type FailedOutcome, OutboundFault, UpstreamError } from './errors';
import { type AttemptOutcome, outboundDuration } from './metrics';

/** One attempt at an operation of another system. */
export interface RecordedAttempt<T> {
  system: string;
  operation: string;
  /** From 1. */
  number: number;
  signal: AbortSignal;
  attempt: () => Promise<T>;
  /** What a fault means for the next attempt, and for the call. */
  repeat: (fault: OutboundFault) => Pick<UpstreamError, 'retryable'> & {
    retryAfterMs?: number | undefined;
    /** Of all attempts together, where it is not this one's. */
    outcome?: FailedOutcome;
  };
  /** Of the answer so far, where the system's answers have one. */
  status?: () => number | undefined;
}

export type AttemptRecorder = <T>(attempt: RecordedAttempt<T>) => Promise<T>;

/**
 * Makes attempts, each logged and measured, and a span of the trace they belong to.
 *
 * @returns what makes one; it throws UpstreamError for an OutboundFault, and the signal's reason once that has fired.
 */
export function attemptRecorder({ logger, registry }: { logger: Logger; registry: Registry }): AttemptRecorder {
  const duration = outboundDuration(registry);
  const traced = <T>({ system, operation, number }: RecordedAttempt<T>, work: (span: Span | undefined) => Promise<T>) =>
    inSpan(
      `${system} ${operation}`,
      {
        kind: 'client',
        attributes: { 'peer.service': system, 'ocms.operation': operation, 'ocms.attempt': number },
      },
      work,
    );
  const once = async <T>(
    { system, operation, number, signal, attempt, repeat, status = () => undefined }: RecordedAttempt<T>,
    span: Span | undefined,
  ): Promise<T> => {
    const startedAt = performance.now();
    const record = (outcome: AttemptOutcome, reason?: string): void => {
      const ms = performance.now() - startedAt;
      duration.observe({ system, operation, outcome }, ms / 1_000);
      span?.set({ 'ocms.outcome': outcome, 'http.response.status_code': status() });
      const entry = {
        event: 'outbound-attempt',
        system,
        operation,
        attempt: number,
        outcome,
        status: status(),
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
      const { outcome, message, reasonCode } = error;
      record(outcome, message);
      const facts = { system, operation, outcome, status: status(), attempts: number, reasonCode };
      throw new UpstreamError(message, { ...facts, ...repeat(error) });
    }
  };
  return (attempt) => traced(attempt, (span) => once(attempt, span));
}
