import { createCalendar } from '../../platform/calendar';
import { readableDate, readableTime } from './readable';

const calendar = createCalendar({ now: () => new Date() }, 'Asia/Singapore');

test('dates are written out', () => {
  expect(readableDate('2026-01-05')).toBe('5 January 2026');
  expect(readableDate('2026-09-30', { short: true })).toBe('30 Sep 2026');
  expect(() => readableDate('2026-13-05')).toThrow(RangeError);
});

test.each([
  ['2026-01-14T16:00:00Z', '12:00 am'],
  ['2026-01-14T16:05:59Z', '12:05 am'],
  ['2026-01-15T01:30:00Z', '9:30 am'],
  ['2026-01-15T04:00:00Z', '12:00 pm'],
  ['2026-01-15T15:59:00Z', '11:59 pm'],
])("%s is %s in the calendar's zone", (instant, time) => {
  expect(readableTime(new Date(instant), calendar)).toBe(time);
});
