/**
 * What went wrong, from a closed set; the edge translates each kind once (HTTP status, exit code).
 *
 * - `validation`: the caller's input breaks a rule; `details` name the places
 * - `unauthenticated`: no valid key or token
 * - `forbidden`: a valid one, whose owner may not do this
 * - `no-such-resource`: what the path names is not there
 * - `conflict`: it is in a state in which this cannot be done
 * - `stale`: it has been changed since the caller read it
 * - `precondition-required`: the caller does not say what it read
 * - `not-found`, `method-not-allowed`, `too-large`, `headers-too-large`, `unsupported-media-type`, `rate-limited`: as
 *   their HTTP namesakes
 * - `too-slow`: the request did not arrive in time
 * - `unavailable`: a part we depend on cannot be reached now; trying again later is right
 * - `unknown-outcome`: a commit failed half-way: it may or may not have happened
 * - `internal`: anything else, a defect
 */
export type ErrorKind =
  | 'validation'
  | 'unauthenticated'
  | 'forbidden'
  | 'no-such-resource'
  | 'conflict'
  | 'stale'
  | 'precondition-required'
  | 'not-found'
  | 'method-not-allowed'
  | 'too-large'
  | 'too-slow'
  | 'headers-too-large'
  | 'unsupported-media-type'
  | 'rate-limited'
  | 'unavailable'
  | 'unknown-outcome'
  | 'internal';

/** One place in the input and the rule it breaks. Never holds the value. */
export interface ErrorDetail {
  path: string;
  message: string;
}

export class AppError extends Error {
  readonly kind: ErrorKind;
  readonly details?: readonly ErrorDetail[];
  readonly headers?: Readonly<Record<string, string>>;

  constructor(
    kind: ErrorKind,
    message: string,
    options: { details?: readonly ErrorDetail[]; headers?: Readonly<Record<string, string>>; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = 'AppError';
    this.kind = kind;
    if (options.details) this.details = options.details;
    if (options.headers) this.headers = options.headers;
  }
}
