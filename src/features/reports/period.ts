import type { Calendar } from '../../platform/calendar';
import { AppError, type ErrorDetail } from '../../platform/errors';

/** A 8: "max 31 days", the first and the last included (decisions §7). */
export const MOST_DAYS = 31;
/** A 8, error handling, "Invalid date range". */
const TOO_LONG = `Date range exceeds ${MOST_DAYS} days`;

/** Days of the calendar's zone, both included. */
export interface Period {
  readonly from: string;
  readonly to: string;
}

/** The half-open time of a period. */
export interface Span {
  readonly from: Date;
  readonly before: Date;
}

/**
 * What a report's period is, in time (A 8, "Validate Parameters").
 *
 * @throws AppError `validation` where a day is missing or none, where the last is before the first, and where there are
 *   more than 31.
 */
export function spanOf({ from, to }: { [Day in keyof Period]?: string | undefined }, calendar: Calendar): Span {
  const wrong = (message: string, ...details: ErrorDetail[]): AppError =>
    new AppError('validation', message, { details });
  const missing = Object.entries({ from, to }).filter(([, day]) => day === undefined || day === '');
  if (from === undefined || to === undefined || missing.length > 0)
    throw wrong(
      `Required fields are missing: ${missing.map(([name]) => name).join(', ')}`,
      ...missing.map(([path]) => ({ path, message: 'is required' })),
    );
  const none = Object.entries({ from, to }).filter(([, day]) => !isDay(day, calendar));
  if (none.length > 0)
    throw wrong(
      `not a day, YYYY-MM-DD: ${none.map(([name]) => name).join(', ')}`,
      ...none.map(([path]) => ({ path, message: 'is no day, YYYY-MM-DD' })),
    );
  if (to < from) throw wrong('the period ends before it begins', { path: 'to', message: 'is before the first day' });
  const start = calendar.startOfDay(from);
  // By the calendar: where clocks are put forward, a day is shorter.
  if (to >= calendar.dateOf(calendar.midnightFrom(start, { days: MOST_DAYS })))
    throw wrong(TOO_LONG, { path: 'to', message: TOO_LONG });
  return { from: start, before: calendar.midnightFrom(calendar.startOfDay(to), { days: 1 }) };
}

function isDay(day: string, calendar: Calendar): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return false;
  try {
    return calendar.dateOf(calendar.startOfDay(day)) === day;
  } catch {
    return false;
  }
}
