import { DateTime } from 'luxon';

const KEPT = 1_000;
/** Milliseconds of midnights, by date, by zone. */
const midnights = new Map<string, Map<string, number>>();

/** Midnight at the start of a calendar date in a zone, as an instant. */
export function startOfDay(date: string, timeZone: string): Date {
  // A batch names few dates many times, and time zone arithmetic is slow.
  let ofZone = midnights.get(timeZone);
  if (!ofZone) midnights.set(timeZone, (ofZone = new Map<string, number>()));
  let midnight = ofZone.get(date);
  if (midnight === undefined) {
    const day = DateTime.fromISO(date, { zone: timeZone });
    if (!day.isValid) throw new RangeError(`not a calendar date: ${day.invalidReason}`);
    midnight = day.startOf('day').toMillis();
    if (ofZone.size >= KEPT) ofZone.clear();
    ofZone.set(date, midnight);
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

/** An instant for people to read: `2026-01-15 09:30:00` in the zone. */
export function inZone(instant: Date, timeZone: string): string {
  return DateTime.fromJSDate(instant, { zone: timeZone }).toFormat('yyyy-MM-dd HH:mm:ss');
}

/** The calendar date of an instant in the zone, `YYYY-MM-DD`. */
export function dateIn(instant: Date, timeZone: string): string {
  return DateTime.fromJSDate(instant, { zone: timeZone }).toISODate()!;
}

/** Midnight of the day that is so many days, or calendar months, from the instant's day in the zone; months end where they end. */
export function midnightFrom(instant: Date, offset: { days?: number; months?: number }, timeZone: string): Date {
  return DateTime.fromJSDate(instant, { zone: timeZone }).startOf('day').plus(offset).startOf('day').toJSDate();
}
