import { AppError, type ErrorDetail, type ErrorKind } from '../../platform/errors';

/** The error body of every API (decisions §3). */
export interface ErrorBody {
  data: { appCode: string; message: string; errors?: ErrorDetail[] };
}

/** The message is the operation's own where there is one. */
const BAD_REQUEST = { appCode: 'OCMS-4000', message: 'Bad Request' };
const UNEXPECTED = { appCode: 'OCMS-5000', message: 'Something went wrong. Please try again later.' };

/** Each kind of error as decisions §3 has it. */
const ANSWERS: Readonly<Record<ErrorKind, { status: number; appCode: string; message: string }>> = {
  validation: { status: 400, ...BAD_REQUEST },
  unauthenticated: { status: 401, appCode: 'OCMS-4001', message: 'Unauthorized' },
  forbidden: { status: 403, appCode: 'OCMS-4003', message: 'Forbidden' },
  'no-such-resource': { status: 404, appCode: 'OCMS-4004', message: 'Not Found' },
  conflict: { status: 409, appCode: 'OCMS-4009', message: 'Conflict' },
  stale: { status: 412, appCode: 'OCMS-4012', message: 'Precondition Failed' },
  'precondition-required': { status: 428, appCode: 'OCMS-4028', message: 'Precondition Required' },
  'not-found': { status: 404, ...BAD_REQUEST },
  'method-not-allowed': { status: 405, ...BAD_REQUEST },
  'too-slow': { status: 408, ...BAD_REQUEST },
  'headers-too-large': { status: 431, ...BAD_REQUEST },
  'too-large': { status: 413, appCode: 'OCMS-4013', message: 'Payload Too Large' },
  'unsupported-media-type': { status: 415, ...BAD_REQUEST },
  'rate-limited': { status: 429, appCode: 'OCMS-4029', message: 'Too Many Requests' },
  unavailable: { status: 503, ...UNEXPECTED },
  'unknown-outcome': { status: 500, ...UNEXPECTED },
  internal: { status: 500, ...UNEXPECTED },
};

/** Seconds after which a caller of an unavailable service may try again. */
const RETRY_AFTER_S = 10;
const MAX_DETAILS = 20;

export interface ErrorResponse {
  kind: ErrorKind;
  status: number;
  headers: Readonly<Record<string, string>>;
  body: ErrorBody;
}

/**
 * How an error is answered. Nothing of an unexpected one is told.
 *
 * @param badRequestMessage what OCMS-4000 says in the operation's document (decisions §3)
 */
export function errorResponse(error: unknown, badRequestMessage = BAD_REQUEST.message): ErrorResponse {
  const known = error instanceof AppError ? error : new AppError('internal', 'unexpected', { cause: error });
  const { status, appCode, message } = ANSWERS[known.kind];
  return {
    kind: known.kind,
    status,
    headers: known.kind === 'unavailable' ? { 'Retry-After': String(RETRY_AFTER_S) } : (known.headers ?? {}),
    body: {
      data: {
        appCode,
        message: appCode === BAD_REQUEST.appCode ? badRequestMessage : message,
        ...(known.details?.length && { errors: known.details.slice(0, MAX_DETAILS) }),
      },
    },
  };
}
