import type { RequestHandler } from 'express';
import type { Calendar } from '../../../platform/calendar';
import { AppError } from '../../../platform/errors';
import type { OperationFacts } from '../facts';

/**
 * An operation that the contract deprecates says so with every answer: since when (`Deprecation`, RFC 9745), and when it
 * ends (`Sunset`, RFC 8594), which is the end of its last day in Singapore. From then on there is no such path.
 */
export function announceEnd(
  { since, sunset }: NonNullable<OperationFacts['deprecated']>,
  calendar: Pick<Calendar, 'now' | 'startOfDay' | 'midnightFrom'>,
): RequestHandler {
  const headers: [name: string, value: string][] = [];
  if (since !== undefined) headers.push(['Deprecation', `@${calendar.startOfDay(since).getTime() / 1_000}`]);
  const end = sunset === undefined ? undefined : calendar.midnightFrom(calendar.startOfDay(sunset), { days: 1 });
  if (end) headers.push(['Sunset', end.toUTCString()]);
  return (_request, response, next) => {
    if (end && calendar.now() >= end) throw new AppError('not-found', 'no such path');
    for (const [name, value] of headers) response.setHeader(name, value);
    next();
  };
}
