import { parseInstant, startOfDay } from './dates';

describe('dates (decisions §2)', () => {
  test.each([
    ['2024-01-15', 'Asia/Singapore', '2024-01-14T16:00:00.000Z'],
    ['2024-02-29', 'Asia/Singapore', '2024-02-28T16:00:00.000Z'],
    ['2024-12-31', 'Asia/Singapore', '2024-12-30T16:00:00.000Z'],
    // Before 1982 Singapore was half an hour nearer to UTC.
    ['1981-12-31', 'Asia/Singapore', '1981-12-30T16:30:00.000Z'],
    ['2024-03-31', 'Europe/Berlin', '2024-03-30T23:00:00.000Z'],
    ['2024-04-01', 'Europe/Berlin', '2024-03-31T22:00:00.000Z'],
  ])('%s begins in %s at %s, whatever the zone of the host', (date, zone, instant) => {
    expect(startOfDay(date, zone).toISOString()).toBe(instant);
  });

  test('a date that is none is refused', () => {
    expect(() => startOfDay('2024-02-30', 'Asia/Singapore')).toThrow(RangeError);
  });

  test('an instant without an offset is in the zone; one with an offset keeps it', () => {
    expect(parseInstant('2026-01-01', 'Asia/Singapore').toISOString()).toBe('2025-12-31T16:00:00.000Z');
    expect(parseInstant('2026-01-01T08:30:00', 'Asia/Singapore').toISOString()).toBe('2026-01-01T00:30:00.000Z');
    expect(parseInstant('2026-01-01T08:30:00Z', 'Asia/Singapore').toISOString()).toBe('2026-01-01T08:30:00.000Z');
    expect(() => parseInstant('tomorrow', 'Asia/Singapore')).toThrow(RangeError);
  });
});
