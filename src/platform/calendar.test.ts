import { createCalendar } from './calendar';
import { systemClock } from './clock';

const inZone = (timeZone: string) => createCalendar(systemClock, timeZone);
const singapore = inZone('Asia/Singapore');

describe('the calendar (decisions §2)', () => {
  test.each([
    ['2024-01-15', 'Asia/Singapore', '2024-01-14T16:00:00.000Z'],
    ['2024-02-29', 'Asia/Singapore', '2024-02-28T16:00:00.000Z'],
    ['2024-12-31', 'Asia/Singapore', '2024-12-30T16:00:00.000Z'],
    // Before 1982 Singapore was half an hour nearer to UTC.
    ['1981-12-31', 'Asia/Singapore', '1981-12-30T16:30:00.000Z'],
    ['2024-03-31', 'Europe/Berlin', '2024-03-30T23:00:00.000Z'],
    ['2024-04-01', 'Europe/Berlin', '2024-03-31T22:00:00.000Z'],
    // A day without a midnight.
    ['2018-11-04', 'America/Sao_Paulo', '2018-11-04T03:00:00.000Z'],
  ])('%s begins in %s at %s, whatever the zone of the host', (date, zone, instant) => {
    const calendar = inZone(zone);
    for (let time = 1; time <= 2; time += 1) expect(calendar.startOfDay(date).toISOString()).toBe(instant);
  });

  test('a date that is none is refused', () => {
    expect(() => singapore.startOfDay('2024-02-30')).toThrow(RangeError);
  });

  test('an instant without an offset is in the zone; one with an offset keeps it', () => {
    expect(singapore.parseInstant('2026-01-01').toISOString()).toBe('2025-12-31T16:00:00.000Z');
    expect(singapore.parseInstant('2026-01-01T08:30:00').toISOString()).toBe('2026-01-01T00:30:00.000Z');
    expect(singapore.parseInstant('2026-01-01T08:30:00Z').toISOString()).toBe('2026-01-01T08:30:00.000Z');
    expect(() => singapore.parseInstant('tomorrow')).toThrow(RangeError);
  });

  test.each([
    ['Asia/Singapore', '1981-12-31T23:59:59', '1981-12-31T16:29:59.000Z'],
    ['Asia/Singapore', '1982-01-01T00:30:00', '1981-12-31T16:30:00.000Z'],
    ['Asia/Singapore', '2024-02-29T23:59:59', '2024-02-29T15:59:59.000Z'],
    ['Europe/Berlin', '2024-03-31T01:59:59', '2024-03-31T00:59:59.000Z'],
    ['Europe/Berlin', '2024-03-31T03:00:00', '2024-03-31T01:00:00.000Z'],
    ['Europe/Berlin', '2024-04-01T12:00:00', '2024-04-01T10:00:00.000Z'],
    // The clocks change on the day before, or after, as UTC has it.
    ['Pacific/Auckland', '2024-04-07T01:00:00', '2024-04-06T12:00:00.000Z'],
    ['America/Nuuk', '2019-03-30T23:30:00', '2019-03-31T01:30:00.000Z'],
    ['Pacific/Kiritimati', '2024-06-01T00:00:00', '2024-05-31T10:00:00.000Z'],
    ['Pacific/Pago_Pago', '2024-06-01T23:00:00', '2024-06-02T10:00:00.000Z'],
  ])('in %s it is %s at %s', (zone, text, instant) => {
    const calendar = inZone(zone);
    for (let time = 1; time <= 2; time += 1) expect(calendar.parseInstant(text).toISOString()).toBe(instant);
  });

  test.each(['2026-02-30T10:00:00', '2025-02-29T10:00:00', '2026-13-01T10:00:00', '2026-01-01T25:00:00'])(
    '%s is no instant',
    (text) => {
      expect(() => singapore.parseInstant(text)).toThrow(RangeError);
    },
  );

  test('as many days and months from an instant, by the day of the zone', () => {
    const from = (text: string, offset: { days?: number; months?: number }) =>
      singapore.midnightFrom(new Date(text), offset).toISOString();
    for (let time = 1; time <= 2; time += 1) {
      expect(from('2026-03-31T15:59:59.999Z', { months: -1 })).toBe('2026-02-27T16:00:00.000Z');
      expect(from('2026-03-31T16:00:00.000Z', { months: -1 })).toBe('2026-02-28T16:00:00.000Z');
      expect(from('2026-03-31T15:59:59.999Z', { days: -1 })).toBe('2026-03-29T16:00:00.000Z');
      expect(from('2026-03-31T15:59:59.999Z', { days: 1 })).toBe('2026-03-31T16:00:00.000Z');
      expect(from('2026-03-31T15:59:59.999Z', {})).toBe('2026-03-30T16:00:00.000Z');
    }
    const saoPaulo = inZone('America/Sao_Paulo');
    expect(saoPaulo.midnightFrom(new Date('2018-11-03T12:00:00Z'), { days: 1 }).toISOString()).toBe(
      '2018-11-04T03:00:00.000Z',
    );
  });

  test.each([
    ['2026-01-15T15:59:59.999Z', '2026-01-15', '2026-01-15 23:59:59'],
    ['2026-01-15T16:00:00.000Z', '2026-01-16', '2026-01-16 00:00:00'],
  ])('%s is %s in the zone, and today when it is now', (text, date, shown) => {
    const instant = new Date(text);
    const calendar = createCalendar({ now: () => instant }, 'Asia/Singapore');
    expect([calendar.now(), calendar.today(), calendar.dateOf(instant)]).toEqual([instant, date, date]);
    expect(calendar.format(instant)).toBe(shown);
    expect(calendar.digits(instant)).toBe(shown.replaceAll(/\D/g, ''));
  });

  test('date and time on both sides of a change of the clocks, in any order', () => {
    const berlin = inZone('Europe/Berlin');
    for (const [text, shown] of [
      ['2024-03-31T00:59:59.999Z', '2024-03-31 01:59:59'],
      ['2024-03-31T01:00:00.000Z', '2024-03-31 03:00:00'],
      ['2024-10-27T00:59:59.000Z', '2024-10-27 02:59:59'],
      ['2024-10-27T01:00:00.000Z', '2024-10-27 02:00:00'],
      ['2024-03-31T00:59:59.999Z', '2024-03-31 01:59:59'],
    ] as const) {
      expect(berlin.format(new Date(text))).toBe(shown);
      expect(berlin.dateOf(new Date(text))).toBe(shown.slice(0, 10));
    }
    const kathmandu = inZone('Asia/Kathmandu');
    expect(kathmandu.format(new Date('2024-03-31T18:14:59Z'))).toBe('2024-03-31 23:59:59');
    expect(kathmandu.dateOf(new Date('2024-03-31T18:15:00Z'))).toBe('2024-04-01');
  });

  test.each([
    [{ days: 30 }, '2026-04-29T16:00:00.000Z'],
    [{ months: -1 }, '2026-02-27T16:00:00.000Z'],
    [{ months: -24 }, '2024-03-30T16:00:00.000Z'],
  ])('midnight %o from the last of March', (offset, midnight) => {
    expect(singapore.midnightFrom(new Date('2026-03-31T04:05:06.789Z'), offset).toISOString()).toBe(midnight);
  });

  test('midnight from a day that has none, and on it, as its clocks went forward then', () => {
    const { midnightFrom } = inZone('America/Sao_Paulo');
    const from = (instant: string, days: number) => midnightFrom(new Date(instant), { days }).toISOString();
    expect(from('2018-11-04T12:00:00Z', 1)).toBe('2018-11-05T02:00:00.000Z');
    expect(from('2018-11-03T12:00:00Z', 1)).toBe('2018-11-04T03:00:00.000Z');
  });
});
