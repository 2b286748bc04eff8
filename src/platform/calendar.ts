import { DateTime } from 'luxon';
import type { Clock } from './clock';

/** The time of day and the zone calendar dates belong to (decisions §2), together. Dates are `YYYY-MM-DD`. */
export interface Calendar extends Clock {
  readonly timeZone: string;
  today(): string;
  /** The calendar date of an instant. */
  dateOf(instant: Date): string;
  /** Midnight at the start of a calendar date. @throws RangeError when it is none. */
  startOfDay(date: string): Date;
  /** Midnight of the day that is so many days, or calendar months, from the instant's day; months end where they end. */
  midnightFrom(instant: Date, offset: { days?: number; months?: number }): Date;
  /**
   * Reads an ISO 8601 instant; without an offset it is in the zone, a date alone is its midnight.
   *
   * @throws RangeError when it is neither.
   */
  parseInstant(text: string): Date;
  /** An instant for people to read: `2026-01-15 09:30:00`. */
  format(instant: Date): string;
  /** The same in digits alone: `20260115093000`. */
  digits(instant: Date): string;
}

const KEPT = 10_000;
const DAY_MS = 86_400_000;

export function createCalendar(clock: Clock, timeZone: string): Calendar {
  const zoned = (instant: Date): DateTime => DateTime.fromJSDate(instant, { zone: timeZone });
  const offsetAt = (time: number): number => Math.round(zoned(new Date(time)).offset * 60_000);
  /** Milliseconds ahead of UTC by day of UTC, where that does not change in between: asking the zone is slow. */
  const offsets = new Map<number, number | undefined>();
  const offsetOn = (day: number): number | undefined => {
    if (!offsets.has(day)) {
      const offset = offsetAt(day * DAY_MS);
      if (offsets.size >= KEPT) offsets.clear();
      offsets.set(day, offset === offsetAt((day + 1) * DAY_MS) ? offset : undefined);
    }
    return offsets.get(day);
  };
  /** Date and time of the zone, as of UTC. */
  const shifted = (instant: Date): number => {
    const time = instant.getTime();
    return time + (offsetOn(Math.floor(time / DAY_MS)) ?? offsetAt(time));
  };
  /** By days since 1970. */
  const dates = new Map<number, string>();
  const written = (instant: Date): string => new Date(shifted(instant)).toISOString();
  const dateOf = (instant: Date): string => {
    const day = Math.floor(shifted(instant) / DAY_MS);
    let date = dates.get(day);
    if (date === undefined) {
      date = new Date(day * DAY_MS).toISOString().slice(0, 10);
      if (dates.size >= KEPT) dates.clear();
      dates.set(day, date);
    }
    return date;
  };
  /** Milliseconds by date: a batch names few dates many times, and time zone arithmetic is slow. */
  const midnights = new Map<string, number>();
  return {
    timeZone,
    now: () => clock.now(),
    today: () => dateOf(clock.now()),
    dateOf,

    startOfDay(date) {
      let midnight = midnights.get(date);
      if (midnight === undefined) {
        const day = DateTime.fromISO(date, { zone: timeZone });
        if (!day.isValid) throw new RangeError(`not a calendar date: ${day.invalidReason}`);
        midnight = day.toMillis();
        if (midnights.size >= KEPT) midnights.clear();
        midnights.set(date, midnight);
      }
      return new Date(midnight);
    },

    midnightFrom: (instant, offset) => zoned(instant).startOf('day').plus(offset).startOf('day').toJSDate(),

    parseInstant(text) {
      const instant = DateTime.fromISO(text, { zone: timeZone });
      if (!instant.isValid) throw new RangeError(`not a date or instant: ${text}`);
      return instant.toJSDate();
    },

    format: (instant) => written(instant).slice(0, 19).replace('T', ' '),

    digits(instant) {
      const text = written(instant);
      return `${text.slice(0, 4)}${text.slice(5, 7)}${text.slice(8, 10)}${text.slice(11, 13)}${text.slice(14, 16)}${text.slice(17, 19)}`;
    },
  };
}
