import { DateTime, type DurationLikeObject } from 'luxon';
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
const PLAIN = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/;

export function createCalendar(clock: Clock, timeZone: string): Calendar {
  const zoned = (instant: Date): DateTime => DateTime.fromJSDate(instant, { zone: timeZone });
  const offsetAt = (time: number): number => Math.round(zoned(new Date(time)).offset * 60_000);
  /** Milliseconds ahead of UTC where a day of UTC begins: asking the zone is slow. */
  const offsets = new Map<number, number>();
  const offsetWhereBegins = (day: number): number => {
    let offset = offsets.get(day);
    if (offset === undefined) {
      offset = offsetAt(day * DAY_MS);
      if (offsets.size >= KEPT) offsets.clear();
      offsets.set(day, offset);
    }
    return offset;
  };
  /** All day long; undefined where it changes in between. */
  const offsetOn = (day: number): number | undefined => {
    const offset = offsetWhereBegins(day);
    return offsetWhereBegins(day + 1) === offset ? offset : undefined;
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
  /** Of a date and time without an offset, on days without a change of the clocks. */
  const plainInstant = (text: string): Date | undefined => {
    const asUtc = PLAIN.test(text) ? Date.parse(`${text}Z`) : NaN;
    // What Date would have carried over to another day or month is no date.
    if (Number.isNaN(asUtc) || new Date(asUtc).toISOString().slice(0, 19) !== text) return undefined;
    const day = Math.floor(asUtc / DAY_MS);
    const offset = offsetOn(day);
    if (offset === undefined || offsetOn(day - 1) !== offset || offsetOn(day + 1) !== offset) return undefined;
    return new Date(asUtc - offset);
  };
  /** Milliseconds by date and what is added to it: few are asked for many times, and time zone arithmetic is slow. */
  const midnights = new Map<string, number>();
  const midnight = (date: string, offset?: DurationLikeObject): Date => {
    const key = offset ? `${date} ${offset.days ?? 0} ${offset.months ?? 0}` : date;
    let time = midnights.get(key);
    if (time === undefined) {
      const plain = offset ? undefined : plainInstant(`${date}T00:00:00`);
      time = plain?.getTime() ?? slowMidnight(date, offset);
      if (midnights.size >= KEPT) midnights.clear();
      midnights.set(key, time);
    }
    return new Date(time);
  };
  const slowMidnight = (date: string, offset: DurationLikeObject = {}): number => {
    const day = DateTime.fromISO(date, { zone: timeZone });
    if (!day.isValid) throw new RangeError(`not a calendar date: ${day.invalidReason}`);
    return day.plus(offset).startOf('day').toMillis();
  };
  return {
    timeZone,
    now: () => clock.now(),
    today: () => dateOf(clock.now()),
    dateOf,

    startOfDay: (date) => midnight(date),

    midnightFrom: (instant, offset) => midnight(dateOf(instant), offset),

    parseInstant(text) {
      const plain = plainInstant(text);
      if (plain) return plain;
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
