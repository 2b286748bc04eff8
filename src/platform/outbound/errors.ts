/**
 * How a call to another system failed:
 *
 * - `rejected`: it did not take effect: refused, or never sent
 * - `unknown`: it may have taken effect: no answer, or one that says that the other side failed
 * - `malformed`: it was answered, but not with what the contract says
 */
export type FailedOutcome = 'rejected' | 'unknown' | 'malformed';

/** What went wrong in one attempt. The message names places and rules, never values. */
export class OutboundFault extends Error {
  constructor(
    readonly outcome: FailedOutcome,
    message: string,
    /** Whether another attempt could help, provided the call may be repeated. */
    readonly temporary = true,
    /** Why the system refused, in its contract's code. */
    readonly reasonCode?: string,
  ) {
    super(message);
    this.name = 'OutboundFault';
  }
}

/** A call to another system that failed, after all its attempts. Holds nothing of what was sent or received. */
export class UpstreamError extends Error {
  readonly system: string;
  readonly operation: string;
  readonly outcome: FailedOutcome;
  /** Whether the same call may be made again, later. */
  readonly retryable: boolean;
  /** Of the last answer, where there was one. */
  readonly status?: number;
  readonly attempts: number;
  /** Why the system refused: its contract's code, where the contract has one and the answer kept it. */
  readonly reasonCode?: string;
  /** How long the system asked to be left alone. */
  readonly retryAfterMs?: number;

  constructor(
    what: string,
    facts: Pick<UpstreamError, 'system' | 'operation' | 'outcome' | 'retryable' | 'attempts'> & {
      status: number | undefined;
      reasonCode?: string | undefined;
      retryAfterMs?: number | undefined;
    },
  ) {
    super(`${facts.system} ${facts.operation}: ${facts.outcome}: ${what}`);
    this.name = 'UpstreamError';
    this.system = facts.system;
    this.operation = facts.operation;
    this.outcome = facts.outcome;
    this.retryable = facts.retryable;
    if (facts.status !== undefined) this.status = facts.status;
    this.attempts = facts.attempts;
    if (facts.reasonCode !== undefined) this.reasonCode = facts.reasonCode;
    if (facts.retryAfterMs !== undefined) this.retryAfterMs = facts.retryAfterMs;
  }
}
