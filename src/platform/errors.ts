/**
 * What went wrong, from a closed set; the edge translates each kind once (HTTP status, exit code).
 *
 * - `validation`: the caller's input breaks a rule; `details` name the places
 * - `unauthenticated`: no valid key
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
