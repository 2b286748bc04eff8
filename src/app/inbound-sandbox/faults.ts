import { AppError } from '../../platform/errors';
import type { OperationHandler } from '../http/steps/answer';

const RETRY_AFTER_S = 10;

/** What happens to a request that names one of these as a notice, in place of its operation. */
const FAULTS: Readonly<Record<string, { does: string; fail: () => Error }>> = {
  FAULT429: {
    does: 'is answered as one over the rate limit: 429',
    fail: () =>
      new AppError('rate-limited', 'the sandbox was asked to', { headers: { 'Retry-After': String(RETRY_AFTER_S) } }),
  },
  FAULT500: { does: 'fails unexpectedly: 500', fail: () => new Error('the sandbox was asked to') },
  FAULT503: {
    does: 'finds the database away: 503',
    fail: () => new AppError('unavailable', 'the sandbox was asked to'),
  },
  LOCKED1: {
    does: 'finds the notice held by somebody else: 503',
    fail: () => new AppError('unavailable', 'the sandbox was asked to'),
  },
};

/** Of every partner. */
export const FAULT_NUMBERS = Object.entries(FAULTS).map(([value, { does }]) => ({ value, does }));

/** The operation, but for requests that name a fault. */
export const withFaults =
  (handler: OperationHandler): OperationHandler =>
  async (request) => {
    for (const text of textsIn(request.body)) {
      if (Object.hasOwn(FAULTS, text)) throw FAULTS[text]!.fail();
    }
    return handler(request);
  };

/** A body is as deep as its contract lets it be. */
function* textsIn(node: unknown): Generator<string> {
  if (typeof node === 'string') yield node;
  else if (node !== null && typeof node === 'object') for (const value of Object.values(node)) yield* textsIn(value);
}
