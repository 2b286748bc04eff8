import type { Calendar } from '../../platform/calendar';
import { AppError, type ErrorDetail } from '../../platform/errors';

/** A 8: "max 31 days", the first and the last included (decisions §7). */
export const MOST_DAYS = 31;
/** Days of the calendar's zone, both included. */
export interface Period {
  readonly from: string;
  readonly to: string;
}

/** A period as it was asked for. */
export type GivenPeriod = { readonly [Day in keyof Period]?: string | undefined };

/** A period and its half-open time. */
export interface Span {
  readonly days: Period;
  readonly from: Date;
  readonly before: Date;
}

/**
 * What a report's period is, in time (A 8, "Validate Parameters").
 *
 * @throws AppError `validation` where a day is missing or none, where the last is before the first, and where there are
 *   more than so many.
 */
export function spanOf({ from, to }: GivenPeriod, calendar: Calendar, most = MOST_DAYS): Span {
  const wrong = (message: string, ...details: ErrorDetail[]): AppError =>
    new AppError('validation', message, { details });
  const missing = Object.entries({ from, to }).filter(([, day]) => day === undefined || day === '');
  if (from === undefined || to === undefined || missing.length > 0)
    throw wrong(
      `Required fields are missing: ${missing.map(([name]) => name).join(', ')}`,
      ...missing.map(([name]) => ({ path: pathOf(name), message: 'is required' })),
    );
  const none = Object.entries({ from, to }).filter(([, day]) => !isDay(day, calendar));
  if (none.length > 0)
    throw wrong(
      `not a day, YYYY-MM-DD: ${none.map(([name]) => name).join(', ')}`,
      ...none.map(([name]) => ({ path: pathOf(name), message: 'is no day, YYYY-MM-DD' })),
    );
  if (to < from)
    throw wrong('the period ends before it begins', { path: pathOf('to'), message: 'is before the first day' });
  const start = calendar.startOfDay(from);
  // By the calendar: where clocks are put forward, a day is shorter.
  if (to >= calendar.dateOf(calendar.midnightFrom(start, { days: most }))) {
    // A 8, error handling, "Invalid date range".
    const message = `Date range exceeds ${most} days`;
    throw wrong(message, { path: pathOf('to'), message });
  }
  return { days: { from, to }, from: start, before: calendar.midnightFrom(calendar.startOfDay(to), { days: 1 }) };
}

const pathOf = (name: string): string => `/query/${name}`;

function isDay(day: string, calendar: Calendar): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return false;
  try {
    return calendar.dateOf(calendar.startOfDay(day)) === day;
  } catch {
    return false;
  }
}
