import { DateTime } from 'luxon';

/** A calendar date, `YYYY-MM-DD`. */
export type CalendarDate = string & { readonly __format: 'date' };

const KEPT = 1_000;
const midnights = new Map<string, number>();

/** Midnight at the start of a calendar date in a zone, as an instant. */
export function startOfDay(date: string, timeZone: string): Date {
  // A batch names few dates many times, and time zone arithmetic is slow.
  const key = `${date} ${timeZone}`;
  let midnight = midnights.get(key);
  if (midnight === undefined) {
    const day = DateTime.fromISO(date, { zone: timeZone });
    if (!day.isValid) throw new RangeError(`not a calendar date: ${day.invalidReason}`);
    midnight = day.startOf('day').toMillis();
    if (midnights.size >= KEPT) midnights.clear();
    midnights.set(key, midnight);
  }
  return new Date(midnight);
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
