import type { Calendar } from '../../platform/calendar';
import { AppError } from '../../platform/errors';

/** As many days of offences as are looked through for what no index knows. */
const MOST_DAYS = 31;

/** Days of offences in the calendar's zone, both included, as they were asked for: `YYYY-MM-DD`. */
export interface Days {
  from?: string | undefined;
  to?: string | undefined;
}

/**
 * The half-open time of these days; an end that is open where notices of any age are meant.
 *
 * @throws AppError `validation`
 */
export function spanOf(
  { from, to }: Days,
  ofAnyAge: boolean,
  calendar: Calendar,
): { from?: Date | undefined; before?: Date | undefined } {
  const refuse = (message: string): never => {
    throw new AppError('validation', 'no such period', { details: [{ path: '/query/to', message }] });
  };
  if (from !== undefined && to !== undefined && to < from) refuse('must not be before the first day');
  const startOf = (day: string | undefined) => (day === undefined ? undefined : calendar.startOfDay(day));
  const after = (start: Date, days: number) => calendar.midnightFrom(start, { days });
  const first = startOf(from);
  const last = startOf(to);
  if (ofAnyAge) return { from: first, before: last && after(last, 1) };

  // Up to tomorrow: an offence may be dated a day ahead (decisions §5).
  const before = last ? after(last, 1) : first ? after(first, MOST_DAYS) : after(calendar.now(), 2);
  const begins = first ?? after(before, -MOST_DAYS);
  if (before.getTime() > after(begins, MOST_DAYS).getTime())
    refuse(`must be ${MOST_DAYS - 1} days after the first day at most, but for one vehicle or notice`);
  return { from: begins, before };
}
