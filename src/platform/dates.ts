import { DateTime } from 'luxon';

/** A calendar date, `YYYY-MM-DD`. */
export type CalendarDate = string & { readonly __format: 'date' };

/** Midnight at the start of a calendar date in a zone, as an instant. */
export function startOfDay(date: string, timeZone: string): Date {
  const midnight = DateTime.fromISO(date, { zone: timeZone });
  if (!midnight.isValid) throw new RangeError(`not a calendar date: ${midnight.invalidReason}`);
  return midnight.startOf('day').toJSDate();
}

/**
 * Reads an ISO 8601 instant; without an offset it is in the zone, a date alone is its midnight.
 *
 * @throws RangeError when it is neither.
 */
export function parseInstant(text: string, timeZone: string): Date {
  const instant = DateTime.fromISO(text, { zone: timeZone });
  if (!instant.isValid) throw new RangeError(`not a date or instant: ${text}`);
  return instant.toJSDate();
}
