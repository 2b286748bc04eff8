import type { Calendar } from '../../platform/calendar';

const MONTHS = [
  ...['January', 'February', 'March', 'April', 'May', 'June'],
  ...['July', 'August', 'September', 'October', 'November', 'December'],
];

/** `15 January 2026` of `2026-01-15`; short, `15 Jan 2026`. Not of a locale's data, which change with Node.js. */
export function readableDate(date: string, { short = false } = {}): string {
  const [year, month, day] = date.split('-');
  const name = MONTHS[Number(month) - 1];
  if (!year || !day || !name) throw new RangeError('not a calendar date');
  return `${Number(day)} ${short ? name.slice(0, 3) : name} ${year}`;
}

/** `9:05 am`, `12:30 pm`, in the calendar's zone. */
export function readableTime(instant: Date, calendar: Calendar): string {
  const [hours = '', minutes = ''] = calendar.format(instant).slice(11).split(':');
  const hour = Number(hours);
  return `${hour % 12 || 12}:${minutes} ${hour < 12 ? 'am' : 'pm'}`;
}
