import type { RequestHandler } from 'express';
import { rateLimit } from 'express-rate-limit';
import { AppError } from '../../../platform/errors';

/** At most so many requests a minute of a partner, over all its operations. */
export function limitRate(partner: string, limit: number): RequestHandler {
  return rateLimit({
    windowMs: 60_000,
    limit,
    keyGenerator: () => partner,
    standardHeaders: 'draft-6',
    legacyHeaders: false,
    validate: false,
    handler: (_request, _response, next) => next(new AppError('rate-limited', 'over the rate limit')),
  });
}
